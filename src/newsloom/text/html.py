"""Foreign HTML made harmless, or made plain text."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import partial
from html import escape, unescape

import nh3
from selectolax.lexbor import LexborHTMLParser, LexborNode

from newsloom.text import clean, tags, urls

DEPTH_LIMIT = 256
"""Open elements at once; deeper HTML is flattened: the sanitiser's cost grows with the square of the depth."""

ATTRIBUTE_LIMIT = 200
"""Attributes of one tag; HTML with a tag of more is flattened to its text."""

REFERENCE_LIMIT = 50_000
"""Character references in one text; HTML with more is flattened to its text."""

SIZE_LIMIT = 500_000
"""Characters of HTML that are read; the rest is dropped."""

_MARKUP = re.compile(r"<[!/?a-zA-Z]")
_ROUGH_TAG = re.compile(r"<[!/?a-zA-Z][^<>]*>?")
_TAG_START = re.compile(r"</?[a-z][a-z0-9]{0,20}")
_LONG_TAG = re.compile(r"<[a-zA-Z][^<>]{400,}")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_RELATIVE = re.compile(
    r"""=(?:(?<=href=)|(?<=src=)|(?<=cite=)|(?<=poster=))\s*["']?\s*(?!https?://|mailto:)[^\s"'>]""", re.IGNORECASE
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")
_CLOSING = re.compile(r"</\w+>")
_NAMES = re.compile(r"</?(\w+)")


def sanitise(html: str, *, base_url: str = "") -> str:
    """The HTML with nothing in it that runs, frames, styles or fetches beyond pictures.

    Change nothing in it afterwards. Relative addresses are resolved against `base_url`, or dropped where there is
    none. Only http, https and mailto stay. HTML too deep, too crowded or too long is flattened to paragraphs of its
    text.
    """
    text = clean.stripped(html[:SIZE_LIMIT])
    if not _MARKUP.search(text) and "&" not in text:
        return escape(text, quote=False)
    if is_hostile(text):
        return _flattened(text)
    cleaner = _cleaner(base_url) if base_url and _RELATIVE.search(text) else _CLEANER
    return cleaner.clean(text)


def _resolved(base_url: str, url: str) -> str | None:
    """A relative address in full, or None where it cannot be."""
    return urls.absolute(url, base_url) or None


def _cleaner(base_url: str) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=tags.ALLOWED,
        clean_content_tags=tags.EMPTIED,
        attributes=tags.ATTRIBUTES,
        url_schemes=tags.SCHEMES,
        link_rel="nofollow noopener noreferrer",
        url_relative=partial(_resolved, base_url) if base_url else "deny",
    )


_CLEANER = _cleaner("")


def is_hostile(html: str) -> bool:
    """Whether the HTML nests deeper, has more references, or a tag with more attributes, than the limits allow."""
    if html.count("&") > REFERENCE_LIMIT:
        return True
    if html.count("<") > DEPTH_LIMIT and depth_of(html, limit=DEPTH_LIMIT) > DEPTH_LIMIT:
        return True
    return any(_attributes(tag[0]) > ATTRIBUTE_LIMIT for tag in _LONG_TAG.finditer(html))


def _attributes(tag: str) -> int:
    return len(_QUOTED.sub(" ", tag).replace("/", " ").split())


def depth_of(html: str, *, limit: int) -> int:
    """How many elements stand open at once, at most; counted no further than just beyond `limit`.

    Never too low for the HTML parser's taste: a closing tag closes one element of its own name and nothing else, so
    misnested tags add up as they do in its tree. Void elements and those that end one another are not counted.
    """
    opened: Counter[str] = Counter()
    depth = deepest = 0
    for tag in _TAG_START.findall(html.lower()):
        name = tag.lstrip("</")
        if name in tags.UNCOUNTED:
            continue
        if tag[1] != "/":
            opened[name] += 1
            depth += 1
            deepest = max(deepest, depth)
            if deepest > limit:
                break
        elif opened[name]:
            opened[name] -= 1
            depth -= 1
    return deepest


def _words(html: str) -> str:
    """The words of hostile HTML, by a scan that costs the same whatever the nesting."""
    return unescape(_ROUGH_TAG.sub(" ", html))


def _flattened(html: str) -> str:
    """Hostile HTML as escaped paragraphs of its words."""
    parts = clean.prose(_words(html), limit=SIZE_LIMIT).split("\n\n")
    return "".join(f"<p>{escape(part, quote=False)}</p>" for part in parts if part)


def plain(html: str, *, limit: int = SIZE_LIMIT) -> str:
    """The words of HTML: paragraphs parted by an empty line, `<br>` a line end, nothing of scripts and styles."""
    text = html[:SIZE_LIMIT]
    if not _MARKUP.search(text):
        return clean.prose(unescape(text), limit=limit)
    if is_hostile(text):
        return clean.prose(_words(text), limit=limit)
    body = LexborHTMLParser(clean.stripped(text)).body
    return "" if body is None else clean.prose("".join(_pieces(body)), limit=limit)


def _pieces(body: LexborNode) -> Iterator[str]:
    """The words and breaks below a node in order."""
    for node in body.traverse(include_text=True):
        tag = node.tag or ""
        if tag == "-text":
            yield "" if _is_unspoken(node) else _evened(node.text_content or "")
        elif tag == "br":
            yield "\n"
        elif tag in tags.BLOCKS:
            yield "\n\n"


def _evened(text: str) -> str:
    """The text with one space for every run of blanks, at its ends too."""
    before, after = " " if text[:1].isspace() else "", " " if text[-1:].isspace() else ""
    words = clean.evened(text)
    return f"{before}{words}{after}" if words else before


def _is_unspoken(text: LexborNode) -> bool:
    parent = text.parent
    while parent is not None:
        if parent.tag in tags.UNSPOKEN:
            return True
        parent = parent.parent
    return False


def line(html: str, *, limit: int = clean.TITLE_LIMIT) -> str:
    """HTML as one line of plain text, as for a title."""
    rough = html[: limit * 8]
    if _MARKUP.search(rough):
        rough = plain(rough)
    elif "&" in rough:
        rough = unescape(rough)
    return clean.line(rough, limit=limit)


def looks_like_html(text: str) -> bool:
    """Whether text declared plain is HTML after all: it closes a tag or has an entity, and HTML has all its tags."""
    if "<" not in text and "&" not in text:
        return False
    if not (_CLOSING.search(text) or _ENTITY.search(text)):
        return False
    return all(name.lower() in tags.IN_TEXT for name in _NAMES.findall(text))
