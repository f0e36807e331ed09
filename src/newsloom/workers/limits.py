"""What a worker process may use, and whom it does not outlive. This half runs inside the worker."""

import ctypes
import importlib
import multiprocessing
import os
import resource
import signal
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")
OUT_OF_MEMORY = 77  # the exit code by which the pool knows
_SET_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG, linux/prctl.h
_MEGABYTE = 1 << 20


def prepare(megabytes: int, preload: tuple[str, ...]) -> None:
    """Ready a new worker: its imports, its memory limit, its end when the parent ends.

    Ctrl-C reaches every process of a terminal; what it means is the parent's to decide.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    die_with_parent()
    for module in preload:
        importlib.import_module(module)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(ValueError, OSError):  # some systems refuse this limit; the time limit still holds there
        resource.setrlimit(resource.RLIMIT_AS, (_address_space() + megabytes * _MEGABYTE,) * 2)


def run_limited(cpu_seconds: int, fn: Callable[..., T], args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> T:
    """Run one task under its own processor limit.

    A task that runs out of memory takes its process with it: what it left behind would starve the next one.
    """
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + 1 + cpu_seconds, hard))
    try:
        return fn(*args, **kwargs)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    finally:
        resource.setrlimit(resource.RLIMIT_CPU, (hard, hard))


def die_with_parent() -> None:
    """End when the process that wanted the work ends, however it does.

    The system's signal comes when the server of forks ends, which may have happened before it was asked for: then
    nothing tells of it any more. So the owner of the work is watched too, by the pipe that only it holds open.
    """
    owner = multiprocessing.parent_process()
    if owner is not None:
        threading.Thread(target=_end_with, args=(owner.sentinel,), daemon=True).start()
    if sys.platform != "linux":
        return
    parent = os.getppid()
    ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != parent:  # it died before the signal was asked for
        os._exit(1)


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


def _address_space() -> int:
    """Bytes of address space in use now; the limit counts from here because libraries map much they never touch."""
    statm = Path("/proc/self/statm")
    if not statm.exists():
        return 1 << 30
    return int(statm.read_text(encoding="ascii").split()[0]) * resource.getpagesize()
