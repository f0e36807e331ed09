"""Who wrote a page's article: people, and the organisations that stand beside or instead of them."""

from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from newsloom.parse.desks import is_own
from newsloom.parse.head import Head
from newsloom.parse.jsonld import typed_names
from newsloom.parse.outsides import is_elsewhere
from newsloom.parse.people import MOST_AUTHORS, Byline, byline
from newsloom.parse.sites import own_names

_METAS = (
    ("opengraph", ("article:author", "og:article:author", "og:author")),
    ("meta", ("author", "parsely-author", "dc.creator", "dcterms.creator", "byl", "sailthru.author", "article.author")),
    ("meta", ("authors", "cxenseparse:author", "article:author_name", "citation_author", "twitter:creator:name")),
)
_MARKED = '[itemprop~="author"], [rel~="author"]'
_SEEN = (
    '[class*="uthor"], [class*="yline"], [class*="by-line"], [class*="autor"], [class*="auteur"], '
    '[data-testid*="uthor"], [data-testid*="yline"], a[href*="/author/"], a[href*="/authors/"], a[href*="/autor/"]'
)
LONGEST_SEEN = 160  # characters of an element that can be a byline
MOST_SEEN = 40
FEWEST_WORDS, MOST_WORDS = 2, 5  # of a full name


def authors(head: Head) -> Byline:
    """Give who wrote the article, and note where that was found under `authors` and `organisations`."""
    own = own_names(head)
    organisations: tuple[str, ...] = ()
    for source, found in _bylines(head, own):
        if found.organisations and not organisations:
            organisations = found.organisations
            head.provenance["organisations"] = source
        if found.people:
            head.provenance["authors"] = source
            beside = tuple(dict.fromkeys((*organisations, *found.organisations)))
            head.provenance.update({"organisations": source} if found.organisations and not organisations else {})
            return Byline(people=found.people, organisations=beside[:MOST_AUTHORS])
    if all(is_own(name, own) for name in organisations):  # where an agency is named, that is who wrote it
        found = _seen(head, own)
        if found.people:
            head.provenance["authors"] = "html"
            return Byline(people=found.people, organisations=organisations)
    return Byline(organisations=organisations)


def _bylines(head: Head, own: frozenset[str]) -> Iterator[tuple[str, Byline]]:
    """Give what each place says, the best first."""
    for key in ("author", "creator"):
        yield "json-ld", _linked(head, head.linked.article.get(key), own)
    for source, names in _METAS:
        for name in names:
            yield source, byline(head.of(name)[:MOST_AUTHORS], own=own)
    yield "html", _marked(head, own)
    yield "json-ld", _linked(head, head.linked.page.get("author"), own)


def _linked(head: Head, value: object, own: frozenset[str]) -> Byline:
    people: list[str] = []
    organisations: list[str] = []
    for name, is_organisation in typed_names(head.linked, value):
        found = byline([name], own=own, organisation=is_organisation)
        people.extend(found.people)
        organisations.extend(found.organisations)
    return Byline(
        people=tuple(dict.fromkeys(people))[:MOST_AUTHORS],
        organisations=tuple(dict.fromkeys(organisations))[:MOST_AUTHORS],
    )


def _marked(head: Head, own: frozenset[str]) -> Byline:
    nodes = [node for node in head.tree.css(_MARKED)[:MOST_SEEN] if not is_elsewhere(node)]
    of_item = [node for node in nodes if "itemprop" in node.attributes]
    named = [inner for node in of_item for inner in node.css('[itemprop~="name"]')]
    return byline([text for node in named or of_item or nodes for text in _texts(node)][:MOST_AUTHORS], own=own)


def _seen(head: Head, own: frozenset[str]) -> Byline:
    """Read the first element that is called a byline and holds full names."""
    for node in head.tree.css(_SEEN)[:MOST_SEEN]:
        if is_elsewhere(node):
            continue
        found = byline(_texts(node), own=own)
        people = tuple(name for name in found.people if _is_full_name(name))
        if people:
            return Byline(people=people, organisations=found.organisations)
    return Byline()


def _texts(node: LexborNode) -> list[str]:
    """Give an element's text: its parts if each is a full name, else all of it; nothing if that is too long."""
    said = node.text(deep=True, separator="\n") or node.attributes.get("content") or ""
    parts = [part for line in said.split("\n") if (part := line.strip())]
    if len(parts) > 1 and all(_is_full_name(part) for part in parts):
        return parts
    joined = " ".join(parts)
    return [joined] if joined and len(joined) <= LONGEST_SEEN else []


def _is_full_name(name: str) -> bool:
    words = name.split()
    return FEWEST_WORDS <= len(words) <= MOST_WORDS and words[0][:1].isupper() and words[-1][:1].isupper()
