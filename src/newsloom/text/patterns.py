"""Regular expressions of owners: compiled by RE2, which takes time linear in the text whatever the expression."""

from collections.abc import Iterator
from typing import Any, Protocol

import re2

LARGEST = 8 << 20  # bytes of memory an expression may take; RE2's own default
_UNRELATED = ("q", "7z", "The old mill")  # what no useful expression finds in all of


class Regex(Protocol):
    """A compiled expression."""

    def search(self, text: str) -> Any:  # noqa: ANN401  the type of a match has no public name
        """The first place it matches, or None."""

    def finditer(self, text: str) -> Iterator[Any]:
        """Every place it matches, in order."""


class PatternError(ValueError):
    """An expression that cannot be used.

    Args:
        problem: what is wrong and what would be right.
        at: the 1-based position in the expression, 0 for the whole.
    """

    def __init__(self, problem: str, at: int = 0) -> None:
        self.problem = problem
        self.at = at
        super().__init__(f"{problem} (at position {at})" if at else problem)


def options_of(*, exact: bool) -> re2.Options:
    """How an expression is read: case counts if it is exact; nothing is printed."""
    options = re2.Options()
    options.case_sensitive = exact
    options.log_errors = False
    options.max_mem = LARGEST
    return options


def regex(source: str, *, exact: bool = False) -> Regex:
    """The expression, compiled.

    Raises:
        PatternError: it is none, is too large, or finds something in any text.
    """
    try:
        found: Regex = re2.compile(source, options_of(exact=exact))
    except re2.error as error:
        raise _told(source, error) from error
    if found.search("") is not None:
        raise PatternError("it finds the empty text, so everything; say what must be there")
    if all(found.search(text) is not None for text in _UNRELATED):
        raise PatternError("it finds something in every text; say what must be there")
    return found


def _told(source: str, error: Exception) -> PatternError:
    said = error.args[0] if error.args else ""
    text = said.decode(errors="replace") if isinstance(said, bytes) else str(said)
    what, _, piece = text.partition(": ")
    if "too large" in what:
        return PatternError("it is too large; make its repetitions smaller, or two rules of it")
    hint = "; RE2 knows no look-around and no back-references" if "perl operator" in what else ""
    return PatternError(f"{what}: `{piece}`{hint}" if piece else what, source.find(piece) + 1 if piece else 0)
