"""Which active articles an article is compared with: those that share its heaviest terms.

What the index answers follows from the active articles and their order of arrival alone.
"""

from newsloom.curate.columns import ARRIVAL, BODY, NAMES, ONE, START, STEMS, TERMS, TITLE
from newsloom.curate.compiled import inner
from newsloom.curate.lookup import none, put, wipe
from newsloom.curate.state import (
    ARRIVALS,
    BLOCK,
    FILLED,
    FIRST,
    FREE,
    INDEXED,
    LEFT,
    LIVE,
    NEW,
    OLD,
    Found,
    Index,
    Rows,
    Scratch,
)

_BY = ((TITLE, 12), (STEMS, 12), (NAMES, 8), (BODY, 16))  # heaviest terms of a view; they add up to INDEXED
_LATEST = 250  # the latest articles of a term that are looked at


@inner
def indexed(slot: int, rows: Rows, scratch: Scratch) -> int:
    """Put the terms an article is found by in the table, with their weights; returns its size."""
    size = none()
    for view, most in _BY:
        terms = int(rows.facts[slot, TERMS + view])
        for at in range(START[view], START[view] + (terms if view == STEMS else min(most, terms))):
            if view != STEMS or terms <= most or _heavier(at, terms, slot, rows) < most:
                size = put(scratch, size, int(rows.ids[slot, at]), int(rows.weights[slot, at]))
    return size


@inner
def _heavier(own: int, terms: int, slot: int, rows: Rows) -> int:
    """How many stems of the title weigh more than one, or as much and come before it."""
    count = 0
    for at in range(START[STEMS], START[STEMS] + terms):
        more = int(rows.weights[slot, at]) - int(rows.weights[slot, own])
        count += 1 if more > 0 or (more == 0 and at < own) else 0
    return count


@inner
def enter(slot: int, index: Index, rows: Rows, scratch: Scratch) -> None:
    """Let an article be found, as the last arrived. The index has free blocks for all its terms."""
    size = indexed(slot, rows, scratch)
    for i in range(size):
        _post(int(scratch.keys[scratch.used[i]]), slot, i, index)
    if size < INDEXED:
        index.posted[slot, size, 0] = 0
    wipe(scratch, size)
    index.ends[ARRIVALS] += 1
    rows.facts[slot, ARRIVAL] = index.ends[ARRIVALS]


@inner
def _post(term: int, slot: int, number: int, index: Index) -> None:
    """Write a slot after the latest of a term."""
    block = int(index.head[term])
    if block == 0 or index.blocks[block, FILLED] == BLOCK:
        fresh = int(index.ends[FREE])
        index.ends[FREE] = index.blocks[fresh, OLD]
        index.ends[LEFT] -= 1
        index.blocks[fresh, OLD] = block
        index.blocks[fresh, NEW] = 0
        index.blocks[fresh, FILLED] = FIRST
        index.blocks[fresh, LIVE] = 0
        if block > 0:
            index.blocks[block, NEW] = fresh
        index.head[term] = fresh
        block = fresh
    place = int(index.blocks[block, FILLED])
    index.blocks[block, place] = slot
    index.blocks[block, FILLED] = place + 1
    index.blocks[block, LIVE] += 1
    index.posted[slot, number, 0] = term
    index.posted[slot, number, 1] = block * BLOCK + place


@inner
def leave(slot: int, index: Index) -> None:
    """Let an article not be found any more."""
    for number in range(INDEXED):
        term, where = int(index.posted[slot, number, 0]), int(index.posted[slot, number, 1])
        if term == 0:
            break
        block = where // BLOCK
        index.blocks[block, where % BLOCK] = 0
        index.blocks[block, LIVE] -= 1
        if index.blocks[block, LIVE] == 0:
            _drop(term, block, index)


@inner
def _drop(term: int, block: int, index: Index) -> None:
    """Give an empty block back."""
    old, new = int(index.blocks[block, OLD]), int(index.blocks[block, NEW])
    if new > 0:
        index.blocks[new, OLD] = old
    else:
        index.head[term] = old
    if old > 0:
        index.blocks[old, NEW] = new
    index.blocks[block, OLD] = index.ends[FREE]
    index.ends[FREE] = block
    index.ends[LEFT] += 1


@inner
def candidates(index: Index, rows: Rows, scratch: Scratch, found: Found) -> int:
    """Find the active articles sharing the heaviest terms of slot 0, best first; ties go to the later arrival.

    All terms are followed by turns, a block each: what one waits for comes while others are read.
    """
    size, terms = indexed(0, rows, scratch), 0
    for i in range(size):
        at = scratch.used[i]
        worth = int(scratch.values[at]) * int(scratch.values[at]) // ONE
        block = int(index.head[scratch.keys[at]])
        scratch.order[terms] = worth  # is overwritten, unless it has articles: nobody waits to know that
        scratch.order[INDEXED + terms] = block
        scratch.order[2 * INDEXED + terms] = _LATEST
        terms += int((worth > 0) & (block > 0))
    wipe(scratch, size)
    touched = none()
    while terms > 0:
        going = none()
        for i in range(terms):
            worth, left = int(scratch.order[i]), int(scratch.order[2 * INDEXED + i])
            block = int(scratch.order[INDEXED + i])
            scratch.order[going] = worth
            scratch.order[INDEXED + going] = index.blocks[block, OLD]
            touched, left = _score(block, worth, left, touched, index, scratch)
            scratch.order[2 * INDEXED + going] = left
            going += 1 if left > 0 and scratch.order[INDEXED + going] > 0 else 0
        terms = going
    return _best(touched, rows, scratch, found)


@inner
def _score(block: int, worth: int, left: int, touched: int, index: Index, scratch: Scratch) -> tuple[int, int]:
    """Add to the scores of a block's latest articles; returns how many have a score now, and may still be given one."""
    place = int(index.blocks[block, FILLED]) - 1
    while place >= FIRST and left > 0:
        slot = index.blocks[block, place]
        if slot > 0:
            scratch.touched[touched] = slot  # is overwritten, unless it had no score
            touched += 1 if scratch.scores[slot] == 0 else 0
            scratch.scores[slot] += worth
            left -= 1
        place -= 1
    return touched, left


@inner
def _best(touched: int, rows: Rows, scratch: Scratch, found: Found) -> int:
    most, count, least = len(found.slots), 0, none()
    for i in range(touched):
        if scratch.scores[scratch.touched[i]] < least:
            continue
        slot = int(scratch.touched[i])
        at = count
        while at > 0 and _before(slot, int(found.slots[at - 1]), rows, scratch):
            at -= 1
        if at == most:
            continue
        count = min(count + 1, most)
        for j in range(count - 1, at, -1):
            found.slots[j] = found.slots[j - 1]
        found.slots[at] = slot
        if count == most:
            least = int(scratch.scores[found.slots[most - 1]])
    for i in range(touched):
        scratch.scores[scratch.touched[i]] = 0
    return count


@inner
def _before(slot: int, other: int, rows: Rows, scratch: Scratch) -> bool:
    if scratch.scores[slot] != scratch.scores[other]:
        return bool(scratch.scores[slot] > scratch.scores[other])
    return bool(rows.facts[slot, ARRIVAL] > rows.facts[other, ARRIVAL])
