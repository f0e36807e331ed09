"""How long it takes to judge the past anew: 30 days of 5,000 articles a day, with four editions a day.

    ./run bench replay [--days N] [--a-day N] [--json]

An invented past is made from a seed and put into a store: outlets of houses, a third of the stories told by two to
twelve articles that came one after the other, some of them copies, whose texts are read again. Then, shared out between
two processes as on a desk, in seconds that passed and in CPU-seconds of both together:

- weights: the past by the settings in force and by other weights, side by side;
- tiers: the same where tiers of sources differ too, so that what weights are put on is made for each side.

The most memory one process ever held is told, with what making the store took. Beside the figures stand the load of the
machine and how long a fixed piece of work took there, in CPU-seconds and in seconds that passed, before and after: what
was taken on a busy machine can be scaled by it. Exit code 0 if each takes three minutes at most, and the editions of
equal settings are equal, whether made by one process or two; 1 if not.
"""

import argparse
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from pathlib import Path

from newsloom.flows.replaying import Moments
from newsloom.flows.replayreport import Fronting, Replay, replay_report
from newsloom.flows.replaysharing import Sharing
from newsloom.testing.judgementplay import LATEST, criteria_in_play, other_weights
from newsloom.testing.replayplay import Criteria, past_in_play, sharing_in_play
from newsloom.testing.streams import desk_in

EVERY = timedelta(hours=6)
RULES = (Fronting(), Fronting())
SECONDS = 180.0
CALIBRATION = 20_000_000  # turns of a loop: about a second of a quiet machine
SHORT = timedelta(days=1)  # of the past, judged by one process and by two
KILOBYTES = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What was measured."""

    articles: int
    stories: int
    editions: int
    weights_seconds: float
    weights_cpu_seconds: float
    tiers_seconds: float
    tiers_cpu_seconds: float
    made_megabytes: int
    most_megabytes: int
    fronts_differ: int
    equal_are_equal: bool
    shared_is_equal: bool
    load: tuple[float, float]
    calibration_seconds: tuple[float, float]
    calibration_cpu_seconds: tuple[float, float]

    def met(self) -> dict[str, bool]:
        """Each figure and whether it is reached."""
        return {
            f"other weights in at most {SECONDS:g} s": self.weights_seconds <= SECONDS,
            f"other tiers in at most {SECONDS:g} s": self.tiers_seconds <= SECONDS,
            "equal settings give equal editions": self.equal_are_equal,
            "two processes give what one gives": self.shared_is_equal,
        }


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure judging the past anew.")
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--a-day", type=int, default=5_000, metavar="N", help="articles (default: 5,000)")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="newsloom-replay-") as folder:
        figures = measure(Path(folder), days=args.days, a_day=args.a_day)
    met = figures.met()
    if args.json:
        print(json.dumps({"figures": asdict(figures), "met": met}, indent=2))
    else:
        _print(figures, met)
    return 0 if all(met.values()) else 1


def measure(folder: Path, *, days: int, a_day: int) -> Figures:
    """Make the past in a folder and judge it."""
    criteria = criteria_in_play()
    other = replace(criteria, profile=other_weights())
    tiers = replace(other, tiers=dict.fromkeys(criteria.tiers, 70))
    moments = Moments(since=LATEST - timedelta(days=days), until=LATEST, every=EVERY)
    with desk_in(folder) as engine:
        store = engine.store
        stories = past_in_play(store, criteria, articles=days * a_day, days=days)
        made = _megabytes()
        sharing = sharing_in_play(folder)

        def by(changed: Criteria, sharing: Sharing | None = sharing, over: Moments = moments) -> Replay:
            return replay_report(store, live=criteria, changed=changed, moments=over, rules=RULES, sharing=sharing)

        before = _calibrated()
        weights, passed, spent = _timed(lambda: by(other))
        tiered, tiers_passed, tiers_spent = _timed(lambda: by(tiers))
        after = _calibrated()
        short = replace(moments, until=moments.since + SHORT)
        alone = by(other, None, short)
        shared = by(other, replace(sharing, processes=2, worth=0), short)
        articles = store.articles.count()
    return Figures(
        articles=articles,
        stories=stories,
        editions=len(weights.pairs),
        weights_seconds=passed,
        weights_cpu_seconds=spent,
        tiers_seconds=tiers_passed,
        tiers_cpu_seconds=tiers_spent,
        made_megabytes=made,
        most_megabytes=_megabytes(),
        fronts_differ=sum(bool(pair.entered or pair.moved) for pair in weights.pairs),
        equal_are_equal=[pair.before for pair in weights.pairs] == [pair.before for pair in tiered.pairs],
        shared_is_equal=alone == shared,
        load=(before[0], after[0]),
        calibration_seconds=(before[1], after[1]),
        calibration_cpu_seconds=(before[2], after[2]),
    )


def _timed(work: Callable[[], Replay]) -> tuple[Replay, float, float]:
    began, clock = _cpu(), time.perf_counter()
    found = work()
    return found, time.perf_counter() - clock, _cpu() - began


def _cpu() -> float:
    """CPU-seconds of this process and of those it waited for."""
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in spent)


def _calibrated() -> tuple[float, float, float]:
    """The load of the last minute, and how long a fixed piece of work takes: seconds that passed, CPU-seconds."""
    began, clock = time.process_time(), time.perf_counter()
    total = 0
    for n in range(CALIBRATION):
        total += n * n % 7
    return os.getloadavg()[0], round(time.perf_counter() - clock, 3), round(time.process_time() - began, 3)


def _megabytes() -> int:
    most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return most // KILOBYTES


def _print(figures: Figures, met: dict[str, bool]) -> None:
    print(f"{figures.articles:,} articles in {figures.stories:,} stories, {figures.editions} editions by two settings")
    print(f"other weights: {figures.weights_seconds:.0f} s passed, {figures.weights_cpu_seconds:.0f} of CPU")
    print(f"other tiers too: {figures.tiers_seconds:.0f} s passed, {figures.tiers_cpu_seconds:.0f} of CPU")
    print(f"most memory: {figures.most_megabytes} MB, {figures.made_megabytes} of them while the store was made")
    print(
        f"load {figures.load[0]:.1f} before, {figures.load[1]:.1f} after; a fixed piece of work took"
        f" {figures.calibration_seconds[0]:.2f} and {figures.calibration_seconds[1]:.2f} s,"
        f" {figures.calibration_cpu_seconds[0]:.2f} and {figures.calibration_cpu_seconds[1]:.2f} of CPU"
    )
    print(f"{figures.fronts_differ} fronts differ by other weights")
    for what, reached in met.items():
        print(f"  {'reached' if reached else 'MISSED'}: {what}")


if __name__ == "__main__":
    sys.exit(main())
