"""A small hashed table for the terms of one article, which loops fill, read and leave clean; and how to sort."""

from typing import Any

from numpy.typing import NDArray

from newsloom.curate.compiled import inner
from newsloom.curate.state import SPOTS, Scratch

_MASK = SPOTS - 1


@inner
def none() -> int:
    """0 to begin with: where a 0 is written out, numba compiles what is called with it once more."""
    return int(0)  # noqa: RUF046, UP018  in numba a number, not this number


@inner
def spot(keys: NDArray[Any], key: int) -> int:
    """Where the key stands, or would stand.

    It mostly is the first place, with the key or empty: both are one question, so that no processor guesses which.
    """
    at = (key ^ (key >> 12)) & _MASK
    while not ((keys[at] == key) | (keys[at] == 0)):
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
def below(value: int, values: NDArray[Any], size: int) -> int:
    """How many of the first values are smaller: where it stands among them.

    Asked of each, that sorts them, quicker than sorting does up to some hundred values: nothing has to be guessed.
    """
    count = 0
    for i in range(size):
        count += int(values[i] < value)
    return count
