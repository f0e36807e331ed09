"""What stands around a feed's own markup, and how much of an ill-formed document is worth reading."""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from newsloom.errors import FeedError
from newsloom.parse.limits import DEPTH_LIMIT, ENTRY_LIMIT, LOOSE_LIMIT, LOOSE_TAGS, TOKEN_LIMIT
from newsloom.text import tags

_HEAD = 4_096  # bytes in which a feed's own markup begins
_FIRST_ELEMENT = re.compile(rb"<[A-Za-z_]")
_DOCTYPE = re.compile(rb"<!DOCTYPE[^<>\[\]]*>\s*", re.IGNORECASE)
_SUBSET = re.compile(rb"<!DOCTYPE[^<>\[]{0,1000}\[", re.IGNORECASE)
_BEFORE = re.compile(rb"[^<]*(?:<!--(?:(?!-->).)*-->[^<]*)*(?=<\?xml\s)", re.DOTALL)
_ENDS = (b"</rss>", b"</feed>", b"</rdf:RDF>")
_ENTRY = re.compile(rb"<(?:[A-Za-z_][\w.-]*:)?(?:item|entry)[\s>]", re.IGNORECASE)
_SECTIONS = re.compile(r"<!\[CDATA\[.*?\]\]>|<!--.*?-->", re.DOTALL)
_TAG = re.compile(r"<(/?)([A-Za-z_][^\s/<>]{0,60})([^<>]*)")
_STARTS = frozenset({"item", "entry"})
_UNCLOSED_LIMIT = 500
_SPACE_LIMIT = 5_000
_LONG_WORD = re.compile(rb"[A-Za-z0-9_.+-]{5000}")  # a mail address is looked for in time square to such a word
_NESTED_ENTITY = re.compile(rb"<!ENTITY\s[^>]*?(?:&(?!#)|SYSTEM|PUBLIC|%)[^>]*>")
_PROLOG_LIMIT = 20_000  # bytes before the first element: a document type with a bomb in it
_TAG_LIMIT = 20_000  # characters of one tag: thousands of attributes


@dataclass(frozen=True, slots=True, kw_only=True)
class Core:
    """A document without what stands around its own markup. `format` is known where the document type told it."""

    body: bytes
    format: str = ""
    problems: tuple[str, ...] = ()


def trim(body: bytes) -> Core:
    """The document without a plain document type, and without words before its XML declaration or after its end.

    Nothing inside the feed is touched, so that what is well-formed there can be read strictly.
    """
    told: list[str] = []
    kind = ""
    if (before := _BEFORE.match(body, 0, _HEAD)) and before.end():
        body = body[before.end() :]
        told.append("text before the XML declaration")
    doctype = _DOCTYPE.search(body, 0, _HEAD)
    first = _FIRST_ELEMENT.search(body)
    if doctype and first and doctype.start() < first.start():
        kind = "rss091n" if b"netscape" in doctype[0].lower() else ""
        body = body[: doctype.start()] + body[doctype.end() :]
    end = max(body.rfind(mark) + len(mark) if mark in body[-_HEAD:] else 0 for mark in _ENDS)
    if end and body[end:].strip() and not _ENTRY.search(body, end):
        body = body[:end]
        told.append("text after the end of the feed")
    return Core(body=body, format=kind, problems=tuple(told))


