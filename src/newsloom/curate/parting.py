"""Whether a story is two: its articles fall into parts that know of each other and are not alike.

Two seeds that are least alike gather those nearer to them, each article then goes where its links are better at the
mean, until none moves. Only links that were looked at count: articles that never met say nothing of each other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from newsloom.model.article import ArticleId

FEWEST = 4  # articles of a story that can be two: each part has two witnesses
_CROSS = 4  # links between two parts that must have been looked at
_FLOOR = -4.0  # lower log-odds say no more
_STRANGER = -1.0  # log-odds of a seed an article never met
_TURNS = 6
_GROWTH = 8  # a story is looked at again when it has grown by one part in so many

Known = Sequence[Mapping[int, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parting:
    """The smaller part of a story (of equals the later one), in order of arrival.

    `odds` are the mean of the links between the parts.
    """

    articles: tuple[ArticleId, ...]
    odds: float


def is_due(size: int) -> bool:
    """Whether a story of so many articles is looked at: not too small, and grown since it was last."""
    return size >= FEWEST and size % max(1, size // _GROWTH) == 0


def parting(
    links: Sequence[Mapping[ArticleId, float]],
    members: Sequence[ArticleId],
    *,
    parted: float,
    gap: float,
    linked: float,
    crossing: float,
) -> Parting | None:
    """The two parts of a story, None if it is one.

    `members` are in order of arrival, `links` the log-odds of each with others of them, both ways. See
    `settle.SettleRules` for the bounds.
    """
    size = len(members)
    if not is_due(size):
        return None
    at = {article: position for position, article in enumerate(members)}
    known = [{at[other]: max(odds, _FLOOR) for other, odds in own.items()} for own in links]
    weakest = min((odds for own in known for odds in own.values()), default=0.0)
    if weakest >= parted:
        return None
    best, best_gap, odds = None, gap, 0.0
    for seeds in _seeds(known):
        sides = _gathered(known, seeds)
        within, across = _means(known, sides, linked=linked, crossing=crossing)
        if across < parted and within - across > best_gap:
            best, best_gap, odds = sides, within - across, across
    if best is None:
        return None
    second = sum(best)
    smaller = 1 if 2 * second < size or (2 * second == size and best[0] == 0) else 0
    return Parting(articles=tuple(a for a, side in zip(members, best, strict=True) if side == smaller), odds=odds)


def _seeds(known: Known) -> list[tuple[int, int]]:
    """The last article and the one it is least like; the two that are least alike of all."""
    last = len(known) - 1
    found = []
    if known[last]:
        found.append((last, min(known[last], key=lambda other: (known[last][other], other))))
    pairs = ((odds, one, other) for one, own in enumerate(known) for other, odds in own.items() if other < one)
    least = min(pairs, default=None)
    if least is not None and least[1:] not in found:
        found.append(least[1:])
    return found


def _gathered(known: Known, seeds: tuple[int, int]) -> list[int]:
    """The side each article is on."""
    first, second = seeds
    sides = [0 if own.get(first, _STRANGER) >= own.get(second, _STRANGER) else 1 for own in known]
    sides[first], sides[second] = 0, 1
    for _ in range(_TURNS):
        turned = False
        for one, own in enumerate(known):
            if own:
                side = _nearer(own, sides)
                turned |= side != sides[one]
                sides[one] = side
        if not turned:
            break
    return sides


def _nearer(own: Mapping[int, float], sides: Sequence[int]) -> int:
    """The side an article's links are better with."""
    parts: tuple[list[float], list[float]] = ([], [])
    for other, odds in own.items():
        parts[sides[other]].append(odds)
    zero, one = (fsum(part) / len(part) if part else _FLOOR for part in parts)
    return 0 if zero >= one else 1


def _means(known: Known, sides: Sequence[int], *, linked: float, crossing: float) -> tuple[float, float]:
    """The mean of the links within the looser part, and that of those across; no gap where that is no evidence."""
    parts: tuple[list[float], list[float]] = ([], [])
    across: list[float] = []
    for one, own in enumerate(known):
        for other, odds in own.items():
            if other < one:
                (parts[sides[one]] if sides[one] == sides[other] else across).append(odds)
    witnesses = sum(odds > linked for odds in across)
    if not parts[0] or not parts[1] or len(across) < _CROSS or witnesses > crossing * len(across):
        return 0.0, 0.0
    return min(fsum(part) / len(part) for part in parts), fsum(across) / len(across)
