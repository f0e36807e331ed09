import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Executor, as_completed
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from worker_tasks import (  # type: ignore[import-not-found]  # beside this file when tests run
    abort,
    double,
    fail,
    hog,
    sleep,
    spin,
    worker_id,
)

from newsloom.errors import WorkerError
from newsloom.workers import InlineExecutor, KillablePool, PoolRules

RULES = PoolRules(workers=2, seconds=1.0, cpu_seconds=10, megabytes=200, preload=())


@pytest.fixture(scope="module")
def pool() -> Iterator[KillablePool]:
    """Two workers with tight limits."""
    with KillablePool(RULES) as running:
        yield running


def test_an_unused_pool_starts_nothing() -> None:
    """Making a pool and shutting it down costs no process."""
    before = len(psutil.Process().children(recursive=True))
    with KillablePool(RULES):
        assert len(psutil.Process().children(recursive=True)) == before


def test_workers_start_quickly() -> None:
    """The first result comes within moments, on a busy machine too."""
    started = time.perf_counter()
    with KillablePool(RULES) as fresh:
        assert fresh.submit(double, 4).result() == 8
        assert time.perf_counter() - started < 5.0


def test_results_come_in_order_of_the_map(pool: KillablePool) -> None:
    """The pool is an executor like others."""
    assert list(pool.map(double, range(50))) == [n * 2 for n in range(50)]


def test_what_a_function_raises_comes_back(pool: KillablePool) -> None:
    """An exception is the caller's to judge."""
    with pytest.raises(ValueError, match="as asked"):
        pool.submit(fail).result()


def test_a_dying_worker_fails_its_task_only(pool: KillablePool) -> None:
    """Aborts among fifty tasks cost their own results, no others."""
    futures = {pool.submit(abort if n % 10 == 3 else double, n): n for n in range(50)}
    for future in as_completed(futures):
        n = futures[future]
        if n % 10 == 3:
            assert isinstance(future.exception(), WorkerError)
            assert "-6" in str(future.exception())
        else:
            assert future.result() == n * 2


def test_a_memory_hog_is_ended() -> None:
    """A task beyond its memory ends with its process; the next one has all of it again."""
    with KillablePool(replace(RULES, seconds=60.0)) as pool:
        with pytest.raises(WorkerError, match="more than 200 MB"):
            pool.submit(hog, 1 << 20).result()
        with pytest.raises(WorkerError, match="more than 200 MB"):
            pool.submit(hog, 1 << 30).result()
        assert pool.submit(double, 1).result() == 2


def test_a_slow_task_is_killed(pool: KillablePool) -> None:
    """Wall time is limited, for sleepers too."""
    started = time.perf_counter()
    with pytest.raises(WorkerError, match="longer than 1 s"):
        pool.submit(sleep, 30).result()
    assert time.perf_counter() - started < 10


def test_processor_time_is_limited() -> None:
    """A busy loop is stopped by the processor limit where wall time would still allow it."""
    with (
        KillablePool(PoolRules(workers=1, seconds=20, cpu_seconds=1, preload=())) as tight,
        pytest.raises(WorkerError, match="died"),
    ):
        tight.submit(spin).result()


def test_a_running_task_can_be_cancelled(pool: KillablePool) -> None:
    """Cancelling frees the worker."""
    future = pool.submit(sleep, 30)
    time.sleep(0.1)
    assert future.cancel()
    assert pool.submit(double, 3).result() == 6


def test_a_pool_whose_workers_are_killed_goes_on() -> None:
    """Idle workers that the system ends, as it does when memory is short, cost no task."""
    with KillablePool(RULES) as struck:
        for _ in range(3):
            worker = struck.submit(worker_id).result(20)
            for one in workers_of(worker):
                one.kill()
            time.sleep(0.3)
        assert [struck.submit(double, n).result(20) for n in range(5)] == [0, 2, 4, 6, 8]


def test_a_pool_that_falls_silent_is_replaced() -> None:
    """A task nobody does fails in time; those after it are done."""
    with KillablePool(RULES, patience=1.0) as silent:
        for one in workers_of(silent.submit(worker_id).result(20)):
            one.suspend()
        began = time.perf_counter()
        with pytest.raises(WorkerError, match="nothing was heard of the task for 2 s"):
            silent.submit(double, 1).result(20)
        assert time.perf_counter() - began < 15
        assert silent.submit(double, 2).result(20) == 4


def test_a_pool_is_left_at_once() -> None:
    """Whatever its workers do, and however deaf they are; who waits for a task is told."""
    others = psutil.Process().children(recursive=True)  # one server of forks serves all pools
    pool = KillablePool(PoolRules(workers=2, preload=()))
    family = [one for one in workers_of(pool.submit(worker_id).result(20)) if one not in others]
    assert len(family) == 2
    futures = [pool.submit(sleep, 60), pool.submit(spin), pool.submit(double, 1)]
    time.sleep(0.3)
    family[0].suspend()
    began = time.perf_counter()
    pool.shutdown(cancel_futures=True)
    assert time.perf_counter() - began < 2.5
    assert [type(future.exception()) for future in futures[:2]] == [WorkerError] * 2
    assert futures[2].cancelled()
    _, alive = psutil.wait_procs(family, timeout=2)
    assert not [process for process in alive if process.status() != psutil.STATUS_ZOMBIE]


def workers_of(worker: int) -> list[psutil.Process]:
    """This worker and those beside it: the children of one server of forks."""
    server = psutil.Process(worker).parent()
    assert server is not None
    return server.children()


def test_a_closed_pool_takes_no_tasks() -> None:
    """As any executor."""
    closed = KillablePool(RULES)
    closed.shutdown()
    with pytest.raises(RuntimeError, match="shut down"):
        closed.submit(double, 1)


def test_workers_die_with_their_parent() -> None:
    """A parent killed at once leaves no process behind."""
    script = Path(__file__).with_name("orphans.py")
    source = str(Path(__file__).resolve().parents[2] / "src")
    paths = os.pathsep.join([source, str(script.parent)])
    parent = subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": paths})
    assert parent.stdout is not None
    worker = int(parent.stdout.readline())
    assert psutil.pid_exists(worker)
    family = psutil.Process(parent.pid).children(recursive=True)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    _, alive = psutil.wait_procs(family, timeout=5)
    assert not [process for process in alive if process.status() != psutil.STATUS_ZOMBIE]


def test_workers_that_no_signal_reaches_die_too() -> None:
    """One that was forked while its owner died hears of it all the same."""
    script = Path(__file__).with_name("orphans.py")
    source = str(Path(__file__).resolve().parents[2] / "src")
    paths = os.pathsep.join([source, str(script.parent)])
    command = [sys.executable, str(script), "deaf"]
    parent = subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": paths})
    assert parent.stdout is not None
    worker = psutil.Process(int(parent.stdout.readline()))
    parent.kill()
    parent.wait()
    parent.stdout.close()
    _, alive = psutil.wait_procs([worker], timeout=10)
    assert not [process for process in alive if process.status() != psutil.STATUS_ZOMBIE]


def test_inline_runs_at_once_and_keeps_errors() -> None:
    """The stand-in for tests has the same face."""
    executor: Executor = InlineExecutor()
    assert executor.submit(worker_id).result() == os.getpid()
    assert isinstance(executor.submit(fail).exception(), ValueError)
