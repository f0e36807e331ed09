"""Polling on bad days: readers that die, hosts that ask for patience, clocks that jump, two feeds with one article."""

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from newsloom.curate.schedule import ScheduleRules
from newsloom.errors import WorkerError
from newsloom.flows.feedreading import draw_batch, read_batch
from newsloom.flows.ingest import IngestRules, ingest
from newsloom.model.source import Source, SourceId
from newsloom.testing.builders import NOON, DeskInTest, a_desk, an_item, rss
from newsloom.testing.fake_web import FakeAnswer
from newsloom.workers import InlineExecutor, KillablePool, PoolRules

DAY = timedelta(days=1)
SOURCES = 20


def feeds(count: int = SOURCES) -> dict[str, Any]:
    """So many feeds, each on its own host, with two items each."""
    return {
        f"https://daily{n}.example/rss": rss(
            *(an_item(f"Flood {n} {part}", url=f"https://daily{n}.example/{part}") for part in range(2))
        )
        for n in range(count)
    }


def visit(desk: DeskInTest, *, only: tuple[str, ...] = ()) -> Any:
    """One round of visits; the time moves on."""
    report = ingest(desk.engine, now=desk.now, rules=desk.rules, only=frozenset(map(SourceId, only)))
    desk.now += desk.step
    return report


class Deadly(Executor):
    """Runs tasks here; a batch that holds a page with these words costs the worker its life."""

    def __init__(self, words: bytes) -> None:
        self.words = words
        self.batches: list[int] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Run it, or die of it."""
        if fn is read_batch:
            tasks = args[1]
            self.batches.append(len(tasks))
            if any(self.words in task.page.body for task in tasks):
                return InlineExecutor().submit(die)
        return InlineExecutor().submit(fn, *args, **kwargs)


def die() -> None:
    """End as the pool says it."""
    raise WorkerError("the process of the task died (exit code -6)")


def test_pages_are_read_in_batches_and_a_death_costs_one_feed_alone(tmp_path: Path) -> None:
    """The others of the batch are read again, each by itself; after three deaths the feed is left alone."""
    web = feeds() | {"https://deadly.example/rss": rss(an_item("KILLS", url="https://deadly.example/1"))}
    deadly = Deadly(b"KILLS")
    with a_desk(tmp_path, web, executor=deadly) as desk:
        desk.step = DAY * 2
        report = visit(desk)
        assert set(report.failed) == {"deadly"}
        assert "reader died" in report.failed[SourceId("deadly")]
        assert max(deadly.batches) > 1
        assert report.added == SOURCES * 2
        for _ in range(2):
            assert "deadly" in visit(desk).failed
        assert "deadly" not in visit(desk).failed
        desk.now += DAY * 7
        assert "deadly" in visit(desk).failed


class Drawing(Executor):
    """Runs tasks here and counts the articles made by them; or dies of making any."""

    def __init__(self, *, deadly: bool) -> None:
        self.deadly = deadly
        self.made: list[int] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Run it, or die of it."""
        if fn is draw_batch:
            self.made.append(sum(len(places) for *_, places in args[0]))
            if self.deadly:
                return InlineExecutor().submit(die)
        return InlineExecutor().submit(fn, *args, **kwargs)


@pytest.mark.parametrize("deadly", [False, True])
def test_articles_of_new_items_are_made_in_workers(tmp_path: Path, *, deadly: bool) -> None:
    """Only of items that say something new; a worker that dies of them costs nothing."""
    worker = Drawing(deadly=deadly)
    with a_desk(tmp_path, feeds(3), executor=worker) as desk:
        desk.step = DAY * 2
        assert visit(desk).added == 6
        assert worker.made == []
        items = [an_item(f"Flood 1 {part}", url=f"https://daily1.example/{part}") for part in range(2)]
        items[0] = an_item("Flood 1 0, the water rises", url="https://daily1.example/0")
        items += [an_item("Fire", url="https://daily1.example/fire"), an_item("Fire", url="https://daily0.example/1")]
        desk.web.pages["https://daily1.example/rss"] = rss(*items)
        report = visit(desk)
        assert (report.added, report.updated) == (1, 1)
        assert worker.made == [3]
        visit(desk)
        assert sum(worker.made) <= 4


@pytest.mark.slow
def test_a_document_that_aborts_its_worker_fails_alone(tmp_path: Path) -> None:
    """For real: the worker process is gone, and every other feed of its batch is stored."""
    with KillablePool(PoolRules(workers=1, preload=())) as pool, a_desk(tmp_path, feeds(5), executor=pool) as desk:
        aborting = Source(id=SourceId("aborts"), url="https://aborts.example/rss", kind="aborting")
        desk.web.pages[aborting.url] = b"<rss/>"
        readers = {**desk.engine.readers, "aborting": Aborting()}
        desk.engine = replace(desk.engine, sources=(*desk.engine.sources, aborting), readers=readers)
        report = visit(desk)
        assert set(report.failed) == {"aborts"}
        assert report.added == 10


class Aborting:
    """A kind of source whose reader ends its process."""

    def request(self, source: Source, state: Any) -> Any:
        """The page it names."""
        del state
        from newsloom.model.page import Request  # noqa: PLC0415  a worker imports this file too

        return Request(url=source.url)

    def read(self, source: Source, page: Any) -> Any:
        """Abort."""
        del source, page
        os.abort()


