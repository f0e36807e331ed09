import pickle
import time
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.errors import PageError
from newsloom.parse.body import main_text
from newsloom.parse.bounds import check_markup
from newsloom.parse.charset import decoded
from newsloom.parse.page import read_page
from newsloom.parse.pictures import pixels
from newsloom.parse.unreadable import Unreadable, UnreadableError

URL = "https://lantern.example/2026/03/bridge"
SENTENCE = "The old bridge over the Merle was closed on Sunday after divers found cracks in two of its pillars. "
PARAGRAPHS = "".join(f"<p>{SENTENCE} Engineers will report in week {n}.</p>" for n in range(8))
LINKED = """<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
 {"@type": "Organization", "@id": "#org", "name": "The Lantern"},
 {"@type": "Person", "@id": "#ida", "name": "Ida Brandt"},
 {"@type": ["NewsArticle"], "headline": "Bridge closed &amp; guarded", "datePublished": "2026-03-01T09:30:00+02:00",
  "dateModified": "2026-03-01T10:00:00Z", "author": [{"@id": "#ida"}, {"@type": "Person", "name": "Tom Okafor"}],
  "publisher": {"@id": "#org"}, "inLanguage": "en-GB",
  "image": {"@type": "ImageObject", "url": "/img/bridge.jpg", "width": 1200, "height": "675px"}}]}</script>"""


def a_page(head: str = "", body: str = PARAGRAPHS) -> bytes:
    """Make an article's page."""
    return f"<!doctype html><html><head>{head}</head><body><article>{body}</article></body></html>".encode()


def test_linked_data_comes_first() -> None:
    """A page that describes itself well is read from that description, references resolved."""
    reading = read_page(
        a_page(LINKED + '<meta property="og:title" content="Other">'), url=URL, content_type="text/html"
    )
    assert reading.title == "Bridge closed & guarded"
    assert reading.authors == ("Ida Brandt", "Tom Okafor")
    assert reading.published == datetime(2026, 3, 1, 7, 30, tzinfo=UTC)
    assert reading.modified == datetime(2026, 3, 1, 10, tzinfo=UTC)
    assert (reading.site_name, reading.language) == ("The Lantern", "en")
    assert reading.image is not None
    assert (reading.image.url, reading.image.width, reading.image.height) == (
        "https://lantern.example/img/bridge.jpg",
        1200,
        675,
    )
    assert set(reading.provenance.values()) == {"json-ld"}
    assert reading.text.count(SENTENCE.strip()) == 8


def test_opengraph_and_links() -> None:
    """Without linked data, OpenGraph and link elements speak."""
    head = """<title>Bridge closed | The Lantern</title><meta property="og:site_name" content="The Lantern">
    <meta property="og:image" content="https://img.example/b.png"><meta property="og:image:width" content="800">
    <meta property="article:published_time" content="2026-03-01T09:30:00Z">
    <meta name="author" content="By Ida Brandt and Tom Okafor">
    <link rel="canonical" href="/2026/03/bridge"><link rel="amphtml" href="https://amp.lantern.example/b">"""
    reading = read_page(a_page(head, "<p>x</p>" + PARAGRAPHS), url=URL + "?utm_source=x")
    assert reading.title == "Bridge closed"
    assert reading.authors == ("Ida Brandt", "Tom Okafor")
    assert reading.canonical == URL
    assert reading.amp_url == "https://amp.lantern.example/b"
    assert reading.image is not None
    assert (reading.image.width, reading.image.height) == (800, None)
    assert reading.provenance["published"] == "opengraph"
    assert reading.provenance["authors"] == "meta"


def test_a_guessed_date_says_so() -> None:
    """A date found nowhere but in the address is marked as guessed."""
    reading = read_page(a_page("<title>Bridge</title>"), url="https://lantern.example/2026/03/01/bridge")
    assert reading.published == datetime(2026, 3, 1, tzinfo=UTC)
    assert reading.provenance["published"] == "guessed"


