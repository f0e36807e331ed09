"""Memory that is needed no more goes back to the system, so that a desk that waits is a small one."""

import ctypes
import gc
from contextlib import suppress


def give_back() -> None:
    """Collect what nobody holds and hand free pages back; where the C library cannot, they wait for the next use.

    A run takes pages, feeds and rows by the thousand in several threads, and what is left of each part of the heap is
    seldom at its end, where alone it would be given back unasked.
    """
    gc.collect()
    with suppress(OSError, AttributeError):  # another C library than GNU's
        ctypes.CDLL(None).malloc_trim(0)
