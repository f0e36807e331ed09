"""Sitemaps as sitemaps.org 0.9 has them, and news sitemaps; addresses in, files out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from msgspec import Struct

from newsloom.publish.xmlwriting import document, escaped, nested, optional, rfc3339, text_element

MOST_URLS = 50_000  # sitemaps.org: of one file
MOST_BYTES = 50 * 1024 * 1024  # the same, uncompressed
MOST_NEWS = 1_000  # of one news sitemap
NAMESPACE = {"xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9"}
NEWS_NAMESPACE = NAMESPACE | {"xmlns:news": "http://www.google.com/schemas/sitemap-news/0.9"}
_FRAME = 1_000  # bytes that a file has beside its entries, and some
_MARKUP = 200  # the same of an entry
_WIDEST = 6  # bytes that one character of an address may become: `"` as `&quot;`


class MapEntry(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """One page of the site; `changed` is when it last really changed (UTC, None where nobody knows)."""

    url: str
    changed: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsEntry:
    """One page of the site that is news: its headline, language, and when it was published (UTC)."""

    url: str
    title: str
    language: str
    published: datetime


def urlset(entries: Iterable[MapEntry]) -> bytes:
    """A sitemap of these pages."""
    return document(nested("urlset", map(_url, entries), NAMESPACE))


def news_urlset(entries: Iterable[NewsEntry], *, publication: str) -> bytes:
    """A news sitemap; `publication` is the site's name."""
    return document(nested("urlset", (_news(entry, publication) for entry in entries), NEWS_NAMESPACE))


def index(maps: Iterable[MapEntry]) -> bytes:
    """A sitemap index of these files; `changed` is the latest change of a page in each."""
    return document(nested("sitemapindex", (nested("sitemap", _place(one)) for one in maps), NAMESPACE))


def parts(
    entries: Iterable[MapEntry], *, most: int = MOST_URLS, most_bytes: int = MOST_BYTES
) -> Iterator[Sequence[MapEntry]]:
    """The entries in files that are not too large, in order; none is lost."""
    entries = list(entries)
    if 0 < len(entries) <= most and _FRAME + sum(_MARKUP + _WIDEST * len(one.url) for one in entries) <= most_bytes:
        yield entries  # nearly always, and known without writing them
        return
    part: list[MapEntry] = []
    size = _FRAME
    for entry in entries:
        more = len(_url(entry).encode())
        if part and (len(part) >= most or size + more > most_bytes):
            yield part
            part, size = [], _FRAME
        part.append(entry)
        size += more
    if part:
        yield part


def latest(entries: Iterable[MapEntry]) -> datetime | None:
    """When the last of these pages changed."""
    return max((entry.changed for entry in entries if entry.changed is not None), default=None)


def _url(entry: MapEntry) -> str:
    """One page, as `nested` would write it; a map has so many that this counts."""
    changed = "" if entry.changed is None else f"<lastmod>{rfc3339(entry.changed)}</lastmod>\n"
    return f"<url>\n<loc>{escaped(entry.url)}</loc>\n{changed}</url>\n"


def _place(entry: MapEntry) -> Iterator[str]:
    yield text_element("loc", entry.url)
    yield optional("lastmod", rfc3339(entry.changed) if entry.changed is not None else "")


def _news(entry: NewsEntry, publication: str) -> str:
    names = [text_element("news:name", publication), text_element("news:language", entry.language)]
    about = [
        nested("news:publication", names),
        text_element("news:publication_date", rfc3339(entry.published)),
        text_element("news:title", entry.title),
    ]
    return nested("url", [text_element("loc", entry.url), nested("news:news", about)])