def test_oddities_are_remarked_on() -> None:
    """Bad dates, a zone that is missing, addresses that are none, a canonical that names the front page."""
    head = """<meta property="article:published_time" content="yesterday"><meta name="date" content="2026-03-01T09:30">
    <link rel="canonical" href="/"><meta property="og:image" content="javascript:alert(1)">"""
    reading = read_page(a_page(head), url=URL)
    assert reading.published == datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
    assert (reading.canonical, reading.image) == (None, None)
    assert len(reading.problems) == 4


def test_a_reading_crosses_processes() -> None:
    """Readings and refusals can be pickled."""
    reading = read_page(a_page(LINKED), url=URL)
    assert pickle.loads(pickle.dumps(reading)) == reading  # noqa: S301  our own bytes
    error = pickle.loads(pickle.dumps(UnreadableError(Unreadable.PDF, "x")))  # noqa: S301  as above
    assert error.reason is Unreadable.PDF
    assert isinstance(error, PageError)


@pytest.mark.parametrize(
    ("body", "content_type", "reason"),
    [
        (b"", "text/html", Unreadable.EMPTY),
        (b" \n", "text/html", Unreadable.EMPTY),
        (b"%PDF-1.7 ...", "text/html", Unreadable.PDF),
        (b"x", "application/pdf", Unreadable.PDF),
        (b"\x89PNG\r\n", "", Unreadable.IMAGE),
        (b"x", "image/webp", Unreadable.IMAGE),
        (b'{"a": 1}', "application/json", Unreadable.NOT_HTML),
        (b"just words", "text/plain", Unreadable.NOT_HTML),
        (b"\x00\x01\x02", "application/octet-stream", Unreadable.NOT_HTML),
        (b"<html><frameset><frame src=a></frameset></html>", "text/html", Unreadable.FRAMES),
        (b"<title>Sign in</title><form><input type=password></form>", "text/html", Unreadable.LOGIN),
        (b"<title>Just a moment...</title><p>wait</p>", "text/html", Unreadable.CHALLENGE),
        (b"<title>App</title><div id=root></div><script src=a.js></script>", "text/html", Unreadable.SCRIPT_SHELL),
        (b"<title>App</title><noscript>Please enable JavaScript.</noscript>", "text/html", Unreadable.SCRIPT_SHELL),
        (b"<html></html>", "text/html", Unreadable.EMPTY),
    ],
)
def test_what_is_no_article(body: bytes, content_type: str, reason: Unreadable) -> None:
    """A page that is something else says what."""
    with pytest.raises(UnreadableError) as caught:
        read_page(body, url=URL, content_type=content_type)
    assert caught.value.reason is reason


