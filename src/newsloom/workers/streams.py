"""One long piece of work in another process, which yields value after value while this one goes on."""

import multiprocessing
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import Any, TypeVar

from newsloom.errors import WorkerError
from newsloom.workers.limits import die_with_parent

T = TypeVar("T")
ENDED_WITHIN = 5.0  # seconds for a process that is not wanted any more
_VALUE, _DONE, _FAULT = range(3)


@contextmanager
def streamed(work: Callable[[], Iterator[T]]) -> Iterator[Iterator[T]]:
    """What the work yields, made in a process of its own, ahead of who reads it; what it raises is raised here.

    The process starts afresh (it shares no lock and no connection with this one) and ends with the `with`, whether or
    not all was read. The work and its values must be picklable.

    Raises:
        WorkerError: while reading: the process died.
    """
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(work, there), daemon=True)
    process.start()
    there.close()
    waiting: SimpleQueue[tuple[int, Any]] = SimpleQueue()
    reader = threading.Thread(target=_read, args=(here, waiting), daemon=True)  # or a full pipe would stop the work
    reader.start()
    try:
        yield _values(waiting)
    finally:
        process.terminate()
        process.join(ENDED_WITHIN)
        reader.join(ENDED_WITHIN)
        here.close()


def _values(waiting: "SimpleQueue[tuple[int, Any]]") -> Iterator[Any]:
    while True:
        kind, value = waiting.get()
        if kind == _DONE:
            return
        if kind == _FAULT:
            raise value
        yield value


def _read(here: Connection, waiting: "SimpleQueue[tuple[int, Any]]") -> None:
    """Take in what comes until the end, or until there is nobody at the other end any more."""
    try:
        while True:
            told = here.recv()
            waiting.put(told)
            if told[0] != _VALUE:
                return
    except (EOFError, OSError):
        waiting.put((_FAULT, WorkerError("the process of the work died before it was done")))
    except Exception as error:  # noqa: BLE001  a value that cannot be read must not leave the reader waiting for ever
        waiting.put((_FAULT, WorkerError(f"what another process said could not be read: {error}")))


def _run(work: Callable[[], Iterator[Any]], there: Connection) -> None:
    """The other process: Ctrl-C is for the one that waits."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    die_with_parent()
    with suppress(BrokenPipeError):  # nobody wants it any more
        try:
            for value in work():
                there.send((_VALUE, value))
        except BrokenPipeError:
            raise
        except Exception as error:  # noqa: BLE001  whatever it is, it is raised where the work was wanted
            there.send((_FAULT, error))
        else:
            there.send((_DONE, None))
