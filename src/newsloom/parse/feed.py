"""What a feed document says, whatever its format: the one gate for bytes of feeds.

Strictly well-formed XML without a document type is read straight from the tree that proved it so. Everything
else (ill-formed, with
a document type, HTML inside) goes to feedparser. JSON goes to `jsonfeed`. Each path is bounded before it
starts.
"""

import re

from lxml import etree

from newsloom.errors import FeedError
from newsloom.model.item import Feed
from newsloom.model.page import Reason
from newsloom.parse import jsonfeed
from newsloom.parse.draft import Draft, Oddities, item_of
from newsloom.parse.encoding import decode
from newsloom.parse.instead import instead_of_feed
from newsloom.parse.limits import DEPTH_LIMIT, SIZE_LIMIT, newest
from newsloom.parse.loosefeed import read_loose
from newsloom.parse.outskirts import bounded, trim
from newsloom.parse.xmlfeed import Head, date_word, draft_of, entries_of, head_of
from newsloom.text import clean, language, urls

_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE)
_HEAD = 2_048


def read_feed(body: bytes, *, content_type: str = "", url: str = "") -> Feed:
    """What a feed document says.

    Args:
        body: the bytes as received, content encoding undone.
        content_type: the Content-Type header; only its charset is used.
        url: where the document came from; relative addresses are resolved against it.

    Raises:
        FeedError: the bytes are no feed, or one beyond the limits; the message says which, the reason what it comes to.
    """
    try:
        return _read(body, content_type=content_type, url=url)
    except FeedError as error:
        raise _told(error, body, url) from error


def _told(error: FeedError, body: bytes, url: str) -> FeedError:
    """The error with its reason: what came instead of a feed, where that can be told."""
    said = str(error)
    if said.startswith("empty:"):
        return FeedError(said, reason=Reason.EMPTY)
    reason, instead = instead_of_feed(body, url=url)
    if instead:
        return FeedError(f"an HTML page: {instead}; a feed was expected", reason=reason)
    beyond = said.startswith(("beyond the limits:", "too deep:"))
    return FeedError(said, reason=Reason.TOO_LARGE if beyond else reason)


def _read(body: bytes, *, content_type: str, url: str) -> Feed:
    if len(body) > SIZE_LIMIT:
        raise FeedError(f"beyond the limits: {len(body):,} bytes, at most {SIZE_LIMIT:,} are read")
    if not body.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise FeedError("empty: the document has no content; a feed was expected")
    decoded = decode(body, content_type=content_type)
    start = decoded.body.lstrip()
    if start[:1] in {b"{", b"["}:
        feed = jsonfeed.read_json(start, url=url)
        return _with_problems(feed, decoded.problems)
    core = trim(start)
    # A document type is never given to the strict parser: its attribute lists alone can cost minutes.
    root = None if b"<!DOCTYPE" in core.body else _strict_tree(core.body)
    if root is not None:
        return _from_tree(root, core.format, url=url, problems=(*decoded.problems, *core.problems))
    return _from_loose(start, url=url, problems=(*decoded.problems, "not well-formed XML; read leniently"))


def _with_problems(feed: Feed, problems: tuple[str, ...]) -> Feed:
    return Feed(
        format=feed.format,
        title=feed.title,
        url=feed.url,
        language=feed.language,
        items=feed.items,
        problems=(*problems, *feed.problems),
        ttl_seconds=feed.ttl_seconds,
        hub=feed.hub,
        topic=feed.topic,
    )


def _strict_tree(body: bytes) -> etree._Element | None:
    """The root of a strictly well-formed document without document type, else None.

    Raises:
        FeedError: the document nests deeper than the limit.
    """
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as error:
        if "depth" in str(error).lower():
            raise FeedError(f"too deep: elements nest beyond {DEPTH_LIMIT}") from error
        return None
    except (ValueError, LookupError):
        return None
    return None if root.getroottree().docinfo.internalDTD is not None else root


def _from_tree(root: etree._Element, known: str, *, url: str, problems: tuple[str, ...]) -> Feed:
    entries, dropped = newest(entries_of(root), date_word)
    head = head_of(root, url=url)
    head.format = known if known and head.format else head.format
    if not head.format and not entries:
        raise FeedError(_no_feed(str(root.tag).rpartition("}")[2]))
    head.base = head.base or head.link
    drafts = [draft_of(entry, head) for entry in entries]
    return _feed(head, drafts, (*problems, *dropped))


def _no_feed(root: str) -> str:
    if root.lower() == "html":
        return "an HTML page: a feed was expected; `newsloom add` looks for the feeds a page names"
    return f"not a feed: the document is <{clean.line(root, limit=60)}>; RSS, Atom, RDF or JSON Feed was expected"


def _from_loose(body: bytes, *, url: str, problems: tuple[str, ...]) -> Feed:
    body, cut = bounded(body)
    try:
        head, drafts = read_loose(body, url=url)
    except Exception as error:
        # feedparser raises what its date, entity and URL handling raise on hostile input; none of it is a feed.
        raise FeedError(f"not a feed: it cannot be read even leniently ({type(error).__name__})") from error
    if not head.format and not drafts:
        page = _PAGE.search(body[:_HEAD])
        raise FeedError(_no_feed("html") if page else "not a feed: neither XML nor JSON of any feed format")
    return _feed(head, drafts, (*problems, *cut))


def _feed(head: Head, drafts: list[Draft], problems: tuple[str, ...]) -> Feed:
    odd = Oddities()
    items = tuple(item_of(draft, odd) for draft in drafts)
    empty = () if items else ("no entries",)
    return Feed(
        format=head.format or "unknown",
        title=head.title,
        url=urls.absolute(head.link, head.base or None),
        language=language.primary(head.language),
        items=items,
        problems=(*problems, *empty, *odd.sentences(len(items))),
        ttl_seconds=head.ttl_seconds,
        hub=head.hub,
        topic=urls.absolute(head.topic, head.base or None),
    )
