"""Threads for looking names up, which the end of the process does not wait for."""

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
_Work = tuple[Future[Any], Callable[[], Any]]


class Lookups(ThreadPoolExecutor):
    """So many threads, started as they are needed; names wait for one that is free.

    The system's lookup cannot be cancelled, and takes half a minute where name servers are dead. Threads of the usual
    kind would keep a process alive for so long after it was asked to stop.

    Args:
        most: threads at once.
    """

    def __init__(self, most: int) -> None:
        super().__init__(max_workers=most)
        self._most = most
        self._work: SimpleQueue[_Work | None] = SimpleQueue()
        self._guard = threading.Lock()
        self._idle = threading.Semaphore(0)
        self._started = 0

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Call a function in one of the threads."""
        future: Future[T] = Future()
        with self._guard:
            if not self._idle.acquire(blocking=False) and self._started < self._most:
                self._started += 1
                threading.Thread(target=self._serve, name="newsloom-lookup", daemon=True).start()
        self._work.put((future, lambda: fn(*args, **kwargs)))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let the threads end when they are done; nobody waits for them."""
        del wait, cancel_futures
        with self._guard:
            for _ in range(self._started):
                self._work.put(None)

    def _serve(self) -> None:
        while (work := self._work.get()) is not None:
            future, call = work
            if future.set_running_or_notify_cancel():
                try:
                    future.set_result(call())
                except BaseException as error:  # noqa: BLE001  the caller's to judge
                    future.set_exception(error)
            self._idle.release()
