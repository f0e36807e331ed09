"""What a feed document says, whatever its format: the one gate for bytes of feeds.

Strictly well-formed XML without a document type is read straight from the tree that proved it so. Everything else (ill-formed, with
a document type, HTML inside) goes to feedparser. JSON goes to `jsonfeed`. Each path is bounded before it starts.
"""

import re

from lxml import etree

from newsloom.errors import FeedError
from newsloom.model.item import Feed
from newsloom.parse import jsonfeed
from newsloom.parse.draft import Draft, Oddities, item_of
from newsloom.parse.encoding import decode
from newsloom.parse.limits import DEPTH_LIMIT, ENTRY_LIMIT, LOOSE_LIMIT, SIZE_LIMIT, newest
from newsloom.parse.loosefeed import read_loose
from newsloom.parse.xmlfeed import Head, draft_of, entries_of, head_of
from newsloom.text import clean, html, language, urls

_DOCTYPE = re.compile(rb"<!DOCTYPE", re.IGNORECASE)
_DOCTYPE_LIMIT = 20_000  # bytes from the start of a document type to the first element
_FIRST_ELEMENT = re.compile(rb"<[A-Za-z_]")
_LOOSE_ENTRY = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?(?:item|entry)[\s>]", re.IGNORECASE)
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE)
_HEAD = 2_048
_NO_TAG = re.compile(r"<[A-Za-z_!?][^<>]{20000}")  # a tag without end, or with thousands of attributes


def read_feed(body: bytes, *, content_type: str = "", url: str = "") -> Feed:
    """What a feed document says.

    Args:
        body: the bytes as received, content encoding undone.
        content_type: the Content-Type header; only its charset is used.
        url: where the document came from; relative addresses are resolved against it.

    Raises:
        FeedError: the bytes are no feed, or one beyond the limits; the message says which.
    """
    if len(body) > SIZE_LIMIT:
        raise FeedError(f"beyond the limits: {len(body):,} bytes, at most {SIZE_LIMIT:,} are read")
    if not body.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise FeedError("empty: the document has no content; a feed was expected")
    decoded = decode(body, content_type=content_type)
    start = decoded.body.lstrip()
    if start[:1] in {b"{", b"["}:
        feed = jsonfeed.read_json(start, url=url)
        return _with_problems(feed, decoded.problems)
    root = _strict_tree(start)
    if root is not None:
        return _from_tree(root, url=url, problems=decoded.problems)
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
    )


def _strict_tree(body: bytes) -> etree._Element | None:
    """The root of a strictly well-formed document without document type, else None.

    Raises:
        FeedError: the document nests deeper than the limit.
    """
    if _DOCTYPE.search(body[:_HEAD]):
        return None
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


def _from_tree(root: etree._Element, *, url: str, problems: tuple[str, ...]) -> Feed:
    entries = entries_of(root)
    head = head_of(root, url=url)
    if not head.format and not entries:
        raise FeedError(_no_feed(str(root.tag).rpartition("}")[2]))
    head.base = head.base or head.link
    drafts = [draft_of(entry, head) for entry in entries]
    return _feed(head, drafts, problems)


def _no_feed(root: str) -> str:
    if root.lower() == "html":
        return "an HTML page: a feed was expected; `newsloom add` looks for the feeds a page names"
    return f"not a feed: the document is <{clean.line(root, limit=60)}>; RSS, Atom, RDF or JSON Feed was expected"


def _from_loose(body: bytes, *, url: str, problems: tuple[str, ...]) -> Feed:
    body, cut = _bounded(body)
    try:
        head, drafts = read_loose(body, url=url)
    except Exception as error:
        # feedparser raises what its date, entity and URL handling raise on hostile input; none of it is a feed.
        raise FeedError(f"not a feed: it cannot be read even leniently ({type(error).__name__})") from error
    if not head.format and not drafts:
        page = _PAGE.search(body[:_HEAD])
        raise FeedError(_no_feed("html") if page else "not a feed: neither XML nor JSON of any feed format")
    return _feed(head, drafts, (*problems, *cut))


def _bounded(body: bytes) -> tuple[bytes, tuple[str, ...]]:
    """The bytes that are worth a lenient reading, and a sentence if some were dropped.

    Raises:
        FeedError: reading them leniently would cost too much.
    """
    if len(body) > LOOSE_LIMIT:
        raise FeedError(f"beyond the limits: ill-formed and {len(body):,} bytes, at most {LOOSE_LIMIT:,} are read")
    body = _without_doctype_bomb(body)
    starts = [match.start() for match in _LOOSE_ENTRY.finditer(body)]
    cut = (f"{len(starts):,} entries; the first {ENTRY_LIMIT:,} were read",) if len(starts) > ENTRY_LIMIT else ()
    body = body[: starts[ENTRY_LIMIT]] if cut else body
    text = body.decode("utf-8", "replace")
    if html.depth_of(text, limit=DEPTH_LIMIT) > DEPTH_LIMIT:
        raise FeedError(f"too deep: elements nest beyond {DEPTH_LIMIT}")
    if _NO_TAG.search(text):
        raise FeedError("beyond the limits: a tag of more than 20,000 characters")
    return body, cut


def _without_doctype_bomb(body: bytes) -> bytes:
    first = _FIRST_ELEMENT.search(body)
    start = first.start() if first else len(body)
    if start > _DOCTYPE_LIMIT:
        raise FeedError(f"beyond the limits: {start:,} bytes before the first element, at most {_DOCTYPE_LIMIT:,}")
    return body


def _feed(head: Head, drafts: list[Draft], problems: tuple[str, ...]) -> Feed:
    odd = Oddities()
    kept, dropped = newest(drafts)
    items = tuple(item_of(draft, odd) for draft in kept)
    empty = () if items else ("no entries",)
    return Feed(
        format=head.format or "unknown",
        title=head.title,
        url=urls.absolute(head.link, head.base or None),
        language=language.primary(head.language),
        items=items,
        problems=(*problems, *dropped, *empty, *odd.sentences(len(items))),
        ttl_seconds=head.ttl_seconds,
        hub=head.hub,
    )
