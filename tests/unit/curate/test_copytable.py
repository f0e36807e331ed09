"""Which texts have a value lately."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from newsloom.curate.copytable import SLOTS, WIDE, keys_of, list_all, shift_of

BUCKETS = 4
TEXTS = st.lists(st.lists(st.integers(0, 2**32 - 1), max_size=6).map(lambda v: np.array(v, np.uint32)), max_size=60)


def _one_by_one(texts: list[np.ndarray]) -> np.ndarray:
    """Each text before those that are listed already, as a text that arrives is."""
    table = np.zeros((BUCKETS, WIDE), np.uint32)
    for slot, values in enumerate(texts, start=1):
        by_bucket = dict(zip((values >> shift_of(BUCKETS)).tolist(), (keys_of(values) | slot).tolist(), strict=True))
        for bucket, entry in by_bucket.items():
            table[bucket] = [entry, *table[bucket, :-1]]
    return table


@given(TEXTS, st.integers(0, 60))
def test_listing_all_is_listing_one_by_one(texts: list[np.ndarray], cut: int) -> None:
    """The table is the same however many texts are listed at a time."""
    table = np.zeros((BUCKETS, WIDE), np.uint32)
    list_all(table, texts[:cut], first=1)
    list_all(table, texts[cut:], first=1 + len(texts[:cut]))
    assert table.tolist() == _one_by_one(texts).tolist()
    assert (table & np.uint32(SLOTS)).max() <= len(texts)
