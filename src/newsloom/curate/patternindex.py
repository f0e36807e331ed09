"""Where regular expressions match a text: all are asked in one pass, and only those that are there one by one."""

from collections.abc import Iterator, Mapping

import re2

from newsloom.text.patterns import Regex, options_of, regex
from newsloom.text.terms import Pattern

TOGETHER = 250  # expressions in one set; more of them soon need more memory than a set is given


class PatternIndex:
    """Finds regular expressions, each by its number.

    Args:
        patterns: the expressions; all of them can be compiled.
    """

    def __init__(self, patterns: Mapping[int, Pattern]) -> None:
        numbers = sorted(patterns, key=lambda number: (patterns[number].is_exact, number))
        self._groups: list[tuple[re2.Set, list[tuple[int, Regex]]]] = []
        for is_exact in (False, True):
            alike = [number for number in numbers if patterns[number].is_exact is is_exact]
            for first in range(0, len(alike), TOGETHER):
                group = alike[first : first + TOGETHER]
                self._groups.append(_group({number: patterns[number] for number in group}, is_exact=is_exact))

    def find(self, text: str) -> dict[int, list[tuple[int, int]]]:
        """Every place of every expression that is there, in order; empty ones are none."""
        found: dict[int, list[tuple[int, int]]] = {}
        for together, group in self._groups:
            for number, one in _asked(together, group, text):
                if spans := [match.span() for match in one.finditer(text) if match.end() > match.start()]:
                    found[number] = spans
        return found


def _group(patterns: Mapping[int, Pattern], *, is_exact: bool) -> tuple[re2.Set, list[tuple[int, Regex]]]:
    """A set that is asked first, and its expressions; what is first in the set is in every text."""
    together = re2.Set.SearchSet(options_of(exact=is_exact))
    together.Add("")
    for pattern in patterns.values():
        together.Add(pattern.source)
    together.Compile()
    return together, [(number, regex(pattern.source, exact=is_exact)) for number, pattern in patterns.items()]


def _asked(together: re2.Set, group: list[tuple[int, Regex]], text: str) -> Iterator[tuple[int, Regex]]:
    """The expressions that are in a text.

    A set that runs out of memory finds nothing, not even what is in every text: then all of them may be there.
    """
    there = together.Match(text)
    if not there:
        yield from group
        return
    yield from (group[place - 1] for place in sorted(there) if place)
