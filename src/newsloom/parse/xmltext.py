"""The words and the markup of one element of a well-formed feed."""

import re
from html import escape

from lxml import etree
from lxml.etree import _Element as Element

from newsloom.parse.draft import title_of
from newsloom.text import html

_HTML_TYPES = frozenset({"html", "text/html", "xhtml", "application/xhtml+xml"})
_PLAIN_TYPES = frozenset({"text", "plain", "text/plain"})
_PREFIXED = re.compile(r"<(/?)[A-Za-z_][\w.-]*:(?=\w)")
_DECLARATIONS = re.compile(r""" xmlns(?::[\w.-]+)?=(?:"[^"]*"|'[^']*')""")


def text_of(element: Element) -> str:
    """The element's words; of one with children, all the words inside."""
    return "".join(map(str, element.itertext())) if len(element) else (element.text or "")


def type_of(element: Element, default: str) -> str:
    """What kind of text the element says it holds, in lower case."""
    return (element.get("type") or default).strip().lower()


def markup_of(element: Element) -> str:
    """What stands inside an element, as HTML."""
    for below in element.iter("{http://www.w3.org/1999/xhtml}*"):
        below.tag = str(below.tag).rpartition("}")[
            2
        ]  # HTML is written without namespaces, void elements without an end
    inner = escape(element.text or "", quote=False)
    inner += "".join(etree.tostring(child, encoding="unicode", method="html") for child in element)
    return _PREFIXED.sub(r"<\1", _DECLARATIONS.sub("", inner)) if "xmlns" in inner or ":" in inner else inner


def html_of(element: Element, default: str) -> str:
    """An element's content as HTML: markup as it is, plain text escaped, other types nothing."""
    kind = type_of(element, default)
    if len(element):
        return markup_of(element)
    text = element.text or ""
    if kind in _PLAIN_TYPES and not html.looks_like_html(text):
        return escape(text, quote=False)
    return text if kind in _HTML_TYPES | _PLAIN_TYPES or kind.endswith("xml") else ""


def title_in(element: Element) -> str:
    """A title as plain text, whatever it was written in."""
    if len(element):
        return title_of(markup_of(element), is_html=True)
    kind = type_of(element, "text")
    return title_of(element.text or "", is_html=kind in _HTML_TYPES)


def is_page(link: Element) -> bool:
    """Whether a link leads to a page for people."""
    return type_of(link, "text/html") in _HTML_TYPES
