"""What a page's head says, indexed once, and what was found and odd while its fields were read."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape

import ada_url
from selectolax.lexbor import LexborHTMLParser, LexborNode

from newsloom.parse.jsonld import Linked, texts
from newsloom.text.clean import NAME_LIMIT, line

Found = tuple[str, str]  # a value and where it was found
MOST_METAS = 1_000
LONGEST_META = 4_000  # characters of a meta element that are read
MOST_PROBLEMS = 20
LONGEST_ADDRESS = 4_000
_SPACE = re.compile(r"\s+")


@dataclass(slots=True)
class Head:
    """One parsed page: its JSON-LD, its meta elements, and notes of those who read fields from it.

    `url` is the page's own, after redirects. `provenance` maps each field found to where it was; `problems` are
    one-line remarks about what was odd. `headings` are the h1 elements,
    `own` what the outlet is called, once that was worked out.
    """

    tree: LexborHTMLParser
    linked: Linked
    url: str
    provenance: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    own: frozenset[str] | None = None
    headings: list[LexborNode] = field(default_factory=list)
    _meta: dict[str, list[str]] = field(default_factory=dict)
    _links: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Index the meta, link and h1 elements once: each walk over the tree costs what all of them together do."""
        for node in self.tree.css("meta[content], link[rel][href], h1")[:MOST_METAS]:
            if node.tag == "h1":
                self.headings.append(node)
                continue
            attrs = node.attributes
            if node.tag == "link":
                for rel in (attrs.get("rel") or "").lower().split():
                    self._links.setdefault(rel, []).append(attrs.get("href") or "")
                continue
            name = attrs.get("property") or attrs.get("name") or attrs.get("itemprop") or attrs.get("http-equiv")
            if name:
                self._meta.setdefault(name.lower().strip(), []).append(attrs.get("content") or "")

    def remark(self, what: str) -> None:
        """Note what is odd, once, and no more than a page's worth of it."""
        if what not in self.problems and len(self.problems) < MOST_PROBLEMS:
            self.problems.append(what)

    def of(self, name: str) -> list[str]:
        """Give what the meta elements of a name (lower case) say, blank ones left out, in the page's order."""
        said = self._meta.get(name)
        return [text for raw in said if (text := squeezed(raw[:LONGEST_META]))] if said else []

    def rel(self, name: str) -> Iterator[Found]:
        """Give where the link elements of a relation (lower case) lead, in the page's order."""
        return ((href, "html") for href in self._links.get(name, []))

    def metas(self, *names: str) -> Iterator[Found]:
        """Give what the meta elements of these names say, name after name."""
        for name in names:
            yield from ((value, kind_of_meta(name)) for value in self.of(name))

    def said(self, key: str) -> Iterator[Found]:
        """Give what the article's JSON-LD says under a key, if it is text or a list of texts."""
        yield from ((value, "json-ld") for value in texts(self.linked.article.get(key)))

    def first(self, name: str, candidates: Iterable[Found]) -> str | None:
        """Give the first candidate that is not blank, as one clean line, and note where the field was found."""
        for value, source in candidates:
            text = line(squeezed(value[:LONGEST_META]), limit=NAME_LIMIT)
            if text:
                self.provenance[name] = source
                return text
        return None

    def link(self, name: str, candidates: Iterable[Found]) -> str | None:
        """Give the first candidate that is an http(s) URL, resolved against the page's, and note where it was."""
        for value, source in candidates:
            href = resolved(value, self.url)
            if href is not None:
                self.provenance[name] = source
                return href
            self.remark(f"{name} {value[:60]!r} is no web address")
        return None


def kind_of_meta(name: str) -> str:
    """What a meta element of this name counts as in provenance."""
    return "opengraph" if name.startswith(("og:", "article:")) else "meta"


def squeezed(text: str) -> str:
    """Put one space where there was any white space, and undo entities escaped twice."""
    return _SPACE.sub(" ", unescape(text) if "&" in text else text).strip()


def resolved(value: str, base: str) -> str | None:
    """Give an absolute http or https URL, or None."""
    if len(value) > LONGEST_ADDRESS:
        return None
    try:
        url = ada_url.URL(value.strip(), base)
    except (ValueError, UnicodeError):
        return None
    usable = value.strip() and url.protocol in {"http:", "https:"} and not (url.username or url.password)
    return str(url.href) if usable else None
