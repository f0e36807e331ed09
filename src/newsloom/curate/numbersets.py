"""Sets of numbers as ordered arrays: which numbers they hold, which they share.

NumPy has the same, with a module behind it that takes a quarter of a second to load.
"""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
_Number = TypeVar("_Number", np.uint32, np.uint64, np.int64)


def distinct(values: NDArray[_Number]) -> NDArray[_Number]:
    """The values in order, each once."""
    ordered = np.sort(values)
    return np.append(ordered[:1], ordered[1:][ordered[1:] != ordered[:-1]])


def counted(values: NDArray[_Number]) -> tuple[NDArray[_Number], NDArray[np.int64]]:
    """The values in order, each once, and how often each is there."""
    ordered = np.sort(values)
    begins = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1])) if len(ordered) else np.zeros(0, np.int64)
    return ordered[begins], np.diff(begins, append=len(ordered))


def among(values: NDArray[_Number], ordered: NDArray[_Number]) -> Mask:
    """Which of the values are among the ordered ones."""
    if not len(ordered):
        return np.zeros(len(values), dtype=np.bool_)
    at = ordered.searchsorted(values)
    found: Mask = ordered.take(at, mode="clip") == values
    return found
