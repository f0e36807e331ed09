"""A feed as RSS 2.0 (rssboard.org/rss-specification), with what the Advisory Board's profile recommends."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape

from newsloom.publish.outfeed import FeedEntry, FeedImage, OutFeed
from newsloom.publish.xmlwriting import document, empty, nested, optional, rfc3339, text_element

TYPE = "application/rss+xml"
RULES = "https://www.rssboard.org/rss-specification"
NAMESPACES = {
    "version": "2.0",
    "xmlns:atom": "http://www.w3.org/2005/Atom",
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:media": "http://search.yahoo.com/mrss/",
}
UNKNOWN_LENGTH = "0"  # the profile's word for an enclosure of which the bytes were not counted

# Half of all readers take an RSS title for HTML, the other half for plain text. What is no tag to either stays.
_TAG_START = re.compile(r"<(?=[A-Za-z/!?])")
_BRACKET = "\u2039"  # looks like one and begins no tag


def rss(feed: OutFeed, *, url: str) -> bytes:
    """The feed as a file.

    Args:
        feed: what it says; without a `home` there is no RSS, for a channel must have a link.
        url: where the file will be found.
    """
    return document(nested("rss", [nested("channel", _channel(feed, url))], NAMESPACES))


def shown_title(title: str) -> str:
    """A headline that is the same to readers who take it for HTML and to those who do not: no tag begins in it."""
    return _TAG_START.sub(_BRACKET, title)


def _channel(feed: OutFeed, url: str) -> Iterator[str]:
    yield text_element("title", shown_title(feed.title))
    yield text_element("link", feed.home)
    yield text_element("description", escape(feed.description, quote=False))
    yield optional("language", feed.language)
    if feed.entries:
        yield text_element("lastBuildDate", _moment(feed.updated))
    yield text_element("docs", RULES)
    yield text_element("generator", "newsloom")
    yield empty("atom:link", {"href": url, "rel": "self", "type": TYPE})
    if feed.hub:
        yield empty("atom:link", {"href": feed.hub, "rel": "hub"})
    for entry in feed.entries:
        yield nested("item", _item(entry))


def _item(entry: FeedEntry) -> Iterator[str]:
    yield text_element("title", shown_title(entry.title))
    yield optional("link", entry.url)
    yield text_element("description", _description(entry))
    for author in entry.authors:
        yield text_element("dc:creator", author)
    for topic in entry.topics:
        yield text_element("category", topic)
    if entry.image is not None:
        yield from _picture(entry.image)
    yield text_element("guid", entry.id, {"isPermaLink": "false"})
    yield text_element("pubDate", _moment(entry.published))
    if entry.site:
        yield text_element("source", entry.outlet, {"url": entry.site})
    yield optional("dc:language", entry.language)
    yield text_element("atom:updated", rfc3339(entry.updated))


def _description(entry: FeedEntry) -> str:
    """The excerpt and the notes as HTML, which readers take a description for."""
    notes = "".join(f"<p><em>{escape(note, quote=False)}</em></p>" for note in entry.notes)
    return notes + (f"<p>{escape(entry.excerpt, quote=False)}</p>" if entry.excerpt else "")


def _picture(image: FeedImage) -> Iterator[str]:
    if image.type:
        yield empty("enclosure", {"url": image.url, "length": UNKNOWN_LENGTH, "type": image.type})
    size = {"width": str(image.width), "height": str(image.height)}
    yield empty("media:content", {"url": image.url, "type": image.type, "medium": "image", **size})


def _moment(moment: datetime) -> str:
    return format_datetime(moment.astimezone(UTC), usegmt=True)
