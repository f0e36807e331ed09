"""Which section a page's article stands in, and what kinds of thing the page says it is."""

import re
from collections.abc import Iterator

import ada_url

from newsloom.parse.desks import letters
from newsloom.parse.head import Found, Head
from newsloom.parse.jsonld import Node, types
from newsloom.parse.sites import own_names
from newsloom.text.clean import NAME_LIMIT, line

_METAS = (
    "article:section", "og:article:section", "section", "parsely-section", "sailthru.section", "article.section",
    "cxenseparse:section", "dcsext.channel", "dc.subject.section", "content_category", "category",
)  # fmt: skip
_FRONT = frozenset({"home", "homepage", "start", "startseite", "accueil", "inicio", "início", "hjem", "hem", "etusivu",
                    "anasayfa", "главная", "news", "index"})  # fmt: skip
_NO_SECTION = re.compile(r"\d|^(?:article|articles|story|stories|post|posts|artikel|a|p|s|n|i|id|amp|m|content|news|"
                         r"node|archive|archives|read|view|share|live|[a-z]{2}(?:-[a-z]{2})?)$")  # fmt: skip
_PLUMBING = frozenset({
    "WebSite", "Organization", "NewsMediaOrganization", "BreadcrumbList", "ListItem", "Person", "ImageObject",
    "SearchAction", "SiteNavigationElement", "WPHeader", "WPFooter", "CreativeWork", "WebPageElement", "ItemList",
    "Comment", "Place", "PostalAddress",
})  # fmt: skip
_KIND = re.compile(r"[A-Za-z][\w.:-]{1,60}")
MOST_KINDS = 12
LEAST_LETTERS = 3  # of a part of the address that can be a section
SHORTEST_PATH = 2  # parts of an address whose first can be a section
MOST_CRUMBS = 10


def section(head: Head) -> str | None:
    """Give the section's name; from the address, marked `guessed`, where nothing names it."""
    return head.first("section", _sections(head))


def kinds(head: Head) -> tuple[str, ...]:
    """Give the types the page gives itself: the article's own of schema.org, OpenGraph's, then those of other nodes."""
    own = types(head.linked.article)
    shared = head.of("og:type")[:1]
    beside = [kind for node in head.linked.nodes for kind in types(node) if kind not in _PLUMBING]
    found = tuple(dict.fromkeys(kind for kind in (*own, *shared, *beside) if _KIND.fullmatch(kind)))[:MOST_KINDS]
    if found:
        head.provenance["kinds"] = "json-ld" if own or not shared else "opengraph"
    return found


def _sections(head: Head) -> Iterator[Found]:
    yield from head.said("articleSection")
    yield from head.metas(*_METAS)
    yield from ((name, "json-ld") for name in _crumbs(head))
    parts = [part for part in ada_url.URL(head.url).pathname.split("/") if part]
    if len(parts) >= SHORTEST_PATH and len(parts[0]) >= LEAST_LETTERS and not _NO_SECTION.search(parts[0]):
        yield parts[0].replace("-", " ").replace("_", " "), "guessed"


def _crumbs(head: Head) -> Iterator[str]:
    """Give the names on the way from the front page to the article, those two left out."""
    own = own_names(head)
    title = letters(next((value for value, _ in head.said("headline")), ""))
    for trail in head.linked.of_type("BreadcrumbList"):
        steps = trail.get("itemListElement")
        names = [_step(step) for step in steps[:MOST_CRUMBS]] if isinstance(steps, list) else []
        for name in names[:-1] if len(names) > 1 and letters(names[-1]) == title else names:
            plain = letters(name)
            if plain and plain not in own and plain not in _FRONT and plain != title:
                yield name
                return


def _step(step: object) -> str:
    if not isinstance(step, dict):
        return ""
    item = step.get("item")
    inner: Node = item if isinstance(item, dict) else {}
    name = step.get("name") or inner.get("name")
    return line(name, limit=NAME_LIMIT) if isinstance(name, str) else ""
