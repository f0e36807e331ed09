"""What a page's headline is.

A page names its article several times, and not always alike: in JSON-LD, for sharing, in the window's title, and where
readers see it. Where they differ, the headline of JSON-LD stands unless the page itself speaks for the shared one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from newsloom.parse.desks import letters
from newsloom.parse.head import Found, Head, kind_of_meta, squeezed
from newsloom.parse.sites import own_names
from newsloom.parse.suffixes import without_site
from newsloom.text.clean import line

TITLE_LIMIT = 300
"""Characters of a headline that are kept."""

CUT_BY_OTHERS = 100  # characters from which a headline that another one goes on after may have been cut
_OTHERS = ("parsely-title", "sailthru.title", "dc.title", "dcterms.title", "headline", "twitter:title", "title")
_EDITORS = ("parsely-title", "sailthru.title")  # what newsrooms' own tools show; never seen to be written for others
_BROKEN = re.compile("[ÃÂ][\x80-\xbf]|â\x80|â€")
_ASIDE = frozenset({"nav", "aside", "footer", "li"})
_NO_HEADLINE = re.compile(r"breadcrumb|teaser|related|recommend|sidebar", re.IGNORECASE)
MOST_HEADINGS = 60
ABOVE = 4  # elements around a heading that are asked what they are for


@dataclass(frozen=True, slots=True)
class _Title:
    text: str
    source: str

    def says(self, other: "_Title | None") -> bool:
        """Tell whether two titles are the same, or one holds the other."""
        ours, theirs = letters(self.text), letters(other.text) if other else ""
        return bool(ours and theirs) and (ours in theirs or theirs in ours)


def headline(head: Head) -> str | None:
    """Give the headline without the site's name, and note where it was found under `title`."""
    own = own_names(head)
    raw = [(line(squeezed(value[: TITLE_LIMIT * 4]), limit=TITLE_LIMIT), source) for value, source in _titles(head)]
    known = frozenset(letters(text) for text, _ in raw)
    told = [_Title(without_site(text, own, known), source) for text, source in raw if text]
    if not told:
        return None
    chosen = _whole(_choice(head, told, own, known), told)
    head.provenance["title"] = chosen.source
    return chosen.text


def _choice(head: Head, told: list[_Title], own: frozenset[str], known: frozenset[str]) -> _Title:
    linked = next((title for title in told if title.source == "json-ld"), None)
    shared = next((title for title in told if title.source == "opengraph"), None)
    if linked is None:
        return told[0]
    if shared is None or linked.says(shared):
        return linked
    if _BROKEN.search(linked.text) or _BROKEN.search(shared.text):
        return shared if _BROKEN.search(linked.text) else linked
    named = head.linked.article.get("name")
    witnesses = [named] if isinstance(named, str) else []
    witnesses += [value for name in _EDITORS for value in head.of(name)]
    for witness in witnesses:
        title = _Title(without_site(squeezed(witness), own, known), "")
        if title.says(linked) != title.says(shared):
            return linked if title.says(linked) else shared
    window = _Title(without_site(_window_title(head), own, known), "html")
    # A headline that only repeats the window's title is written for search engines, unless readers see it.
    if linked.says(window) and _is_seen(head, shared) and not _is_seen(head, linked):
        return shared
    return linked


def _whole(title: _Title, told: list[_Title]) -> _Title:
    """Give the title that goes on where this one was cut; the title itself if none does."""
    start = letters(title.text.rstrip(" .…"))
    if len(title.text) < CUT_BY_OTHERS and not title.text.endswith(("…", "...")):
        return title
    return next((other for other in told if letters(other.text).startswith(start) and other != title), title)


def _is_seen(head: Head, title: _Title) -> bool:
    """Tell whether a title stands in a heading that is no part of navigation."""
    wanted = letters(title.text)
    for node in head.tree.css("h1, h2, h3")[:MOST_HEADINGS]:
        text = letters(node.text(deep=True)[: TITLE_LIMIT * 2])
        if wanted and wanted in text and not _is_navigation(node):
            return True
    return False


def _is_navigation(node: LexborNode) -> bool:
    around: LexborNode | None = node
    for _ in range(ABOVE):
        if around is None:
            return False
        if around.tag in _ASIDE or _NO_HEADLINE.search(around.attributes.get("class") or ""):
            return True
        around = around.parent
    return False


def _window_title(head: Head) -> str:
    node = head.tree.css_first("title")
    return squeezed(node.text(deep=True)) if node is not None else ""


def _titles(head: Head) -> Iterator[Found]:
    yield from head.said("headline")
    yield from head.metas("og:title")
    for name in _OTHERS:
        yield from ((value, kind_of_meta(name)) for value in head.of(name))
    for node in head.headings[:3]:
        if not _is_navigation(node):
            yield node.text(deep=True, separator=" "), "html"
    yield _window_title(head), "html"
