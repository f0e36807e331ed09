from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from newsloom.curate.complete import CompleteRules
from newsloom.deliver.folder import FolderDelivery
from newsloom.deliver.rehearsal import Rehearsal
from newsloom.errors import WorkerError
from newsloom.flows.feedreading import Task
from newsloom.flows.ingest import IngestRules
from newsloom.model.page import Reason, Request
from newsloom.model.source import SourceId
from newsloom.testing.builders import NOON, a_desk, a_page, a_source, an_item, rss
from newsloom.testing.fake_web import FakeAnswer
from newsloom.workers.inline import InlineExecutor

FEED = "https://daily.example/rss"
POST = "https://post.example/rss"
LONG = "Water stood in the lower town until noon while crews filled sandbags along the northern quay. " * 12
HTML = b"<!doctype html><html><head><title>Sign in</title></head><body><p>Please sign in.</p></body></html>"
FIRE = an_item(
    "Fire", url="https://post.example/fire", content="A shed burned down near the old mill last night. " * 30
)
DAILY = SourceId("daily")


class Dying(InlineExecutor):
    """Its workers die of bodies that say so."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Run the function, or fail as its worker died."""
        tasks = [one.page for arg in args if isinstance(arg, list) for one in arg if isinstance(one, Task)]
        bodies = [*(page.body for page in tasks), *args]
        if any(isinstance(body, bytes) and b"deadly" in body for body in bodies):
            future: Future[Any] = Future()
            future.set_exception(self.error)
            return future
        return super().submit(fn, *args, **kwargs)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Reason.TIMEOUT, Reason.TIMEOUT),
        (FakeAnswer(status=500), Reason.SERVER),
        (FakeAnswer(status=410), Reason.GONE),
        (FakeAnswer(body=b"  \n", headers={"etag": '"2"'}), Reason.EMPTY),
        (FakeAnswer(body=HTML, headers={"etag": '"2"'}), Reason.LOGIN),
        (FakeAnswer(body=b"\x00\xff\xfe" * 50, headers={"etag": '"2"'}), Reason.NOT_A_FEED),
    ],
)
def test_a_source_that_fails_stops_nobody_and_keeps_what_it_brought(
    tmp_path: Path, answer: FakeAnswer | Reason, reason: Reason
) -> None:
    """Its articles, its record and its validators stay; the others' news come in; its health says why."""
    first = FakeAnswer(body=rss(an_item(content=LONG)), headers={"etag": '"1"'})
    post = FakeAnswer(body=rss(title="The Post"))
    pages: dict[str, bytes | str | FakeAnswer | Reason] = {FEED: first, POST: post}
    with a_desk(tmp_path, pages) as desk:
        desk.run()
        desk.web.pages[FEED] = answer
        desk.web.pages[POST] = rss(FIRE, title="The Post")
        report = desk.run()
        state = desk.engine.store.visits.states()[DAILY]
        assert {article.title for article in desk.articles()} == {"Flood", "Fire"}
        assert list(report.ingest.failed) == [DAILY]
        assert (state.reason, state.failures, state.etag) == (reason, 1, '"1"')
        assert "_news/2026-03-01-flood.md" in desk.files()


def test_a_source_that_is_gone_is_asked_no_more(tmp_path: Path) -> None:
    """Until its owner asks for it by name."""
    with a_desk(tmp_path, {FEED: FakeAnswer(status=410)}) as desk:
        desk.step = timedelta(days=100)
        for _ in range(3):
            desk.run()
        assert len(desk.web.asked) == 1
        desk.web.pages[FEED] = rss(an_item(published=None, content=LONG))
        assert desk.run(only=["daily"]).ingest.added == 1
        assert desk.run().ingest.visited == 1


def test_a_permanent_move_is_adopted_the_third_time(tmp_path: Path) -> None:
    """Then the old address is not asked any more."""
    new = "https://daily.example/new-rss"
    pages: dict[str, bytes | str | FakeAnswer | Reason] = {
        FEED: FakeAnswer(status=301, moved_to=new),
        new: rss(an_item(content=LONG)),
    }
    with a_desk(tmp_path, pages, sources=[a_source()]) as desk:
        for _ in range(5):
            desk.run()
        assert [request.url for request in desk.web.asked] == [FEED, FEED, FEED, new, new]
        assert desk.engine.store.articles.count() == 1


