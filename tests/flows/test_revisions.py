"""What a later version is, and what becomes of it: faults F55 to F58."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from newsloom.curate.reread import RereadRules
from newsloom.model.item import Item
from newsloom.model.metadata import Standing
from newsloom.model.page import Reason
from newsloom.records.profiles.default import Default, Weights
from newsloom.testing.builders import NOON, DeskInTest, a_desk, a_page, an_item
from newsloom.testing.builders import rss as plain_rss
from newsloom.testing.fake_web import FakeAnswer

FEED = "https://daily.example/rss"
PAGE = "https://daily.example/flood"
RECORD = "_news/2026-03-01-flood.md"
LONG = "Water stood in the lower town until noon while crews filled sandbags along the northern quay. " * 12
ADS = ["Advertisement: Halmar coffee, best beans.", "Advertisement: Lundy shoes last for years."]


def rss(*items: Item, updated: str = "") -> bytes:
    """A feed whose items all say that they were updated then."""
    said = f"<updated xmlns='http://www.w3.org/2005/Atom'>{updated}</updated></item>"
    return plain_rss(*items).replace(b"</item>", said.encode()) if updated else plain_rss(*items)


def show_all(desk: DeskInTest) -> None:
    """Let the desk show a story however little it matters."""
    profile = Default(weights=Weights(threshold=0))
    desk.engine = replace(desk.engine, criteria=replace(desk.engine.criteria, profile=profile))


def revisions(desk: DeskInTest) -> list[int]:
    """The number of each article's newest revision."""
    return [article.revision for article in desk.articles()]


def test_rotating_advertisements_make_no_revision(tmp_path: Path) -> None:
    """Twenty visits to a feed that shows two in turn, its counters ticking."""
    text = LONG.replace(". ", ".</p><p>")
    bodies = [f"<p>{text}</p><p>{ADS[n % 2]}</p><p>{n} comments</p><p>Updated {n} minutes ago</p>" for n in range(20)]
    with a_desk(tmp_path, {FEED: rss(an_item(content=bodies[0]))}) as desk:
        desk.run()
        files = desk.files()
        for body in bodies[1:]:
            desk.web.pages[FEED] = rss(an_item(content=body))
            assert desk.run().ingest.updated == 0
        assert revisions(desk) == [1]
        assert desk.files() == files


def test_unmarked_advertisements_make_few(tmp_path: Path) -> None:
    """Who goes back and forth between two wordings is followed, and fills no disk."""
    texts = [f"<p>{LONG}</p><p>{what} is the best there is.</p>" for what in ("Halmar coffee", "A Lundy shoe")]
    with a_desk(tmp_path, {FEED: rss(an_item(content=texts[0]))}) as desk:
        desk.run()
        for turn in range(1, 21):
            desk.web.pages[FEED] = rss(an_item(content=texts[turn % 2]))
            desk.run()
        (article,) = desk.articles()
        assert "Halmar" in article.text
        assert len(desk.engine.store.articles.revisions(article.id)) == 4


def test_a_feed_in_another_order_makes_no_revision(tmp_path: Path) -> None:
    """Twenty visits, each in another order: nothing new, nothing gone, no byte written."""
    items = [an_item(f"Report {n}", content=LONG, published=NOON - timedelta(hours=n)) for n in range(5)]
    with a_desk(tmp_path, {FEED: rss(*items)}) as desk:
        desk.run()
        files = desk.files()
        for turn in range(20):
            desk.web.pages[FEED] = rss(*items[turn % 5 :], *items[: turn % 5])
            report = desk.run()
            assert (report.ingest.added, report.ingest.updated) == (0, 0)
        assert revisions(desk) == [1] * 5
        assert desk.files() == files


def test_what_was_edited_after_publication_is_followed(tmp_path: Path) -> None:
    """The revision is stored, the record says the new figure, and the first version is still there."""
    with a_desk(tmp_path, {FEED: rss(an_item(content=f"{LONG} Twelve people are missing."))}) as desk:
        desk.run()
        desk.web.pages[FEED] = rss(an_item(content=f"{LONG} Fourteen people are missing.", summary="Water."))
        report = desk.run()
        (article,) = desk.articles()
        kept = desk.engine.store.articles.revisions(article.id)
        assert report.ingest.updated == 1
        assert [revision.text.rpartition(". ")[2].split()[0] for revision in kept] == ["Twelve", "Fourteen"]
        assert [revision.revised_at for revision in kept] == [None, NOON + timedelta(hours=1)]
        assert RECORD in report.publish.written


def test_the_page_is_read_again_when_its_item_changes(tmp_path: Path) -> None:
    """The new text supersedes the old one; the headline is the feed's."""
    pages = {FEED: rss(an_item(summary="Water.")), PAGE: a_page("Flood", f"{LONG} Twelve people are missing.")}
    with a_desk(tmp_path, pages) as desk:
        desk.run()
        desk.web.pages[PAGE] = a_page("Flood", f"{LONG} Fourteen people are missing.")
        assert desk.run().ingest.pages_read == 0
        desk.web.pages[FEED] = rss(an_item("Flood grows", url=PAGE, key=PAGE, summary="More water."))
        assert desk.run().ingest.pages_read == 1
        (article,) = desk.articles()
        assert (article.title, article.revision) == ("Flood grows", 2)
        assert "Fourteen" in article.text
        assert "Twelve" not in article.text


