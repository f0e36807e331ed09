"""A desk's settings with some of them changed: what a second file says, over what newsloom.toml says."""

from pathlib import Path
from typing import Any

import msgspec

from newsloom.settings.document import document, plain_document
from newsloom.settings.read import TABLES, assembled, source_id
from newsloom.settings.schema import DeskFile
from newsloom.settings.values import Settings

WHOLE = {"profile"}  # a table whose keys hold only together


def read_changed(desk: Path, changed: Path) -> Settings:
    """The settings as they would be; raises SettingsError naming the changed file and its line.

    A key that the changed file names takes the place of the desk's; `[profile]`, a topic and a site do so as a whole, a
    source by its id. What is not named stays. A profile's own file is looked for beside the file that names it.

    Args:
        desk: newsloom.toml.
        changed: a TOML file of the same tables: all of them or only some.
    """
    _, text = document(changed, DeskFile, TABLES)
    said, _ = plain_document(changed)
    before, _ = plain_document(desk)
    file = msgspec.convert(_merged(before, said), DeskFile)
    return assembled(file, text, changed, desk=desk, judging=changed if "profile" in said else desk)


def _merged(before: dict[str, Any], said: dict[str, Any]) -> dict[str, Any]:
    both = dict(before)
    for name, value in said.items():
        if name == "source":
            both[name] = _sources(before.get(name, []), value)
        elif name in WHOLE or not isinstance(value, dict):
            both[name] = value
        else:
            both[name] = before.get(name, {}) | value
    return both


def _sources(before: list[dict[str, Any]], said: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those said first, so that a fault's place in the list is its place in the file."""
    ids = {_id(source) for source in said}
    urls = {source.get("url") for source in said}
    return [*said, *(one for one in before if _id(one) not in ids and one.get("url") not in urls)]


def _id(source: dict[str, Any]) -> str:
    return str(source.get("id") or source_id(str(source.get("url", ""))))