def test_one_article_in_two_feeds_of_a_round_is_stored_once(tmp_path: Path) -> None:
    """Although both are read and kept together: the second sees what the first brought."""
    shared = "https://daily0.example/shared"
    web = {
        f"https://daily{n}.example/rss": rss(
            an_item("Bridge opens", url=f"{shared}?utm_source={n}" if n else shared, key=f"key-{n}"),
            an_item(f"Own {n}", url=f"https://daily{n}.example/own"),
        )
        for n in range(5)
    }
    with a_desk(tmp_path, web) as desk:
        report = visit(desk)
        assert len(desk.articles()) == 6
        assert report.added == 6
        assert visit(desk).added == 0
        (article,) = [one for one in desk.articles() if one.title == "Bridge opens"]
        assert {one.source for one in desk.engine.store.articles.sightings(article.id)} == {
            f"daily{n}" for n in range(5)
        }


def test_a_host_that_asks_for_patience_gets_it_from_all_its_feeds(tmp_path: Path) -> None:
    """Also after a new start: what was asked is remembered."""
    web: dict[str, Any] = {
        f"https://daily.example/{n}/rss": rss(an_item(f"Flood {n}", url=f"https://daily.example/{n}")) for n in range(3)
    }
    sources = [Source(id=SourceId(f"s{n}"), url=url) for n, url in enumerate(web)]
    with a_desk(tmp_path, web, sources=sources) as desk:
        visit(desk)
        desk.web.pages["https://daily.example/0/rss"] = FakeAnswer(status=429)
        engine = desk.engine
        desk.engine = replace(engine, fetcher=Patient(desk.web, "https://daily.example/0/rss", 4 * 3600))
        assert set(visit(desk).failed) == {"s0"}
        desk.engine = engine
    with a_desk(tmp_path, web, sources=sources) as desk:
        for hours, visited in ((2, 0), (3, 0), (6, 3)):
            desk.now = NOON + timedelta(hours=hours)
            assert visit(desk).visited == visited


class Patient:
    """A web in which one address asks for patience."""

    def __init__(self, web: Any, url: str, seconds: int) -> None:
        self.web, self.url, self.seconds = web, url, seconds

    def fetch(self, requests: Any) -> Any:
        """As the web answers."""
        for outcome in self.web.fetch(requests):
            asked = outcome.request.url == self.url
            yield replace(outcome, retry_after_seconds=self.seconds) if asked else outcome


def test_a_clock_that_jumps_ten_years_makes_no_storm_and_no_stall(tmp_path: Path) -> None:
    """Forward and back again: each source is visited once at most at each moment, and goes on being visited."""
    with a_desk(tmp_path, feeds(3)) as desk:
        desk.rules = IngestRules(schedule=ScheduleRules())
        for jump in (timedelta(0), DAY * 3650, timedelta(0), -DAY * 3650, timedelta(0)):
            desk.now, desk.step = NOON + jump, timedelta(seconds=1)
            counts = [visit(desk).visited for _ in range(5)]
            assert (counts[0], sum(counts)) == (3, 3), jump
            desk.now += DAY * 2
            assert visit(desk).visited == 3


def test_visits_follow_the_rhythm_of_a_source(tmp_path: Path) -> None:
    """One that is silent is asked ever more rarely, one that speaks every hour nearly every half hour."""
    web = {"https://silent.example/rss": rss(an_item("Old", url="https://silent.example/1"))}
    with a_desk(tmp_path, web) as desk:
        desk.rules, desk.step = IngestRules(schedule=ScheduleRules()), timedelta(minutes=15)
        asked = []
        for turn in range(4 * 24 * 3):
            brisk = rss(*(an_item(f"News {n}", url=f"https://brisk.example/n{n}") for n in range(turn // 4)))
            desk.web.pages["https://brisk.example/rss"] = brisk
            if not turn:
                brisk_source = Source(id=SourceId("brisk"), url="https://brisk.example/rss")
                desk.engine = replace(desk.engine, sources=(*desk.engine.sources, brisk_source))
            desk.web.asked.clear()
            visit(desk)
            asked.append({request.url.split("/")[2] for request in desk.web.asked if request.url.endswith("/rss")})
        last_day = asked[-4 * 24 :]
        silent, brisk_visits = (sum(host in turn for turn in last_day) for host in ("silent.example", "brisk.example"))
        assert silent <= 2
        assert brisk_visits >= 24


ZONED = """
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from newsloom.curate.schedule import ScheduleRules, after_unmodified
from newsloom.model.source import SourceId, SourceState
from newsloom.store import open_store

store, state = open_store(Path(sys.argv[1])), SourceState(source=SourceId("a"))
for day in (datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)):
    for minute in range(0, 240, 30):
        state = after_unmodified(state, now=day + timedelta(minutes=minute), rules=ScheduleRules())
        store.visits.save(state)
        print(store.visits.states()["a"].next_visit.isoformat())
"""


@pytest.mark.slow
def test_no_zone_of_the_machine_matters(tmp_path: Path) -> None:
    """Across both changes of the clocks in a year a source is due at the same moments everywhere."""
    said = set()
    for zone in ("UTC", "America/St_Johns", "Europe/Dublin"):
        env = {**os.environ, "TZ": zone, "PYTHONPATH": str(Path(__file__).resolve().parents[2] / "src")}
        words = [sys.executable, "-c", ZONED, str(tmp_path / zone.replace("/", "-"))]
        said.add(subprocess.run(words, env=env, capture_output=True, text=True, check=True).stdout)
    (moments,) = said
    assert len(moments.split()) == 16
    assert all(moment.endswith("+00:00") for moment in moments.split())