@pytest.mark.slow
def test_the_page_is_read_again_when_its_item_says_so(tmp_path: Path) -> None:
    """At a later `updated` that is after our own reading; five times at most, with pauses that double."""
    pages = {FEED: rss(an_item(summary="Water.")), PAGE: a_page("Flood", LONG)}
    with a_desk(tmp_path, pages) as desk:
        desk.run()
        read: list[int] = []
        for turn in range(1, 200):
            desk.web.pages[FEED] = rss(an_item(summary="Water."), updated=f"{desk.now:%Y-%m-%dT%H:%M:%SZ}")
            desk.web.pages[PAGE] = a_page("Flood", f"{LONG} The water stands at {turn} metres.")
            if desk.run().ingest.pages_read:
                read.append(turn)
        (article,) = desk.articles()
        assert len(read) == RereadRules().most
        assert read == sorted(read)
        assert all(later - one >= 2**n / 2 for n, (one, later) in enumerate(pairwise(read)))
        assert article.revision == 1 + len(read)
        assert f"at {read[-1]} metres" in article.text


@pytest.mark.parametrize(
    "answer",
    [
        Reason.TIMEOUT,
        Reason.PAYWALL,
        FakeAnswer(status=500),
        b"%PDF-1.7 nothing to read",
        a_page("Flood", "Subscribers read on."),
        a_page("Flood", "This is all that is left of it. " * 4),
    ],
)
def test_a_page_that_is_worse_takes_no_text(tmp_path: Path, answer: bytes | FakeAnswer | Reason) -> None:
    """The headline is the new one, the text the one that was read before."""
    pages = {FEED: rss(an_item(summary="Water.")), PAGE: a_page("Flood", LONG)}
    with a_desk(tmp_path, pages) as desk:
        desk.run()
        (before,) = desk.articles()
        desk.web.pages |= {FEED: rss(an_item("Flood grows", url=PAGE, key=PAGE, summary="Water.")), PAGE: answer}
        for _ in range(3):
            desk.run()
        (after,) = desk.articles()
        assert (after.title, after.text, after.revision) == ("Flood grows", before.text, 2)
        assert after.metadata.standing is Standing.STANDS


@pytest.mark.parametrize("status", [404, 410])
def test_an_article_whose_page_is_gone_is_flagged(tmp_path: Path, status: int) -> None:
    """It is kept, and its record says so; when the page is back it stands again."""
    pages = {FEED: rss(an_item(summary="Water.")), PAGE: a_page("Flood", LONG)}
    with a_desk(tmp_path, pages) as desk:
        desk.run()
        desk.web.pages[FEED] = rss(an_item("Flood grows", url=PAGE, key=PAGE, summary="Water."))
        desk.web.pages[PAGE] = FakeAnswer(status=status)
        desk.run()
        (article,) = desk.articles()
        assert article.metadata.standing is Standing.GONE
        assert len(article.text) > 500
        assert "\nstanding: gone\n" in (desk.output / RECORD).read_text("utf-8")
        desk.web.pages[PAGE] = a_page("Flood", LONG)
        desk.web.pages[FEED] = rss(an_item("Flood shrinks", url=PAGE, key=PAGE, summary="Water."))
        desk.run()
        assert "standing" not in (desk.output / RECORD).read_text("utf-8")


def in_order(*hours: int) -> list[Item]:
    """Reports so many hours old, newest first."""
    return [an_item(f"Report {n}", content=LONG, published=NOON - timedelta(hours=n)) for n in hours]


def visits(desk: DeskInTest, *feeds: Sequence[Item]) -> list[Standing]:
    """How Report 2 stands after visits to these feeds, one after the other."""
    found: list[Standing] = []
    for items in feeds:
        desk.web.pages[FEED] = rss(*items)
        desk.run()
        found += [article.metadata.standing for article in desk.articles() if article.title == "Report 2"]
    return found


def test_an_item_that_vanishes_among_older_ones_is_flagged(tmp_path: Path) -> None:
    """The second time in a row; it stays, and stands again when it is back."""
    whole, less = in_order(1, 2, 3, 4, 5), in_order(1, 3, 4, 5)
    with a_desk(tmp_path, {FEED: rss(*whole)}) as desk:
        stands, gone = Standing.STANDS, Standing.GONE
        assert visits(desk, whole, less, whole, less, less, less, whole) == [
            stands, stands, stands, stands, gone, gone, stands,
        ]  # fmt: skip
        assert desk.engine.store.articles.count() == 5
        assert revisions(desk) == [1] * 5


