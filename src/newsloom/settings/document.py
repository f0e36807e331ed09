"""From one of the owner's TOML files to a value of its type, or to its first fault by file and line."""

import difflib
import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar, get_args

import msgspec

from newsloom.errors import SettingsError
from newsloom.settings.locate import line_of

Struct = TypeVar("Struct", bound=msgspec.Struct)
Tables = Mapping[str, type[msgspec.Struct]]

UNKNOWN = re.compile(r"Object contains unknown field `(?P<key>.*?)`(?: - at `(?P<path>.*)`)?$")
PLACE = re.compile(r"(?P<what>.*?)(?: - at `(?P<path>.*)`)?$", re.DOTALL)
BOUND = re.compile(r"expected `(?P<kind>int|float)` (?P<sign>[<>]=?) (?P<limit>-?[0-9.]+)$")
KIND = re.compile(r"expected `(?P<kind>\w+)`(?:, got `\w+`)?$")
BOUNDS = {">": "above {:g}", ">=": "from {:g} on", "<": "below {:g}", "<=": "up to {:g}"}
KINDS = {
    "int": "a whole number",
    "float": "a number",
    "str": "a text in quotation marks",
    "bool": "true or false",
    "array": 'a list, as ["a", "b"]',
    "object": "a table",
}


def document(path: Path, kind: type[Struct], tables: Tables) -> tuple[Struct, str]:
    """What the file says, and its text, in which `line_of` finds lines; raises SettingsError naming file and line.

    Args:
        path: the file.
        kind: what the file as a whole must be.
        tables: the type of each of its tables by name, for what is said of unknown keys; `""` is the file.
    """
    data, text = plain_document(path)
    try:
        return msgspec.convert(data, kind), text
    except msgspec.ValidationError as error:
        raise _invalid(error, data, text, path, tables=tables) from error


def plain_document(path: Path) -> tuple[dict[str, Any], str]:
    """What a TOML file says, unchecked, and its text; raises SettingsError naming file and line."""
    text = _text(path)
    try:
        return tomllib.loads(text), text
    except tomllib.TOMLDecodeError as error:
        raise _syntax(error, path) from error


def no_such(what: str, name: str, known: Sequence[str]) -> str:
    """The sentence about a name that is none of those known."""
    near = difflib.get_close_matches(name, known, n=1)
    return f"no {what} named `{name}`; " + (f"did you mean `{near[0]}`?" if near else f"there are: {', '.join(known)}")


def refusal(what: str) -> str:
    """What msgspec says of a value, and what to write instead."""
    said = f"{what[:1].lower()}{what[1:]}"
    if bound := BOUND.match(said):
        return f"{said}; write {KINDS[bound['kind']]} {BOUNDS[bound['sign']].format(float(bound['limit']))}"
    kind = KIND.match(said)
    return f"{said}; write {KINDS[kind['kind']]}" if kind and kind["kind"] in KINDS else said


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")  # some editors put a byte order mark first
    except UnicodeDecodeError as error:
        raise SettingsError("is not UTF-8 text; save it as UTF-8", path=path) from error
    except OSError as error:
        raise SettingsError(f"cannot be read: {error.strerror}", path=path) from error


def _syntax(error: tomllib.TOMLDecodeError, path: Path) -> SettingsError:
    found = re.search(r" \(at line (\d+), column \d+\)", str(error))
    what = str(error).replace(found[0], "") if found else str(error)
    return SettingsError(f"not valid TOML: {what}", path=path, line=int(found[1]) if found else None)


def _invalid(
    error: msgspec.ValidationError, data: Mapping[str, Any], text: str, path: Path, *, tables: Tables
) -> SettingsError:
    if unknown := UNKNOWN.match(str(error)):
        return _unknown(unknown["key"], unknown["path"] or "$", text, path, tables=tables)
    place = PLACE.match(str(error))
    what, where = (place["what"], place["path"] or "$") if place else (str(error), "$")
    table = where.removeprefix("$.").removesuffix("[...]")
    keys = _wrong_keys(data[table], table, tables) if where == f"$.{table}[...]" else ()
    line = line_of(text, where, *keys)
    return SettingsError(f"`{'.'.join((table, *keys))}`: {refusal(what)}", path=path, line=line)


def _wrong_keys(values: Mapping[str, Any], table: str, tables: Tables) -> tuple[str, ...]:
    """The first key of a table of free keys whose value is not of the table's type."""
    types = {field.name: field.type for field in msgspec.structs.fields(tables[""])}
    for key, value in values.items():
        try:
            msgspec.convert(value, get_args(types[table])[1])
        except msgspec.ValidationError:
            return (key,)
    return ()


def _unknown(key: str, where: str, text: str, path: Path, *, tables: Tables) -> SettingsError:
    table = re.sub(r"\[.*", "", where.removeprefix("$").removeprefix("."))
    allowed = tables[table].__struct_fields__
    near = difflib.get_close_matches(key, allowed, n=1)
    hint = f"did you mean `{near[0]}`?" if near else f"known here: {', '.join(allowed)}"
    kind = f"key `{key}` in [{table}]" if table else f"table or key `{key}`"
    return SettingsError(f"unknown {kind}; {hint}", path=path, line=line_of(text, where, key))
