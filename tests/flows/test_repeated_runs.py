from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from newsloom.curate.admit import AdmitRules
from newsloom.flows.ingest import IngestRules
from newsloom.testing.builders import NOON, a_desk, a_source, an_item, rss
from newsloom.testing.fake_web import FakeAnswer

FEED = "https://daily.example/rss"
LONG = "Water stood in the lower town until noon while crews filled sandbags along the northern quay. " * 12


def content(path: Path) -> list[str]:
    """Everything a database holds, as text."""
    import sqlite3  # noqa: PLC0415  only this looks past the store

    connection = sqlite3.connect(path)
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


def test_a_first_run_takes_the_backlog_only(tmp_path: Path) -> None:
    """The newest items come in; the rest is refused by name, and stays refused later."""
    items = [an_item(f"Report {n}", published=NOON - timedelta(hours=n + 1), summary=LONG) for n in range(8)]
    with a_desk(tmp_path, {FEED: rss(*items)}) as desk:
        desk.rules = IngestRules(admit=AdmitRules(backlog=3))
        report = desk.run()
        assert {article.title for article in desk.articles()} == {"Report 0", "Report 1", "Report 2"}
    assert report.ingest.added == 3
    assert report.ingest.rejected == {"beyond the first poll's backlog": 5}
    assert report.curate.placed == 3


def test_what_the_first_visit_left_out_stays_out(tmp_path: Path) -> None:
    """A second visit does not bring the rest of the backlog."""
    items = [an_item(f"Report {n}", published=NOON - timedelta(hours=n + 1), summary=LONG) for n in range(8)]
    with a_desk(tmp_path, {FEED: rss(*items)}) as desk:
        desk.rules = IngestRules(admit=AdmitRules(backlog=3))
        desk.run()
        assert desk.run().ingest.added == 0
        assert desk.engine.store.articles.count() == 3


def test_a_second_run_finds_nothing_new_and_writes_nothing(tmp_path: Path) -> None:
    """No file's bytes or time change, and the database differs in the moments of visits alone."""
    items = [an_item(f"Report {n}", published=NOON - timedelta(hours=n), content=LONG) for n in range(5)]
    other = an_item("Report 1", url="https://post.example/report-1", content=LONG)
    pages = {FEED: rss(*items), "https://post.example/rss": rss(other, title="The Post")}
    with a_desk(tmp_path, pages) as desk:
        desk.run()
        files, rows = desk.files(), content(tmp_path / "desk.db")
        again = desk.run()
        assert again.ingest.visited == 2
        assert (again.ingest.added, again.ingest.updated, again.curate.placed) == (0, 0, 0)
        assert (again.publish.written, again.publish.removed, again.publish.strays) == ((), (), ())
        assert desk.files() == files
        changed = set(content(tmp_path / "desk.db")) ^ set(rows)
        assert all('INTO "sources"' in row or "INTO sources" in row for row in changed)


def test_a_fortnight_of_nothing_new_changes_no_byte(tmp_path: Path) -> None:
    """Time alone does nothing: decay is evaluated where the newest article stands."""
    with a_desk(tmp_path, {FEED: rss(an_item(content=LONG))}) as desk:
        desk.run()
        files = desk.files()
        desk.step = timedelta(days=1)
        for _ in range(14):
            desk.run()
        assert desk.files() == files


def test_an_edited_item_makes_a_revision_and_rewrites_its_record(tmp_path: Path) -> None:
    """The article keeps its id, its path and its story; the record says the new headline."""
    with a_desk(tmp_path, {FEED: rss(an_item("Flood", content=LONG))}) as desk:
        desk.run()
        (before,) = desk.articles()
        desk.web.pages[FEED] = rss(an_item("Flood recedes", url=before.url, key=before.key, content=LONG))
        report = desk.run()
        (after,) = desk.articles()
        records = [path for path in report.publish.written if path.startswith("_news/")]
        assert report.ingest.updated == 1
        assert (after.id, after.revision, after.title) == (before.id, 2, "Flood recedes")
        assert [revision.title for revision in desk.engine.store.articles.revisions(after.id)] == [
            "Flood",
            "Flood recedes",
        ]
        assert records == ["_news/2026-03-01-flood.md"]
        assert "Flood recedes" in (desk.output / records[0]).read_text("utf-8")


def test_a_cosmetic_change_is_no_revision(tmp_path: Path) -> None:
    """Case, blanks and ticking counters do not count."""
    with a_desk(tmp_path, {FEED: rss(an_item("Flood", content=f"{LONG} 12 comments"))}) as desk:
        desk.run()
        files = desk.files()
        desk.web.pages[FEED] = rss(an_item("Flood", content=f"<p>{LONG}</p> 13 comments"))
        assert desk.run().ingest.updated == 0
        assert desk.files() == files


def test_a_feed_in_another_order_each_time_brings_nothing(tmp_path: Path) -> None:
    """Twenty visits to a feed that turns round: no article, no revision, no byte."""
    items = [an_item(f"Report {n}", content=LONG) for n in range(5)]
    with a_desk(tmp_path, {FEED: rss(*items)}) as desk:
        desk.run()
        files = desk.files()
        for turn in range(20):
            desk.web.pages[FEED] = rss(*items[turn % 5 :], *items[: turn % 5])
            report = desk.run()
            assert (report.ingest.added, report.ingest.updated) == (0, 0)
        assert desk.files() == files


