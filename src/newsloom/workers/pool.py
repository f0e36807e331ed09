"""Plain functions run in processes that can be killed and limited, behind `concurrent.futures.Executor`."""

import multiprocessing
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import CancelledError, Executor, Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from newsloom.errors import WorkerError
from newsloom.workers.ending import end
from newsloom.workers.limits import OUT_OF_MEMORY, prepare, run_limited

P = ParamSpec("P")
T = TypeVar("T")
STOPPED_WITHIN, KILLED_WITHIN = 5.0, 1.0  # seconds in which idle workers end, and such as are killed
PATIENCE = 30.0  # seconds a task may take beyond its own, for its process to start, before its pool counts as broken
LOOK = 1.0  # seconds between two looks at whether the pool still works
TRIES = 3  # pools that may break under a task before it is given up
_SHUT = "the pool was shut down before the task was done"


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


@dataclass(slots=True, eq=False)
class _Task:
    """One call on its way; `due` is the moment, by the monotonic clock, after which nobody hears of it any more."""

    call: tuple[Any, ...]
    future: Future[Any]
    pool: ProcessPool | None = None
    due: float = 0.0
    tries: int = 0


class KillablePool(Executor):
    """A pool in which a dying worker fails its own task only, with `WorkerError`, and is replaced.

    The processes start with the first task. They come from a fork server, which is safe beside threads, and die when
    it dies, as it does with us. Functions and arguments must be picklable; what a function raises comes back as it is.

    Pebble is given one task per worker at a time. Were it given more, a worker could finish one, take the next and die
    before the first result is read, and the first would be blamed. A pool of Pebble's that breaks, or falls silent, is
    thrown away: a task it says nothing of fails in time, the others are done by a new one.
    """

    def __init__(self, rules: PoolRules | None = None, *, patience: float = PATIENCE) -> None:
        self._rules = rules or PoolRules()
        self._patience = patience
        self._changed = threading.Condition(threading.RLock())
        self._waiting: deque[_Task] = deque()
        self._running: dict[Future[Any], _Task] = {}
        self._answering = 0
        self._pool: ProcessPool | None = None
        self._guard: threading.Thread | None = None
        self._closed = False

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run a function in a worker; the future can be cancelled while it runs."""
        future: Future[T] = Future()
        with self._changed:
            if self._closed:
                raise RuntimeError("the pool is shut down and takes no more tasks")
            self._waiting.append(_Task((self._rules.cpu_seconds, fn, args, kwargs), future))
            given_up = self._advance()
        _fail(given_up, "no process could be started for the task")
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
                    self._waiting.popleft().future.cancel()
        if wait or cancel_futures:
            self._wind_down(kill=cancel_futures)
            return
        threading.Thread(target=self._wind_down, daemon=True).start()

    def _wind_down(self, *, kill: bool = False) -> None:
        with self._changed:
            self._changed.wait_for(lambda: kill or not (self._waiting or self._running or self._answering))
            pool, self._pool = self._pool, None
            left = list(self._running.values())
            self._running.clear()
            self._changed.notify_all()
        if pool is not None:
            end(pool, seconds=KILLED_WITHIN if kill else STOPPED_WITHIN, kill=kill)
        _fail(left, _SHUT)

    def _advance(self) -> list[_Task]:
        """Start what can start; called with the lock held. Returns what no pool would take."""
        given_up: list[_Task] = []
        while self._waiting and len(self._running) < self._rules.workers:
            task = self._waiting.popleft()
            if task.future.cancelled():
                continue
            pool = self._pool = self._pool or self._start()
            try:
                running = pool.schedule(run_limited, args=task.call, timeout=self._rules.seconds)
            except RuntimeError:  # Pebble has found that its pool is broken
                given_up += self._again([task])
                self._discard(pool)
                continue
            task.pool, task.due = pool, time.monotonic() + self._rules.seconds + self._patience
            self._running[running] = task
            task.future.add_done_callback(lambda done, running=running: _cancel(running) if done.cancelled() else None)  # type: ignore[misc]  # a default binds early
            running.add_done_callback(self._finish)
        return given_up

    def _finish(self, running: "Future[Any]") -> None:
        broken = not running.cancelled() and isinstance(running.exception(), BrokenProcessPool)
        with self._changed:
            task = self._running.pop(running, None)
            if task is None:  # nobody waited for it any longer
                return
            given_up = self._again([task]) if broken else []
            if broken and task.pool is self._pool:
                self._discard(task.pool)
            self._answering += 1
        if not broken:
            self._hand_over(running, task.future)
        with self._changed:
            self._answering -= 1
            given_up += self._advance()
            self._changed.notify_all()
        _fail(given_up, "the pool of processes broke each time it was tried")

    def _again(self, tasks: Iterable[_Task]) -> list[_Task]:
        """Let tasks of a broken pool be done by the next one; returns those under which too many have broken."""
        given_up = []
        for task in tasks:
            task.tries += 1
            if task.tries < TRIES:
                self._waiting.appendleft(task)
            else:
                given_up.append(task)
        return given_up

    def _discard(self, pool: ProcessPool | None) -> None:
        """Do without a pool; called with the lock held, so its end is not waited for."""
        self._pool = None
        if pool is not None:
            words = {"seconds": STOPPED_WITHIN, "kill": True}
            threading.Thread(target=end, args=(pool,), kwargs=words, daemon=True).start()

    def _watch(self) -> None:
        """Look now and then whether what runs will ever end; replace a pool that is broken."""
        while True:
            with self._changed:
                self._changed.wait(LOOK)
                if self._closed and not (self._waiting or self._running):
                    return
                now = time.monotonic()
                late = [task for task in self._running.values() if task.due < now]
                if not late and (self._pool is None or not self._running or self._pool.active):
                    continue
                others = [task for task in self._running.values() if task not in late]
                self._running.clear()
                given_up = self._again(others)
                self._discard(self._pool)
                given_up += self._advance()
                self._changed.notify_all()
            _fail(late, f"nothing was heard of the task for {self._rules.seconds + self._patience:g} s")
            _fail(given_up, "the pool of processes broke each time it was tried")

    def _start(self) -> ProcessPool:
        if self._guard is None:
            self._guard = threading.Thread(target=self._watch, name="newsloom-pool-guard", daemon=True)
            self._guard.start()
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
            return WorkerError(_SHUT)
        if not isinstance(error, ProcessExpired):
            return WorkerError(f"the task took longer than {rules.seconds:g} s; its process was killed")
        if error.exitcode == OUT_OF_MEMORY:
            return WorkerError(f"the task needed more than {rules.megabytes} MB; its process was ended")
        return WorkerError(f"the process of the task died (exit code {error.exitcode})")


def _fail(tasks: Iterable[_Task], why: str) -> None:
    """Tell those who wait; never with the lock held, for they may ask for more."""
    for task in tasks:
        if not task.future.cancelled() and task.future.set_running_or_notify_cancel():
            task.future.set_exception(WorkerError(why))


def _cancel(running: "ProcessFuture[T]") -> None:
    """Cancel a task of the pool; unlike other futures, it can be stopped while it runs."""
    running.cancel()  # type: ignore[no-untyped-call]  # Pebble has no types
