"""One article is one article, whichever ways lead to it."""

from datetime import timedelta
from pathlib import Path

from newsloom.model.page import Reason
from newsloom.model.sighting import Recognition
from newsloom.testing.builders import NOON, a_desk, a_page, a_source, an_item, rss
from newsloom.testing.fake_web import FakeAnswer

Web = dict[str, bytes | str | FakeAnswer | Reason]
FEED, OTHER_FEED, PROXY_FEED = (f"https://{name}.example/rss" for name in ("daily", "post", "proxy"))
PLAIN = "https://daily.example/news/flood-hits-lower-town"
PROXY = "https://feedproxy.example/~r/daily/~3/abc/"
LONG = "Water stood in the lower town until noon while crews filled sandbags along the quay. " * 12
OTHER = "The council sat until midnight over the budget for roads, schools and the old harbour. " * 12


def named(url: str) -> str:
    """The head of a page that gives itself an address."""
    return f'<link rel="canonical" href="{url}">'


def test_two_feeds_of_one_article_are_two_sightings(tmp_path: Path) -> None:
    """One with addresses that track, one without."""
    tracked = an_item(key="2", url=f"{PLAIN}?utm_source=rss#top", content=LONG)
    pages = {FEED: rss(an_item(key="1", url=PLAIN, content=LONG)), OTHER_FEED: rss(tracked)}
    with a_desk(tmp_path, pages) as desk:
        desk.run()
        (article,) = desk.articles()
        seen = [(s.source, s.key, s.url) for s in desk.engine.store.articles.sightings(article.id)]
        assert seen == [("daily", "1", PLAIN), ("post", "2", PLAIN)]


def test_a_feed_of_amp_pages_beside_a_plain_one(tmp_path: Path) -> None:
    """One article in either order, with one id."""
    plain, amp = rss(an_item(url=PLAIN, content=LONG)), rss(an_item(url=f"{PLAIN}/amp/", content=LONG))
    ids = set()
    for name, pages in (("a", {FEED: plain, OTHER_FEED: amp}), ("b", {FEED: amp, OTHER_FEED: plain})):
        (tmp_path / name).mkdir()
        with a_desk(tmp_path / name, pages) as desk:
            for _ in range(2):
                desk.run()
            (article,) = desk.articles()
            ids.add(article.id)
            assert [s.by for s in desk.engine.store.articles.sightings(article.id)] == [
                Recognition.FIRST,
                Recognition.VIEW,
            ]
    assert len(ids) == 1


def test_an_amp_page_gives_the_plain_address(tmp_path: Path) -> None:
    """What is published is the address that the page names."""
    amp = f"{PLAIN}/amp/"
    pages = {FEED: rss(an_item(url=amp)), amp: a_page("Flood", LONG, head=named(PLAIN))}
    with a_desk(tmp_path, pages, sources=[a_source(full_text=True)]) as desk:
        desk.run()
        (article,) = desk.articles()
        assert article.url == PLAIN
        assert any(PLAIN.encode() in body and amp.encode() not in body for _, body in desk.files().values())


def test_a_feed_proxy_is_followed_to_the_article(tmp_path: Path) -> None:
    """The proxy's item is a sighting of the article that another feed brought, before or later."""
    direct, proxied = rss(an_item(url=PLAIN)), rss(an_item("Flood - The Daily", key="p", url=PROXY))
    web: Web = {
        PROXY: FakeAnswer(moved_to=f"{PLAIN}?utm_source=feedburner", status=302),
        f"{PLAIN}?utm_source=feedburner": a_page("Flood", LONG),
        PLAIN: a_page("Flood", LONG),
    }
    sources = [a_source("daily", url=FEED, full_text=True), a_source("proxy", url=PROXY_FEED, full_text=True)]
    for name, first in (("a", {FEED: direct}), ("b", {PROXY_FEED: proxied}), ("c", {})):
        (tmp_path / name).mkdir()
        empty: Web = {FEED: rss(an_item("Old", content=LONG)), PROXY_FEED: rss(an_item("Old", content=LONG))}
        with a_desk(tmp_path / name, web | (empty | first if first else {}), sources=sources) as desk:
            if first:
                desk.run()
            desk.web.pages |= {FEED: direct, PROXY_FEED: proxied}
            desk.run()
            desk.run()
            (article,) = [one for one in desk.articles() if one.title != "Old"]
            assert (article.url, article.host) == (PLAIN, "daily.example")
            assert {s.source for s in desk.engine.store.articles.sightings(article.id)} == {"daily", "proxy"}


