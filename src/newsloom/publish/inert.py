"""What strangers wrote, as it may stand in any format: plain words and web addresses that every parser reads alike."""

import re
from urllib.parse import quote

from newsloom.text.clean import line
from newsloom.text.urls import parse

HEADLINE = 500  # characters: what a reader shows of one
EXCERPT = 400  # characters: a short excerpt is all that is published of others' work
NAME = 200  # characters of an outlet's, a person's or a topic's name
UNTITLED = "(no title)"

_PARTS = re.compile(
    r"(?P<host>https?://(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::[0-9]+)?)(?P<path>[^?#]*)(?P<query>\?[^#]*)?(?P<fragment>#.*)?",
    re.DOTALL,
)
_TAG = re.compile("[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_STRAY_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")
_ALLOWED = "/?:@!$&'()*+,;=-._~%"  # RFC 3986: what may stand in path, query and fragment as it is


def plain(text: str | None, *, limit: int = EXCERPT) -> str:
    """One line of plain text without control characters, bidi overrides and what XML cannot hold; "" for None."""
    return line(text or "", limit=limit)


def headline(text: str | None) -> str:
    """A headline: never empty, for formats demand one."""
    return plain(text, limit=HEADLINE) or UNTITLED


def name(text: str | None) -> str:
    """A name of somebody or something."""
    return plain(text, limit=NAME)


def address(url: str | None) -> str:
    """The address as RFC 3986 writes it, in ASCII and without credentials; "" if it is none of the web's.

    A host that browsers take and no registry gives (`{`) makes it none.

    Browsers let stand in an address what the rule does not (`|`, `[`, a bare `%`); here that is percent-encoded, which
    servers read alike.
    """
    parsed = parse(url) if url else None
    if parsed is None:
        return ""
    parts = _PARTS.fullmatch(parsed.plain)
    if parts is None:
        return ""
    marks = {"path": "", "query": "?", "fragment": "#"}
    rest = (mark + _encoded(parts[part][len(mark) :]) for part, mark in marks.items() if parts[part])
    return parts["host"] + "".join(rest)


def language(tag: str | None) -> str:
    """A language tag that looks like one, else ""."""
    return tag if tag and _TAG.fullmatch(tag) else ""


def joined(base: str, path: str) -> str:
    """The address of a file of the output; "" where the desk does not say where its output is to be found."""
    return f"{base.rstrip('/')}/{path}" if base else ""


def _encoded(part: str) -> str:
    return quote(_STRAY_PERCENT.sub("%25", part), safe=_ALLOWED)
