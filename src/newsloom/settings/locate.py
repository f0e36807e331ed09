"""On which line of a TOML file a key stands."""

import re
import tomllib
from collections.abc import Iterator

Step = str | int
Path = tuple[Step, ...]

# What a line of TOML can be cut into; a piece that may hold line ends stands before one that may not.
PIECE = re.compile(
    r"""(?P<long>"{3}(?:\\.|[^\\])*?"{3,5}|'{3}.*?'{3,5})"""
    r"""|(?P<quoted>"(?:\\.|[^"\\\n])*"|'[^'\n]*')"""
    r"""|(?P<comment>\#[^\n]*)"""
    r"""|(?P<mark>\[\[|\]\]|[\[\]{}=,.\n])"""
    r"""|(?P<bare>[^\s"'\#\[\]{}=,.]+)""",
    re.DOTALL,
)
STEP = re.compile(r"\.?([^.\[\]]+)|\[(\d+)\]")


def line_of(text: str, path: str, *keys: Step) -> int | None:
    """The 1-based line of what `path` names, or of the nearest table around it; None for the file as a whole.

    Args:
        text: the TOML file; one that parses.
        path: dotted, as msgspec names it: `$.fetch.backlog`, `$.source[2].url`.
        keys: further steps, which may hold dots.
    """
    steps: Path = (*(name or int(index) for name, index in STEP.findall(path.removeprefix("$"))), *keys)
    lines = _Lines(text).read()
    return next((lines[steps[:end]] for end in range(len(steps), 0, -1) if steps[:end] in lines), None)


class _Lines:
    """Walks through a file and notes where each key, table and array element first stands."""

    def __init__(self, text: str) -> None:
        self._pieces = list(_pieces(text))
        self._at = 0
        self._found: dict[Path, int] = {}
        self._counts: dict[Path, int] = {}

    def read(self) -> dict[Path, int]:
        """The line of every path in the file."""
        table: Path = ()
        while self._at < len(self._pieces):
            kind, _ = self._peek()
            if kind in {"[", "[["}:
                table = self._header()
            elif kind == "\n":
                self._at += 1
            else:
                self._pair(table)
        return self._found

    def _peek(self) -> tuple[str, int]:
        """The kind of the next piece (a mark, `key` or `value`, or "" at the end) and its line."""
        if self._at >= len(self._pieces):
            return "", 0
        kind, _, line = self._pieces[self._at]
        return kind, line

    def _header(self) -> Path:
        many, line = self._peek()
        self._at += 1
        name = self._inside(self._key())
        self._at += 1
        if many == "[[":
            index = self._counts.get(name, 0)
            self._counts[name] = index + 1
            self._found.setdefault(name, line)
            name = (*name, index)
        self._found.setdefault(name, line)
        return name

    def _inside(self, name: Path) -> Path:
        """The path a header means: of an array of tables, its newest element."""
        path: Path = ()
        for step in name[:-1]:
            path = (*path, step)
            if path in self._counts:
                path = (*path, self._counts[path] - 1)
        return (*path, *name[-1:])

    def _key(self) -> Path:
        steps: list[str] = []
        while self._peek()[0] in {"word", "."}:
            kind, said, _ = self._pieces[self._at]
            if kind == "word":
                steps.append(said)
            self._at += 1
        return tuple(steps)

    def _pair(self, table: Path) -> None:
        line = self._peek()[1]
        name = self._key()
        for end in range(1, len(name) + 1):
            self._found.setdefault((*table, *name[:end]), line)
        if not name or self._peek()[0] != "=":
            self._at += not name
            return
        self._at += 1
        self._value((*table, *name))

    def _value(self, path: Path) -> None:
        kind, line = self._peek()
        self._found.setdefault(path, line)
        if kind in {"[", "[["}:
            self._array(path)
        elif kind == "{":
            self._inline(path)
        else:
            self._at += 1
            while self._peek()[0] in {"word", "."}:
                self._at += 1

    def _array(self, path: Path) -> None:
        self._split()
        self._at += 1
        index = 0
        while self._peek()[0] not in {"", "]"}:
            if self._peek()[0] in {"\n", ","}:
                self._at += 1
                continue
            if self._peek()[0] == "]]":
                self._split()
                break
            self._value((*path, index))
            index += 1
        self._at += 1

    def _inline(self, path: Path) -> None:
        self._at += 1
        while self._peek()[0] not in {"", "}"}:
            if self._peek()[0] in {"\n", ","}:
                self._at += 1
            else:
                self._pair(path)
        self._at += 1

    def _split(self) -> None:
        """Take `[[` or `]]` of a value for what it is there: two brackets."""
        kind, _, line = self._pieces[self._at]
        if kind in {"[[", "]]"}:
            self._pieces[self._at : self._at + 1] = [(kind[0], "", line)] * 2


def _pieces(text: str) -> Iterator[tuple[str, str, int]]:
    """The words and marks of a file, each with its line; comments are left out."""
    line, done = 1, 0
    for found in PIECE.finditer(text):
        line += text.count("\n", done, found.start())
        done = found.start()
        said = found[0]
        if found["mark"]:
            yield said, "", line
        elif not found["comment"]:
            yield "word", _unquoted(said) if found["quoted"] else said, line


def _unquoted(said: str) -> str:
    """What a quoted word means."""
    return str(tomllib.loads(f"word = {said}")["word"]) if "\\" in said else said[1:-1]
