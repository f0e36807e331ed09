"""How long it takes to score stored articles and to select an edition, and to score all again by other weights.

    ./run bench judgement [--articles N] [--json]

An invented desk is made from a seed: 400 outlets of 240 houses, a third of the stories told by two to twelve articles,
some of them copies or agencies' texts. What judging found of each article is put into a store, as a run leaves it.
Then, in CPU-seconds, each from the store:

- an edition: the scores of 50,000 active articles and the hundred stories on the front;
- all again: the scores of N articles (a million) by changed weights, which no record was judged by before. This is what
  every read sees at once. For scale, and since some want it: making records with their receipts anew, of a sample;
- receipts of some stories, which must say the same scores.

Exit code 0 if the figures are reached and every receipt agrees, 1 if not.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TypeVar

from newsloom.flows.judging import sitting_of
from newsloom.flows.ranking import ranking
from newsloom.testing.judgementplay import LATEST, criteria_in_play, keep, other_weights, receipts, stories_in_play
from newsloom.testing.streams import desk_in

T = TypeVar("T")
ACTIVE, MILLION, FRONT, SAMPLE = 50_000, 1_000_000, 100, 5_000
EDITION_SECONDS, AGAIN_SECONDS = 0.5, 120.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What was measured; seconds are CPU-seconds of this one process."""

    active_articles: int
    active_stories: int
    edition_seconds: float
    articles: int
    stories: int
    again_seconds: float
    records_sampled: int
    records_a_second: float
    receipts_checked: int
    receipts_agree: bool

    def met(self) -> dict[str, bool]:
        """Each figure and whether it is reached."""
        return {
            f"an edition in at most {EDITION_SECONDS} s": self.edition_seconds <= EDITION_SECONDS,
            f"all again in at most {AGAIN_SECONDS:g} s": self.again_seconds <= AGAIN_SECONDS,
            "receipts agree": self.receipts_agree,
        }


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure scoring and selecting.")
    parser.add_argument("--articles", type=int, default=MILLION, metavar="N", help="scored again (default: a million)")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="newsloom-judgement-") as folder:
        figures = measure(Path(folder), args.articles)
    met = figures.met()
    if args.json:
        print(json.dumps({"figures": asdict(figures), "met": met}, indent=2))
    else:
        _print(figures, met)
    return 0 if all(met.values()) else 1


def measure(folder: Path, number: int) -> Figures:
    """Make the desks and take the times; the smaller one lies in the same folder."""
    criteria = criteria_in_play()
    other = replace(criteria, profile=other_weights())
    (folder / "active").mkdir()
    (folder / "all").mkdir()
    with desk_in(folder / "active") as engine:
        active_stories, active = keep(engine.store, stories_in_play(ACTIVE, criteria))
        ranking(engine.store, criteria, at=LATEST)  # what is imported and read the first time is not counted
        edition, front = _timed(lambda: ranking(engine.store, criteria, at=LATEST).front(FRONT))
    with desk_in(folder / "all") as engine:
        stories, articles = keep(engine.store, stories_in_play(number, criteria, seed=2, days=400))
        again, found = _timed(lambda: ranking(engine.store, other, at=LATEST))
        scores = dict(zip(found.stories, zip(found.quality.tolist(), found.heat.tolist(), strict=True), strict=True))
        sample = found.stories[:: max(len(found.stories) // SAMPLE, 1)]
        agree = len(front) == FRONT and receipts(engine.store, other, sample) == {one: scores[one] for one in sample}
        sitting = sitting_of(engine.store, other, at=LATEST)
        spent, verdicts = _timed(lambda: sitting.weigh_again(sample))
    return Figures(
        active_articles=active,
        active_stories=active_stories,
        edition_seconds=edition,
        articles=articles,
        stories=stories,
        again_seconds=again,
        records_sampled=len(verdicts.slots),
        records_a_second=len(verdicts.slots) / spent if spent else 0.0,
        receipts_checked=len(sample),
        receipts_agree=agree,
    )


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    began = time.process_time()
    done = work()
    return time.process_time() - began, done


def _print(figures: Figures, met: dict[str, bool]) -> None:
    print(
        f"an edition of {figures.active_articles:,} articles in {figures.active_stories:,} stories:"
        f" {figures.edition_seconds * 1000:.0f} ms"
    )
    print(
        f"{figures.articles:,} articles in {figures.stories:,} stories by other weights: {figures.again_seconds:.1f} s"
    )
    print(f"records made anew with receipts: {figures.records_a_second:,.0f} a second")
    print(f"{figures.receipts_checked:,} receipts checked")
    for what, reached in met.items():
        print(f"  {'reached' if reached else 'MISSED'}: {what}")


if __name__ == "__main__":
    sys.exit(main())
