"""Sitemaps as sources find them: news, plain, indexes, gzip, text, and what only looks like one."""

import gzip
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.errors import FeedError
from newsloom.parse.limits import ENTRY_LIMIT
from newsloom.parse.sitemap import read_sitemap

HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
SPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:n="http://www.google.com/schemas/sitemap-news/0.9" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)
NEWS = f"""{HEAD}<urlset {SPACES}>
 <url><loc>/old</loc><lastmod>2026-03-01</lastmod></url>
 <url>
  <loc> https://daily.example/flood?a=1&amp;b=2 </loc>
  <n:news>
   <n:publication><n:name>The Daily</n:name><n:language>en</n:language></n:publication>
   <n:publication_date>2026-03-02T08:30:00+01:00</n:publication_date>
   <n:title>Flood &amp; fire in
     Dunmore</n:title>
   <n:keywords>flood, fire,, Dunmore </n:keywords>
  </n:news>
  <image:image><image:loc>/flood.jpg</image:loc></image:image>
  <image:image><image:loc>/second.jpg</image:loc></image:image>
 </url>
 <url><loc>javascript:alert(1)</loc></url>
</urlset>"""


def test_a_news_sitemap_names_its_articles() -> None:
    """Title, date, keywords, language, the first picture; newest first; prefixes are the sender's choice."""
    found = read_sitemap(NEWS.encode(), url="https://daily.example/news.xml")
    newest, plain = found.items
    assert (newest.title, newest.url) == ("Flood & fire in Dunmore", "https://daily.example/flood?a=1&b=2")
    assert newest.published == datetime(2026, 3, 2, 7, 30, tzinfo=UTC)
    assert newest.categories == ("flood", "fire", "Dunmore")
    assert newest.image is not None
    assert newest.image.url == "https://daily.example/flood.jpg"
    assert newest.language == "en"
    assert (plain.title, plain.url, plain.published) == ("", "https://daily.example/old", None)
    assert plain.updated == datetime(2026, 3, 1, tzinfo=UTC)
    assert (found.is_news, found.publication, found.language) == (True, "The Daily", "en")
    assert found.problems == ("1 pages without an address of the web",)


def test_an_index_names_sitemaps_once_each() -> None:
    """With the moment they say they changed."""
    entries = "".join(
        f"<sitemap><loc>{loc}</loc>{lastmod}</sitemap>"
        for loc, lastmod in [("/a.xml", "<lastmod>2026-03-02</lastmod>"), ("/b.xml.gz", ""), ("/a.xml", ""), ("", "")]
    )
    found = read_sitemap(f"{HEAD}<sitemapindex {SPACES}>{entries}</sitemapindex>".encode(), url="https://d.example/s")
    assert [(child.url, child.changed) for child in found.children] == [
        ("https://d.example/a.xml", datetime(2026, 3, 2, tzinfo=UTC)),
        ("https://d.example/b.xml.gz", None),
    ]


def test_gzip_and_text_are_sitemaps_too() -> None:
    """As the format allows."""
    packed = read_sitemap(gzip.compress(NEWS.encode()), url="https://daily.example/news.xml.gz")
    assert packed.items == read_sitemap(NEWS.encode(), url="https://daily.example/news.xml").items
    lines = read_sitemap(b"\xef\xbb\xbfhttps://d.example/1\r\n\r\nhttps://d.example/2\n")
    assert [item.url for item in lines.items] == ["https://d.example/2", "https://d.example/1"]


def test_only_the_newest_of_a_giant_are_kept() -> None:
    """And it is said."""
    count = ENTRY_LIMIT + 500
    urls = "".join(
        f"<url><loc>https://d.example/{n}</loc><lastmod>{2000 + n % 20}-01-01</lastmod></url>" for n in range(count)
    )
    found = read_sitemap(f"<urlset {SPACES}>{urls}</urlset>".encode())
    assert len(found.items) == ENTRY_LIMIT
    assert found.problems == (f"{count:,} pages; the newest {ENTRY_LIMIT:,} were kept",)
    assert all(item.updated is not None and item.updated.year >= 2004 for item in found.items)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "empty"),
        (b"<html><body>no</body></html>", "<html>"),
        (b"<rss version='2.0'/>", "<rss>"),
        (b"<urlset><url><loc>http://a.example/</urlset>", "ill-formed XML in line 1"),
        (b"hello\nworld", "neither XML nor a list"),
        (b"\xff\xfe\x00", "neither XML nor a list"),
        (b"\x1f\x8b\x08broken", "damaged gzip"),
        (gzip.compress(b" " * 40_000_000), "beyond the limits"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><urlset/>", "document type"),
        (b"<urlset>" + b"<a>" * 300 + b"</a>" * 300 + b"</urlset>", "too deep"),
    ],
)
def test_what_is_none_is_refused_in_words(body: bytes, said: str) -> None:
    """Also bombs and damage."""
    with pytest.raises(FeedError, match=said):
        read_sitemap(body)


@given(st.binary(max_size=400))
def test_any_bytes_are_a_sitemap_or_refused(body: bytes) -> None:
    """No other exception comes out, bare or inside a sitemap's element."""
    for candidate in (body, b"<urlset><url><loc>" + body + b"</loc></url></urlset>"):
        try:
            found = read_sitemap(candidate, url="https://d.example/")
        except FeedError:
            continue
        assert all(item.url.startswith(("http://", "https://")) for item in found.items)
