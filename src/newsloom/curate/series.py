"""Which articles are parts of one series: forecasts by town, daily reports, numbered packages."""

import numpy as np
from numpy.typing import NDArray

from newsloom.curate.frozen import Frozen
from newsloom.curate.pairs import FEATURES, Rows
from newsloom.curate.window import OPENING, OWN_DAY, SOURCE, TIME, Slots, Window

SAME_TEXT = 0.6  # cosine of two texts in one wording
LENGTH = 3  # uses of a headline's wording that make it a series
_RELATED = 0.3  # cosine of two texts on one event
_DAY = 86_400
_RHYTHM = 1.5 * 3600  # seconds by which a daily format comes earlier or later
_AT = {name: i for i, name in enumerate(FEATURES)}


def serial(frozen: Frozen, window: Window, slots: Slots, rows: Rows) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which candidates are other parts of a series by any of its marks; and which are so for certain.

    The first do not link; with the second, no story can hold both.
    """
    them = window.facts[slots]
    counted = _counted_apart(frozen, window, slots)
    return counted | _filled_again(rows) | _names_another_day(frozen, them, rows) | _daily(frozen, them), counted


def signs(frozen: Frozen, window: Window, slots: Slots, rows: Rows) -> tuple[str, ...]:
    """By which marks an article and the one of a single slot are parts of one series, in words for people."""
    them = window.facts[slots]
    marks = (
        (
            _counted_apart(frozen, window, slots),
            "they count the same thing with different numbers, as 12th and 13th do",
        ),
        (_filled_again(rows), "their headlines are one wording with other words in it, as a form is filled in again"),
        (_names_another_day(frozen, them, rows), "a headline names the day it was published on, and not the same one"),
        (_daily(frozen, them), "one outlet begins a headline with these words at this hour on other days too"),
    )
    return tuple(said for found, said in marks if found.any())


def _filled_again(rows: Rows) -> NDArray[np.bool_]:
    """One wording with other words in it.

    From one outlet (or nobody knows which) it is a series when the texts are nearly the same too, or when the wording
    came often. From any, when what differs is rarer on both sides than all that is the same.
    """
    worded = rows[:, _AT["one wording"]] > 0
    same = worded & ~(rows[:, _AT["same source"]] == 0)
    same_text = np.nan_to_num(rows[:, _AT["body cosine"]]) >= SAME_TEXT
    slot = rows[:, _AT["rarest unshared"]] > rows[:, _AT["title rarest shared"]]
    filled: NDArray[np.bool_] = (same & (same_text | (same.sum() >= LENGTH))) | (worded & slot)
    return filled


def _names_another_day(frozen: Frozen, them: Rows, rows: Rows) -> NDArray[np.bool_]:
    """Titles name the day they were published on: not the same one, or one title alone and the texts differ."""
    theirs = them[:, OWN_DAY] > 0
    other = them[:, TIME] // _DAY != frozen.at.timestamp() // _DAY
    both = theirs & frozen.own_day & other & (rows[:, _AT["numbers apart"]] > 0)
    alike = np.nan_to_num(rows[:, _AT["body cosine"]], nan=1.0) >= _RELATED
    named: NDArray[np.bool_] = both | ((theirs != frozen.own_day) & ~alike)
    return named


def _daily(frozen: Frozen, them: Rows) -> NDArray[np.bool_]:
    """The same outlet opened a headline with these words on another day at this hour."""
    stamp = frozen.at.timestamp()
    apart = np.abs(them[:, TIME] - stamp)
    rhythm = np.abs((apart + _DAY / 2) % _DAY - _DAY / 2) <= _RHYTHM
    timed = stamp % _DAY > 0  # a bare date says nothing of the hour
    daily: NDArray[np.bool_] = (
        timed
        & bool(frozen.opening)
        & bool(frozen.source)
        & (them[:, OPENING] == frozen.opening)
        & (them[:, SOURCE] == frozen.source)
        & (apart > _DAY / 2)
        & rhythm
    )
    return daily


def _counted_apart(frozen: Frozen, window: Window, slots: Slots) -> NDArray[np.bool_]:
    """Both count the same thing with other ordinals: the 12th aid package, the 13th aid package."""
    apart = np.zeros(len(slots), dtype=np.bool_)
    if frozen.ordinals:
        mine = dict(frozen.ordinals)
        for position, slot in enumerate(slots.tolist()):
            theirs = window.frozen[slot].ordinals
            apart[position] = any(mine.get(what, number) != number for what, number in theirs)
    return apart
