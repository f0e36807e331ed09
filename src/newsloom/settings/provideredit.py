"""Changing the owner's providers.toml: families are joined and parted, comments and order stay."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.items import AoT, Array, Table

from newsloom.errors import SettingsError
from newsloom.settings.edit import change
from newsloom.settings.providers import domain_of, read_providers

HEAD = "# What this desk knows of publishers, and which of them are one voice.\n"
LINE = 4  # domains in a line


def join(path: Path, domains: Sequence[str], *, family: str, name: str = "") -> tuple[str, ...]:
    """Put domains into a family, made if there is none of that id; returns all its domains.

    Raises:
        SettingsError: the file would no longer be right, as where a domain has another family; it stays as it is.
    """
    wanted = _domains(domains)

    def edit(document: Any) -> None:  # noqa: ANN401  tomlkit's documents are untyped
        table = next((one for one in document.get("family", ()) if one["id"] == family), None)
        if table is None:
            table = tomlkit.table()
            table["id"] = family
            _append(document, "family", table)
        if name:
            table["name"] = name
        table["domains"] = _array([*(domain_of(one) or one for one in table.get("domains", ())), *wanted])

    _change(path, edit)
    return next(one.domains for one in read_providers(path).families if one.id == family)


def part(path: Path, domains: Sequence[str]) -> tuple[str, ...]:
    """Say that domains do not belong together; returns them. Raises SettingsError as `join` does."""
    wanted = _domains(domains)

    def edit(document: Any) -> None:  # noqa: ANN401  tomlkit's documents are untyped
        table = tomlkit.table()
        table["domains"] = _array(wanted)
        _append(document, "apart", table)

    _change(path, edit)
    return tuple(wanted)


def _domains(said: Sequence[str]) -> list[str]:
    """As they are kept; one that is none stays as it is, to be refused with the file."""
    return list(dict.fromkeys(domain_of(one) or one for one in said))


def _change(path: Path, edit: Any) -> None:  # noqa: ANN401  an Edit
    fresh = not path.exists()
    try:
        if fresh:
            path.write_text(HEAD, encoding="utf-8")
        change(path, edit, read=read_providers)
    except OSError as error:
        raise SettingsError(f"cannot be written: {error.strerror}", path=path) from error
    except SettingsError:
        if fresh:
            path.unlink(missing_ok=True)
        raise


def _array(domains: Sequence[str]) -> Array:
    array = tomlkit.array()
    array.extend(dict.fromkeys(domains))
    return array.multiline(multiline=len(array) > LINE)


def _append(document: Any, name: str, table: Table) -> None:  # noqa: ANN401  tomlkit's documents are untyped
    if name not in document:
        document.append(name, AoT([]))
    listed = document[name]
    if isinstance(listed, AoT):
        before = tomlkit.dumps(document)
        if before and not before.endswith("\n\n"):
            table.trivia.indent = "\n"  # an empty line before the block
        listed.append(table)
        return
    inline = tomlkit.inline_table()  # written as `family = [{…}]`
    inline.update(table.unwrap())
    listed.append(inline)