def test_new_guids_for_old_articles_bring_nothing(tmp_path: Path) -> None:
    """A publisher that changes its software changes every guid; the addresses are the same."""
    items = [an_item(f"Report {n}", content=LONG) for n in range(5)]
    with a_desk(tmp_path, {FEED: rss(*items)}) as desk:
        desk.run()
        desk.web.pages[FEED] = rss(*(replace(item, key=f"new:{n}") for n, item in enumerate(items)))
        report = desk.run()
        assert (report.ingest.added, report.ingest.updated) == (0, 0)
        assert desk.engine.store.articles.count() == 5


def test_items_that_vanish_from_a_feed_stay(tmp_path: Path) -> None:
    """A feed shows its newest items; older ones are not retracted by that."""
    items = [an_item(f"Report {n}", content=LONG) for n in range(5)]
    with a_desk(tmp_path, {FEED: rss(*items)}) as desk:
        desk.run()
        files = desk.files()
        desk.web.pages[FEED] = rss(items[0])
        desk.run()
        assert desk.engine.store.articles.count() == 5
        assert desk.files() == files


def test_not_modified_is_believed_and_costs_nothing(tmp_path: Path) -> None:
    """The validators of a feed that was read are sent, and a 304 changes nothing."""
    answer = FakeAnswer(body=rss(an_item(content=LONG)), headers={"etag": '"1"'})
    with a_desk(tmp_path, {FEED: answer}) as desk:
        desk.run()
        files = desk.files()
        report = desk.run()
        assert report.ingest.unmodified == 1
        assert desk.web.asked[-1].etag == '"1"'
        assert desk.files() == files


def test_a_server_that_always_says_not_modified_is_read_in_full_every_day(tmp_path: Path) -> None:
    """A constant ETag hides news for a day at most."""
    with a_desk(tmp_path, {FEED: FakeAnswer(body=rss(an_item(content=LONG)), headers={"etag": '"1"'})}) as desk:
        desk.run()
        news = rss(an_item(content=LONG), an_item("Fire", content=LONG))
        desk.web.pages[FEED] = FakeAnswer(body=news, headers={"etag": '"1"'})
        for _ in range(26):
            desk.run()
        assert {article.title for article in desk.articles()} == {"Flood", "Fire"}


def test_one_article_in_two_feeds_is_one_article(tmp_path: Path) -> None:
    """A section's feed and the front page's show the same address; the second sighting adds nothing."""
    pages = {FEED: rss(an_item(content=LONG)), "https://sports.example/rss": rss(an_item(content=LONG))}
    with a_desk(tmp_path, pages) as desk:
        report = desk.run()
        assert report.ingest.added == 1
        assert desk.engine.store.articles.count() == 1
        known = [
            desk.engine.store.articles.known(source.id, keys=[an_item().key], urls=[]) for source in desk.engine.sources
        ]
        assert [list(found.by_key) for found in known] == [[an_item().key]] * 2


def test_two_feeds_may_use_the_same_guid(tmp_path: Path) -> None:
    """A guid means something within its feed only."""
    pages = {
        FEED: rss(an_item("Flood", key="1", content=LONG)),
        "https://post.example/rss": rss(an_item("Fire", key="1", url="https://post.example/fire", content=LONG)),
    }
    with a_desk(tmp_path, pages) as desk:
        desk.run()
        desk.run()
        assert {article.title for article in desk.articles()} == {"Flood", "Fire"}
        assert all(article.revision == 1 for article in desk.articles())


def test_a_run_without_sources_makes_an_empty_output_once(tmp_path: Path) -> None:
    """A new desk can be run."""
    with a_desk(tmp_path, {}) as desk:
        first = desk.run()
        assert (first.ingest.visited, first.publish.records) == (0, 0)
        assert desk.run().publish.written == ()


def test_an_output_that_was_deleted_is_built_again_the_same(tmp_path: Path) -> None:
    """The store knows all that was published."""
    import shutil  # noqa: PLC0415  used once

    with a_desk(tmp_path, {FEED: rss(*(an_item(f"Report {n}", content=LONG) for n in range(5)))}) as desk:
        desk.run()
        before = {path: body for path, (_, body) in desk.files().items()}
        shutil.rmtree(desk.output)
        desk.run()
        assert {path: body for path, (_, body) in desk.files().items()} == before


def test_a_source_that_is_removed_leaves_its_records(tmp_path: Path) -> None:
    """Taking a source out of newsloom.toml ends the visits, not what was published."""
    with a_desk(tmp_path, {FEED: rss(an_item(content=LONG))}, sources=[a_source(title="The Daily")]) as desk:
        desk.run()
        before = {path: body for path, (_, body) in desk.files().items()}
        desk.engine = replace(desk.engine, sources=(), criteria=replace(desk.engine.criteria, sources={}))
        report = desk.run()
        assert report.ingest.visited == 0
        assert {path: body for path, (_, body) in desk.files().items()} == before
