"""Every format says the same thing: entries, with links in full, times in UTC and titles in plain words."""

import random
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsloom.errors import FeedError
from newsloom.parse.feed import read_feed

INVENTED = Path(__file__).with_name("invented")
ALL = {path.name: path.read_bytes() for path in INVENTED.iterdir()}
RSS, ATOM, RDF = ALL["rss.xml"], ALL["atom.xml"], ALL["rdf.xml"]
JSON, CDF, ILL_FORMED = ALL["feed.json"], ALL["cdf.xml"], ALL["ill-formed.xml"]
GREETING = "<rss version='2.0'><channel><item><title>Größe</title></item></channel></rss>"


def test_rss_says_all_it_has() -> None:
    """An RSS 2.0 item with every extension we read."""
    feed = read_feed(RSS, url="https://harbour.example/rss")
    item = feed.items[0]
    assert (feed.format, feed.title, feed.url, feed.language) == (
        "rss20",
        "Harbour Daily",
        "https://harbour.example/",
        "en",
    )
    assert (feed.ttl_seconds, feed.hub) == (1_800, "https://hub.example/")
    assert (item.key, item.url) == ("ferry-1", "https://harbour.example/ferry?a=1&b=2")
    assert item.title == "Ferry & bridge: both closed"
    assert item.published == datetime(2026, 3, 7, 9, 30, tzinfo=UTC)
    assert item.authors == ("Jo Bell",)
    assert item.categories == ("Transport", "Harbour")
    assert item.summary == "<p>The <i>ferry</i> stays in port.</p>"
    assert item.content == "<p>The ferry stays in port until noon.</p>"
    assert item.image is not None
    assert (item.image.url, item.image.width) == ("https://harbour.example/big.jpg", 800)
    assert item.origin == ("The Wire", "https://wire.example/rss")
    assert item.enclosures == (("https://harbour.example/a.mp3", "audio/mpeg"),)


@pytest.mark.parametrize("ending", ["", "<b>"])
def test_a_feed_proxy_names_the_address_it_replaced(ending: str) -> None:
    """Well-formed or not; one that is no address is passed over."""
    feed = read_feed(
        f"""<rss version="2.0" xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"><channel>
        <item><title>Flood</title><link>http://feedproxy.example/~r/harbour/~3/abc/</link>
        <feedburner:origLink>https://harbour.example/flood</feedburner:origLink></item>
        <item><title>Fire</title><link>https://harbour.example/fire</link>
        <feedburner:origLink>javascript:x</feedburner:origLink></item>{ending}
        </channel></rss>""".encode()
    )
    assert [item.url for item in feed.items] == ["https://harbour.example/flood", "https://harbour.example/fire"]


def test_odd_items_are_read_and_told() -> None:
    """A permalink guid is a link, a script is none; an unzoned date is UTC, garbage no date; each is told."""
    feed = read_feed(RSS)
    assert feed.items[1].url == "https://harbour.example/guid"
    assert feed.items[1].authors == ("Ann Ash",)
    assert feed.items[1].published == datetime(2026, 3, 7, 10, tzinfo=UTC)
    assert feed.items[2].url == ""
    assert (feed.items[2].published, feed.items[2].published_raw) == (None, "yesterday")
    told = "\n".join(feed.problems)
    assert "without a zone" in told
    assert "cannot be read" in told
    assert "not http" in told


def test_atom_says_all_it_has() -> None:
    """An Atom entry with xml:base, XHTML, and plain text that looks like markup."""
    feed = read_feed(ATOM)
    item = feed.items[0]
    assert (feed.format, feed.title, feed.language) == ("atom10", "Küste & Meer", "de")
    assert item.title == "Sturm vor Rügen"
    assert item.url == "https://kueste.example/sturm"
    assert item.published == datetime(2026, 3, 7, 7, tzinfo=UTC)
    assert item.updated == datetime(2026, 3, 7, 9, tzinfo=UTC)
    assert item.authors == ("Eva Ufer",)
    assert item.categories == ("Wetter",)
    assert item.summary == "Wind &lt; 12 &amp; mehr"
    assert '<p>Der <a href="karte">Wind</a><br>dreht.</p>' in item.content
    assert item.origin == ("Agentur", "https://agentur.example/")
    assert item.image is not None
    assert item.image.url == "https://kueste.example/bild.png"


def test_rdf_and_cdf() -> None:
    """The oldest formats: an RSS 1.0 item dated by Dublin Core, a CDF channel all in attributes."""
    feed = read_feed(RDF)
    assert (feed.format, feed.ttl_seconds, len(feed.items)) == ("rss10", 43_200, 1)
    assert feed.items[0].updated == datetime(2026, 3, 6, tzinfo=UTC)
    assert feed.items[0].categories == ("Town",)
    item = read_feed(CDF).items[0]
    assert (item.title, item.url, item.summary) == ("Item one", "https://cdf.example/1", "Words")


def test_json_feed() -> None:
    """JSON Feed 1.1: numbers as ids, plain text as HTML, broken entries dropped and told."""
    feed = read_feed(JSON, url="https://tide.example/feed.json")
    first, second = feed.items
    assert (feed.format, feed.hub) == ("json11", "https://hub.example/")
    assert (first.key, first.url, first.content) == ("7", "https://tide.example/7", "<p>One &lt; two</p><p>Three</p>")
    assert (first.categories, first.published) == (("tide", "3"), datetime(2026, 3, 7, 10, tzinfo=UTC))
    assert (second.url, second.authors) == ("https://else.example/8", ("Ann",))
    assert any("no objects" in problem for problem in feed.problems)


