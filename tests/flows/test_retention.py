"""Texts that are too old go; what is published stays."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from newsloom.flows.retention import RetentionRules, retain
from newsloom.testing.builders import NOON, a_desk, a_page, an_item, rss

FEED = "https://daily.example/rss"
PAGE = "https://daily.example/flood"
LONG = "Water stood in the lower town until noon while crews filled sandbags along the northern quay. " * 12
FLOOD = an_item(summary="Water.")
FROST = an_item("Frost on the fields", content="Ice lay on the fields of Brakel for a week. " * 20)
WEEK = RetentionRules(texts=timedelta(days=7))


def test_records_stay_as_they_are(tmp_path: Path) -> None:
    """Text, earlier versions and the words found by the search go; no published byte changes, then or later."""
    with a_desk(tmp_path, {FEED: rss(FLOOD, FROST), PAGE: a_page("Flood", LONG)}) as desk:
        desk.rules = replace(desk.rules, retention=WEEK)
        desk.run()
        desk.web.pages[FEED] = rss(an_item("Flood grows", url=PAGE, key=PAGE, summary="Water."), FROST)
        desk.run()
        before = desk.files()
        assert desk.engine.store.articles.search("sandbags", limit=9)
        desk.now = NOON + timedelta(days=6)
        assert desk.run().texts_dropped == 0
        desk.now = NOON + timedelta(days=8)
        assert desk.run().texts_dropped == 2
        for article in desk.articles():
            assert (article.text, article.dropped is None) == ("", False)
            assert article.lead
            assert len(desk.engine.store.articles.revisions(article.id)) == 1
        assert desk.engine.store.articles.search("sandbags", limit=9) == []
        assert len(desk.engine.store.articles.search("flood", limit=9)) == 1
        for _ in range(5):
            desk.now += timedelta(days=3)
            assert desk.run().texts_dropped == 0
        assert desk.files() == before


def test_a_feed_that_still_shows_it_brings_no_text_back(tmp_path: Path) -> None:
    """Neither its text nor its page; a new headline is followed."""
    with a_desk(tmp_path, {FEED: rss(FLOOD, FROST), PAGE: a_page("Flood", LONG)}) as desk:
        desk.rules = replace(desk.rules, retention=WEEK)
        desk.run()
        desk.now = NOON + timedelta(days=8)
        desk.run()
        grown = an_item("Flood grows", url=PAGE, key=PAGE, summary="More water.")
        thawed = an_item("Thaw on the fields", url=FROST.url, key=FROST.key, content="Ice melts. " * 200)
        desk.web.pages[FEED] = rss(grown, thawed)
        for turn in range(3):
            report = desk.run()
            assert (report.ingest.pages_read, report.texts_dropped) == (0, 0)
            assert report.ingest.updated == (2 if turn == 0 else 0)
        assert {(article.title, article.text) for article in desk.articles()} == {
            ("Flood grows", ""),
            ("Thaw on the fields", ""),
        }


def test_the_work_of_one_run_is_bounded(tmp_path: Path) -> None:
    """The oldest first, the rest later."""
    with a_desk(tmp_path, {FEED: rss(*(an_item(f"Report {n}", content=f"{n} {LONG}") for n in range(5)))}) as desk:
        desk.run()
        later = NOON + timedelta(days=8)
        dropped = [retain(desk.engine.store, now=later, rules=replace(WEEK, most=2)) for _ in range(5)]
        assert sum(dropped) == 5
        assert max(dropped) <= 2
        assert desk.engine.store.check() == []
