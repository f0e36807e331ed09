"""How many feeds a minute are polled, at what cost, and how those who are polled are treated.

    ./run bench poll [--feeds 10000] [--hosts 500] [--slowness 2] [--json]

Hosts are ports on loopback in a process of their own; each has a share of the feeds, each feed ten items. Five in a
hundred feeds take two seconds, two fail (500, 404, 403, hanging up), one is hostile (entity bombs, deep nesting, header
floods, gzip bombs, captcha pages). A fresh desk sweeps over all of them once, cold; then twice more, when one feed in
ten has a new item and all others answer 304. Requests to one host are 0.1 s apart.

Feeds a minute are by the clock of the wall, on this machine, with the servers on it: on a busy one look at the
CPU-seconds of 1,000 feeds instead, which are told for the poller's own process, its workers and the servers apart. What
hosts were given to bear is counted by the hosts: connections and requests at once, and requests in any second. (What
they count is off by as much as they are late themselves, which is told too.)

Exit code 0 if every figure is reached, 1 if not, 2 if the hosts could not be started.
"""

import argparse
import json
import resource
import sys
import tempfile
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from newsloom.testing.feedworld import FIRST, FeedWorld
from newsloom.testing.pollplay import BETWEEN, Sweep, on_air, poller_of, write_desk

SWEEPS = ("cold", "warm", "warm again")
SPACING = 0.1
FETCH = f"spacing_seconds = {SPACING}\ntimeout_seconds = 10\nconcurrency = 256\n"
COLD, WARM = 6_000, 40_000  # feeds a minute, on two idle cores
CPU_COLD, CPU_WARM = 20.0, 3.0  # seconds of both cores that those leave for 1,000 feeds
MEGABYTES = 400
CONNECTIONS = 2
SLACK = 2  # requests in a second beyond those the spacing allows: who is late sees two in one


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What was measured."""

    feeds: int
    hosts: int
    sweeps: dict[str, Sweep]
    lost: int
    doubled: int
    foreign: int
    most_megabytes: float

    def met(self) -> dict[str, bool]:
        """Each figure and whether it is reached."""
        warm = [sweep for name, sweep in self.sweeps.items() if name != SWEEPS[0]]
        seen = [sweep.seen for sweep in self.sweeps.values()]
        most = max(one["most_in_a_second"] for one in seen)
        return {
            f"cold: at least {COLD:,} feeds a minute": self.sweeps[SWEEPS[0]].feeds_per_minute >= COLD,
            f"cold: at most {CPU_COLD:g} CPU-seconds for 1,000 feeds": self.cost(SWEEPS[0]) <= CPU_COLD,
            f"warm: at least {WARM:,} feeds a minute": min(sweep.feeds_per_minute for sweep in warm) >= WARM,
            f"warm: at most {CPU_WARM:g} CPU-seconds for 1,000 feeds": self.cost(SWEEPS[1]) <= CPU_WARM,
            f"the poller has at most {MEGABYTES} MB": self.most_megabytes <= MEGABYTES,
            f"at most {CONNECTIONS} requests at once at a host": max(o["most_requests_at_once"] for o in seen) <= 2,
            f"at most {CONNECTIONS} connections at a host": max(o["most_connections"] for o in seen) <= 2,
            f"requests {SPACING:g} s apart": most <= 1 / SPACING + SLACK,
            "no item lost, none doubled": not (self.lost or self.doubled or self.foreign),
        }

    def cost(self, name: str) -> float:
        """CPU-seconds of 1,000 feeds, of poller, workers and servers."""
        sweep = self.sweeps[name]
        return (sweep.poller_cpu + sweep.workers_cpu + sweep.servers_cpu) * 1000 / self.feeds


def measured(world: FeedWorld, *, slowness: float) -> Figures:
    """Sweep a fresh desk over the world."""
    with tempfile.TemporaryDirectory(prefix="newsloom-poll-") as folder, on_air(world, slowness=slowness) as air:
        desk = write_desk(Path(folder), air, fetch=FETCH)
        with poller_of(desk, air, now=FIRST + BETWEEN) as poller:
            sweeps = {name: poller.sweep(generation) for generation, name in enumerate(SWEEPS)}
            stored = Counter(poller.stored())
    wanted = world.addresses(len(SWEEPS) - 1)
    return Figures(
        feeds=world.feeds,
        hosts=world.hosts,
        sweeps=sweeps,
        lost=len(wanted - stored.keys()),
        doubled=sum(count - 1 for count in stored.values()),
        foreign=len(stored.keys() - wanted),
        most_megabytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    )


def as_data(figures: Figures) -> dict[str, Any]:
    """The figures for JSON."""
    failed = {name: len(sweep.report.failed) for name, sweep in figures.sweeps.items()}
    sweeps = {name: asdict(sweep) | {"report": None, "failed": failed[name]} for name, sweep in figures.sweeps.items()}
    return asdict(figures) | {"sweeps": sweeps, "met": figures.met()}


def show(figures: Figures) -> None:
    """Print what was measured."""
    print(f"{figures.feeds:,} feeds on {figures.hosts:,} hosts")
    each = 1000 / figures.feeds
    for name, sweep in figures.sweeps.items():
        report, seen = sweep.report, sweep.seen
        print(f"{name}: {sweep.seconds:.1f} s, {sweep.feeds_per_minute:,.0f} feeds a minute, {sweep.megabytes:.0f} MB")
        print(
            f"  CPU-seconds of 1,000 feeds: {sweep.poller_cpu * each:.2f} poller,"
            f" {sweep.workers_cpu * each:.2f} workers, {sweep.servers_cpu * each:.2f} servers"
        )
        print(f"  {report.added:,} added, {report.unmodified:,} unmodified, {len(report.failed):,} failed")
        gap = seen["shortest_gap"]
        print(
            f"  at one host: {seen['most_connections']} connections, {seen['most_requests_at_once']} requests at once,"
            f" {seen['most_in_a_second']} in a second, shortest gap {0 if gap is None else gap:.3f} s"
            f" (hosts late by {seen['late_by']:.3f} s)"
        )
    print(f"{figures.lost:,} items lost, {figures.doubled:,} doubled; at most {figures.most_megabytes:.0f} MB")
    for name, met in figures.met().items():
        print(f"{'met   ' if met else 'MISSED'}  {name}")


def main() -> int:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feeds", type=int, default=10_000)
    parser.add_argument("--hosts", type=int, default=500)
    parser.add_argument("--slowness", type=float, default=2.0, help="seconds a slow feed takes")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    try:
        figures = measured(FeedWorld(feeds=given.feeds, hosts=given.hosts), slowness=given.slowness)
    except (OSError, ValueError) as error:
        print(f"poll: the hosts could not be served: {error}", file=sys.stderr)
        return 2
    if given.json:
        print(json.dumps(as_data(figures)))
    else:
        show(figures)
    return 0 if all(figures.met().values()) else 1


if __name__ == "__main__":
    raise SystemExit(main())