def test_ill_formed_feeds_keep_their_links() -> None:
    """Ill-formed XML is read leniently, and no address loses a letter."""
    feed = read_feed(ILL_FORMED)
    assert [item.url for item in feed.items] == ["https://quay.example/?a=1&b=2"]
    assert feed.items[0].title == "Nets & lines"
    assert any("leniently" in problem for problem in feed.problems)


def test_what_stands_around_a_feed_does_not_hurt_it() -> None:
    """A comment before the declaration, a plain document type, an advert after the end."""
    for before, after in ((b"<!-- made & kept -->\n", b""), (b"", b"\n<script>track()</script>")):
        feed = read_feed(before + RSS + after)
        assert len(feed.items) == 3
        assert any(problem.startswith("text ") for problem in feed.problems)
    typed = RSS.replace(b"<rss ", b'<!DOCTYPE rss PUBLIC "-//x//DTD RSS 2.0//EN" "http://dtd.example/rss.dtd"><rss ', 1)
    assert read_feed(typed).items == read_feed(RSS).items


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "empty"),
        (b"  \n\t ", "empty"),
        (b"<!doctype html><html><body><p>Sign in</body>", "an HTML page"),
        (b"<html><head><title>x</title></head><body/></html>", "an HTML page"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a feed"),
        (b"{}", "not a feed"),
        (b"[1, 2", "not a feed"),
        (b"hello", "not a feed"),
        (b"\x00\xff\xfe\x01", "not a feed"),
        (b"<rss>" + b"<a>" * 100_000 + b"</a>" * 100_000 + b"</rss>", "too deep"),
        (b"<rss>" + b"<a>" * 100_000, "too deep"),
        (
            b"<?xml version='1.0'?><!DOCTYPE x [" + b"<!ATTLIST a b CDATA 'x'>" * 50_000 + b"]><rss/>",
            "beyond the limits",
        ),
        (b"<rss><item " + b"a='1' " * 50_000 + b"><title>x</title></item>", "beyond the limits"),
    ],
)
def test_what_is_no_feed_is_refused_with_a_reason(body: bytes, reason: str) -> None:
    """Each refusal says why, within two seconds."""
    start = time.process_time()
    with pytest.raises(FeedError, match=reason):
        read_feed(body)
    assert time.process_time() - start < 2


def test_entities_are_not_expanded() -> None:
    """A billion laughs are not laughed, and no file is read."""
    bomb = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>'
    feed = read_feed(bomb + b"<rss version='2.0'><channel><item><title>&b;&x;</title></item></channel></rss>")
    assert "root:" not in feed.items[0].title
    assert len(feed.items[0].title) < 30


def test_the_newest_of_too_many() -> None:
    """Of more entries than we keep, the newest stay in the document's order, and the cut is told."""
    dates = [f"2026-01-01T{n // 3600:02}:{n // 60 % 60:02}:{n % 60:02}Z" for n in range(2_500)]
    items = "".join(f"<item><title>n{n}</title><pubDate>{date}</pubDate></item>" for n, date in enumerate(dates))
    feed = read_feed(f"<rss version='2.0'><channel>{items}</channel></rss>".encode())
    assert [item.title for item in feed.items] == [f"n{n}" for n in range(500, 2_500)]
    assert any("newest 2,000" in problem for problem in feed.problems)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16le", "utf-32", "iso-8859-1", "windows-1252"])
def test_encodings(encoding: str) -> None:
    """The same words in any encoding that is declared, marked or sent in the header."""
    text = f"<?xml version='1.0' encoding='{encoding}'?>{GREETING}"
    assert read_feed(text.encode(encoding)).items[0].title == "Größe"
    unsaid = GREETING.encode(encoding)
    assert read_feed(unsaid, content_type=f"application/xml; charset={encoding}").items[0].title == "Größe"


def test_lying_encodings_are_told() -> None:
    """Bytes that are not what they are declared to be are read as what they can be, and that is told."""
    feed = read_feed(f"<?xml version='1.0' encoding='utf-8'?>{GREETING}".encode("cp1252"))
    assert feed.items[0].title == "Größe"
    assert any("declared as utf-8" in problem for problem in feed.problems)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(ALL)), st.integers(min_value=0), st.integers(min_value=1, max_value=12))
def test_damaged_feeds_never_crash(name: str, seed: int, wounds: int) -> None:
    """Bytes changed, cut out, doubled or thrown in: a feed comes out, or a FeedError."""
    chance = random.Random(seed)  # noqa: S311  a test's chance
    body = bytearray(ALL[name])
    for _ in range(wounds):
        at = chance.randrange(len(body))
        part = chance.choice(
            [
                b"",
                b"<",
                b">",
                b"&",
                b"\x00",
                b"\xff",
                b"]]>",
                b"<item>",
                b"<![CDATA[",
                b"{",
                b'"',
                bytes(body[at : at + 40]),
            ]
        )
        body[at : at + chance.choice([0, 1, 8])] = part
    try:
        feed = read_feed(bytes(body), url="https://x.example/")
    except FeedError:
        return
    assert all(item.url == "" or item.url.lower().startswith("http") for item in feed.items)
    assert all("\x00" not in item.title + item.summary + item.content for item in feed.items)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_noise_never_crashes(body: bytes) -> None:
    """Any bytes are a feed or a FeedError."""
    try:
        read_feed(body)
    except FeedError:
        return