@pytest.mark.parametrize(
    "later",
    [
        in_order(1),
        in_order(5, 1, 3, 4),
        in_order(1, 3),
        [*in_order(1, 3), an_item("Report 4", content=LONG, published=None)],
        in_order(4, 5),
        [],
    ],
)
def test_a_feed_that_cannot_tell_flags_nothing(tmp_path: Path, later: list[Item]) -> None:
    """Short, unordered, undated, or another one altogether."""
    with a_desk(tmp_path, {FEED: rss(*in_order(1, 2, 3, 4, 5))}) as desk:
        assert set(visits(desk, in_order(1, 2, 3, 4, 5), later, later, later)) == {Standing.STANDS}


@pytest.mark.parametrize(
    "head", ["WITHDRAWN: Flood", "Retracted – Flood", "KILL: Flood", "Zurückgezogen: Flood", "【撤回】Flood"]
)
@pytest.mark.parametrize("smartable", [False, True])
def test_a_withdrawn_article_is_shown_no_longer(tmp_path: Path, head: str, *, smartable: bool) -> None:
    """Its record stays at its path and says so; the API has it no more. The contract's profile has no field for it."""
    tiers = {"daily.example": 100}
    with a_desk(tmp_path, {FEED: rss(an_item(content=LONG))}, smartable=smartable, tiers=tiers) as desk:
        if not smartable:
            show_all(desk)
        desk.run()
        assert "published: true" in (desk.output / RECORD).read_text("utf-8")
        desk.web.pages[FEED] = rss(an_item(head, url=PAGE, key=PAGE, content=LONG))
        desk.run()
        record = (desk.output / RECORD).read_text("utf-8")
        api = (desk.output / "api/news/index.json").read_text("utf-8")
        assert "published: false" in record
        assert ("\nstanding: withdrawn\n" in record, "\nwithdrawn: 2026-03-01T13:00:00Z\n" in record) == (
            not smartable,
            not smartable,
        )
        assert "Flood" not in api
        desk.web.pages[FEED] = rss(an_item("Flood after all", url=PAGE, key=PAGE, content=LONG))
        desk.run()
        assert "published: true" in (desk.output / RECORD).read_text("utf-8")


def test_another_report_leads_where_one_was_withdrawn(tmp_path: Path) -> None:
    """The story keeps its path; the withdrawn report is neither its lead nor among its related ones."""
    title = "Ferry Halmar runs aground off Lundy harbour"
    text = "The ferry Halmar ran aground off Lundy harbour at dawn with forty people aboard. "
    mine = an_item(title, content=text * 12)
    theirs = an_item(title, url="https://post.example/ferry", content=f"{text}Divers looked at her keel. " * 12)
    post = "https://post.example/rss"
    pages = {FEED: rss(mine), post: plain_rss(theirs, title="The Post")}
    with a_desk(tmp_path, pages, tiers={"daily.example": 90}) as desk:
        show_all(desk)
        desk.run()
        assert desk.engine.store.stories.count() == 1
        path = next(path for path in desk.files() if path.startswith("_news/"))
        assert "daily.example" in (desk.output / path).read_text("utf-8").partition("related:")[0]
        desk.web.pages[FEED] = rss(an_item(f"WITHDRAWN: {title}", url=mine.url, key=mine.key, content=text * 12))
        desk.run()
        record = (desk.output / path).read_text("utf-8")
        assert "post.example" in record.partition("related:")[0]
        assert "daily.example" not in record
        assert "published: true" in record


NOTE = "<p><em>Correction: An earlier version of this article gave a wrong number of boats.</em></p>"
TAKEN = "<p>This article has been withdrawn because its source could not be confirmed.</p>"


def read_again(desk: DeskInTest, page: bytes) -> str:
    """The record after the page was read again at its feed's word."""
    desk.run()
    desk.web.pages[PAGE] = page
    desk.web.pages[FEED] = rss(an_item(summary="Water."), updated="2026-03-01T12:30:00Z")
    assert desk.run().ingest.pages_read == 1
    return (desk.output / RECORD).read_text("utf-8")


def test_a_correction_reaches_the_record(tmp_path: Path) -> None:
    """With its words, though the text is the same."""
    pages = {FEED: rss(an_item(summary="Water.")), PAGE: a_page("Flood", LONG)}
    with a_desk(tmp_path, pages) as desk:
        record = read_again(desk, pages[PAGE].replace(b"</article>", f"{NOTE}</article>".encode()))
        assert "gave a wrong number of boats" in record.partition("\ncorrection: ")[2]
        assert "\nstanding: corrected\n" in record
        assert "\nupdatedDateTime: 2026-03-01T12:30:00Z\n" in record


def test_a_page_may_take_its_article_back(tmp_path: Path) -> None:
    """The words it had are kept, and shown no longer."""
    pages = {FEED: rss(an_item(summary="Water.")), PAGE: a_page("Flood", LONG)}
    with a_desk(tmp_path, pages) as desk:
        show_all(desk)
        record = read_again(desk, f"<html><body><article><h1>Flood</h1>{TAKEN}</article></body></html>".encode())
        assert "published: false" in record
        assert "\nstanding: withdrawn\n" in record
        assert len(desk.articles()[0].text) > 500
