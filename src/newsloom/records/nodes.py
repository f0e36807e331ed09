"""Front matter before anyone knows what its fields mean: a tree of texts."""

from dataclasses import dataclass

from newsloom.errors import RecordError


class UnreadableError(RecordError):
    """A place in a file that nothing can be read from; the codec makes a value of it.

    Args:
        line: 1-based.
        reason: what is wrong there.
    """

    def __init__(self, line: int, reason: str) -> None:
        self.line = line
        self.reason = reason
        super().__init__(f"line {line}: {reason}")


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value as text; `plain` if it was written without quotes, so that `null` may mean nothing."""

    text: str
    line: int
    plain: bool


@dataclass(frozen=True, slots=True)
class Mapping:
    """Named values in file order, each with the line of its name; names may repeat here."""

    pairs: "tuple[tuple[str, int, Node], ...]"
    line: int


@dataclass(frozen=True, slots=True)
class Sequence:
    """Values in file order."""

    items: "tuple[Node, ...]"
    line: int


Node = Scalar | Mapping | Sequence
NOTHING = ("", "~", "null", "Null", "NULL")  # YAML 1.1: what a plain scalar must be to mean null
