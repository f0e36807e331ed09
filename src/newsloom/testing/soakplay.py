"""A desk that is watched for long, as its owner would leave it, and what its process holds meanwhile."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

FETCH = (
    "spacing_seconds = 0.2\ntimeout_seconds = 10\nconcurrency = 64\ninterval_minutes = 0.5\nmax_interval_hours = 0.02\n"
)
DRAINED = 10.0  # seconds in which a watch has to end when it is asked to
GONE = 2.0  # seconds after its end in which the server of its workers, which hears of it by a pipe, is gone too


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What a watch held at one moment, seconds after its start; sizes in MB, of the process itself and its workers."""

    seconds: float
    megabytes: float
    workers_megabytes: float
    descriptors: int
    processes: int
    wal_megabytes: float
    store_megabytes: float


def watched(
    desk: Path, *, seconds: float, every: float, turn: Callable[[float], None]
) -> tuple[list[Sight], int | None, float, list[str]]:
    """Watch a desk for so long, looking every so many seconds; then end it as a service manager does.

    Args:
        desk: its newsloom.toml.
        seconds: how long.
        every: seconds between two looks.
        turn: called at each look with the seconds that have passed.

    Returns:
        What was seen, the exit code, the seconds it took to end, and what the processes are that outlived it.
    """
    words = [sys.executable, "-m", "newsloom", "run", "--watch", "--json", "--desk", str(desk)]
    with (desk.parent / "watch.log").open("wb") as said:
        process = subprocess.Popen(words, stdout=said, stderr=said, start_new_session=True)  # noqa: S603  our own command
        began = time.monotonic()
        sights: list[Sight] = []
        try:
            while (passed := time.monotonic() - began) < seconds and process.poll() is None:
                turn(passed)
                if passed > every / 2:
                    sights.append(_sight(process.pid, desk, passed))
                time.sleep(min(every, max(0.0, seconds - passed)))
            family = {child: _called(child) for child in _family(process.pid)}
            asked = time.monotonic()
            process.send_signal(signal.SIGTERM)
            code = process.wait(DRAINED * 3)
            took = time.monotonic() - asked
            _, alive = psutil.wait_procs(list(family), timeout=GONE)
            left = [family[child] for child in alive if _is_running(child)]
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
    return sights, code, took, left


def slope(sights: Sequence[Sight], of: Callable[[Sight], float]) -> float:
    """How much a figure grows in an hour, by least squares, once half of the time has passed."""
    late = sights[len(sights) // 2 :]
    if len(late) < 3:  # noqa: PLR2004  a line through two points says nothing
        return 0.0
    hours = [sight.seconds / 3600 for sight in late]
    values = [of(sight) for sight in late]
    middle, mean = sum(hours) / len(hours), sum(values) / len(values)
    spread = sum((hour - middle) ** 2 for hour in hours)
    return sum((hour - middle) * (value - mean) for hour, value in zip(hours, values, strict=True)) / spread


def _sight(pid: int, desk: Path, passed: float) -> Sight:
    process, family = psutil.Process(pid), _family(pid)
    database = desk.with_name("newsloom.db")
    return Sight(
        seconds=passed,
        megabytes=process.memory_info().rss / 2**20,
        workers_megabytes=sum(_held(child) for child in family) / 2**20,
        descriptors=process.num_fds(),
        processes=1 + len(family),
        wal_megabytes=_size(database.with_name("newsloom.db-wal")),
        store_megabytes=_size(database),
    )


def _family(pid: int) -> list[psutil.Process]:
    try:
        return psutil.Process(pid).children(recursive=True)
    except psutil.Error:
        return []


def _called(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return "?"


def _is_running(process: psutil.Process) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def _held(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.Error:
        return 0


def _size(path: Path) -> float:
    try:
        return path.stat().st_size / 2**20
    except OSError:
        return 0.0
