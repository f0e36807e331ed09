"""A feed as Atom 1.0 (RFC 4287)."""

from collections.abc import Iterator

from newsloom.publish.outfeed import FeedEntry, OutFeed
from newsloom.publish.xmlwriting import document, empty, nested, optional, rfc3339, text_element

TYPE = "application/atom+xml"


def atom(feed: OutFeed, *, url: str) -> bytes:
    """The feed as a file.

    Args:
        feed: what it says.
        url: where the file will be found; "" leaves its own link out, and the hub's, which needs that.
    """
    attributes = {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": feed.language}
    return document(nested("feed", _feed(feed, url), attributes))


def _feed(feed: OutFeed, url: str) -> Iterator[str]:
    yield text_element("id", feed.id)
    yield text_element("title", feed.title)
    yield optional("subtitle", feed.description)
    yield text_element("updated", rfc3339(feed.updated))
    yield _person(feed.author, feed.home)
    if feed.home:
        yield empty("link", {"rel": "alternate", "href": feed.home})
    if url:
        yield empty("link", {"rel": "self", "type": TYPE, "href": url})
    if url and feed.hub:
        yield empty("link", {"rel": "hub", "href": feed.hub})
    yield text_element("generator", "newsloom")
    for entry in feed.entries:
        yield nested("entry", _entry(entry), {"xml:lang": entry.language})


def _entry(entry: FeedEntry) -> Iterator[str]:
    yield text_element("id", entry.id)
    yield text_element("title", entry.title, {"type": "text"})
    yield text_element("published", rfc3339(entry.published))
    yield text_element("updated", rfc3339(entry.updated))
    for author in entry.authors or (entry.outlet or entry.title,):
        yield _person(author)
    if entry.url:
        yield empty("link", {"rel": "alternate", "href": entry.url, "hreflang": entry.language})
    for report in entry.related:
        yield empty("link", {"rel": "related", "href": report.url, "title": _told(report.outlet, report.title)})
    if entry.image is not None:
        yield empty("link", {"rel": "enclosure", "href": entry.image.url, "type": entry.image.type})
    for topic in entry.topics:
        yield empty("category", {"term": topic})
    # An entry without an alternate link must have a content (§4.1.2).
    yield text_element("summary" if entry.url else "content", _summary(entry), {"type": "text"})
    if entry.site:
        yield nested("source", _source(entry))


def _summary(entry: FeedEntry) -> str:
    return " ".join(filter(None, (*entry.notes, entry.excerpt))) or entry.title


def _source(entry: FeedEntry) -> Iterator[str]:
    yield text_element("id", entry.site)
    yield text_element("title", entry.outlet)
    yield empty("link", {"rel": "alternate", "href": entry.site})


def _person(name: str, url: str = "") -> str:
    return nested("author", [text_element("name", name), optional("uri", url)])


def _told(outlet: str, title: str) -> str:
    return f"{outlet}: {title}" if outlet else title
