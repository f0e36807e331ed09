"""How long it takes to publish: everything, fifty records that changed, fifty new ones; and how much memory.

    ./run bench publish [--records 100000] [--json]

An archive of invented stories spread over a year is made and judged. Then it is published whole into an empty folder;
fifty stories all over the archive get a report more; fifty new stories come. The static API of the contract, whose
pages shift with every new record, is left out of these and measured apart, with the same steps once more. Seconds are
by the clock, as the figures asked for are, with those of CPU beside: only these say something on a machine that does
other work. Exit code 0 if the figures are reached, 1 if not.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import timedelta
from pathlib import Path

from newsloom.seams import Engine
from newsloom.testing.publishplay import LATEST, Cost, archive_desk, fill, grow, more, timed

RECORDS, CHANGED = 100_000, 50
FULL_SECONDS, UPDATE_SECONDS, NEW_SECONDS, MEGABYTES = 180, 3, 5, 1024
APART = "JsonApi"


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure publishing.")
    parser.add_argument("--records", type=int, default=RECORDS, metavar="N")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--folder", type=Path, help="where the desk is made (default: a temporary folder)")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="newsloom-publish-", dir=args.folder) as folder:
        costs = measure(Path(folder), args.records)
    met = reached(costs)
    if args.json:
        print(json.dumps({"costs": {name: asdict(cost) for name, cost in costs.items()}, "met": met}, indent=2))
    else:
        _print(costs, met)
    return 0 if all(met.values()) else 1


def measure(folder: Path, records: int) -> dict[str, Cost]:
    """Every step's cost, by its name."""
    with archive_desk(folder) as engine:
        stories = fill(replace(engine, progress=_tell), records)
        plain = replace(
            engine,
            publishers=tuple(p for p in engine.publishers if APART not in repr(type(getattr(p, "publisher", p)))),
        )
        costs = _steps(plain, stories, "", seed=100)
        return costs | _steps(engine, stories, f" with {APART}", seed=200)


def reached(costs: dict[str, Cost]) -> dict[str, bool]:
    """Each figure and whether it is reached."""
    peak = max(cost.peak_megabytes for cost in costs.values())
    return {
        f"all in at most {FULL_SECONDS} s": costs["all"].seconds <= FULL_SECONDS,
        f"{CHANGED} updates in at most {UPDATE_SECONDS} s": costs["updates"].seconds <= UPDATE_SECONDS,
        f"{CHANGED} new records in at most {NEW_SECONDS} s": costs["new"].seconds <= NEW_SECONDS,
        f"at most {MEGABYTES} MB": peak <= MEGABYTES,
    }


def _steps(engine: Engine, stories: Sequence[str], name: str, *, seed: int) -> dict[str, Cost]:
    costs = {f"all{name}": timed(engine, now=LATEST, full=True)}
    costs[f"nothing{name}"] = timed(engine, now=LATEST + timedelta(minutes=1))
    grow(engine, stories[:: max(1, len(stories) // CHANGED)][:CHANGED], seed=seed)  # type: ignore[arg-type]
    costs[f"updates{name}"] = timed(engine, now=LATEST + timedelta(minutes=2))
    more(engine, CHANGED, seed=seed)
    costs[f"new{name}"] = timed(engine, now=LATEST + timedelta(minutes=3))
    return costs


def _tell(what: str, done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{what}: {done:,} of {total:,}", end="", file=sys.stderr)


def _print(costs: dict[str, Cost], met: dict[str, bool]) -> None:
    for name, cost in costs.items():
        shapes = ", ".join(f"{shape} {spent:.2f}" for shape, spent in cost.publishers.items())
        print(
            f"{name:24} {cost.seconds:8.2f} s ({cost.cpu_seconds:.2f} CPU), {cost.written:,} files written,"
            f" {cost.removed:,} removed; peak {cost.peak_megabytes} MB; CPU of publishers: {shapes}"
        )
    for figure, is_met in met.items():
        print(f"{'reached' if is_met else 'MISSED '}  {figure}")


if __name__ == "__main__":
    sys.exit(main())
