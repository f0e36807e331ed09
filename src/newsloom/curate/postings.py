"""Which active articles an article is compared with: those that share its heaviest terms.

What the index answers follows from the active articles and their order of arrival alone.
"""

from newsloom.curate.columns import ARRIVAL, BODY, NAMES, NEWER, OLDER, START, STEMS, TERMS, TITLE
from newsloom.curate.compiled import inner
from newsloom.curate.lookup import put, wipe
from newsloom.curate.state import INDEXED, Found, Index, Rows, Scratch

_BY = ((TITLE, 12), (STEMS, 12), (NAMES, 8), (BODY, 16))  # heaviest terms of a view; they add up to INDEXED
_LATEST = 250  # the latest articles of a term that are looked at


@inner
def indexed(slot: int, rows: Rows, scratch: Scratch) -> int:
    """Put the terms an article is found by in the table, with their weights; returns its size."""
    size = 0
    for view, most in _BY:
        for at in range(START[view], START[view] + min(most, rows.facts[slot, TERMS + view])):
            size = put(scratch, size, int(rows.ids[slot, at]), int(rows.weights[slot, at]))
    return size


@inner
def enter(slot: int, index: Index, rows: Rows, scratch: Scratch) -> None:
    """Let an article be found, as the last arrived."""
    size = indexed(slot, rows, scratch)
    for i in range(size):
        term = int(scratch.keys[scratch.used[i]])
        link, after = slot * INDEXED + i, int(index.head[term])
        index.chain[link, 0] = term
        index.chain[link, 1] = after
        index.chain[link, 2] = 0
        if after > 0:
            index.chain[after, 2] = link
        index.head[term] = link
    if size < INDEXED:
        index.chain[slot * INDEXED + size, 0] = 0
    wipe(scratch, size)
    older = index.ends[0]
    index.ends[0] = slot
    index.ends[1] += 1
    rows.facts[slot, ARRIVAL] = index.ends[1]
    rows.facts[slot, OLDER] = older
    rows.facts[slot, NEWER] = 0
    if older > 0:
        rows.facts[older, NEWER] = slot


@inner
def leave(slot: int, index: Index, rows: Rows) -> None:
    """Let an article not be found any more."""
    for link in range(slot * INDEXED, (slot + 1) * INDEXED):
        term = int(index.chain[link, 0])
        if term == 0:
            break
        after, before = int(index.chain[link, 1]), int(index.chain[link, 2])
        if before > 0:
            index.chain[before, 1] = after
        else:
            index.head[term] = after
        if after > 0:
            index.chain[after, 2] = before
    older, newer = int(rows.facts[slot, OLDER]), int(rows.facts[slot, NEWER])
    if older > 0:
        rows.facts[older, NEWER] = newer
    if newer > 0:
        rows.facts[newer, OLDER] = older
    else:
        index.ends[0] = older


@inner
def candidates(index: Index, rows: Rows, scratch: Scratch, found: Found) -> int:
    """Find the active articles sharing the heaviest terms of slot 0, best first; ties go to the later arrival."""
    size = indexed(0, rows, scratch)
    touched = 0
    for i in range(size):
        at = scratch.used[i]
        weight = int(scratch.values[at])
        link = int(index.head[scratch.keys[at]]) if weight > 0 else 0
        seen = 0
        while link > 0 and seen < _LATEST:
            slot = link // INDEXED
            if scratch.scores[slot] == 0:
                scratch.touched[touched] = slot
                touched += 1
            scratch.scores[slot] += weight * weight
            link = int(index.chain[link, 1])
            seen += 1
    wipe(scratch, size)
    return _best(touched, rows, scratch, found)


@inner
def _best(touched: int, rows: Rows, scratch: Scratch, found: Found) -> int:
    most, count = len(found.slots), 0
    for i in range(touched):
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
    for i in range(touched):
        scratch.scores[scratch.touched[i]] = 0
    return count


@inner
def _before(slot: int, other: int, rows: Rows, scratch: Scratch) -> bool:
    if scratch.scores[slot] != scratch.scores[other]:
        return bool(scratch.scores[slot] > scratch.scores[other])
    return bool(rows.facts[slot, ARRIVAL] > rows.facts[other, ARRIVAL])
