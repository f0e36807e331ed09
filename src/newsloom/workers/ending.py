"""The end of a pool of processes, whatever state it is in."""

import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from multiprocessing.process import BaseProcess

from pebble import ProcessPool

_STEP = 0.05  # seconds between two looks at what still lives


def end(pool: ProcessPool, *, seconds: float, kill: bool) -> None:
    """Stop a pool and its processes; back after so many seconds at the latest, with none of them alive.

    Pebble would wait for ever where a worker died holding its pipe, and up to three seconds for each that is busy.

    Args:
        pool: one that nobody uses any more.
        seconds: for its processes to end by themselves, or to be gone where `kill`.
        kill: do not wait for what they do.
    """
    workers = _workers(pool)  # Pebble forgets those that it has asked to end, whether they do or not
    pool.stop()  # type: ignore[no-untyped-call]  # Pebble has no types
    joining = threading.Thread(target=_join, args=(pool,), daemon=True)
    joining.start()
    until = time.monotonic() + seconds
    while joining.is_alive() and time.monotonic() < until:
        workers |= _workers(pool)
        if kill:
            _kill(workers)
        joining.join(_STEP)
    _kill(workers | _workers(pool))


def _join(pool: ProcessPool) -> None:
    with suppress(Exception):  # it was broken, or it was never started
        pool.join()


def _workers(pool: ProcessPool) -> set[BaseProcess]:
    """The workers that are known; Pebble names them nowhere else."""
    manager = getattr(getattr(pool, "_pool_manager", None), "worker_manager", None)
    return set(getattr(manager, "workers", {}).values())


def _kill(workers: Iterable[BaseProcess]) -> None:
    for worker in workers:
        with suppress(OSError, ValueError, AttributeError):  # it has ended, or was never started
            worker.kill()