@pytest.mark.parametrize("error", [WorkerError("it died"), MemoryError("so much"), RecursionError("so deep")])
def test_a_feed_that_kills_its_reader_fails_alone(tmp_path: Path, error: Exception) -> None:
    """Whatever its reader dies of."""
    deadly = rss(an_item("deadly", content=LONG))
    with a_desk(tmp_path, {FEED: deadly, POST: rss(FIRE)}, executor=Dying(error)) as desk:
        report = desk.run()
        assert [article.title for article in desk.articles()] == ["Fire"]
        assert list(report.ingest.failed) == [DAILY]
        assert desk.engine.store.visits.states()[DAILY].reason is Reason.WORKER
        assert len(report.publish.written) > 0


@pytest.mark.parametrize("error", [WorkerError("it died"), MemoryError("so much")])
def test_a_page_that_kills_its_reader_costs_its_text_only(tmp_path: Path, error: Exception) -> None:
    """The article goes on with what the feed said."""
    pages = {
        FEED: rss(an_item("Flood", summary="Water."), an_item("Frost", summary="Ice.")),
        "https://daily.example/flood": a_page("Flood", f"deadly {LONG}"),
        "https://daily.example/frost": a_page("Frost", LONG),
    }
    with a_desk(tmp_path, pages, executor=Dying(error)) as desk:
        report = desk.run()
        texts = {article.title: article.text for article in desk.articles()}
        assert (report.ingest.pages_read, report.ingest.pages_failed) == (1, 1)
        assert texts["Flood"] == "Water."
        assert len(texts["Frost"]) > 500


def test_the_page_is_read_when_the_feed_has_no_text(tmp_path: Path) -> None:
    """Text, authors, picture and AMP page come from it; title and time from the feed."""
    head = (
        '<meta name="author" content="A. Nonym"><meta property="og:image" content="/flood.jpg">'
        '<link rel="amphtml" href="https://daily.example/amp/flood">'
    )
    pages = {
        FEED: rss(an_item(summary="Water.")),
        "https://daily.example/flood": a_page("Another", LONG, head=head),
        "https://daily.example/flood.jpg": b"a picture of unknown kind",
    }
    with a_desk(tmp_path, pages) as desk:
        report = desk.run()
        (article,) = desk.articles()
        assert report.ingest.pages_read == 1
        assert (article.title, article.lead, article.authors) == ("Flood", "Water.", ("A. Nonym",))
        assert article.image is not None
        assert article.image.url == "https://daily.example/flood.jpg"
        assert article.amp_url == "https://daily.example/amp/flood"
        assert len(article.text) > 500
        assert desk.web.asked[-1].obey_robots
        assert desk.run().ingest.pages_read == 0


def test_no_page_is_read_when_the_feed_has_the_text_or_the_owner_says_so(tmp_path: Path) -> None:
    """Nobody is asked for what is there already."""
    pages = {FEED: rss(an_item(content=LONG)), POST: rss(replace(FIRE, content="", summary="Fire."))}
    sources = [a_source("daily"), a_source("post", full_text=False)]
    with a_desk(tmp_path, pages, sources=sources) as desk:
        desk.run()
        assert [request.url for request in desk.web.asked] == [FEED, POST]
        assert desk.engine.store.articles.count() == 2


def test_a_page_that_fails_is_tried_again_at_the_next_run_then_given_up(tmp_path: Path) -> None:
    """The article waits for it once, then goes on with what the feed said."""
    page = "https://daily.example/flood"
    with a_desk(tmp_path, {FEED: rss(an_item(summary="Water.")), page: Reason.TIMEOUT}) as desk:
        desk.rules = IngestRules(complete=CompleteRules(tries=2))
        assert desk.run().curate.placed == 0
        assert desk.run().curate.placed == 1
        assert [article.text for article in desk.articles()] == ["Water."]
        desk.run()
        assert [request.url for request in desk.web.asked].count(page) == 2


def test_a_page_that_comes_back_is_read(tmp_path: Path) -> None:
    """At its second try."""
    page = "https://daily.example/flood"
    with a_desk(tmp_path, {FEED: rss(an_item(summary="Water.")), page: Reason.TIMEOUT}) as desk:
        desk.run()
        desk.web.pages[page] = a_page("Flood", LONG)
        assert desk.run().ingest.pages_read == 1
        assert len(desk.articles()[0].text) > 500


