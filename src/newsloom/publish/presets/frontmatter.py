r"""Front matter as YAML or TOML that every reader of either reads back as the same values.

Keys are ours and plain words. Texts stand between double quotes; what is not printable is escaped as `\uXXXX`, which
both languages know. Times (`Moment`) stand bare, in the one form that both take for a time.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import TypeGuard

from newsloom.errors import RecordError
from newsloom.records.tree import Json, moment

Value = Json | datetime | Sequence["Value"] | Mapping[str, "Value"]
Front = Mapping[str, Value]

_SHORT = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_ESCAPED = re.compile('[\\\\"\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]')
_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_AMBIGUOUS = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})


def yaml_page(front: Front, body: str) -> bytes:
    """A page: YAML between `---`, then the body."""
    return f"---\n{_lines(_yaml(front))}---\n{_spaced(body)}".encode()


def toml_page(front: Front, body: str) -> bytes:
    """A page: TOML between `+++`, then the body."""
    return f"+++\n{_lines(_toml(front))}+++\n{_spaced(body)}".encode()


def _lines(lines: Iterator[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _spaced(body: str) -> str:
    return f"\n{body}" if body else ""


def _yaml(fields: Front, indent: str = "") -> Iterator[str]:
    for key, value in fields.items():
        name = f"{indent}{_key(key)}:"
        if isinstance(value, Mapping):
            yield name
            yield from _yaml(value, indent + "  ")
        elif _is_list(value):
            yield name if value else f"{name} []"
            for item in value:
                yield from _yaml_item(item, indent + "  ")
        else:
            yield f"{name} {_scalar(value)}"


def _yaml_item(item: Value, indent: str) -> Iterator[str]:
    if not isinstance(item, Mapping):
        yield f"{indent}- {_scalar(item)}"
        return
    mark = f"{indent}- "
    for line in _yaml(item, indent + "  "):
        yield mark + line[len(mark) :]
        mark = indent + "  "


def _toml(fields: Front, path: str = "") -> Iterator[str]:
    """Plain values first, for in TOML what stands after a table belongs to it."""
    tables = {key: value for key, value in fields.items() if isinstance(value, Mapping)}
    for key, value in fields.items():
        if key not in tables:
            yield f"{_key(key)} = {_inline(value)}"
    for key, table in tables.items():
        name = path + _key(key)
        yield ""
        yield f"[{name}]"
        yield from _toml(table, f"{name}.")


def _inline(value: Value) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(key)} = {_inline(inner)}" for key, inner in value.items()) + " }"
    if _is_list(value):
        return "[" + ", ".join(_inline(item) for item in value) + "]"
    return _scalar(value)


def _is_list(value: Value) -> TypeGuard[Sequence[Value]]:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _scalar(value: Value) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case str():
            return f'"{_ESCAPED.sub(_escape, value)}"'
        case datetime():
            return moment(value)
    raise RecordError(f"front matter has texts, whole numbers, yes or no, and times; {value!r} is none of them")


def _escape(match: re.Match[str]) -> str:
    return _SHORT.get(match[0]) or f"\\u{ord(match[0]):04x}"


def _key(key: str) -> str:
    if _KEY.fullmatch(key) is None or key.lower() in _AMBIGUOUS:
        raise RecordError(f"front matter has no key `{key}`: keys are plain words")
    return key
