from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from newsloom.errors import FeedError, FetchError, UsageError
from newsloom.flows.backfill import backfill
from newsloom.flows.curate import Shards, curate
from newsloom.flows.discover import discover
from newsloom.flows.health import health_of
from newsloom.flows.subscriptions import read_subscriptions, subscriptions
from newsloom.flows.topics import read_topics
from newsloom.model.page import Reason
from newsloom.model.source import SourceId
from newsloom.testing.builders import NOON, a_desk, a_source, an_article, an_item, rss
from newsloom.testing.fake_web import FakeAnswer, FakeWeb

SITE = "https://daily.example/"
FEED = "https://daily.example/rss"
LINKED = '<html><head><link rel="alternate" type="application/rss+xml" href="/rss" title="News"></head></html>'


def test_a_feeds_own_address_is_found_as_it_is() -> None:
    """With its newest headlines."""
    (found,) = discover(FakeWeb({FEED: rss(an_item("Flood"), an_item("Fire"), title="The Daily")}), FEED)
    assert (found.url, found.title, found.latest) == (FEED, "The Daily", ("Flood", "Fire"))


def test_a_site_names_its_feed() -> None:
    """The page is asked once, then what it names."""
    web = FakeWeb({SITE: LINKED, FEED: rss(an_item())})
    assert [found.url for found in discover(web, SITE)] == [FEED]
    assert [request.url for request in web.asked] == [SITE, FEED]


def test_a_named_feed_that_is_none_is_passed_over() -> None:
    """The usual places are tried then; where nothing is, the message says what was looked at."""
    with pytest.raises(FeedError, match=r"daily.example/.*names no feed that can be read"):
        discover(FakeWeb({SITE: LINKED, FEED: "<html>nothing</html>"}), SITE)


def test_an_address_that_brings_nothing_is_told_with_its_reason() -> None:
    """In the closed vocabulary."""
    with pytest.raises(FetchError) as raised:
        discover(FakeWeb({SITE: Reason.TLS}), SITE)
    assert raised.value.reason == Reason.TLS


@pytest.mark.parametrize(("status", "url"), [(301, "https://new.example/rss"), (302, FEED)])
def test_only_a_permanent_move_is_taken_over(status: int, url: str) -> None:
    """A temporary one may be over tomorrow."""
    moved = FakeAnswer(status=status, moved_to="https://new.example/rss")
    (found,) = discover(FakeWeb({FEED: moved, "https://new.example/rss": rss(an_item())}), FEED)
    assert found.url == url


def test_a_news_sitemap_is_found_where_there_is_no_feed() -> None:
    """By robots.txt or at the usual places; a sitemap without news has no headlines and is none."""
    news = (
        b"<urlset><url><loc>https://daily.example/a</loc><n:news xmlns:n='urn:n'><n:title>Flood</n:title>"
        b"<n:publication_date>2026-03-01</n:publication_date></n:news></url></urlset>"
    )
    plain = b"<urlset><url><loc>https://daily.example/a</loc></url></urlset>"
    web = FakeWeb(
        {
            SITE: "<html>no feed</html>",
            "https://daily.example/robots.txt": "User-agent: *\nSitemap: /all.xml\nsitemap: https://daily.example/n.xml",
            "https://daily.example/all.xml": plain,
            "https://daily.example/n.xml": news,
        }
    )
    (found,) = discover(web, SITE)
    assert (found.url, found.kind, found.latest) == ("https://daily.example/n.xml", "sitemap", ("Flood",))
    (usual,) = discover(FakeWeb({SITE: "<html/>", "https://daily.example/news-sitemap.xml": news}), SITE)
    assert usual.kind == "sitemap"


def test_a_page_that_is_refused_does_not_hide_its_feed() -> None:
    """A front page may be shut to programs while the feed beside it is open; what nobody answers is not asked more."""
    (found,) = discover(FakeWeb({SITE: Reason.REFUSED, "https://daily.example/feed": rss(an_item())}), SITE)
    assert found.url == "https://daily.example/feed"
    web = FakeWeb({SITE: Reason.PRIVATE})
    with pytest.raises(FetchError):
        discover(web, SITE)
    assert len(web.asked) == 1


