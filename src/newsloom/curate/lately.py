"""What a stream has been like lately, also while its window is empty: how many find a match, how far apart they come.

A stream of two articles a week has weeks without one. What comes next is as alone as ever, and as likely to find its
event, though the window, which knows the last month only, looks like the first hour of a busy stream.
"""

from bisect import insort

from newsloom.curate.choose import ASSUMED, USUAL_GAP
from newsloom.curate.columns import DAY

_PACED = 25  # of the latest articles; a few old ones in a new stream make it no slower
_LONGEST = 10.0  # days: a slower stream is taken for one as slow

Arrival = tuple[int, int, bool | None]  # time, place among arrivals, whether it was matched


class Lately:
    """The latest articles by date, at most `most`, in the window or not; of equal dates those that arrived later.

    It follows from these alone, whatever came before them.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._latest: list[Arrival] = []
        self._arrivals = 0
        self._counted = 0
        self.matched = 0

    def __len__(self) -> int:
        """Of how many it is known whether they were matched."""
        return self._counted

    def add(self, at: int, *, matched: bool | None) -> None:
        """Count an article of a time in microseconds since 1970; of a copy it is not said whether it was matched."""
        self._arrivals += 1
        insort(self._latest, (at, self._arrivals, matched))
        self._count(matched, 1)
        if len(self._latest) > self._most:
            _, _, left = self._latest.pop(0)
            self._count(left, -1)

    @property
    def gap(self) -> float:
        """The days between two of the latest articles: never less than is usual, as is usual while little is known.

        While there are few, the older half of them says nothing.
        """
        later = min(_PACED, (len(self._latest) + 1) // 2)
        days = (self._latest[-1][0] - self._latest[-later][0]) / DAY if later else 0.0
        return min(max((days + ASSUMED * USUAL_GAP) / (later + ASSUMED), USUAL_GAP), _LONGEST)

    def _count(self, matched: bool | None, one: int) -> None:
        if matched is not None:
            self._counted += one
            self.matched += one * matched
