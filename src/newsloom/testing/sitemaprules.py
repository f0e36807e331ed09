"""The rules of sitemaps (sitemaps.org 0.9) and of news sitemaps, restated: what of them a file breaks."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from lxml import etree

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
MOST_URLS, MOST_BYTES, MOST_NEWS, LONGEST = 50_000, 52_428_800, 1_000, 2_048
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")


def listed(content: bytes, tag: str = "loc") -> list[str]:
    """What stands in a sitemap or an index, in order."""
    return [element.text for element in _parsed(content).iter(f"{MAP}{tag}")]


def map_faults(content: bytes) -> list[str]:
    """What of the rules a sitemap breaks, a line each."""
    return list(_faults(content, {f"{MAP}urlset", f"{MAP}sitemapindex"}, most=MOST_URLS))


def index_faults(content: bytes) -> list[str]:
    """What of the rules an index of sitemaps breaks, a line each."""
    return list(_faults(content, {f"{MAP}sitemapindex"}, most=MOST_URLS))


def news_faults(content: bytes, *, at: datetime) -> list[str]:
    """What of the rules a news sitemap breaks at a moment, a line each."""
    return [*_faults(content, {f"{MAP}urlset"}, most=MOST_NEWS), *_news(_parsed(content), at)]


def _faults(content: bytes, roots: set[str], *, most: int) -> Iterator[str]:
    root = _parsed(content)
    if root.tag not in roots:
        yield f"the root is {root.tag}"
    if len(content) > MOST_BYTES or not 1 <= len(root) <= most:
        yield f"a file has 1 to {most} entries in {MOST_BYTES} bytes; here are {len(root)} in {len(content)}"
    addresses = [entry.findtext(f"{MAP}loc") or "" for entry in root]
    if len(set(addresses)) != len(addresses):
        yield "an address stands twice"
    for address in addresses:
        if not _ADDRESS.fullmatch(address) or len(address) > LONGEST:
            yield f"{address!r} is no address"
    for moment in root.iter(f"{MAP}lastmod"):
        if not _TIME.fullmatch(moment.text or ""):
            yield f"{moment.text!r} is no time"


def _news(root: Any, at: datetime) -> Iterator[str]:  # noqa: ANN401  an element of lxml
    for entry in root:
        about = entry.find(f"{NEWS}news")
        if about is None:
            yield "an entry is news"
            continue
        publication = about.find(f"{NEWS}publication")
        if not publication.findtext(f"{NEWS}name") or not about.findtext(f"{NEWS}title"):
            yield "news has a publication's name and a title"
        if not _LANGUAGE.fullmatch(publication.findtext(f"{NEWS}language") or ""):
            yield "news has a language"
        published = about.findtext(f"{NEWS}publication_date") or ""
        if not _TIME.fullmatch(published) or datetime.fromisoformat(published) < at - timedelta(days=2):
            yield f"news is of the last two days, not of {published!r}"


def _parsed(content: bytes) -> Any:  # noqa: ANN401  lxml's elements
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
