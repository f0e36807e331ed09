"""How many pages a second become stored articles in stories, and how much memory reading them takes.

    ./run bench pipeline FILE [--json]

FILE holds JSON lines (gzip or plain) with `url` and `html`. A fresh desk gets a draft for each page, as if a feed had
named it, and the flows of a run do the rest: pages are read in worker processes, as in a run, completed, stored with
their search index, and placed in stories. The web is a table in memory. CPU-seconds of this process and of the workers
are added up; starting them is not counted, and a first reading of some pages is not either. For scale, since machines
differ: how many of the same pages trafilatura's default mode extracts a CPU-second, alone and without storing anything.

Exit code 0 if the figures are reached, 1 if not, 2 if FILE cannot be read.
"""

import argparse
import json
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import trafilatura

from newsloom.flows.curate import Shards, curate
from newsloom.flows.ingest import IngestRules
from newsloom.flows.pages import read_pages
from newsloom.flows.reports import IngestReport
from newsloom.testing.fake_web import FakeWeb
from newsloom.testing.pipeline import CountingExecutor, HtmlPage, announce, read_pages_file
from newsloom.testing.streams import desk_in

PER_CPU_SECOND = 120
MEGABYTES = 400
WARM_UP = 20  # pages read before the clock starts
PEER_PAGES = 60  # read by trafilatura, for scale
RULES = replace(
    IngestRules(), complete=replace(IngestRules().complete, probe_images=False)
)  # pictures are the network's matter


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What was measured; seconds are CPU-seconds."""

    pages: int
    read: int
    failed: int
    stories: int
    pages_per_cpu_second: float
    seconds_in_workers: float
    seconds_storing: float
    seconds_placing: float
    megabytes_of_a_worker: float
    trafilatura_pages_per_cpu_second: float

    def met(self) -> dict[str, bool]:
        """Each figure and whether it is reached."""
        return {
            f"{PER_CPU_SECOND} pages per CPU-second": self.pages_per_cpu_second >= PER_CPU_SECOND,
            f"at most {MEGABYTES} MB a worker": self.megabytes_of_a_worker <= MEGABYTES,
        }


def measured(pages: list[HtmlPage]) -> Figures:
    """Send the pages through a fresh desk."""
    with tempfile.TemporaryDirectory(prefix="newsloom-pipeline-") as folder, desk_in(Path(folder)) as desk:
        counting = CountingExecutor(desk.executor)
        web = FakeWeb({})
        engine = replace(desk, executor=counting, fetcher=web)
        shards = Shards()
        web.pages.update(announce(engine, pages[:WARM_UP]))
        read_pages(engine, report=IngestReport(), rules=RULES.complete, reread=RULES.reread)
        curate(engine, shards=shards)
        pages_by_address = announce(engine, pages[WARM_UP:])
        web.pages.update(pages_by_address)
        fresh = len(pages_by_address)
        counting.cpu_seconds = 0.0
        report = IngestReport()
        started = time.process_time()
        read_pages(engine, report=report, rules=RULES.complete, reread=RULES.reread)
        stored = time.process_time()
        placed = curate(engine, shards=shards)
        ended = time.process_time()
        seconds = ended - started + counting.cpu_seconds
        return Figures(
            pages=fresh,
            read=report.pages_read,
            failed=report.pages_failed,
            stories=placed.opened - placed.merged,
            pages_per_cpu_second=fresh / seconds,
            seconds_in_workers=counting.cpu_seconds,
            seconds_storing=stored - started,
            seconds_placing=ended - stored,
            megabytes_of_a_worker=counting.megabytes,
            trafilatura_pages_per_cpu_second=peer(pages[:PEER_PAGES]),
        )


def peer(pages: list[HtmlPage]) -> float:
    """How many pages trafilatura extracts a CPU-second; one page first, to load what it needs."""
    trafilatura.extract(pages[0].html)
    started = time.process_time()
    for page in pages:
        trafilatura.extract(page.html, url=page.url)
    return len(pages) / (time.process_time() - started)


def show(figures: Figures) -> None:
    """Print what was measured."""
    each = 1000 / figures.pages
    parts = {
        "reading": figures.seconds_in_workers,
        "storing": figures.seconds_storing,
        "placing": figures.seconds_placing,
    }
    print(f"{figures.pages:,} pages: {figures.read:,} read, {figures.failed:,} without an article")
    print(f"{figures.pages_per_cpu_second:.0f} pages per CPU-second, in {figures.stories:,} stories; of each page")
    for name, seconds in parts.items():
        print(f"  {seconds * each:5.1f} ms  {name}")
    print(f"a worker had at most {figures.megabytes_of_a_worker:.0f} MB")
    print(f"for scale: trafilatura extracts {figures.trafilatura_pages_per_cpu_second:.0f} of these pages a CPU-second")
    for name, met in figures.met().items():
        print(f"{'met   ' if met else 'MISSED'}  {name}")


def main() -> int:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path, help="JSON lines with url and html, gzip or plain")
    parser.add_argument("--json", action="store_true", help="print figures as JSON")
    given = parser.parse_args()
    try:
        pages = read_pages_file(given.file)
    except (OSError, ValueError) as error:
        print(f"pipeline: {given.file}: {error}", file=sys.stderr)
        return 2
    if len(pages) <= WARM_UP:
        print(f"pipeline: {given.file} holds {len(pages)} pages; more than {WARM_UP} are needed", file=sys.stderr)
        return 2
    figures = measured(pages)
    if given.json:
        print(json.dumps({**asdict(figures), "met": figures.met()}))
    else:
        show(figures)
    return 0 if all(figures.met().values()) else 1


if __name__ == "__main__":
    sys.exit(main())
