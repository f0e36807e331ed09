"""How XML is written by hand: every text and every attribute escaped, in one place."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'
_ESCAPES = str.maketrans(
    {
        "&": "&amp;",
        "<": "&lt;",
        ">": "&gt;",  # "]]>" may not stand in text
        '"': "&quot;",
        "\t": "&#9;",
        "\n": "&#10;",  # parsers make blanks of bare ones in attributes
        "\r": "&#13;",
    }
)
_SPECIAL = re.compile(r"[&<>\"\t\n\r]")


def escaped(text: str) -> str:
    """The text as it stands between tags or in double quotes.

    Args:
        text: without characters that XML cannot hold at all; `publish.inert` takes them out.
    """
    return text.translate(_ESCAPES) if _SPECIAL.search(text) else text


def text_element(tag: str, text: str, attributes: Mapping[str, str] | None = None) -> str:
    """An element that holds text."""
    return f"<{tag}{_attributes(attributes)}>{escaped(text)}</{tag}>\n"


def optional(tag: str, text: str, attributes: Mapping[str, str] | None = None) -> str:
    """An element that holds text, or nothing where there is none."""
    return text_element(tag, text, attributes) if text else ""


def empty(tag: str, attributes: Mapping[str, str]) -> str:
    """An element that holds attributes alone."""
    return f"<{tag}{_attributes(attributes)}/>\n"


def nested(tag: str, inner: Iterable[str], attributes: Mapping[str, str] | None = None) -> str:
    """An element that holds others, which are written already."""
    return f"<{tag}{_attributes(attributes)}>\n{''.join(inner)}</{tag}>\n"


def document(root: str) -> bytes:
    """A whole file of one element."""
    return (DECLARATION + root).encode()


def rfc3339(moment: datetime) -> str:
    """A time as Atom, JSON Feed and sitemaps want it: UTC, whole seconds."""
    there = moment if moment.tzinfo is UTC else moment.astimezone(UTC)
    return there.isoformat()[:19] + "Z"


def _attributes(attributes: Mapping[str, str] | None) -> str:
    return "".join(f' {name}="{escaped(value)}"' for name, value in (attributes or {}).items() if value)
