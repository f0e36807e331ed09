"""The named fields of one mapping, asked for by name and kind."""

import re
from collections.abc import Mapping as Dict
from datetime import UTC, datetime
from types import MappingProxyType

from newsloom.records.nodes import NOTHING, Mapping, Node, Scalar, Sequence, UnreadableError

_INTEGER = re.compile(r"[-+]?[0-9]{1,18}", re.ASCII)
_FLAGS: Dict[str, bool] = MappingProxyType({"true": True, "false": False})


class Fields:
    """A mapping's fields; each question names a field and says what it must be. Nothing and absent are the same."""

    def __init__(self, node: Mapping, where: str = "the record", path: str = "") -> None:
        self.where = where
        self.path = path  # what stands before a name here in the whole record, as `related[0].`
        self.line = node.line
        self._nodes: dict[str, Node] = {}
        self._lines: dict[str, int] = {}
        self._asked: set[str] = set()
        for name, line, value in node.pairs:
            if name in self._lines:
                raise UnreadableError(line, f"{name} is there twice, first in line {self._lines[name]}")
            self._lines[name] = line
            self._nodes[name] = value

    @property
    def order(self) -> tuple[str, ...]:
        """All names, in file order."""
        return tuple(self._lines)

    @property
    def unknown(self) -> tuple[str, ...]:
        """Names nobody asked for."""
        return tuple(name for name in self._lines if name not in self._asked)

    def line_of(self, name: str) -> int:
        """The line of a field, or of the whole where it is absent."""
        return self._lines.get(name, self.line)

    def text(self, name: str) -> str | None:
        """A text as it stands; a bare `yes` or `1` is the text, not a truth or number."""
        node = self._node(name)
        if node is None:
            return None
        if not isinstance(node, Scalar):
            raise UnreadableError(node.line, f"{name} must be one text")
        return node.text

    def needed(self, name: str) -> str:
        """A text that must be there."""
        if (text := self.text(name)) is None:
            raise UnreadableError(self.line_of(name), f"{self.where} has no {name}")
        return text

    def number(self, name: str) -> int | None:
        """An integer."""
        if (text := self.text(name)) is None:
            return None
        if _INTEGER.fullmatch(text) is None:
            raise UnreadableError(self.line_of(name), f"{name} must be a whole number, not {text!r}")
        return int(text)

    def flag(self, name: str) -> bool | None:
        """True or false."""
        if (text := self.text(name)) is None:
            return None
        if text.lower() not in _FLAGS:
            raise UnreadableError(self.line_of(name), f"{name} must be true or false, not {text!r}")
        return _FLAGS[text.lower()]

    def moment(self, name: str) -> datetime | None:
        """A time in ISO 8601; UTC where it names no zone, cut to the second."""
        if (text := self.text(name)) is None:
            return None
        try:
            moment = datetime.fromisoformat(text)
            moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
        except (ValueError, OverflowError) as error:
            wanted = "a time as 2026-01-31T09:30:00Z"
            raise UnreadableError(self.line_of(name), f"{name} must be {wanted}, not {text!r}") from error
        return moment.replace(microsecond=0)

    def fields(self, name: str) -> "Fields | None":
        """A mapping inside this one."""
        node = self._node(name)
        if node is None:
            return None
        if not isinstance(node, Mapping):
            raise UnreadableError(node.line, f"{name} must hold named fields")
        return Fields(node, name, f"{self.path}{name}.")

    def items(self, name: str) -> "tuple[Fields, ...]":
        """A list of mappings; empty if absent."""
        found = []
        for number, node in enumerate(self._items(name)):
            if not isinstance(node, Mapping):
                raise UnreadableError(node.line, f"each of {name} must hold named fields")
            found.append(Fields(node, f"one of {name}", f"{self.path}{name}[{number}]."))
        return tuple(found)

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts; empty if absent."""
        found = []
        for node in self._items(name):
            if not isinstance(node, Scalar) or (node.plain and node.text in NOTHING):
                raise UnreadableError(node.line, f"each of {name} must be one text")
            found.append(node.text)
        return tuple(found)

    def lined(self, name: str) -> tuple[tuple[str, int], ...]:
        """A list of texts, each with its line; empty if absent."""
        return tuple(zip(self.texts(name), (node.line for node in self._items(name)), strict=True))

    def _items(self, name: str) -> tuple[Node, ...]:
        node = self._node(name)
        if node is None:
            return ()
        if not isinstance(node, Sequence):
            raise UnreadableError(node.line, f"{name} must be a list")
        return node.items

    def _node(self, name: str) -> Node | None:
        self._asked.add(name)
        node = self._nodes.get(name)
        nothing = isinstance(node, Scalar) and node.plain and node.text in NOTHING
        return None if nothing else node
