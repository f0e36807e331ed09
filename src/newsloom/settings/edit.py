"""Changing the owner's newsloom.toml: sources come and go, comments and order stay."""

import os
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Table

from newsloom.errors import SettingsError, UsageError
from newsloom.model.source import Source
from newsloom.settings.read import read_settings, source_id

MARK = "\ufeff"  # some editors put a byte order mark first

Edit = Callable[[Any], None]


def add_sources(path: Path, sources: Sequence[Source]) -> list[Source]:
    """Append the sources whose address is not watched yet; returns those appended, under free ids."""
    settings = read_settings(path)
    watched = {source.url for source in settings.sources}
    taken: set[str] = {source.id for source in settings.sources}
    added: list[Source] = []
    tables: list[Table] = []
    for source in sources:
        if source.url in watched:
            continue
        name = _free(source.id or source_id(source.url), taken)
        taken.add(name)
        watched.add(source.url)
        tables.append(_table(source, name))
        added.append(source)
    if tables:
        change(path, lambda document: _append(document, tables))
    fresh = {source.url: source for source in read_settings(path).sources}
    return [fresh[source.url] for source in added]


def set_flag(path: Path, source: str, key: str, *, value: bool) -> None:
    """Set `disabled` or `muted` of one source; a false flag is taken out."""

    def edit(document: Any) -> None:  # noqa: ANN401  tomlkit's documents are untyped
        table = document["source"][_index(path, source)]
        if value:
            table[key] = True
        elif key in table:
            del table[key]

    change(path, edit)


def remove_source(path: Path, source: str) -> None:
    """Take one source's block out."""

    def edit(document: Any) -> None:  # noqa: ANN401  tomlkit's documents are untyped
        del document["source"][_index(path, source)]
        if not document["source"]:
            del document["source"]

    change(path, edit)


def change(path: Path, edit: Edit, *, read: Callable[[Path], object] = read_settings) -> None:
    """Apply `edit` to the document and replace the file, only if `read` still takes the result."""
    try:
        written = path.read_bytes().decode("utf-8")
        document = tomlkit.parse(_ended(written.removeprefix(MARK).replace("\r\n", "\n")))
    except TOMLKitError as error:
        raise SettingsError(f"not valid TOML: {error}", path=path) from error
    except OSError as error:
        raise SettingsError(f"cannot be read: {error.strerror}", path=path) from error
    edit(document)
    beside = path.with_name(f".{path.name}.new")
    try:
        with beside.open("wb") as file:
            file.write(_as_it_was_written(tomlkit.dumps(document), written).encode())
            file.flush()
            os.fsync(file.fileno())
        _check(beside, path, read)
        beside.chmod(path.stat().st_mode & 0o777)
        beside.replace(path)
    except OSError as error:
        raise SettingsError(f"cannot be written: {error.strerror}", path=path) from error
    finally:
        beside.unlink(missing_ok=True)


def _ended(text: str) -> str:
    """The text with its last line ended, so that something can follow it."""
    return text if not text or text.endswith("\n") else f"{text}\n"


def _check(fresh: Path, path: Path, read: Callable[[Path], object]) -> None:
    """Refuse what cannot be read, in the name of the file that it would replace."""
    try:
        read(fresh)
    except SettingsError as error:
        raise SettingsError(f"would no longer be right: {error.problem}", path=path, line=error.line) from error


def _as_it_was_written(text: str, written: str) -> str:
    """The text with the line ends and the byte order mark of the file it replaces."""
    ended = text.replace("\n", "\r\n") if "\r\n" in written else text
    return MARK + ended if written.startswith(MARK) else ended


def _append(document: Any, tables: list[Table]) -> None:  # noqa: ANN401  tomlkit's documents are untyped
    if "source" not in document:
        document.append("source", AoT([]))
    listed = document["source"]
    before = tomlkit.dumps(document)
    for number, table in enumerate(tables):
        if isinstance(listed, AoT):
            if (before and not before.endswith("\n\n")) or number:
                table.trivia.indent = "\n"  # an empty line before the block
            listed.append(table)
        else:  # written as `source = [{…}]`
            inline = tomlkit.inline_table()
            inline.update(table.unwrap())
            listed.append(inline)


def _table(source: Source, name: str) -> Table:
    table = tomlkit.table()
    table["id"] = name
    table["url"] = source.url
    for key in ("title", "family", "language"):
        if value := getattr(source, key):
            table[key] = value
    if source.kind != "feed":
        table["kind"] = source.kind
    if source.topics:
        table["topics"] = list(source.topics)
    if source.select is not None:
        said = tomlkit.table()
        said.update({key: value for key, value in asdict(source.select).items() if value})
        table["select"] = said
    return table


def _free(wanted: str, taken: set[str]) -> str:
    name, number = wanted, 2
    while name in taken:
        name = f"{wanted}-{number}"
        number += 1
    return name


def _index(path: Path, source: str) -> int:
    sources = read_settings(path).sources
    for index, known in enumerate(sources):
        if source in {known.id, known.url}:
            return index
    names = ", ".join(known.id for known in sources[:8]) or "none yet"
    raise UsageError(f"no source `{source}`; there are: {names}{', …' if len(sources) > 8 else ''}")  # noqa: PLR2004  enough to recognise one
