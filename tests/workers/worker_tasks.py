"""Tasks that behave and misbehave; importable by worker processes."""

import ctypes
import os
import time
from collections.abc import Iterator
from itertools import count


def double(number: int) -> int:
    """Behave."""
    return number * 2


def fail() -> None:
    """Raise."""
    raise ValueError("as asked")


def abort(number: int) -> None:
    """Die as a fault in a C library would make it die."""
    del number
    os.abort()


def hog(piece: int) -> None:
    """Take memory until there is none."""
    kept = []
    while True:
        kept.append(bytearray(piece))


def sleep(seconds: float) -> None:
    """Be slow without working."""
    time.sleep(seconds)


def spin() -> None:
    """Work without end."""
    while True:
        pass


def worker_id() -> int:
    """Say in which process this runs."""
    return os.getpid()


def deafened() -> int:
    """Ask for no signal when the server of forks ends, and say in which process this runs."""
    ctypes.CDLL(None).prctl(1, 0)  # PR_SET_PDEATHSIG, linux/prctl.h
    return os.getpid()


def counted() -> Iterator[tuple[int, bytes]]:
    """Yield more than a pipe holds."""
    for number in range(300):
        yield number, bytes(1_000)


def count_for_ever() -> Iterator[int]:
    """Yield without end."""
    yield from count()


def fail_after_one() -> Iterator[int]:
    """Yield, then raise."""
    yield 1
    raise ValueError("no second one")


def die_after_one() -> Iterator[int]:
    """Yield, then be gone."""
    yield 1
    os._exit(3)


class Unreadable:
    """A value that can be sent and not be made again."""

    def __reduce__(self) -> tuple[object, ...]:
        """What making it anew calls."""
        return fail, ()


def unreadable() -> Iterator[Unreadable]:
    """Yield one of these."""
    yield Unreadable()
