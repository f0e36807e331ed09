"""The entries of the compiled core: look at an article, take it in, let it go."""

from typing import Any

from numpy.typing import NDArray

from newsloom.curate.columns import BODY, COUNTED, FACTS, NAMES, ONE, ORDINAL, POINTS, START, TERMS, TITLE, VIEWS, WIDTH
from newsloom.curate.combine import add_up
from newsloom.curate.compiled import entry, inner
from newsloom.curate.lookup import none, put, spot, wipe
from newsloom.curate.pairs import Table, compare
from newsloom.curate.postings import candidates, enter, leave
from newsloom.curate.series import mark_series, series_marks
from newsloom.curate.spelling import spelt
from newsloom.curate.state import Found, Index, Rows, Scratch, Terms, Trees
from newsloom.curate.terms import count_in
from newsloom.curate.views import draft, measure

ABSENT = -6 * POINTS  # see choose.ABSENT
_BARE = 2  # fewer words than that, without text, say nothing
_LINE = 64  # bytes of a processor's cache that come together
NOBODY = -1  # instead of a slot
_SAID = (TITLE, BODY, NAMES)


@entry
def spell(codes: NDArray[Any], edge: int, letters: NDArray[Any], work: NDArray[Any]) -> tuple[int, int, int]:
    """Read a text's words; returns how many, how many before the edge, and how many pieces are put aside."""
    return spelt(codes, edge, letters, work)


@entry
def meet(  # noqa: PLR0913, PLR0917  an array more is a microsecond more: they come in these groups
    said: NDArray[Any],
    titled: int,
    day: int,
    gone: int,
    mine: int,
    other: int,
    terms: Terms,
    index: Index,
    trees: Trees,
    rows: Rows,
    scratch: Scratch,
    found: Found,
) -> int:
    """Write the views of an article's words to slot 0, compare it with what it may belong with; returns with how many.

    If `other` is `NOBODY`, it is compared with nothing. If it is a slot, nothing is written, and slot `mine` is
    compared with that one alone. Of each there are then: features, marks of a series, log-odds, and who comes first.
    The article of the slot `gone`, if it is not 0, is forgotten before.
    """
    count = 1
    found.slots[0] = other
    if gone > 0:
        _forget(gone, terms, index, rows)
    if other <= 0:
        draft(said, titled, day, terms, rows, scratch)
        count = candidates(index, rows, scratch, found) if other == 0 else 0
        _fetch(count, rows, scratch, found)
    compare(mine, count, rows, scratch, found)
    mark_series(mine, count, rows, found)
    bare = rows.facts[mine, TERMS + TITLE] < _BARE and rows.facts[mine, TERMS + BODY] == 0
    add_up(count, trees, found)
    for row in range(count):
        if bare or found.apart[row] > 0:
            found.odds[row] = ABSENT
    _sort(count, found)
    return count


@inner
def _fetch(count: int, rows: Rows, scratch: Scratch, found: Found) -> None:
    """Read a part of each line of the candidates' rows, to wait once for what is not in the processor's cache."""
    read = 0
    for row in range(count):
        slot = int(found.slots[row])
        for at in range(0, WIDTH, _LINE // 4):
            read += int(rows.ids[slot, at])
        for at in range(0, WIDTH, _LINE // 2):
            read += int(rows.weights[slot, at])
        for at in range(0, FACTS, _LINE // 8):
            read += int(rows.facts[slot, at])
    scratch.order[0] = read  # for nobody, but what is not used is not read


@inner
def _sort(count: int, found: Found) -> None:
    """Say which candidates come first: of equals the first found."""
    for row in range(count):
        place = row
        while place > 0 and found.odds[found.order[place - 1]] < found.odds[row]:
            found.order[place] = found.order[place - 1]
            place -= 1
        found.order[place] = row
        found.likely[row] = found.odds[row] / POINTS


@entry
def marks(mine: int, other: int, rows: Rows, row: Table) -> int:
    """By which marks two slots of which these are the features are parts of one series, a bit each."""
    return series_marks(mine, other, rows, row)


@entry
def take(slot: int, terms: Terms, index: Index, rows: Rows, scratch: Scratch) -> None:
    """Take the article of slot 0 into a free slot, as the last arrived."""
    for at in range(WIDTH):
        rows.ids[slot, at] = rows.ids[0, at]
        rows.weights[slot, at] = rows.weights[0, at]
    for at in range(FACTS):
        rows.facts[slot, at] = rows.facts[0, at]
    count_in(slot, 1, terms, rows)
    enter(slot, index, rows, scratch)


@entry
def let_go(slot: int, terms: Terms, index: Index, rows: Rows) -> None:
    """Forget an article."""
    _forget(slot, terms, index, rows)


@inner
def _forget(slot: int, terms: Terms, index: Index, rows: Rows) -> None:
    count_in(slot, -1, terms, rows)
    leave(slot, index)


@entry
def load(  # noqa: PLR0913, PLR0917  as with `search`
    packed: NDArray[Any],
    starts: NDArray[Any],
    slots: NDArray[Any],
    terms: Terms,
    index: Index,
    rows: Rows,
    scratch: Scratch,
) -> None:
    """Take articles as they were frozen into free slots, in order of arrival.

    Their facts say how many terms each view has; of what is packed, terms begin at `starts`: four bytes each, then
    two bytes for each weight, then eight for each ordinal.
    """
    for i in range(len(slots)):
        slot, at = int(slots[i]), int(starts[i])
        total = none()
        for view in range(len(VIEWS)):
            total += rows.facts[slot, TERMS + view]
        heavy = at + 4 * total
        for view in range(len(VIEWS)):
            for place in range(START[view], START[view] + rows.facts[slot, TERMS + view]):
                rows.ids[slot, place] = _whole(packed, at, 4)
                rows.weights[slot, place] = _whole(packed, heavy, 2)
                at += 4
                heavy += 2
            measure(view, slot, rows)
        for ordinal in range(rows.facts[slot, COUNTED]):
            rows.facts[slot, ORDINAL + ordinal] = _whole(packed, heavy + 8 * ordinal, 8)
        count_in(slot, 1, terms, rows)
        enter(slot, index, rows, scratch)


@inner
def _whole(packed: NDArray[Any], at: int, size: int) -> int:
    """The number of so many bytes, the lowest first."""
    number = none()
    for byte in range(size):
        number |= int(packed[at + byte]) << (8 * byte)
    return number


@entry
def common_terms(mine: int, other: int, rows: Rows, scratch: Scratch) -> int:
    """Put what two articles both say in scratch.order, by two: term, weight; returns how many terms."""
    size, theirs = 0, none()
    for view in _SAID:
        for at in range(START[view], START[view] + rows.facts[other, TERMS + view]):
            theirs = put(scratch, theirs, int(rows.ids[other, at]), 1)
    for view in _SAID:
        for at in range(START[view], START[view] + rows.facts[mine, TERMS + view]):
            where = spot(scratch.keys, int(rows.ids[mine, at]))
            if scratch.values[where] > 0:
                weight = 1 + min(ONE, int(rows.weights[mine, at]))
                scratch.values[where] = max(int(scratch.values[where]), weight)
    for i in range(theirs):
        if scratch.values[scratch.used[i]] > 1:
            scratch.order[2 * size] = scratch.keys[scratch.used[i]]
            scratch.order[2 * size + 1] = scratch.values[scratch.used[i]] - 1
            size += 1
    wipe(scratch, theirs)
    return size
