"""What newsloom makes of one feed, as plain data: for `newsloom feed`, and for measuring."""

import gzip
import zlib
from datetime import datetime
from pathlib import Path

from newsloom.errors import FeedError as FeedError  # noqa: PLC0414  what measures feeds imports it from here
from newsloom.errors import UsageError as UsageError  # noqa: PLC0414  as above
from newsloom.model.item import Feed, Item
from newsloom.parse.draft import title_of
from newsloom.parse.feed import read_feed
from newsloom.parse.limits import SIZE_LIMIT
from newsloom.text import html

_GZIP = b"\x1f\x8b"


def read_feed_bytes(body: bytes, *, content_type: str = "", url: str = "") -> Feed:
    """What bytes say as a feed.

    Raises:
        FeedError: the bytes are no feed, or one beyond the limits.
    """
    return read_feed(body, content_type=content_type, url=url)


def title_as_text(title: str, *, is_html: bool) -> str:
    """A title from elsewhere as the plain text newsloom would make of it; for comparing with other readers."""
    return title_of(title, is_html=is_html)


def read_feed_file(path: Path, *, url: str = "") -> Feed:
    """What a file says as a feed; gzip is undone, up to the size limit of a feed.

    Raises:
        UsageError: the file cannot be read.
        FeedError: the file is no feed, or one beyond the limits.
    """
    return read_feed(feed_bytes(path), url=url)


def feed_bytes(path: Path) -> bytes:
    """A file's bytes, gzip undone.

    Raises:
        UsageError: the file cannot be read.
        FeedError: it is damaged gzip, or unpacks beyond the size limit of a feed.
    """
    try:
        with path.open("rb") as file:
            body = file.read(SIZE_LIMIT + 1)
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror or error}; give a feed's file or address") from error
    if not body.startswith(_GZIP):
        return body
    try:
        with gzip.open(path) as file:
            return file.read(SIZE_LIMIT + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise FeedError(f"{path}: damaged gzip ({error})") from error


def sanitised_bodies(item: Item) -> tuple[str, str]:
    """An item's summary and content, made harmless."""
    return html.sanitise(item.summary, base_url=item.url), html.sanitise(item.content, base_url=item.url)


def as_data(feed: Feed) -> dict[str, object]:
    """The feed as what JSON can say: format, title, url, language, entries, problems.

    Summary and content are sanitised HTML; times are ISO 8601 in UTC or None.
    """
    return {
        "format": feed.format,
        "title": feed.title,
        "url": feed.url,
        "language": feed.language,
        "ttl_seconds": feed.ttl_seconds,
        "hub": feed.hub,
        "entries": [_entry(item) for item in feed.items],
        "problems": list(feed.problems),
    }


def _entry(item: Item) -> dict[str, object]:
    summary, content = sanitised_bodies(item)
    image = item.image
    return {
        "id": item.key,
        "url": item.url,
        "title": item.title,
        "authors": list(item.authors),
        "published": _iso(item.published),
        "updated": _iso(item.updated),
        "date_raw": item.published_raw,
        "summary": summary,
        "content": content,
        "image": None if image is None else {"url": image.url, "width": image.width, "height": image.height},
        "categories": list(item.categories),
        "language": item.language,
        "origin": None if item.origin is None else {"name": item.origin[0], "url": item.origin[1]},
        "enclosures": [{"url": url, "type": kind} for url, kind in item.enclosures],
    }


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat().replace("+00:00", "Z")
