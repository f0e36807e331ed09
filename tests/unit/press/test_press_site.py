import json
import re
import struct
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

import feedparser
import pytest
import trafilatura

from press import Archive, Outlet, load_archive, moment
from press.feeds import LISTED, listed, rfc822
from press.site import Answer, Site

END = moment("day 4 23:59")
ARCHIVE = load_archive()
each_outlet = pytest.mark.parametrize("outlet", ARCHIVE.outlets, ids=lambda outlet: outlet.id)


def site_of(outlet_id: str, archive: Archive = ARCHIVE) -> Site:
    """One outlet's site at an invented address."""
    return Site(outlet=archive.outlet(outlet_id), articles=archive.of(outlet_id), home="http://127.0.0.1:9")


def ask(site: Site, path: str, at: str | datetime = END, **asked: str) -> Answer:
    """The site's answer; headers are given with underscores."""
    now = moment(at) if isinstance(at, str) else at
    return site.answer(path, {name.replace("_", "-"): value for name, value in asked.items()}, now=now)


def parsed(site: Site, at: str) -> Any:
    """The feed as feedparser reads it."""
    return feedparser.parse(ask(site, site.outlet.feed_path, at).body)


@each_outlet
def test_every_feed_lists_what_is_published(outlet: Outlet) -> None:
    """The newest fifteen items, newest first, with titles and addresses, under the outlet's name."""
    site = site_of(outlet.id)
    expected = [(version.title, site.home + article.path) for article, version in listed(site.articles, END)]
    answer = ask(site, outlet.feed_path)
    if outlet.feed == "json":
        value = json.loads(answer.body)
        assert value["title"] == outlet.name
        assert [(item["title"], item["url"]) for item in value["items"]] == expected
        return
    found = feedparser.parse(answer.body)
    assert not found.bozo
    assert found.feed.title == outlet.name
    assert found.version == {"rss": "rss20", "atom": "atom10", "rdf": "rss10"}[outlet.feed]
    assert [(entry.title, entry.link) for entry in found.entries] == expected
    assert 0 < len(found.entries) <= LISTED


@each_outlet
def test_feed_dates_name_the_true_moment(outlet: Outlet) -> None:
    """Whatever zone a feed writes, its dates are the moments of publication; one feed has none."""
    site = site_of(outlet.id)
    if outlet.feed == "json":
        items = json.loads(ask(site, outlet.feed_path).body)["items"]
        dates = [datetime.fromisoformat(item["date_published"]) for item in items]
        assert dates == [article.published for article, _ in listed(site.articles, END)]
        return
    entries = feedparser.parse(ask(site, outlet.feed_path).body).entries
    if outlet.detail == "titles":
        assert all("published" not in entry and "id" not in entry for entry in entries)
        return
    key = "updated_parsed" if outlet.feed == "rdf" else "published_parsed"
    times = [tuple(entry[key])[:5] for entry in entries]
    assert times == [article.published.timetuple()[:5] for article, _ in listed(site.articles, END)]


@pytest.mark.parametrize(
    ("zone", "text"),
    [
        ("+0000", "Mon, 03 Mar 2025 10:00:00 +0000"),
        ("+0545", "Mon, 03 Mar 2025 15:45:00 +0545"),
        ("-0330", "Mon, 03 Mar 2025 06:30:00 -0330"),
        ("EST", "Mon, 03 Mar 2025 05:00:00 EST"),
    ],
)
def test_odd_zones_are_written_rightly(zone: str, text: str) -> None:
    """Half-hour zones and zone names hold the same moment."""
    assert rfc822(moment("day 1 10:00"), zone) == text


def test_full_text_feeds_hold_the_text() -> None:
    """An outlet that feeds full texts puts every paragraph into the entry."""
    site = site_of("counting")
    _, version = listed(site.articles, END)[0]
    content = parsed(site, "day 4 23:59").entries[0].content[0].value
    assert all(paragraph in content for paragraph in version.body)


@each_outlet
def test_the_main_text_can_be_extracted_from_a_page(outlet: Outlet) -> None:
    """A usual extractor finds every paragraph of the newest article among the furniture, and no cookie text."""
    site = site_of(outlet.id)
    article = max(site.articles, key=lambda article: len(article.versions[-1].body))
    text = trafilatura.extract(ask(site, article.path).body.decode()) or ""
    assert all(paragraph in text for paragraph in article.versions[-1].body)
    assert "We and our partners" not in text


@each_outlet
def test_pages_name_their_outlet(outlet: Outlet) -> None:
    """All outlets live on one host, so each page says whose it is, in the way the outlet does it."""
    site = site_of(outlet.id)
    page = ask(site, site.articles[0].path).body.decode()
    assert f"| {outlet.name}</title>" in page
    assert (f'<meta property="og:site_name" content="{outlet.name}">' in page) is outlet.open_graph
    assert ("application/ld+json" in page) is outlet.json_ld
    assert ('rel="amphtml"' in page) is outlet.amp
    if outlet.json_ld:
        data = json.loads(re.findall(r'ld\+json">(.*?)</script>', page)[0].replace("<\\/", "</"))
        assert data["publisher"]["name"] == outlet.name


