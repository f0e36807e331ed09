"""Foreign HTML made harmless, or made plain text."""

import re
from functools import partial
from html import escape, unescape

import nh3
from selectolax.lexbor import LexborHTMLParser, LexborNode

from newsloom.text import clean, urls

DEPTH_LIMIT = 256
"""Open elements at once; deeper HTML is flattened to its text, for the sanitiser's cost grows with the square of the depth."""

ATTRIBUTE_LIMIT = 200
"""Attributes of one tag; HTML with a tag of more is flattened to its text."""

SIZE_LIMIT = 500_000
"""Characters of HTML that are read; the rest is dropped."""

_TAGS = frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "blockquote",
        "br",
        "caption",
        "cite",
        "code",
        "col",
        "colgroup",
        "dd",
        "del",
        "dfn",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "ins",
        "kbd",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "time",
        "tr",
        "tt",
        "u",
        "ul",
        "var",
        "wbr",
        "audio",
        "video",
        "source",
    ]
)
_EMPTIED = frozenset(
    [
        "script",
        "style",
        "svg",
        "math",
        "iframe",
        "noscript",
        "noembed",
        "noframes",
        "title",
        "template",
        "object",
        "embed",
        "applet",
        "select",
        "textarea",
        "xmp",
        "plaintext",
    ]
)
_ATTRIBUTES = {
    "*": {"dir", "lang", "title"},
    "a": {"href", "hreflang"},
    "blockquote": {"cite"},
    "col": {"span"},
    "colgroup": {"span"},
    "del": {"cite", "datetime"},
    "img": {"alt", "height", "src", "width"},
    "ins": {"cite", "datetime"},
    "ol": {"reversed", "start"},
    "q": {"cite"},
    "audio": {"controls", "src"},
    "video": {"controls", "height", "poster", "src", "width"},
    "source": {"src", "type"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
}
_SCHEMES = frozenset({"http", "https", "mailto"})
_FILTERED = frozenset({"href", "src", "cite", "poster"})

_MARKUP = re.compile(r"<[!/?a-zA-Z]")
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]{0,40})")
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tr",
        "ul",
    ]
)
_UNSPOKEN = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "title",
        "head",
        "svg",
        "math",
        "iframe",
        "object",
        "select",
        "textarea",
    ]
)
_ROUGH_TAG = re.compile(r"<[!/?a-zA-Z][^<>]*>?")
_CROWDED = re.compile(r"<[a-zA-Z][^<>]*=[^<>]*>")


def sanitise(html: str, *, base_url: str = "") -> str:
    """The HTML with nothing in it that runs, frames, styles or fetches beyond pictures; change nothing afterwards.

    Relative addresses are resolved against `base_url`, or dropped where there is none. Only http, https and mailto stay. HTML too
    deep, too crowded or too long is flattened to paragraphs of its text.
    """
    text = clean.stripped(html[:SIZE_LIMIT])
    if not _MARKUP.search(text) and "&" not in text:
        return escape(text, quote=False)
    if is_hostile(text):
        return flattened(text)
    return _CLEANER.clean(text) if not base_url else _cleaner(base_url).clean(text)


def _resolved(base_url: str, url: str) -> str | None:
    """A relative address in full, or None where it cannot be."""
    return urls.absolute(url, base_url) or None


def _cleaner(base_url: str) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=_TAGS,
        clean_content_tags=_EMPTIED,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel="nofollow noopener noreferrer",
        url_relative=partial(_resolved, base_url) if base_url else "deny",
    )


_CLEANER = _cleaner("")


def is_hostile(html: str) -> bool:
    """Whether the HTML nests deeper, or has a tag with more attributes, than the limits allow."""
    if html.count("<") > DEPTH_LIMIT and depth_of(html, limit=DEPTH_LIMIT) > DEPTH_LIMIT:
        return True
    return html.count("=") > ATTRIBUTE_LIMIT and any(
        tag[0].count("=") > ATTRIBUTE_LIMIT for tag in _CROWDED.finditer(html) if len(tag[0]) > ATTRIBUTE_LIMIT * 3
    )


def depth_of(html: str, *, limit: int) -> int:
    """The deepest nesting of open tags, counted no further than just beyond `limit`. A closing tag closes what it holds."""
    stack: list[str] = []
    deepest = 0
    for match in _TAG.finditer(html):
        closing, name = match[1], match[2].lower()
        if name in _VOID:
            continue
        if closing:
            _close(stack, name)
            continue
        stack.append(name)
        deepest = max(deepest, len(stack))
        if deepest > limit:
            break
    return deepest


def _close(stack: list[str], name: str) -> None:
    for back in range(len(stack) - 1, max(len(stack) - 64, 0) - 1, -1):
        if stack[back] == name:
            del stack[back:]
            return


def flattened(html: str) -> str:
    """Hostile HTML as escaped paragraphs of its words, by a scan that costs the same whatever the nesting."""
    words = clean.prose(unescape(_ROUGH_TAG.sub(" ", html)), limit=SIZE_LIMIT)
    return "".join(f"<p>{escape(part, quote=False)}</p>" for part in words.split("\n\n") if part)


def plain(html: str, *, limit: int = SIZE_LIMIT) -> str:
    """The words of HTML, paragraphs parted by an empty line, `<br>` a line end; scripts, styles and titles are not words."""
    text = html[:SIZE_LIMIT]
    if not _MARKUP.search(text):
        return clean.prose(unescape(text), limit=limit)
    if is_hostile(text):
        return clean.prose(unescape(_ROUGH_TAG.sub(" ", text)), limit=limit)
    body = LexborHTMLParser(clean.stripped(text)).body
    if body is None:
        return ""
    parts: list[str] = []
    _collect(body, parts)
    return clean.prose("".join(parts), limit=limit)


def _collect(node: LexborNode, parts: list[str]) -> None:
    """Walk below `node` in order without recursion: deep input must not end in a deep stack."""
    for child in node.traverse(include_text=True):
        tag = child.tag or ""
        if tag == "-text":
            parts.append(_BLANKS.sub(" ", child.text_content or "") if not _is_unspoken(child) else "")
        elif tag == "br":
            parts.append("\n")
        elif tag in _BLOCKS:
            parts.append("\n\n")


_BLANKS = re.compile(r"\s+")


def _is_unspoken(text: LexborNode) -> bool:
    parent = text.parent
    return parent is not None and parent.tag in _UNSPOKEN


def line(html: str, *, limit: int = clean.TITLE_LIMIT) -> str:
    """HTML as one line of plain text, as for a title."""
    rough = html[: limit * 8]
    if _MARKUP.search(rough):
        rough = plain(rough)
    elif "&" in rough:
        rough = unescape(rough)
    return clean.line(rough, limit=limit)


_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")
_CLOSING = re.compile(r"</\w+>")
_NAMES = re.compile(r"</?(\w+)")
_INLINE = _TAGS | frozenset(
    [
        "font",
        "big",
        "center",
        "strike",
        "tt",
        "acronym",
        "address",
        "article",
        "aside",
        "section",
        "header",
        "footer",
        "nav",
        "main",
        "nobr",
    ]
)


def looks_like_html(text: str) -> bool:
    """Whether text declared plain is HTML after all: it closes a tag or has an entity, and every tag in it is one HTML has."""
    if "<" not in text and "&" not in text:
        return False
    if not (_CLOSING.search(text) or _ENTITY.search(text)):
        return False
    return all(name.lower() in _INLINE for name in _NAMES.findall(text))
