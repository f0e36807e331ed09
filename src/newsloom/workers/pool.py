"""Plain functions run in processes that can be killed and limited, behind `concurrent.futures.Executor`."""

import multiprocessing
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import CancelledError, Executor, Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from newsloom.errors import WorkerError
from newsloom.workers.limits import OUT_OF_MEMORY, prepare, run_limited

P = ParamSpec("P")
T = TypeVar("T")
STOPPED_WITHIN = 5.0  # seconds in which idle or killed workers end


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolRules:
    """How many processes, and what one task may cost before its process is killed.

    Attributes:
        workers: processes at once.
        seconds: wall time per task.
        cpu_seconds: processor time per task.
        megabytes: memory a worker may take beyond what it has after starting.
        tasks_per_worker: a worker is replaced after so many, so leaks stay small.
        preload: modules imported once before the workers are forked.
    """

    workers: int = 2
    seconds: float = 20.0
    cpu_seconds: int = 15
    megabytes: int = 384
    tasks_per_worker: int = 1_000
    preload: tuple[str, ...] = ("newsloom.parse.page",)


class KillablePool(Executor):
    """A pool in which a dying worker fails its own task only, with `WorkerError`, and is replaced.

    The processes start with the first task. They come from a fork server, which is safe beside threads, and die when
    it dies, as it does with us. Functions and arguments must be picklable; what a function raises comes back as it is.

    Pebble is given one task per worker at a time. Were it given more, a worker could finish one, take the next and die
    before the first result is read, and the first would be blamed.
    """

    def __init__(self, rules: PoolRules | None = None) -> None:
        self._rules = rules or PoolRules()
        self._changed = threading.Condition(threading.RLock())
        self._waiting: deque[tuple[tuple[Any, ...], Future[Any]]] = deque()
        self._running = 0
        self._pool: ProcessPool | None = None
        self._closed = False

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run a function in a worker; the future can be cancelled while it runs."""
        future: Future[T] = Future()
        with self._changed:
            if self._closed:
                raise RuntimeError("the pool is shut down and takes no more tasks")
            self._waiting.append(((self._rules.cpu_seconds, fn, args, kwargs), future))
            self._advance()
        return future

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Wait for what was accepted; after an exception nobody wants it any more, so it is killed."""
        self.shutdown(cancel_futures=kind is not None)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more tasks; wait for the accepted ones, or kill them where `cancel_futures`."""
        with self._changed:
            self._closed = True
            if cancel_futures:
                while self._waiting:
                    self._waiting.popleft()[1].cancel()
        if wait or cancel_futures:
            self._wind_down(kill=cancel_futures)
            return
        threading.Thread(target=self._wind_down, daemon=True).start()

    def _wind_down(self, *, kill: bool = False) -> None:
        with self._changed:
            self._changed.wait_for(lambda: kill or not (self._waiting or self._running))
            pool, self._pool = self._pool, None
        if pool is not None:
            # A worker that died holding Pebble's pipe would keep this waiting for ever; it and its like end with us.
            stopping = threading.Thread(target=_stop, args=(pool,), daemon=True)
            stopping.start()
            stopping.join(STOPPED_WITHIN)

    def _advance(self) -> None:
        """Start what can start; called with the lock held."""
        while self._waiting and self._running < self._rules.workers:
            call, future = self._waiting.popleft()
            if future.cancelled():
                continue
            if self._pool is None:
                self._pool = self._start()
            self._running += 1
            task = self._pool.schedule(run_limited, args=call, timeout=self._rules.seconds)
            future.add_done_callback(lambda done, task=task: _cancel(task) if done.cancelled() else None)  # type: ignore[misc]  # a default binds early
            task.add_done_callback(lambda done, future=future: self._finish(done, future))  # type: ignore[misc]  # a default binds early

    def _finish(self, task: "Future[Any]", future: "Future[Any]") -> None:
        self._hand_over(task, future)
        with self._changed:
            self._running -= 1
            self._advance()
            self._changed.notify_all()

    def _start(self) -> ProcessPool:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(list(self._rules.preload))
        return ProcessPool(
            max_workers=self._rules.workers,
            max_tasks=self._rules.tasks_per_worker,
            initializer=prepare,
            initargs=(self._rules.megabytes, self._rules.preload),
            context=context,
        )

    def _hand_over(self, inner: "Future[T]", outer: "Future[T]") -> None:
        if outer.cancelled() or not outer.set_running_or_notify_cancel():
            return
        try:
            outer.set_result(inner.result())
        except (ProcessExpired, FutureTimeoutError, CancelledError) as error:
            outer.set_exception(self._explained(error))
        except BaseException as error:  # noqa: BLE001  what the function raised is the caller's to judge
            outer.set_exception(error)

    def _explained(self, error: BaseException) -> WorkerError:
        rules = self._rules
        if isinstance(error, CancelledError):
            return WorkerError("the pool was shut down before the task was done")
        if not isinstance(error, ProcessExpired):
            return WorkerError(f"the task took longer than {rules.seconds:g} s; its process was killed")
        if error.exitcode == OUT_OF_MEMORY:
            return WorkerError(f"the task needed more than {rules.megabytes} MB; its process was ended")
        return WorkerError(f"the process of the task died (exit code {error.exitcode})")


def _stop(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]  # Pebble has no types
    pool.join()


def _cancel(running: "ProcessFuture[T]") -> None:
    """Cancel a task of the pool; unlike other futures, it can be stopped while it runs."""
    running.cancel()  # type: ignore[no-untyped-call]  # Pebble has no types