@pytest.mark.parametrize("answer", [Reason.ROBOTS, Reason.PAYWALL, FakeAnswer(status=404), b"%PDF-1.7 nothing to read"])
def test_a_page_that_may_not_or_cannot_be_read_is_given_up_at_once(tmp_path: Path, answer: Any) -> None:
    """The article goes on with the feed's text and is not asked for again."""
    pages = {FEED: rss(an_item(summary="Water stands in town.")), "https://daily.example/flood": answer}
    with a_desk(tmp_path, pages) as desk:
        report = desk.run()
        assert (report.ingest.pages_failed, report.curate.placed) == (1, 1)
        assert [article.text for article in desk.articles()] == ["Water stands in town."]
        desk.run()
        assert Request(url="https://daily.example/flood") not in desk.web.asked[2:]
        assert "_news/2026-03-01-flood.md" in desk.files()


def test_muted_and_disabled_sources_bring_nothing(tmp_path: Path) -> None:
    """A muted one is visited, a disabled one is not, by name either."""
    pages = {FEED: rss(an_item(content=LONG)), POST: rss(FIRE)}
    sources = [a_source("daily", muted=True), a_source("post", disabled=True)]
    with a_desk(tmp_path, pages, sources=sources) as desk:
        report = desk.run()
        assert (report.ingest.visited, report.ingest.rejected) == (1, {"source is muted": 1})
        assert desk.run(only=["post"]).ingest.visited == 0
        assert desk.articles() == []
        assert [request.url for request in desk.web.asked] == [FEED]


def test_a_rehearsal_writes_nothing(tmp_path: Path) -> None:
    """It says what would be written."""
    rehearsal = Rehearsal(FolderDelivery(tmp_path / "site"))
    with a_desk(tmp_path, {FEED: rss(an_item(content=LONG))}, delivery=rehearsal) as desk:
        report = desk.run()
        assert "_news/2026-03-01-flood.md" in report.publish.written
        assert not desk.output.exists()


def test_odd_words_are_stored_clean(tmp_path: Path) -> None:
    """Controls, noncharacters, bidi overrides, and a megabyte of headline."""
    said = [("a\\u0000b", "Fl\\u0000oo\\u202ed \\ud83d\\ude00"), ("b", "x " * 500_000), ("c", "\\uffff\\u0085Frost")]
    items = ", ".join(
        f'{{"id": "{key}", "url": "https://d.example/{n}", "title": "{title}", "summary": "Water \\u0000 \\ufdd0."}}'
        for n, (key, title) in enumerate(said)
    )
    feed = f'{{"version": "https://jsonfeed.org/version/1.1", "title": "Odd", "items": [{items}]}}'
    with a_desk(tmp_path, {FEED: feed}) as desk:
        assert desk.run().ingest.added == 3
        for article in desk.articles():
            assert len(article.title) <= 1_000
            article.title.encode()
            assert "\x00" not in article.title + article.text
        files = desk.files()
        again = desk.run()
        assert (again.ingest.added, again.ingest.updated) == (0, 0)
        assert desk.files() == files


def test_hostile_links_are_refused_by_name(tmp_path: Path) -> None:
    """No script, no file, no address without host becomes an article."""
    links = ["javascript:alert(1)", "file:///etc/passwd", "https://", "data:text/html,x", "mailto:a@b.example"]
    items = [an_item(f"Report {n}", url=url, key=f"k{n}", content=LONG) for n, url in enumerate(links)]
    with a_desk(tmp_path, {FEED: rss(*items)}) as desk:
        report = desk.run()
        assert {a.url.partition("/")[0] for a in desk.articles()} <= {"https:"}
        assert report.ingest.added + sum(report.ingest.rejected.values()) == len(links)


def test_dates_from_nowhere_pin_nothing_to_the_top(tmp_path: Path) -> None:
    """An item from 2099 is sorted by its first sight, one from 1970 likewise, and one that says no date too."""
    raws = ["Fri, 01 Jan 2099 00:00:00 GMT", "Thu, 01 Jan 1970 00:00:00 GMT", "yesterday-ish", ""]
    items = [an_item(f"Report {n}", published=None, published_raw=raw, content=LONG) for n, raw in enumerate(raws)]
    with a_desk(tmp_path, {FEED: rss(*items)}) as desk:
        desk.run()
        assert [(a.published, a.sort_date) for a in desk.articles()] == [(None, NOON)] * 4
        assert desk.engine.store.articles.newest() == NOON
