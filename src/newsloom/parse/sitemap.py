"""A sitemap, a news sitemap or an index of them as what it lists: sitemaps.org 0.9, with news and image extensions.

News sitemaps name their articles; plain ones only say where pages are and when they changed last.
"""

import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO

from lxml import etree
from lxml.etree import _Element as Element

from newsloom.errors import FeedError
from newsloom.model.item import Item, ItemImage
from newsloom.parse.dates import read_date
from newsloom.parse.limits import DEPTH_LIMIT, ENTRY_LIMIT, SIZE_LIMIT
from newsloom.text import clean, language, urls

CHILD_LIMIT = 2_000
"""Sitemaps of one index that are looked at."""

_GZIP = b"\x1f\x8b"
_NEVER = datetime.min.replace(tzinfo=UTC)
_IMAGES = 1  # pictures of one page that are read: the first is the article's
_TEXT_LINES = 50_000  # the format's own limit of addresses


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """A sitemap that an index names, and when it says it changed."""

    url: str
    changed: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitemap:
    """What one document lists: `items`, newest first, or the sitemaps below it. `problems` are plain sentences."""

    items: tuple[Item, ...] = ()
    children: tuple[Child, ...] = ()
    is_news: bool = False
    language: str = ""
    publication: str = ""
    problems: tuple[str, ...] = ()


def read_sitemap(body: bytes, *, url: str = "") -> Sitemap:
    """What a sitemap document says; gzip inside is undone, up to the size limit.

    Args:
        body: the bytes as received, content encoding undone.
        url: where they came from; relative addresses are resolved against it.

    Raises:
        FeedError: no sitemap, or one beyond the limits; the message says which.
    """
    plain = _unpacked(body)
    start = plain.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        raise FeedError("empty: the document has no content; a sitemap was expected")
    if not start.startswith(b"<"):
        return _from_lines(start)
    root = _root(start)
    kind = _local(root)
    if kind == "sitemapindex":
        return Sitemap(children=tuple(_children(root, url))[:CHILD_LIMIT])
    if kind != "urlset":
        raise FeedError(f"not a sitemap: the document is <{clean.line(kind, limit=60)}>; <urlset> was expected")
    return _from_urls(root, url=url)


def _unpacked(body: bytes) -> bytes:
    if body.startswith(_GZIP):
        try:
            with gzip.open(BytesIO(body)) as file:
                body = file.read(SIZE_LIMIT + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise FeedError(f"not a sitemap: damaged gzip ({error})") from error
    if len(body) > SIZE_LIMIT:
        raise FeedError(f"beyond the limits: more than {SIZE_LIMIT:,} bytes of a sitemap")
    return body


def _root(body: bytes) -> Element:
    if b"<!DOCTYPE" in body[:4_096]:
        raise FeedError("not a sitemap: it has a document type, which sitemaps have not")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
        recover=False,
    )
    try:
        return etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        if "depth" in str(error).lower():
            raise FeedError(f"too deep: elements nest beyond {DEPTH_LIMIT}") from error
        line = error.position[0] if error.position else 0
        raise FeedError(f"not a sitemap: ill-formed XML in line {line}: {clean.line(error.msg or '')}") from error
    except (ValueError, LookupError) as error:
        raise FeedError(f"not a sitemap: {clean.line(str(error))}") from error


def _local(element: Element) -> str:
    tag: object = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def _text(element: Element, name: str) -> str:
    """The text of the first child with this local name, or ""."""
    return next(((child.text or "").strip() for child in element if _local(child) == name), "")


def _moment(word: str) -> datetime | None:
    moment = read_date(word)
    return moment.at if moment else None


def _children(root: Element, url: str) -> Iterator[Child]:
    seen: set[str] = set()
    for element in root:
        found = urls.absolute(_text(element, "loc"), url or None) if _local(element) == "sitemap" else ""
        if found and found not in seen:
            seen.add(found)
            yield Child(url=found, changed=_moment(_text(element, "lastmod")))


def _from_urls(root: Element, *, url: str) -> Sitemap:
    places = [element for element in root if _local(element) == "url"]
    problems = []
    if len(places) > ENTRY_LIMIT:
        problems.append(f"{len(places):,} pages; the newest {ENTRY_LIMIT:,} were kept")
        order = sorted(range(len(places)), key=lambda n: (_age(places[n]), n))
        places = [places[n] for n in sorted(order[:ENTRY_LIMIT])]
    items = [item for item in (_item(place, url) for place in places) if item is not None]
    if len(items) < len(places):
        problems.append(f"{len(places) - len(items)} pages without an address of the web")
    items.sort(key=lambda item: item.published or item.updated or _NEVER, reverse=True)
    news = next((found for place in places if (found := _news(place)) is not None), None)
    publication = None if news is None else next((c for c in news if _local(c) == "publication"), None)
    return Sitemap(
        items=tuple(items),
        is_news=news is not None,
        language="" if publication is None else language.primary(_text(publication, "language")),
        publication="" if publication is None else clean.line(_text(publication, "name"), limit=clean.NAME_LIMIT),
        problems=tuple(problems),
    )


def _news(place: Element) -> Element | None:
    return next((child for child in place if _local(child) == "news"), None)


def _age(place: Element) -> float:
    """Seconds before the epoch; undated pages count as oldest."""
    news = _news(place)
    moment = _moment(_text(news, "publication_date") if news is not None else "") or _moment(_text(place, "lastmod"))
    return -moment.timestamp() if moment else float("inf")


def _item(place: Element, base: str) -> Item | None:
    found = urls.absolute(_text(place, "loc"), base or None)
    if not found:
        return None
    news = _news(place)
    images = [image for image in place if _local(image) == "image"][:_IMAGES]
    pictures = [url for image in images if (url := urls.absolute(_text(image, "loc"), found))]
    item = Item(
        key=found,
        url=found,
        updated=_moment(_text(place, "lastmod")),
        image=ItemImage(url=pictures[0]) if pictures else None,
    )
    return item if news is None else _told(item, news)


def _told(item: Item, news: Element) -> Item:
    """The item with what the news extension says of it."""
    publication = next((child for child in news if _local(child) == "publication"), None)
    said = _text(news, "publication_date")
    keywords = (clean.line(word, limit=clean.NAME_LIMIT) for word in _text(news, "keywords").split(","))
    return Item(
        key=item.key,
        url=item.url,
        title=clean.line(_text(news, "title")),
        published=_moment(said),
        published_raw=said,
        updated=item.updated,
        image=item.image,
        categories=tuple(word for word in keywords if word)[:20],
        language="" if publication is None else language.primary(_text(publication, "language")),
    )


def _from_lines(body: bytes) -> Sitemap:
    """A sitemap in plain text: one address a line. Anything else in it and it is none."""
    try:
        lines = [line.strip() for line in body[:SIZE_LIMIT].decode("utf-8").splitlines() if line.strip()]
    except UnicodeDecodeError as error:
        raise FeedError("not a sitemap: neither XML nor a list of addresses") from error
    found = [urls.absolute(line) for line in lines[:_TEXT_LINES]]
    if not found or not all(found):
        raise FeedError("not a sitemap: neither XML nor a list of addresses")
    dropped = (f"{len(lines):,} pages; the last {ENTRY_LIMIT:,} were kept",) if len(lines) > ENTRY_LIMIT else ()
    items = tuple(Item(key=place, url=place) for place in dict.fromkeys(reversed(found[-ENTRY_LIMIT:])))
    return Sitemap(items=items, problems=dropped)
