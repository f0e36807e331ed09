"""Reads front matter of exactly the record contract's shapes, exactly."""

import re
from collections.abc import Sequence as Lines

from newsloom.records.nodes import Mapping, Node, Scalar, Sequence, UnreadableError
from newsloom.records.quoting import is_plain, unquoted

_QUOTED = re.compile(r'"((?:[^"\\]++|\\[\\"rn])*+)"', re.DOTALL)
_PAIR = re.compile(r"([A-Za-z_][A-Za-z0-9_]*):(?: (.+))?", re.DOTALL)
NO_FIELDS = "{}"  # an item of which every field is missing
_STEP = 2  # blanks a level
_DEEPEST = 32  # blanks; a record's deepest field has ten


def read(lines: Lines[str], *, first_line: int = 1) -> Mapping:
    """The tree of these lines, or UnreadableError at the first that is not of the contract's shape.

    The shape: block mappings and sequences, two blanks a level, one-line values, bare or in double quotes with the
    contract's four escapes; an item without fields is `{}`. All other characters in quotes are taken as they stand,
    those too that YAML would refuse or fold.
    """
    reader = _Reader(lines, first_line)
    tree = reader.mapping(0)
    reader.expect_end()
    return tree


class _Reader:
    """A cursor over the lines that are not empty."""

    def __init__(self, lines: Lines[str], first_line: int) -> None:
        self._lines = [(number, line) for number, line in enumerate(lines, first_line) if line]
        self._at = 0

    def expect_end(self) -> None:
        if self._at < len(self._lines):
            raise UnreadableError(self._lines[self._at][0], "indented as nothing here can be")

    def mapping(self, indent: int) -> Mapping:
        line = self._line()
        if indent > _DEEPEST:
            raise UnreadableError(line, "nested deeper than any record")
        pairs: list[tuple[str, int, Node]] = []
        while (rest := self._rest(indent)) is not None and not rest.startswith("- "):
            number = self._line()
            pairs.append((*self._pair(rest, indent, number),))
        if not pairs:
            raise UnreadableError(line, "no field where one must be")
        return Mapping(tuple(pairs), line)

    def sequence(self, indent: int) -> Sequence:
        line = self._line()
        items: list[Node] = []
        while (rest := self._rest(indent)) is not None and rest.startswith("- "):
            items.append(self._item(rest.removeprefix("- "), indent))
        return Sequence(tuple(items), line)

    def _item(self, rest: str, indent: int) -> Node:
        number = self._line()
        if _PAIR.fullmatch(rest) is None:
            self._at += 1
            return Mapping((), number) if rest == NO_FIELDS else _scalar(rest, number)
        # The first field of an item stands beside its dash: read it as if on a line of its own.
        self._lines[self._at] = (number, " " * (indent + _STEP) + rest)
        return self.mapping(indent + _STEP)

    def _pair(self, rest: str, indent: int, number: int) -> tuple[str, int, Node]:
        match = _PAIR.fullmatch(rest)
        if match is None:
            raise UnreadableError(number, "neither `name: value` nor an item of a list")
        name, value = match.groups()
        self._at += 1
        return name, number, self._block(indent, number) if value is None else _scalar(value, number)

    def _block(self, indent: int, number: int) -> Node:
        rest = self._rest(indent + _STEP)
        if rest is None:
            return Scalar("", number, plain=True)
        return self.sequence(indent + _STEP) if rest.startswith("- ") else self.mapping(indent + _STEP)

    def _rest(self, indent: int) -> str | None:
        if self._at == len(self._lines):
            return None
        line = self._lines[self._at][1]
        rest = line[indent:]
        return rest if line[:indent] == " " * indent and not rest.startswith(" ") else None

    def _line(self) -> int:
        if self._at < len(self._lines):
            return self._lines[self._at][0]
        return self._lines[-1][0] if self._lines else 1


def _scalar(text: str, number: int) -> Scalar:
    if match := _QUOTED.fullmatch(text):
        return Scalar(unquoted(match[1]), number, plain=False)
    if is_plain(text) or _is_number(text):
        return Scalar(text, number, plain=True)
    raise UnreadableError(number, "a value that is neither bare text nor one quoted line")


def _is_number(text: str) -> bool:
    return re.fullmatch(r"-?[0-9]+", text) is not None
