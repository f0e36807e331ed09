"""How long it takes to publish: everything, fifty records that changed, fifty new ones; and how much memory.

    ./run bench publish [--records 100000] [--folder FOLDER] [--json]

An archive of invented stories spread over a year is made and judged. Then it is published whole into an empty folder,
in every shape a desk has by default; fifty stories all over the archive get a report more; fifty new stories come. The
static API of the contract, whose pages shift with every new record, is left out of these and measured apart, with the
same steps once more. Seconds are by the clock, as the figures asked for are, with those of CPU, of the processes that
work beside included, since only these say something on a machine that does other work: how busy it was is told, and
how long a fixed amount of work took. With `--folder` the archive stays there and is used again. Exit code 0 if the
figures are reached, 1 if not.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
from dataclasses import asdict, replace
from pathlib import Path

from newsloom.testing.publishplay import (
    Cost,
    archive_desk,
    calibration,
    fill,
    known_stories,
    measure,
    without_contract_api,
)

RECORDS, CHANGED = 100_000, 50
FULL_SECONDS, UPDATE_SECONDS, NEW_SECONDS, MEGABYTES = 180, 3, 5, 1024
APART = "with the contract's API"


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure publishing.")
    parser.add_argument("--records", type=int, default=RECORDS, metavar="N")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--folder", type=Path, help="a desk filled before, or where one is to be kept (default: none)")
    args = parser.parse_args()
    loop, load = calibration(), os.getloadavg()[0]
    if args.folder is not None:
        costs = measured(args.folder, args.records)
    else:
        with tempfile.TemporaryDirectory(prefix="newsloom-publish-") as folder:
            costs = measured(Path(folder), args.records)
    met = reached(costs)
    if args.json:
        said = {"costs": {name: asdict(cost) for name, cost in costs.items()}, "met": met}
        print(json.dumps(said | {"loop_seconds": loop, "load": load, "cores": os.cpu_count()}, indent=2))
    else:
        print(f"{os.cpu_count()} cores, load {load:.1f} before; five million turns of a loop: {loop} s")
        _print(costs, met)
    return 0 if all(met.values()) else 1


def measured(folder: Path, records: int) -> dict[str, Cost]:
    """Every step's cost, by its name."""
    for old in (folder / "site", folder / ".site.newsloom"):
        if old.exists():
            shutil.rmtree(old)
    with archive_desk(folder) as engine:
        stories = known_stories(engine) or fill(replace(engine, progress=_tell), records)
        costs = measure(without_contract_api(engine), stories, changed=CHANGED, seed=2 * len(stories))
        apart = measure(engine, stories, changed=CHANGED, seed=2 * len(stories) + 1)
        return costs | {f"{name} {APART}": cost for name, cost in apart.items()}


def reached(costs: dict[str, Cost]) -> dict[str, bool]:
    """Each figure and whether it is reached."""
    peak = max(cost.peak_megabytes for cost in costs.values())
    return {
        f"all in at most {FULL_SECONDS} s": costs["all"].seconds <= FULL_SECONDS,
        f"{CHANGED} updates in at most {UPDATE_SECONDS} s": costs["updates"].seconds <= UPDATE_SECONDS,
        f"{CHANGED} new records in at most {NEW_SECONDS} s": costs["new"].seconds <= NEW_SECONDS,
        f"at most {MEGABYTES} MB": peak <= MEGABYTES,
    }


def _tell(what: str, done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{what}: {done:,} of {total:,}", end="", file=sys.stderr)


def _print(costs: dict[str, Cost], met: dict[str, bool]) -> None:
    for name, cost in costs.items():
        print(
            f"{name:32} {cost.seconds:8.2f} s (CPU {cost.cpu_seconds:.2f} s, of other processes"
            f" {cost.workers_seconds:.2f} s; load {cost.load:.1f}), {cost.written:,} files written,"
            f" {cost.removed:,} removed; peak {cost.peak_megabytes} MB"
        )
    for figure, is_met in met.items():
        print(f"{'reached' if is_met else 'MISSED '}  {figure}")


if __name__ == "__main__":
    sys.exit(main())
