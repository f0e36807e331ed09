"""What a desk that is watched for an hour comes to hold: memory, descriptors, the write-ahead log.

    ./run bench soak [--minutes 60] [--feeds 300] [--hosts 30] [--changing 10] [--json]

`newsloom run --watch` runs in a process of its own over feeds on loopback, of which some are slow, fail or are hostile;
so many in a hundred have a new item every minute. Every ten seconds it is looked at; slopes are of the second half of
the time, by least squares. Its stories and its output grow too: what is kept of news in memory is bounded by time, so
that the slope of memory falls as days go by, and is told here as it is. At the end it is asked to stop, as a service
manager does.

Exit code 0 if descriptors do not grow, the log stays below 64 MB, and it stops within ten seconds and leaves no
process; 1 if not.
"""

import argparse
import json
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from newsloom.testing.feedworld import FeedWorld
from newsloom.testing.pollplay import on_air, write_desk
from newsloom.testing.soakplay import DRAINED, FETCH, Sight, slope, watched

EVERY = 10.0  # seconds between two looks
TURN = 60.0  # seconds between two generations of the world
WAL_MEGABYTES = 64
DESCRIPTORS_AN_HOUR = 30  # a connection more or less at the last look is no leak


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What was seen; slopes are growth in an hour."""

    minutes: float
    looks: int
    requests: int
    megabytes: float
    megabytes_an_hour: float
    workers_megabytes_an_hour: float
    descriptors: int
    descriptors_an_hour: float
    most_wal_megabytes: float
    store_megabytes_an_hour: float
    stopped_in: float
    exit_code: int | None
    outlived: list[str]
    course: list[Sight]

    def met(self) -> dict[str, bool]:
        """Each demand and whether it is met."""
        return {
            "descriptors do not grow": self.descriptors_an_hour <= DESCRIPTORS_AN_HOUR,
            f"the write-ahead log stays below {WAL_MEGABYTES} MB": self.most_wal_megabytes < WAL_MEGABYTES,
            f"it stops within {DRAINED:g} s": self.exit_code == 0 and self.stopped_in <= DRAINED,
            "it leaves no process": not self.outlived,
        }


def measured(world: FeedWorld, *, minutes: float) -> Figures:
    """Watch a desk over the world."""
    with tempfile.TemporaryDirectory(prefix="newsloom-soak-") as folder, on_air(world, slowness=1.0) as air:
        desk = write_desk(Path(folder), air, fetch=FETCH)

        def turn(passed: float) -> None:
            air.order(f"generation {int(passed // TURN)}")

        sights, code, took, left = watched(desk, seconds=minutes * 60, every=EVERY, turn=turn)
        requests = air.order("report")["requests"]
    last = sights[-1] if sights else Sight(**dict.fromkeys(Sight.__slots__, 0))
    return Figures(
        minutes=minutes,
        looks=len(sights),
        requests=requests,
        megabytes=last.megabytes,
        megabytes_an_hour=slope(sights, lambda sight: sight.megabytes),
        workers_megabytes_an_hour=slope(sights, lambda sight: sight.workers_megabytes),
        descriptors=last.descriptors,
        descriptors_an_hour=slope(sights, lambda sight: sight.descriptors),
        most_wal_megabytes=max((sight.wal_megabytes for sight in sights), default=0.0),
        store_megabytes_an_hour=slope(sights, lambda sight: sight.store_megabytes),
        stopped_in=took,
        exit_code=code,
        outlived=left,
        course=sights[:: max(1, round(TURN / EVERY))],
    )


def main() -> int:
    """Watch, print, judge."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--feeds", type=int, default=300)
    parser.add_argument("--hosts", type=int, default=30)
    parser.add_argument("--changing", type=int, default=10, help="feeds in a hundred with a new item each minute")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    figures = measured(FeedWorld(feeds=given.feeds, hosts=given.hosts, changing=given.changing), minutes=given.minutes)
    if given.json:
        print(json.dumps(asdict(figures) | {"met": figures.met()}))
    else:
        print(f"{figures.minutes:g} minutes, {figures.requests:,} requests, {figures.looks} looks; in an hour")
        print(f"  memory {figures.megabytes:.0f} MB, {figures.megabytes_an_hour:+.1f} MB")
        print(f"  memory of workers {figures.workers_megabytes_an_hour:+.1f} MB")
        print(f"  descriptors {figures.descriptors}, {figures.descriptors_an_hour:+.1f}")
        print(f"  write-ahead log at most {figures.most_wal_megabytes:.1f} MB")
        print(f"  database {figures.store_megabytes_an_hour:+.1f} MB")
        print(f"stopped in {figures.stopped_in:.1f} s with {figures.exit_code}, {len(figures.outlived)} processes left")
        for name, met in figures.met().items():
            print(f"{'met   ' if met else 'MISSED'}  {name}")
    return 0 if all(figures.met().values()) else 1


if __name__ == "__main__":
    raise SystemExit(main())
