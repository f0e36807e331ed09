"""How often a source brings something new, and how soon it is worth another visit."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise

WEIGHT = 0.3  # of the latest gap beside all before it
LATEST = 20  # dated items of a first reading that are looked at
SHORTEST, LONGEST = timedelta(seconds=10), timedelta(days=30)  # what a gap can be


def first_gap(dates: Iterable[datetime | None]) -> timedelta | None:
    """The gap between the newest items of a source that was never read before; None if fewer than three are dated.

    Their median, so that one night, or one old item that is kept on, says little.
    """
    newest = sorted((date for date in dates if date is not None), reverse=True)[:LATEST]
    gaps = sorted(later - earlier for later, earlier in pairwise(newest))
    return _believable(gaps[len(gaps) // 2]) if len(gaps) > 1 else None


def gap_after(known: timedelta | None, *, new: int, elapsed: timedelta) -> timedelta | None:
    """The usual gap between two new items, once a visit has brought some more.

    An exponentially weighted mean: several items at once count as so many equal gaps.

    Args:
        known: the gap before this visit.
        new: how many items were new.
        elapsed: since the visit before that brought something; what no clock can have measured teaches nothing.
    """
    if new <= 0 or not timedelta(0) < elapsed <= LONGEST:
        return known
    latest = elapsed / new
    if known is None:
        return _believable(latest)
    return _believable(latest + (known - latest) * (1 - WEIGHT) ** min(new, LATEST))


def pause(
    gap: timedelta | None, *, silence: timedelta, patience: float, least: timedelta, most: timedelta
) -> timedelta:
    """How long to wait for the next visit.

    A share of the gap in which something new is to be expected. Once a source has been silent for longer than that,
    the silence counts instead: visits thin out until it speaks again.

    Args:
        gap: the usual one; None if nothing is known of it.
        silence: since it last brought something new.
        patience: the share; 0 always gives `least`.
        least: the owner's shortest time between two visits.
        most: the owner's longest; where it is the shorter one, `least` holds.
    """
    expected = max(gap or timedelta(0), min(max(silence, timedelta(0)), LONGEST))
    return max(least, min(expected * patience, most))


def _believable(gap: timedelta) -> timedelta:
    return min(max(gap, SHORTEST), LONGEST)
