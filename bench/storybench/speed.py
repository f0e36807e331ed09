"""How many articles a CPU-second are placed, what one costs at most, and how that grows.

Rates are by CPU time, the slowest article by the clock, where the best of some batches counts: a busy machine only ever
takes away. The long stream is made from the file (`newsloom.testing.longstream`): title and 600 characters of text, new
words all the time, as many active articles as asked. Only placing is timed, not making the articles.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from newsloom.flows.backfill import backfill
from newsloom.flows.curate import Shards, curate
from newsloom.testing.longstream import long_stream, placing, store_older
from newsloom.testing.streams import ARCHIVE, Labelled, desk_in

ACTIVE = 15_000
LONGER = 10  # times as long a stream
TIMED = 2_000  # articles timed
BATCHES = 5
PROVISIONAL = 3_000  # per CPU-second
SETTLED = 1_500
P99_MS = 5.0
FLAT = 1.25  # cost after the longer stream, as a multiple
SUBLINEAR = 5.0  # cost with twenty times as many active articles, as a multiple
MEGABYTES = 1_000
RELOAD_SECONDS = 5.0
CHUNK = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One figure: what it is, its value as printed, and whether it is what it must be (None: nothing is asked)."""

    what: str
    value: str
    number: float
    reached: bool | None


class Placing:
    """Articles of a long stream, placed one after the other without a store."""

    def __init__(self, stream: Sequence[Labelled], *, active: int, settling: bool) -> None:
        articles = [one.article for one in stream]
        self._articles = long_stream(articles, active=active)
        self._clusterer = placing(articles[0].language, settling=settling)
        self.placed = 0

    def rate(self, count: int = TIMED) -> float:
        """Place so many more; returns how many a CPU-second."""
        articles = list(islice(self._articles, count))
        began = time.process_time()
        for article in articles:
            self._clusterer.place(article)
        spent = time.process_time() - began
        self.placed += count
        return count / spent

    def slowest(self, count: int = TIMED // BATCHES) -> float:
        """The milliseconds that all but one in a hundred articles stay below, of the best of some batches more.

        By the clock: asking for CPU time twice an article can cost more than placing one.
        """
        found = []
        for _ in range(BATCHES):
            spent = []
            for article in list(islice(self._articles, count)):
                began = time.perf_counter_ns()
                self._clusterer.place(article)
                spent.append(time.perf_counter_ns() - began)
            found.append(sorted(spent)[int(0.99 * count)] / 1e6)
        self.placed += BATCHES * count
        return min(found)

    def until(self, count: int) -> None:
        """Place until so many are."""
        for article in islice(self._articles, max(0, count - self.placed)):
            self._clusterer.place(article)
        self.placed = max(count, self.placed)


def speed(stream: Sequence[Labelled], *, active: int = ACTIVE, older: int = 0) -> Iterator[Line]:
    """All figures, cheapest first; `active` scales them all down for a quick look.

    Args:
        stream: what the long stream is made from.
        active: articles in the window.
        older: articles the store holds besides, from before it.
    """
    first = Placing(stream, active=active, settling=False)
    first.until(active)
    rate = first.rate()
    yield Line(
        what=f"placing alone, per CPU-second at {active:,} active",
        value=f"{rate:,.0f}",
        number=rate,
        reached=rate >= PROVISIONAL,
    )
    yield from _settling(stream, active)
    yield from _growth(stream, active)
    yield from stored(stream, active, older)


def _settling(stream: Sequence[Labelled], active: int) -> Iterator[Line]:
    whole = Placing(stream, active=active, settling=True)
    whole.until(active)
    rate, slowest = whole.rate(), whole.slowest()
    yield Line(what="with settling", value=f"{rate:,.0f}", number=rate, reached=rate >= SETTLED)
    yield Line(
        what="p99 of one article, milliseconds", value=f"{slowest:.2f}", number=slowest, reached=slowest <= P99_MS
    )
    whole.until(LONGER * active)
    later = rate / whole.rate()
    yield Line(
        what=f"cost of an article after a stream {LONGER} times longer, as a multiple",
        value=f"{later:.2f}",
        number=later,
        reached=later <= FLAT,
    )


def _growth(stream: Sequence[Labelled], active: int) -> Iterator[Line]:
    rates = {}
    for size in (active // 5, active, 4 * active):
        some = Placing(stream, active=size, settling=True)
        some.until(size)
        rates[size] = some.rate()
        yield Line(
            what=f"with settling, per CPU-second at {size:,} active",
            value=f"{rates[size]:,.0f}",
            number=rates[size],
            reached=None,
        )
    growth = rates[active // 5] / rates[4 * active]
    yield Line(
        what="cost of an article among twenty times as many, as a multiple",
        value=f"{growth:.2f}",
        number=growth,
        reached=growth <= SUBLINEAR,
    )


def stored(stream: Sequence[Labelled], active: int, older: int) -> Iterator[Line]:
    """What the store adds, and what coming back from it takes: a desk is filled, then met by a fresh process."""
    articles = [one.article for one in stream]
    with tempfile.TemporaryDirectory(prefix="newsloom-stories-") as name:
        folder = Path(name)
        with desk_in(folder) as engine:
            store_older(engine, long_stream(articles, active=active), older)
            shards = Shards()
            source = long_stream(articles, active=4 * active)
            rate = 0.0
            for size in (active, TIMED, 3 * active - TIMED):
                spent = 0.0
                for at in range(0, size, CHUNK):
                    backfill(engine.store, islice(source, min(CHUNK, size - at)), archive=ARCHIVE)
                    began = time.process_time()
                    curate(engine, shards=shards)
                    spent += time.process_time() - began
                rate = size / spent if size == TIMED else rate
            kept = f"{4 * active:,} active, {engine.store.articles.count():,} stored"
        yield Line(
            what=f"with copies, settling and the store, per CPU-second at {active:,} active",
            value=f"{rate:,.0f}",
            number=rate,
            reached=None,
        )
        yield from _reloaded(folder, kept, language=articles[0].language)


def _reloaded(folder: Path, kept: str, *, language: str) -> Iterator[Line]:
    script = Path(__file__).with_name("reload.py")
    done = subprocess.run(
        [sys.executable, str(script), str(folder), language], capture_output=True, text=True, check=True
    )
    seconds, megabytes = (float(json.loads(done.stdout)[name]) for name in ("seconds", "megabytes"))
    yield Line(
        what=f"state reloaded, CPU-seconds ({kept})",
        value=f"{seconds:.1f}",
        number=seconds,
        reached=seconds <= RELOAD_SECONDS,
    )
    yield Line(
        what=f"memory, megabytes ({kept})",
        value=f"{megabytes:,.0f}",
        number=megabytes,
        reached=megabytes <= MEGABYTES,
    )


HEAD = ("figure", "value", "reached")


def row(line: Line) -> tuple[str, ...]:
    """A figure as cells below `HEAD`."""
    return (line.what, line.value, "" if line.reached is None else "yes" if line.reached else "NO")
