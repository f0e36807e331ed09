"""A desk that polls a world of feeds, and what each sweep over all of it cost."""

import json
import logging
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psutil
import structlog

from newsloom.flows.ingest import IngestRules, ingest
from newsloom.flows.reports import IngestReport
from newsloom.seams import Engine
from newsloom.settings import read_settings
from newsloom.testing.feedworld import FeedWorld
from newsloom.wiring import engine_of, ingest_rules

BETWEEN = timedelta(hours=6)  # from one sweep to the next on the desk's clock: a 304 is still believed


@dataclass(slots=True)
class World:
    """Hosts on the air in a process of their own."""

    world: FeedWorld
    process: "subprocess.Popen[str]"
    ports: list[int]

    def order(self, words: str) -> dict[str, Any]:
        """Give an order and wait for the answer."""
        if self.process.stdin is None or self.process.stdout is None:
            raise OSError("the hosts were started without pipes")
        self.process.stdin.write(f"{words}\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer


@contextmanager
def on_air(world: FeedWorld, *, slowness: float = 2.0) -> Iterator[World]:
    """The world's hosts, for as long as the `with` lasts."""
    numbers = {"--feeds": world.feeds, "--hosts": world.hosts, "--slowness": slowness, "--changing": world.changing}
    words = [word for name, number in numbers.items() for word in (name, str(number))]
    process = subprocess.Popen(  # noqa: S603  our own module
        [sys.executable, "-m", "newsloom.testing.feedhosts", *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        if process.stdout is None:
            raise OSError("the hosts were started without pipes")
        yield World(world, process, json.loads(process.stdout.readline()))
    finally:
        process.communicate()


def write_desk(folder: Path, world: World, *, fetch: str = "") -> Path:
    """A desk that watches every feed of the world; returns its newsloom.toml.

    Args:
        folder: where it is made.
        world: what it watches.
        fetch: more lines of its table `[fetch]`.
    """
    lines = [f'[fetch]\nallow_private = ["127.0.0.1:*"]\nfull_text = false\nprobe_images = false\n{fetch}']
    lines += [
        f'[[source]]\nid = "f{feed}"\nurl = "http://127.0.0.1:{world.ports[world.world.host_of(feed)]}/f/{feed}"\n'
        for feed in range(world.world.feeds)
    ]
    path = folder / "newsloom.toml"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """What one visit to every feed cost; seconds of CPU, the poller's split into its own and its workers'."""

    seconds: float
    feeds_per_minute: float
    poller_cpu: float
    workers_cpu: float
    servers_cpu: float
    megabytes: float
    report: IngestReport
    seen: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Poller:
    """A desk's engine, swept over a world."""

    engine: Engine
    rules: IngestRules
    world: World
    now: datetime

    def sweep(self, generation: int) -> Sweep:
        """Visit every feed once, due or not, as the world is in this generation."""
        self.world.order(f"generation {generation}")
        self.world.order("report")
        me = psutil.Process()
        workers, own, began = workers_cpu(me), cpu(me), time.perf_counter()
        everything = frozenset(source.id for source in self.engine.sources)
        report = ingest(self.engine, now=self.now, rules=self.rules, only=everything)
        seconds = time.perf_counter() - began
        seen = self.world.order("report")
        self.now += BETWEEN
        return Sweep(
            seconds=seconds,
            feeds_per_minute=len(everything) / seconds * 60,
            poller_cpu=cpu(me) - own,
            workers_cpu=workers_cpu(me) - workers,
            servers_cpu=seen["cpu_seconds"],
            megabytes=me.memory_info().rss / 2**20,
            report=report,
            seen=seen,
        )

    def stored(self) -> list[str]:
        """The address of every stored article."""
        return [article.url for article in self.engine.store.articles.each()]


def cpu(process: psutil.Process) -> float:
    """CPU-seconds of a process so far."""
    times = process.cpu_times()
    return float(times.user + times.system)


def workers_cpu(process: psutil.Process) -> float:
    """CPU-seconds of the workers that live, and of those that ended; not of the hosts."""
    found = 0.0
    for child in process.children(recursive=True):
        try:
            if "newsloom.testing.feedhosts" not in child.cmdline():
                times = child.cpu_times()
                found += times.user + times.system + times.children_user + times.children_system
        except psutil.Error:
            continue
    return found


@contextmanager
def poller_of(desk: Path, world: World, *, now: datetime) -> Iterator[Poller]:
    """The engine of a desk that polls this world; its first sweep is at `now`."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))  # or it would be measured
    settings = read_settings(desk)
    with engine_of(settings) as engine:
        yield Poller(engine, ingest_rules(settings), world, now)