@each_outlet
def test_a_page_is_not_there_before_its_time(outlet: Outlet) -> None:
    """404 until the minute of publication, for the page and its picture; then it is there."""
    site = site_of(outlet.id)
    article = site.articles[0]
    before = article.published - timedelta(minutes=1)
    picture = f"/pictures/{article.number}.png"
    assert ask(site, article.path, before).status == HTTPStatus.NOT_FOUND
    assert ask(site, picture, before).status == HTTPStatus.NOT_FOUND
    assert ask(site, article.path, article.published).status == HTTPStatus.OK
    assert ask(site, picture, article.published).kind == "image/png"


@each_outlet
def test_the_home_page_tells_where_the_feed_is(outlet: Outlet) -> None:
    """Its head links the feed with the right type."""
    page = ask(site_of(outlet.id), "/").body.decode()
    assert re.search(
        rf'<link rel="alternate" type="application/[a-z+]+" title="[^"]+" href="{outlet.feed_path}">', page
    )


def test_an_edited_article_changes_in_feed_and_page() -> None:
    """Before the edit the first wording, after it the second one with its correction; the date stays."""
    site = site_of("blare")
    article = next(article for article in site.articles if article.key == "tallbeck-fire-blare")
    early, late = (parsed(site, f"day 1 {at}").entries for at in ("13:00", "14:00"))
    (old,) = (entry for entry in early if entry.link.endswith(article.path))
    (new,) = (entry for entry in late if entry.link.endswith(article.path))
    assert old.title.startswith("INFERNO")
    assert new.title.startswith("Sofa store inferno")
    assert old.id == new.id
    assert old.published == new.published
    assert b"Correction:" not in ask(site, article.path, "day 1 13:00").body
    assert b"Correction:" in ask(site, article.path, "day 1 14:00").body


def test_amp_pages_point_home() -> None:
    """The AMP twin is canonical-linked to the page it belongs to."""
    site = site_of("ledger")
    path = site.articles[0].path
    assert f'<link rel="canonical" href="{site.home}{path}">' in ask(site, f"/amp{path}").body.decode()
    assert ask(site_of("public"), f"/amp{path}").status == HTTPStatus.NOT_FOUND


def test_pictures_are_pngs_of_the_promised_size() -> None:
    """The header says 640 by 360, as the pages do."""
    site = site_of("ledger")
    body = ask(site, f"/pictures/{site.articles[0].number}.png").body
    assert body.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", body[16:24]) == (640, 360)


@each_outlet
def test_validators_are_honest(outlet: Outlet) -> None:
    """With yesterday's validators an unchanged feed is 304 and a changed one is not; one outlet never sends any."""
    site = site_of(outlet.id)
    first = ask(site, outlet.feed_path, "day 2 12:00")
    if not outlet.validators:
        assert not first.headers
        return
    tag, date = first.headers["ETag"], first.headers["Last-Modified"]
    for asked in ({"if_none_match": tag}, {"if_modified_since": date}, {"if_none_match": f'"x", W/{tag}'}):
        again = ask(site, outlet.feed_path, "day 2 12:00", **asked)
        assert (again.status, again.body) == (HTTPStatus.NOT_MODIFIED, b"")
        assert ask(site, outlet.feed_path, END, **asked).status == HTTPStatus.OK
    assert ask(site, outlet.feed_path, "day 2 12:00", if_none_match='"x"', if_modified_since=date).body
    assert ask(site, outlet.feed_path, "day 2 12:00", if_modified_since="soon").body


def test_the_breaking_outlet_breaks_and_recovers() -> None:
    """On the third day it fails, then its feed is cut off, then ill-formed, then it is well again."""
    site = site_of("argus")
    robots = "/robots.txt"
    assert not parsed(site, "day 3 05:59").bozo
    assert ask(site, robots, "day 3 06:00").status == HTTPStatus.INTERNAL_SERVER_ERROR
    assert parsed(site, "day 3 11:00").bozo
    assert ask(site, robots, "day 3 11:00").status == HTTPStatus.OK
    assert parsed(site, "day 3 17:59").bozo
    assert not parsed(site, "day 3 18:00").bozo


def test_robots_txt_is_plain() -> None:
    """Articles are allowed, the search is not."""
    answer = ask(site_of("public"), "/robots.txt")
    assert answer.kind.startswith("text/plain")
    assert b"Disallow: /search" in answer.body


def test_nothing_is_listed_before_the_first_day() -> None:
    """A feed without items is still a feed."""
    for outlet in ARCHIVE.outlets:
        body = ask(site_of(outlet.id), outlet.feed_path, "day 1 00:00").body
        assert not (json.loads(body)["items"] if outlet.feed == "json" else feedparser.parse(body).entries)
