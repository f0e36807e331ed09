"""Tasks that behave and misbehave; importable by worker processes."""

import ctypes
import os
import time


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
