"""Work that yields from another process."""

import time

import psutil
import pytest
from worker_tasks import (  # type: ignore[import-not-found]  # beside this file when tests run
    count_for_ever,
    counted,
    die_after_one,
    fail_after_one,
    unreadable,
)

from newsloom.errors import WorkerError
from newsloom.workers.streams import streamed


def test_values_come_in_order_and_end() -> None:
    """More than a pipe holds."""
    with streamed(counted) as values:
        assert [value[0] for value in values] == list(range(300))


def test_what_the_work_raises_is_raised_here() -> None:
    """After what it yielded before."""
    with streamed(fail_after_one) as values:
        assert next(values) == 1
        with pytest.raises(ValueError, match="no second one"):
            next(values)


def test_a_process_that_dies_is_told() -> None:
    """Nobody waits for it for ever."""
    with streamed(die_after_one) as values, pytest.raises(WorkerError, match="died before it was done"):
        list(values)


def test_what_cannot_be_read_is_told() -> None:
    """A value that this process cannot make again."""
    with streamed(unreadable) as values, pytest.raises(WorkerError, match="could not be read"):
        list(values)


def test_work_that_is_not_wanted_ends() -> None:
    """With the `with`, though it would go on for ever."""
    before = {child.pid for child in psutil.Process().children()}
    with streamed(count_for_ever) as values:
        assert next(values) == 0
    mine = [child for child in psutil.Process().children() if child.pid not in before]
    deadline = time.monotonic() + 10
    while any(child.is_running() and "spawn_main" in " ".join(child.cmdline()) for child in mine):
        assert time.monotonic() < deadline
        time.sleep(0.05)
