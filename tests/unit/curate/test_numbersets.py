"""Sets of numbers as ordered arrays."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from newsloom.curate.numbersets import among, counted, distinct

NUMBERS = st.lists(st.integers(0, 20) | st.integers(0, 2**64 - 1), max_size=40).map(lambda n: np.array(n, np.uint64))


@given(NUMBERS)
def test_each_number_is_there_once_in_order(numbers: np.ndarray) -> None:
    """The distinct numbers are those of a set, in order, with how often each was there."""
    once, counts = counted(numbers)
    assert distinct(numbers).tolist() == once.tolist() == sorted(set(numbers.tolist()))
    assert counts.tolist() == [numbers.tolist().count(number) for number in once.tolist()]


@given(NUMBERS, NUMBERS)
def test_what_is_among_others_is_marked(numbers: np.ndarray, others: np.ndarray) -> None:
    """A number is marked if the others hold it."""
    assert among(numbers, distinct(others)).tolist() == [number in others.tolist() for number in numbers.tolist()]