HOSTILE = {
    "paragraphs": "<p>word</p>" * 200_000,
    "open paragraphs": "<p>" * 500_000,
    "attributes": "<p " + " ".join(f"a{n}=1" for n in range(100_000)) + ">",
    "quoted attributes": "<p " + 'a=">" ' * 100_000,
    "nested blocks": "<div>" * 200_000,
    "nested inlines": "<b>" * 200_000,
    "nested tables": "<table><tr><td>" * 60_000,
    "formatting": "<a><b><i><p>" * 50_000,
    "foreign": "<svg>" + "<g>" * 200_000,
    "hidden in svg": '<svg><style><a b="</style></svg>' + "<div>" * 100_000 + '"',
    "hidden in a comment": ("<div><!--</div>-->" * 50_000),
    "hidden in a script": ("<div><script><!--<script></script></div>--></script>" * 20_000),
    "hidden in a title": ("<div><title></div></title>" * 50_000),
    "end tags": "<div>" * 250 + "</b>" * 500_000,
    "angles": "<" * 4_000_000,
    "comments": "<!-- -->" * 500_000,
    "scripts": "<script><!--" * 300_000,
    "too long": "<p>x" + "y" * 5_000_001,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_markup_is_measured_quickly(name: str) -> None:
    """Markup that would keep parsers busy for minutes is refused in under two seconds; the harmless rest passes."""
    started = time.process_time()
    if name in {"angles", "scripts"}:
        check_markup(HOSTILE[name])
    else:
        with pytest.raises(UnreadableError) as caught:
            check_markup(HOSTILE[name])
        assert caught.value.reason in {Unreadable.TOO_LARGE, Unreadable.TOO_DEEP}
    assert time.process_time() - started < 2


def test_main_text_refuses_what_it_cannot_bear() -> None:
    """The extractor is never called on it."""
    started = time.process_time()
    with pytest.raises(PageError, match="too large"):
        main_text("<html><body>" + HOSTILE["paragraphs"], url=URL)
    assert time.process_time() - started < 2


def test_ordinary_oddities_pass() -> None:
    """Unclosed items, scripts that write tags, old comment tricks and big tables are no attack."""
    check_markup("<ul>" + "<li>x" * 2_000 + "</ul>" + "<table>" + "<tr><td>1<td>2" * 2_000)
    check_markup('<script>document.write("<div>".repeat(9))//</script>' * 600)
    check_markup("<script><!--\ndocument.write('<script src=a></script>')\n//--></script><p>x")
    check_markup("".join(f"<p>{n}" for n in range(5_000)))


@given(st.text(alphabet="<>/!-='\" abpdiv\n", max_size=300))
def test_measuring_any_text_ends(html: str) -> None:
    """Whatever the text, it is measured or refused."""
    check_markup(html)


@given(st.binary(max_size=300), st.text(max_size=60))
def test_any_bytes_become_text(body: bytes, content_type: str) -> None:
    """No bytes and no header break decoding."""
    assert isinstance(decoded(body, content_type=content_type), str)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    """No page raises anything but a PageError."""
    try:
        read_page(b"<html><body>" + body, url=URL, content_type="text/html")
    except PageError:
        return


@pytest.mark.parametrize(
    ("body", "content_type", "text"),
    [
        ("naïve".encode(), "", "naïve"),
        ("naïve".encode("latin-1"), "text/html; charset=iso-8859-1", "naïve"),
        ("“x”".encode("cp1252"), "text/html; charset=latin1", "“x”"),
        ("naïve".encode(), "text/html; charset=ascii", "naïve"),
        ('<meta charset="windows-1251">мост'.encode("cp1251"), "", '<meta charset="windows-1251">мост'),
        ("橋".encode("utf-16"), "text/html; charset=utf-8", "橋"),
        (b"\xef\xbb\xbfx", "", "x"),
        (b"caf\xe9", "text/html; charset=nonsense", "café"),
        (b"<meta charset=hex>x", "", "<meta charset=hex>x"),
    ],
)
def test_characters(body: bytes, content_type: str, text: str) -> None:
    """Mark, header, meta, UTF-8, Windows-1252, in this order, and never against the bytes."""
    assert decoded(body, content_type=content_type) == text


def test_sizes() -> None:
    """Sizes as pages write them."""
    assert [pixels(value) for value in (640, "640px", "100%", None, "0", 640.0)] == [640, 640, None, None, None, 640]


def test_hostile_linked_data_is_passed_over() -> None:
    """Deep, huge, cyclic or broken JSON-LD costs its own facts only."""
    deep = '{"@type":"NewsArticle","author":' + '{"name":[' * 300 + '"x"' + "]}" * 300 + "}"
    cyclic = '{"@type":"NewsArticle","@id":"a","headline":"Bridge","author":{"@id":"a"}}'
    blocks: list[Any] = ["[" * 100_000, deep, cyclic, "{broken", '{"@type": 5}', "null"]
    head = "".join(f'<script type="application/ld+json">{block}</script>' for block in blocks)
    assert read_page(a_page(head), url=URL).title == "Bridge"