def test_subscriptions_go_out_and_come_back(tmp_path: Path) -> None:
    """Addresses and titles stay, in the owner's order."""
    sources = [a_source("daily", title='The "Daily" & <more>'), a_source("post", title="Post"), a_source("untitled")]
    path = tmp_path / "feeds.opml"
    path.write_bytes(subscriptions("Ours", sources))
    back = list(read_subscriptions(path).sources)
    assert [source.url for source in back] == [source.url for source in sources]
    assert [source.title for source in back][:2] == ['The "Daily" & <more>', "Post"]


def test_a_file_that_is_no_opml_is_named(tmp_path: Path) -> None:
    """Missing, or something else."""
    path = tmp_path / "feeds.opml"
    with pytest.raises(UsageError, match=r"feeds.opml: cannot be read"):
        read_subscriptions(path)
    path.write_bytes(b"{}")
    with pytest.raises(UsageError, match=r"feeds.opml: "):
        read_subscriptions(path)


def test_topics_come_in_the_order_of_their_files(tmp_path: Path) -> None:
    """Numbers in the names say it."""
    (tmp_path / "20-fire.yaml").write_text("_id: fire\nname: Fire\nkeywords: [fire]\n")
    (tmp_path / "10-water.yaml").write_text("_id: water\nname: Water\n")
    (tmp_path / "air.yaml").write_text("_id: air\nname: Air\n")
    (tmp_path / "notes.txt").write_text("no topic")
    found = [(topic.number, topic.id) for topic in read_topics(tmp_path)]
    assert found == [("10", "water"), ("20", "fire"), (None, "air")]
    assert read_topics(tmp_path / "nowhere") == ()


@pytest.mark.parametrize(
    ("text", "said"), [("_id: fire\nname: Again\n", "id `fire`"), ("keywords: [a]\n", "name"), ("[", "10-b.yaml")]
)
def test_a_wrong_topic_file_is_named(tmp_path: Path, text: str, said: str) -> None:
    """With what is wrong."""
    (tmp_path / "00-a.yaml").write_text("_id: fire\nname: Fire\n")
    (tmp_path / "10-b.yaml").write_text(text)
    with pytest.raises(UsageError, match=r"10-b\.yaml") as raised:
        read_topics(tmp_path)
    assert said in str(raised.value)


def test_health_says_how_each_source_does(tmp_path: Path) -> None:
    """A word, a count, and advice where something can be done."""
    names = ["daily", "post", "broken", "gone", "off", "quiet", "empty", "new"]
    sources = [a_source(name, disabled=name == "off", muted=name == "quiet") for name in names]
    pages: dict[str, bytes | str | FakeAnswer | Reason] = {
        FEED: rss(an_item(content="Water. " * 200)),
        "https://post.example/rss": Reason.TIMEOUT,
        "https://broken.example/rss": "<html>no feed</html>",
        "https://gone.example/rss": FakeAnswer(status=410),
        "https://quiet.example/rss": rss(an_item()),
        "https://empty.example/rss": rss(),
    }
    with a_desk(tmp_path, pages, sources=sources[:-1]) as desk:
        desk.run()
        rows = {row.id: row for row in health_of(sources, desk.engine.store)}
    assert {name: row.health for name, row in rows.items()} == {
        "daily": "well",
        "post": "timeout",
        "broken": "not a feed",
        "gone": "gone",
        "off": "disabled",
        "quiet": "muted",
        "empty": "no items",
        "new": "not visited yet",
    }
    assert rows["daily"].articles == 1
    assert rows["daily"].newest == NOON - timedelta(hours=1)
    assert rows["gone"].next_visit is None
    assert {name for name, row in rows.items() if row.advice} == {"post", "broken", "gone"}


def test_an_archive_is_brought_in_once(tmp_path: Path) -> None:
    """What is there already stays as it is; no source is visited."""
    articles = [an_article(f"Report {n}", sort_date=NOON - timedelta(hours=n)) for n in range(5)]
    with a_desk(tmp_path, {}) as desk:
        store = desk.engine.store
        assert backfill(store, articles, archive=SourceId("archive")) == 5
        assert (
            backfill(store, iter([replace(articles[0], title="Changed"), *articles]), archive=SourceId("archive")) == 6
        )
        assert store.articles.count() == 5
        assert "Changed" not in {article.title for article in desk.articles()}
        assert curate(desk.engine, shards=Shards()).placed == 5
        assert curate(desk.engine, shards=Shards()).placed == 0
        assert desk.web.asked == []
