"""Who wrote a page's article."""

import re
from collections.abc import Iterator

from newsloom.parse.head import Head, squeezed
from newsloom.parse.jsonld import names
from newsloom.parse.sites import is_outlet, own_names

_BY = re.compile(r"^(?:by|von|par|por|di|door|av|af)\s+(?=\w)|^[:\s]+", re.IGNORECASE)
_SEVERAL = re.compile(r"\s*(?:[;|]|,|\s(?:and|und|et|y|e|en|och|og|&)\s)\s*")
_APART = re.compile(r"\s*[;|]\s*")
_NO_NAME = re.compile(r"[(\[{]|[\W\d_]+$")
_ROLE = re.compile(r"\s(?:기자|記者|记者)$")
LONGEST_NAME = 100
MOST_AUTHORS = 20


def authors(head: Head) -> tuple[str, ...]:
    """Give the authors' names in the page's order."""
    found: list[tuple[str, tuple[str, ...]]] = []
    for source, raw in _author_lists(head):
        cleaned = tuple(dict.fromkeys(name for text in raw for name in people(text)))[:MOST_AUTHORS]
        if cleaned:
            found.append((source, cleaned))
    if not found:
        return ()
    own = own_names(head)
    # A list of the outlet's own names is second choice to one of people.
    source, written = next((pair for pair in found if any(not is_outlet(name, own) for name in pair[1])), found[0])
    head.provenance["authors"] = source
    return tuple(name for name in written if not is_outlet(name, own)) or written


def people(text: str) -> Iterator[str]:
    """Split a byline into names.

    A comma or "and" splits where a part looks like a full name; single words beside full names are places and agencies.
    """
    line = _BY.sub("", squeezed(text))
    if "://" in line or len(line) > LONGEST_NAME * 5:
        return
    for piece in _APART.split(line):
        parts = [part for part in _SEVERAL.split(piece) if part and not _NO_NAME.match(part)]
        full = [part for part in parts if " " in part]
        yield from (_ROLE.sub("", part)[:LONGEST_NAME] for part in (full or ([", ".join(parts)] if parts else [])))


def _author_lists(head: Head) -> Iterator[tuple[str, list[str]]]:
    article = head.linked.article
    for key in ("author", "creator"):
        yield "json-ld", list(names(head.linked, article.get(key)))
    yield "opengraph", head.of("article:author") + head.of("og:article:author")
    yield "meta", head.of("author") or head.of("parsely-author") or head.of("dc.creator") or head.of("byl")
    for selector in ('[itemprop~="author"] [itemprop~="name"]', '[itemprop~="author"]', '[rel~="author"]'):
        yield "html", [node.text(deep=True, separator=" ") for node in head.tree.css(selector)[:MOST_AUTHORS]]
