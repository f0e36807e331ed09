"""Which texts have a value lately: a table of buckets, each of which lists the latest texts with a value in it.

An entry is twelve bits of the value and twenty that say which text: its slot. Slots begin at 1.
"""

from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from newsloom.curate.sketch import Values

Entries = NDArray[np.uint32]
Numbers = NDArray[np.int64]

WIDE = 16  # texts a bucket lists, the latest ones: what one look into memory brings
SLOT = 20  # bits of an entry that say which text; above them twelve of the value's
SLOTS = (1 << SLOT) - 1
_KEY, _ONE, _ABOVE = np.uint32(0xFFF), np.uint32(1), np.uint32(SLOT)
_TEXTS = 4_096  # listed at a time, so that what it takes stays small


def shift_of(buckets: int) -> np.uint32:
    """By how many bits a value is shifted to be the number of its bucket, of a power of two of them."""
    return np.uint32(33 - buckets.bit_length())


def keys_of(values: Values) -> Values:
    """What entries have of values, above the bits of the slot."""
    return ((values >> _ONE) & _KEY) << _ABOVE


def list_all(table: Entries, texts: Sequence[Values], *, first: int) -> None:
    """List texts one after the other, as if each was listed by itself.

    Args:
        table: a row a bucket, the latest entry first.
        texts: the values that each is found by, in order of arrival.
        first: the slot of the first of them; the others have the following ones.
    """
    shift = shift_of(len(table))
    for slot, some in _parts(texts, first):
        values = np.concatenate(some)
        slots = np.repeat(np.arange(slot, slot + len(some), dtype=np.uint32), [len(text) for text in some])
        buckets = values >> shift
        order = buckets.argsort(kind="stable")
        _list(table, buckets[order], keys_of(values[order]) | slots[order])


def _parts(texts: Sequence[Values], first: int) -> Iterator[tuple[int, list[Values]]]:
    rest = iter(texts)
    while some := list(islice(rest, _TEXTS)):
        yield first, some
        first += len(some)


def _list(table: Entries, buckets: Values, entries: Entries) -> None:
    """List entries, which stand in order of bucket and then of arrival; a text is once in a bucket, by its last."""
    if not len(buckets):
        return
    ends = np.append(buckets[1:] != buckets[:-1], True)
    last = ends | np.append((entries[1:] ^ entries[:-1]) & np.uint32(SLOTS) != 0, True)
    buckets, entries = buckets[last], entries[last]
    ends_at = np.append(buckets[1:] != buckets[:-1], True).nonzero()[0]
    counts = np.diff(ends_at, prepend=-1)
    touched = buckets[ends_at]
    column = np.arange(WIDE)
    fresh = entries.take(ends_at[:, None] - column, mode="clip")
    before = np.take_along_axis(table[touched], np.maximum(column - counts[:, None], 0), axis=1)
    table[touched] = np.where(column < counts[:, None], fresh, before)
