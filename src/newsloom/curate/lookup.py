"""A small hashed table for the terms of one article, which loops fill, read and leave clean; and a sort."""

from typing import Any

from numpy.typing import NDArray

from newsloom.curate.compiled import inner
from newsloom.curate.state import SPOTS, Scratch

_MASK = SPOTS - 1
_GAPS = (301, 132, 57, 23, 10, 4, 1)  # Ciura's, for Shell's sort


@inner
def none() -> int:
    """0 to begin with: where a 0 is written out, numba compiles what is called with it once more."""
    return int(0)  # noqa: RUF046, UP018  in numba a number, not this number


@inner
def spot(keys: NDArray[Any], key: int) -> int:
    """Where the key stands, or would stand."""
    at = (key ^ (key >> 12)) & _MASK
    while keys[at] != 0 and keys[at] != key:
        at = (at + 1) & _MASK
    return at


@inner
def put(scratch: Scratch, size: int, key: int, value: int) -> int:
    """Set what the key holds in a table of that size; returns the size after."""
    at = spot(scratch.keys, key)
    if scratch.keys[at] == 0:
        scratch.keys[at] = key
        scratch.used[size] = at
        size += 1
    scratch.values[at] = value
    return size


@inner
def wipe(scratch: Scratch, size: int) -> None:
    """Empty a table of that size."""
    for i in range(size):
        scratch.keys[scratch.used[i]] = 0
        scratch.values[scratch.used[i]] = 0


@inner
def rank(values: NDArray[Any], size: int) -> None:
    """Sort the first values, smallest first."""
    for gap in _GAPS:
        for i in range(gap, size):
            value = values[i]
            j = i
            while j >= gap and values[j - gap] > value:
                values[j] = values[j - gap]
                j -= gap
            values[j] = value
