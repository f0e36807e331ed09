"""Feeds and the API of a desk that runs: what its readers get, run after run."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import feedparser

from newsloom.curate.orders import Signed
from newsloom.flows.forget import forget, meant
from newsloom.flows.intervene import kill
from newsloom.model.edition import DeskFacts
from newsloom.model.judgement import Topic
from newsloom.model.savedview import SavedView
from newsloom.publish.apiv1 import ApiV1
from newsloom.publish.feeds import Feeds
from newsloom.publish.markdown import Markdown
from newsloom.publish.sitemaps import Sitemaps
from newsloom.seams import Alerting
from newsloom.testing.apireader import ApiReader
from newsloom.testing.builders import DeskInTest, a_desk, an_item, rss

FEED = "https://daily.example/rss"
POST = "https://post.example/rss"
FERRY = an_item("Ferry runs aground off Torvik", content="The ferry ran aground off Torvik harbour at dawn. " * 12)
MARKET = an_item("Market of Brakel reopens", content="The market of Brakel reopens after two years. " * 12)
VIEW = SavedView(name="ships", any=("ferry",))


@contextmanager
def publishing(folder: Path) -> Iterator[DeskInTest]:
    """A desk that shows all it takes, with feeds, API and sitemaps."""
    topics = [Topic(id="sea", name="Sea", keywords=("ferry",))]
    with a_desk(folder, {FEED: rss(FERRY, MARKET)}, topics=topics, smartable=True, tiers={"daily.example": 90}) as desk:
        publishers = (Markdown(), ApiV1(), Feeds(), Sitemaps(story_page=lambda listing: f"{listing.path}.html"))
        desk.engine = replace(
            desk.engine,
            publishers=publishers,
            desk=DeskFacts(title="Desk", base_url="https://news.example"),
            alerting=Alerting(views=(VIEW,)),
        )
        yield desk


def said(desk: DeskInTest, path: str) -> Any:
    """What a JSON file of the API says."""
    return json.loads((desk.output / "api/v1" / path).read_bytes())


def titles(desk: DeskInTest, feed: str = "feeds/rss.xml") -> list[str]:
    """The headlines of a feed, in order."""
    found = feedparser.parse((desk.output / feed).read_bytes())
    assert not found.bozo
    return [entry.title for entry in found.entries]


def test_a_run_with_nothing_new_writes_nothing(tmp_path: Path) -> None:
    """Neither feeds nor maps nor the API: no file has another time or another byte."""
    with publishing(tmp_path) as desk:
        desk.run()
        before = desk.files()
        report = desk.run()
        assert (report.publish.written, desk.files()) == ((), before)
        assert titles(desk) == titles(desk, "feeds/atom.xml") == [MARKET.title, FERRY.title]


def test_views_and_topics_have_feeds(tmp_path: Path) -> None:
    """With the stories that fit them."""
    with publishing(tmp_path) as desk:
        desk.run()
        assert titles(desk, "feeds/views/ships/rss.xml") == [FERRY.title]
        assert titles(desk, "feeds/topics/sea/rss.xml") == [FERRY.title]


def test_a_new_story_touches_lists_alone(tmp_path: Path) -> None:
    """No document of another story and no full page is written again."""
    with publishing(tmp_path) as desk:
        desk.run()
        desk.web.pages[FEED] = rss(an_item("Snow in Velmark", content="Snow fell on Velmark all day. " * 12), FERRY)
        report = desk.run()
        own = [path for path in report.publish.written if path.startswith("api/v1/stories/")]
        assert sorted(path.rpartition("/")[0] for path in own) == [
            *("api/v1/stories", "api/v1/stories", "api/v1/stories/pages"),
        ]
        assert [item["number"] for item in said(desk, "stories/pages/1.json")["items"]] == [1, 2, 3]


def test_an_output_that_was_lost_is_made_again(tmp_path: Path) -> None:
    """Byte for byte: numbers, times and the log are kept in the store."""
    with publishing(tmp_path) as desk:
        desk.run()
        desk.web.pages[FEED] = rss(an_item("Snow in Velmark", content="Snow fell on Velmark all day. " * 12))
        desk.run()
        before = {path: content for path, (_, content) in desk.files().items()}
        for path in sorted(desk.output.rglob("*"), reverse=True):
            path.unlink() if path.is_file() else path.rmdir()
        desk.run()
        assert {path: content for path, (_, content) in desk.files().items()} == before


def test_what_an_editor_or_the_owner_took_away_is_told(tmp_path: Path) -> None:
    """A killed story leaves feeds and lists, its document says so; of a forgotten article only an id stays."""
    with publishing(tmp_path) as desk:
        desk.run()
        reader = ApiReader()
        reader.follow({path: content for path, (_, content) in desk.files().items()})
        assert sorted(reader.titles.values()) == [FERRY.title, MARKET.title]
        by_title = {title: story for story, title in reader.titles.items()}
        kill(desk.engine.store, by_title[MARKET.title], Signed(by="Ana", at=desk.now, reason="an advertisement"))
        desk.run()
        assert titles(desk) == [FERRY.title]
        assert said(desk, f"stories/{by_title[MARKET.title]}.json")["state"] == "hidden"
        found = meant(desk.engine.store, FERRY.url)
        forget(desk.engine, found.articles, now=desk.now + timedelta(hours=1))
        assert titles(desk) == []
        assert [item["kind"] for item in said(desk, "changes/latest.json")["items"]] == [
            *("published", "published", "hidden", "removed"),
        ]
        reader.follow({path: content for path, (_, content) in desk.files().items()})
        assert reader.titles == {}
        assert not any(b"Torvik" in content for _, content in desk.files().values())
