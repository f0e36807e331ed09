"""Which articles are alike by form: forecasts by town, daily reports, numbered packages, what an outlet repeats."""

from newsloom.curate.columns import (
    COUNTED,
    DAY,
    MICROSECONDS,
    NUMBER_BITS,
    OPENING,
    ORDINAL,
    OWN_DAY,
    SOURCE,
    TIME,
)
from newsloom.curate.compiled import inner
from newsloom.curate.lookup import none
from newsloom.curate.pairs import (
    BODY_COSINE,
    COVERED,
    HAS_BODY,
    NUMBERS_APART,
    ONE_WORDING,
    SAME_SOURCE,
    TITLE_IN_BODY,
    TITLE_MASS,
    TITLE_RAREST,
    UNSHARED,
    Table,
)
from newsloom.curate.state import Found, Rows

#: The marks of a series, in words for people.
SIGNS = (
    "they count the same thing with different numbers, as 12th and 13th do",
    "their headlines are one wording with other words in it, as a form is filled in again",
    "a headline names the day it was published on, and not the same one",
    "one outlet begins a headline with these words at this hour on other days too",
    "one outlet's texts are alike, and neither holds what the other's headline says",
)
SAME_TEXT = 0.6  # cosine of two texts in one wording
LENGTH = 3  # uses of a headline's wording, or of a text, that make it a series
_RELATED = 0.3  # cosine of two texts on one event
_STRANGE = 0.2  # of a title's weight that the other article may have, in title or text, and still be another matter
_ALIKE = 0.5  # the same, in an outlet seen to repeat itself
_RHYTHM = 90 * 60 * MICROSECONDS  # by which a daily format comes earlier or later


@inner
def mark_series(mine: int, count: int, rows: Rows, found: Found) -> None:
    """Write which candidates are other parts of a series by any of its marks; and which are so for certain.

    The first do not link; with the second, no story can hold both.
    """
    uses, repeats = none(), 0
    for row in range(count):
        uses += 1 if _is_same_wording(found.features[row]) else 0
        repeats += (
            1 if _is_furniture(_STRANGE, found.features[row]) and found.features[row, BODY_COSINE] > _RELATED else 0
        )
    for row in range(count):
        slot, features = int(found.slots[row]), found.features[row]
        counted = _is_counted_apart(mine, slot, rows)
        serial = _is_filled_again(uses, features) or _names_another_day(mine, slot, rows, features)
        found.never[row] = 1 if counted else 0
        furniture = _is_furniture(_ALIKE if repeats >= LENGTH else _STRANGE, features)
        formal = serial or furniture or _is_daily(mine, slot, rows)
        found.apart[row] = 1 if counted or formal else 0


@inner
def series_marks(mine: int, slot: int, rows: Rows, row: Table) -> int:
    """Which marks of `SIGNS` two articles alone have, a bit each."""
    marks = 1 if _is_counted_apart(mine, slot, rows) else 0
    marks += 2 if _is_filled_again(1, row) else 0
    marks += 4 if _names_another_day(mine, slot, rows, row) else 0
    marks += 8 if _is_daily(mine, slot, rows) else 0
    marks += 16 if _is_furniture(_STRANGE, row) else 0
    return marks


@inner
def _is_same_wording(row: Table) -> bool:
    """One wording with other words in it, from one outlet or from nobody knows which."""
    return bool(row[ONE_WORDING] > 0 and not row[SAME_SOURCE] == 0)  # noqa: SIM201  NaN is neither


@inner
def _is_filled_again(uses: int, row: Table) -> bool:
    """One wording with other words in it.

    From one outlet (or nobody knows which) it is a series when the texts are nearly the same too, or when the wording
    came often. From any, when what differs is rarer on both sides than all that is the same.
    """
    if _is_same_wording(row) and (row[BODY_COSINE] >= SAME_TEXT or uses >= LENGTH):
        return True
    return bool(row[ONE_WORDING] > 0 and row[UNSHARED] > row[TITLE_RAREST])


@inner
def _names_another_day(mine: int, slot: int, rows: Rows, row: Table) -> bool:
    """Titles name the day they were published on: not the same one, or one title alone and the texts differ."""
    own, theirs = rows.facts[mine, OWN_DAY] > 0, rows.facts[slot, OWN_DAY] > 0
    if own != theirs:
        return bool(row[BODY_COSINE] < _RELATED)
    other = rows.facts[mine, TIME] // DAY != rows.facts[slot, TIME] // DAY
    return bool(own and other and row[NUMBERS_APART] > 0)


@inner
def _is_daily(mine: int, slot: int, rows: Rows) -> bool:
    """The same outlet opened a headline with these words on another day at this hour."""
    stamp = int(rows.facts[mine, TIME])
    if stamp % DAY == 0 or rows.facts[mine, OPENING] == 0 or rows.facts[mine, SOURCE] == 0:
        return False  # a bare date says nothing of the hour
    apart = abs(stamp - int(rows.facts[slot, TIME]))
    rhythm = abs((apart + DAY // 2) % DAY - DAY // 2)
    same = (
        rows.facts[mine, OPENING] == rows.facts[slot, OPENING] and rows.facts[mine, SOURCE] == rows.facts[slot, SOURCE]
    )
    return bool(same and apart > DAY // 2 and rhythm <= _RHYTHM)


@inner
def _is_furniture(most: float, row: Table) -> bool:
    """One outlet's texts that hold no more than so much of each other's headline: only what it always says is alike."""
    strange = row[TITLE_IN_BODY] <= most and row[COVERED] <= most
    return bool(strange and row[SAME_SOURCE] > 0 and row[HAS_BODY] > 0 and row[TITLE_MASS] > _STRANGE)


@inner
def _is_counted_apart(mine: int, slot: int, rows: Rows) -> bool:
    """Both count the same thing with other ordinals: the 12th aid package, the 13th aid package."""
    for i in range(rows.facts[mine, COUNTED]):
        one = int(rows.facts[mine, ORDINAL + i])
        for j in range(rows.facts[slot, COUNTED]):
            other = int(rows.facts[slot, ORDINAL + j])
            if one != other and one >> NUMBER_BITS == other >> NUMBER_BITS:
                return True
    return False