def bounded(body: bytes) -> tuple[bytes, tuple[str, ...]]:
    """The bytes that are worth a lenient reading, and a sentence if some were dropped.

    Raises:
        FeedError: reading them leniently would cost too much; says what is beyond which limit.
    """
    if len(body) > LOOSE_LIMIT:
        raise FeedError(f"beyond the limits: ill-formed and {len(body):,} bytes, at most {LOOSE_LIMIT:,} are read")
    first = _FIRST_ELEMENT.search(body)
    start = first.start() if first else len(body)
    if start > _PROLOG_LIMIT:
        raise FeedError(f"beyond the limits: {start:,} bytes before the first element, at most {_PROLOG_LIMIT:,}")
    _refuse_subset(body)
    _refuse_crowd(body)
    body = _NESTED_ENTITY.sub(b"", body[:start]) + body[start:]
    starts = [match.start() for match in _ENTRY.finditer(body)]
    cut = (f"{len(starts):,} entries; the first {ENTRY_LIMIT:,} were read",) if len(starts) > ENTRY_LIMIT else ()
    body = body[: starts[ENTRY_LIMIT]] if cut else body
    if body.count(b"<") > LOOSE_TAGS:
        body, some = _affordable(body, starts[:ENTRY_LIMIT])
        cut = (*cut, some)
    _refuse_deep(_SECTIONS.sub("", body.decode("utf-8", "replace")))
    return body, cut


def _affordable(body: bytes, starts: list[int]) -> tuple[bytes, str]:
    """The document up to the last entry that begins within the tags that are read, and a sentence about the others.

    Raises:
        FeedError: not even its first entry ends within them.
    """
    seen, last = 0, 0
    for number, (start, end) in enumerate(pairwise([0, *starts])):
        seen += body.count(b"<", start, end)
        if seen > LOOSE_TAGS:
            break
        last = number
    if last == 0:
        raise FeedError(f"beyond the limits: ill-formed with more than {LOOSE_TAGS:,} tags in one entry")
    return body[: starts[last]], f"{len(starts):,} entries, ill-formed; the first {last:,} were read"


def _refuse_subset(body: bytes) -> None:
    """Raise if a document type declares more than an honest one."""
    for subset in _SUBSET.finditer(body):
        end = body.find(b"]>", subset.end())
        if (len(body) if end < 0 else end) - subset.end() > _PROLOG_LIMIT:
            raise FeedError(f"beyond the limits: a document type of more than {_PROLOG_LIMIT:,} bytes")


def _refuse_crowd(body: bytes) -> None:
    """Raise if there is more of what feedparser takes long over than an honest feed has."""
    tokens = body.count(b"<") + body.count(b"&")
    if tokens > TOKEN_LIMIT:
        raise FeedError(f"beyond the limits: ill-formed with {tokens:,} tags and references, at most {TOKEN_LIMIT:,}")
    spaces = body.count(b"xmlns")
    if spaces > _SPACE_LIMIT:
        raise FeedError(f"beyond the limits: ill-formed with {spaces:,} namespaces, at most {_SPACE_LIMIT:,}")
    sections, comments = body.count(b"<![CDATA[") - body.count(b"]]>"), body.count(b"<!--") - body.count(b"-->")
    declarations = body.count(b"<!") - body.count(b"<![CDATA[") - body.count(b"<!--")
    if max(sections, comments, declarations) > _UNCLOSED_LIMIT:
        raise FeedError(
            f"beyond the limits: ill-formed with more than {_UNCLOSED_LIMIT} sections or comments left open"
        )
    if _LONG_WORD.search(body):
        raise FeedError("beyond the limits: ill-formed with a word of more than 5,000 letters")


def _refuse_deep(text: str) -> None:
    """Raise if elements stand open in one another beyond the limit, or a tag is longer than any honest one.

    Every entry starts afresh: what senders forget to close in one would else add up over all. HTML elements
    that need no end are
    not counted.
    """
    opened: Counter[str] = Counter()
    depth = 0
    for match in _TAG.finditer(text):
        closing, name, rest = match[1], match[2].lower(), match[3]
        if len(rest) > _TAG_LIMIT:
            raise FeedError(f"beyond the limits: a tag of {len(rest):,} characters, at most {_TAG_LIMIT:,}")
        if name in _STARTS:
            opened.clear()
            depth = 0
        elif closing:
            depth -= opened[name] > 0
            opened[name] -= opened[name] > 0
        elif not rest.endswith("/") and name not in tags.UNCOUNTED:
            opened[name] += 1
            depth += 1
        if depth > DEPTH_LIMIT:
            raise FeedError(f"too deep: elements nest beyond {DEPTH_LIMIT}")