def test_a_front_page_named_as_canonical_is_not_believed(tmp_path: Path) -> None:
    """Nor a section."""
    second = "https://daily.example/news/quake-shakes-upper-town"
    pages = {
        FEED: rss(an_item(url=PLAIN), an_item("Quake", url=second)),
        PLAIN: a_page("Flood", LONG, head=named("https://daily.example/")),
        second: a_page("Quake", OTHER, head=named("https://daily.example/news")),
    }
    with a_desk(tmp_path, pages, sources=[a_source(full_text=True)]) as desk:
        desk.run()
        assert {article.url for article in desk.articles()} == {PLAIN, second}


def test_another_publishers_canonical_makes_a_copy_not_a_sighting(tmp_path: Path) -> None:
    """Both articles are kept; the copy remembers what it named."""
    theirs = "https://post.example/news/flood-hits-lower-town"
    pages = {
        FEED: rss(an_item(url=PLAIN)),
        OTHER_FEED: rss(an_item(url=theirs, content=LONG)),
        PLAIN: a_page("Flood", LONG, head=named(theirs)),
    }
    sources = [a_source("daily", full_text=True), a_source("post")]
    with a_desk(tmp_path, pages, sources=sources) as desk:
        desk.run()
        assert {article.url: article.metadata.canonical for article in desk.articles()} == {PLAIN: theirs, theirs: ""}


def test_an_article_under_a_new_slug_stays_one(tmp_path: Path) -> None:
    """Without a guid, by the outlet's number; it moves along with its new headline."""
    old = an_item("Two dead in flood", key="", url="https://daily.example/n/1234567/two-dead", content=LONG)
    new = an_item("Four dead in flood", key="", url="https://daily.example/n/1234567/four-dead", content=LONG)
    with a_desk(tmp_path, {FEED: rss(old)}) as desk:
        desk.run()
        (before,) = desk.articles()
        desk.web.pages[FEED] = rss(new)
        desk.run()
        desk.run()
        (after,) = desk.articles()
        assert (after.id, after.url, after.title, after.revision) == (before.id, new.url, "Four dead in flood", 2)
        assert [s.by for s in desk.engine.store.articles.sightings(after.id)] == [
            Recognition.FIRST,
            Recognition.NUMBER,
        ]


def test_a_host_with_one_canonical_everywhere(tmp_path: Path) -> None:
    """Its articles stay apart, and none is lost."""
    shared = named("https://daily.example/the-page-that-all-pages-name")
    urls = {word: f"https://daily.example/news/{word}-of-the-year-again" for word in ("Flood", "Fire", "Quake")}
    feed = rss(*(an_item(word, url=url) for word, url in urls.items()))
    texts = {"Flood": LONG, "Fire": OTHER, "Quake": LONG[::-1]}
    pages = {FEED: feed} | {url: a_page(word, texts[word], head=shared) for word, url in urls.items()}
    with a_desk(tmp_path, pages, sources=[a_source(full_text=True)]) as desk:
        desk.run()
        assert {article.title: article.url for article in desk.articles()} == urls


def test_a_dead_address_that_leads_to_the_front_page_gives_no_text(tmp_path: Path) -> None:
    """The feed's own words are all there is."""
    pages: Web = {
        FEED: rss(an_item(url=PLAIN, summary="Water stood in the lower town.")),
        PLAIN: FakeAnswer(moved_to="https://daily.example/", status=301),
        "https://daily.example/": a_page("The Daily", OTHER),
    }
    with a_desk(tmp_path, pages, sources=[a_source(full_text=True)]) as desk:
        desk.run()
        (article,) = desk.articles()
        assert (article.url, article.text) == (PLAIN, "Water stood in the lower town.")


def test_a_weekly_series_is_an_article_each_week(tmp_path: Path) -> None:
    """One title, one teaser, another address and time."""
    with a_desk(tmp_path, {}, sources=[a_source()]) as desk:
        for week in range(3):
            url = f"https://daily.example/quiz/week-{week}"
            item = an_item("Weekly quiz", key="", url=url, content=LONG, published=NOON + timedelta(days=7 * week))
            desk.web.pages[FEED] = rss(item)
            desk.now = NOON + timedelta(days=7 * week, hours=1)
            desk.run()
        assert len(desk.articles()) == 3
