"""A page's own fields: from JSON-LD, then OpenGraph, then other meta elements, then plain HTML."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html import unescape

import ada_url
from selectolax.lexbor import LexborHTMLParser

from newsloom.parse.jsonld import Linked, names
from newsloom.parse.reading import PageImage

Found = tuple[str, str]  # a value and where it was found
_BY = re.compile(r"^(?:by|von|par|por|di|door|av|af)\s+(?=\w)|^[:\s]+", re.IGNORECASE)
_SEVERAL = re.compile(r"\s*(?:[;|]|,|\s(?:and|und|et|y|e|en|och|og|&)\s)\s*")
_APART = re.compile(r"\s*[;|]\s*")
_NO_NAME = re.compile(r"[(\[{]|[\W\d_]+$")
_ROLE = re.compile(r"\s(?:기자|記者|记者)$")
_SITE = re.compile(r"\b(?:www\.)?[\w-]{2,}\.(?:de|com|net|org|at|ch|fr|it|es|co\.uk|info|tv)\b", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(?![a-zA-Z])")
LONGEST_NAME = 100
MOST_AUTHORS = 20


@dataclass(slots=True)
class Fields:
    """Reads one parsed page; remembers where each value was and what was odd."""

    tree: LexborHTMLParser
    linked: Linked
    url: str
    provenance: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    _meta: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Index the meta elements once."""
        for node in self.tree.css("meta[content]")[:1_000]:
            attrs = node.attributes
            name = attrs.get("property") or attrs.get("name") or attrs.get("itemprop") or attrs.get("http-equiv")
            content = squeezed(attrs.get("content") or "")
            if name and content:
                self._meta.setdefault(name.lower(), []).append(content)

    def title(self, site: str | None) -> str | None:
        """Give the headline; a site's name at the end of it is cut off only where the page names its site."""
        found = self._first("title", self._titles())
        if found is None:
            return None
        cut = without_site(found, site)
        shared = next(iter(self._of("og:title")), None)
        # A headline that only repeats the window's title is written for search engines: readers see the shared one.
        if shared and self.provenance["title"] == "json-ld" and _letters(cut) == _letters(self._window_title(site)):
            self.provenance["title"] = "opengraph"
            return without_site(shared, site)
        return cut

    def authors(self) -> tuple[str, ...]:
        """Give the authors' names in the page's order."""
        found: list[tuple[str, tuple[str, ...]]] = []
        for source, raw in self._author_lists():
            cleaned = tuple(dict.fromkeys(name for text in raw for name in people(text)))[:MOST_AUTHORS]
            if cleaned:
                found.append((source, cleaned))
        if not found:
            return ()
        own = self._own_names()
        # A list of the outlet's own names is second choice to one of people.
        source, names = next((pair for pair in found if any(not is_outlet(name, own) for name in pair[1])), found[0])
        self.provenance["authors"] = source
        return tuple(name for name in names if not is_outlet(name, own)) or names

    def moment(self, name: str, *, linked_key: str, metas: tuple[str, ...]) -> datetime | None:
        """Give one date, aware of its zone; one without a zone is taken as UTC and remarked on."""
        for value, source in self._dates(linked_key, metas):
            found = when(value)
            if found is None:
                self.problems.append(f"{name} {value[:40]!r} is no date")
                continue
            if found.tzinfo is None:
                self.problems.append(f"{name} {value[:40]!r} has no zone; taken as UTC")
                found = found.replace(tzinfo=UTC)
            self.provenance[name] = source
            return found
        return None

    def link(self, name: str, candidates: Iterator[Found]) -> str | None:
        """Give the first candidate that is an http(s) URL, resolved against the page's."""
        for value, source in candidates:
            href = resolved(value, self.url)
            if href is not None:
                self.provenance[name] = source
                return href
            self.problems.append(f"{name} {value[:60]!r} is no web address")
        return None

    def canonical(self) -> str | None:
        """Give the canonical URL; a front page named by an article's page is a mistake and left out."""
        found = self.link("canonical", self._links('link[rel="canonical" i]', ("og:url",)))
        if found and ada_url.URL(found).pathname == "/" and ada_url.URL(self.url).pathname != "/":
            self.problems.append("canonical names the front page")
            self.provenance.pop("canonical", None)
            return None
        return found

    def amp_url(self) -> str | None:
        """Give the AMP version's URL."""
        return self.link("amp_url", self._links('link[rel="amphtml" i]', ()))

    def image(self) -> PageImage | None:
        """Give the picture with the size the page claims."""
        value = self.linked.resolve(self.linked.article.get("image"))
        first = self.linked.resolve(value[0]) if isinstance(value, list) and value else value
        node = first if isinstance(first, dict) else {"url": first}
        from_linked = node.get("url") or node.get("contentUrl")
        candidates = self._with_metas(from_linked, ("og:image:secure_url", "og:image", "og:image:url", "twitter:image"))
        url = self.link("image", candidates)
        if url is None:
            return None
        if self.provenance["image"] == "json-ld":
            return PageImage(url=url, width=pixels(node.get("width")), height=pixels(node.get("height")))
        return PageImage(url=url, width=self._pixels("og:image:width"), height=self._pixels("og:image:height"))

    def site_name(self) -> str | None:
        """Give the outlet's own name."""
        publisher = next(names(self.linked, self.linked.article.get("publisher")), None)
        metas = [(value, _kind(name)) for name in ("og:site_name", "application-name") for value in self._of(name)]
        return self._first(
            "site_name", iter([*metas[:1], *([(publisher, "json-ld")] if publisher else []), *metas[1:]])
        )

    def language(self) -> str | None:
        """Give the primary language subtag, lower case, as in "en"."""
        root = self.tree.css_first("html")
        named = [(root.attributes.get("lang") or "", "html")] if root is not None else []
        metas = [(v, _kind(n)) for n in ("og:locale", "content-language", "language") for v in self._of(n)]
        for value, source in [*named, *self._linked("inLanguage"), *metas]:
            found = _LANGUAGE.match(value.strip())
            if found:
                self.provenance["language"] = source
                return found[0].lower()
        return None

    def _window_title(self, site: str | None) -> str:
        node = self.tree.css_first("title")
        return without_site(squeezed(node.text(deep=True)), site) if node is not None else ""

    def _own_names(self) -> frozenset[str]:
        """Give what the outlet is called, letters only: its site's name, its publisher's, its host's labels."""
        host = ada_url.URL(self.url).hostname
        publishers = names(self.linked, self.linked.article.get("publisher"))
        called = [*self._of("og:site_name"), *publishers, host, host.removeprefix("www."), *host.split(".")[:-1]]
        return frozenset(letters for name in called if (letters := _letters(name)))

    def _titles(self) -> Iterator[Found]:
        yield from self._linked("headline")
        for name in ("og:title", "twitter:title", "dc.title", "parsely-title"):
            yield from ((value, _kind(name)) for value in self._of(name))
        for selector in ("h1", "title"):
            node = self.tree.css_first(selector)
            if node is not None:
                yield node.text(deep=True, separator=" "), "html"

    def _author_lists(self) -> Iterator[tuple[str, list[str]]]:
        article = self.linked.article
        for key in ("author", "creator"):
            yield "json-ld", list(names(self.linked, article.get(key)))
        yield "opengraph", self._of("article:author") + self._of("og:article:author")
        yield "meta", self._of("author") or self._of("parsely-author") or self._of("dc.creator") or self._of("byl")
        for selector in ('[itemprop~="author"] [itemprop~="name"]', '[itemprop~="author"]', '[rel~="author"]'):
            yield "html", [node.text(deep=True, separator=" ") for node in self.tree.css(selector)[:MOST_AUTHORS]]

    def _dates(self, linked_key: str, metas: tuple[str, ...]) -> Iterator[Found]:
        yield from self._linked(linked_key)
        for name in metas:
            yield from ((value, _kind(name)) for value in self._of(name))
        for node in self.tree.css(f'time[itemprop~="{linked_key}"], time[pubdate]')[:3]:
            yield node.attributes.get("datetime") or "", "html"

    def _links(self, selector: str, metas: tuple[str, ...]) -> Iterator[Found]:
        for node in self.tree.css(selector)[:3]:
            yield node.attributes.get("href") or "", "html"
        yield from self._with_metas(None, metas)

    def _with_metas(self, linked: object, metas: tuple[str, ...]) -> Iterator[Found]:
        if isinstance(linked, str):
            yield linked, "json-ld"
        for name in metas:
            yield from ((value, _kind(name)) for value in self._of(name))

    def _linked(self, key: str) -> Iterator[Found]:
        value = self.linked.article.get(key)
        if isinstance(value, str):
            yield value, "json-ld"

    def _first(self, name: str, candidates: Iterator[Found]) -> str | None:
        for value, source in candidates:
            text = squeezed(value)
            if text:
                self.provenance[name] = source
                return text
        return None

    def _of(self, name: str) -> list[str]:
        return self._meta.get(name, [])

    def _pixels(self, name: str) -> int | None:
        return next((size for value in self._of(name) if (size := pixels(value))), None)


def _kind(meta: str) -> str:
    return "opengraph" if meta.startswith(("og:", "article:")) else "meta"


def squeezed(text: str) -> str:
    """Put one space where there was any white space, and undo entities escaped twice."""
    return _SPACE.sub(" ", unescape(text) if "&" in text else text).strip()


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


def is_outlet(name: str, own: frozenset[str]) -> bool:
    """Tell whether a name is the outlet's own, or that of a site."""
    return _letters(name) in own or bool(_SITE.search(name))


def _letters(name: str) -> str:
    return "".join(character for character in name.lower() if character.isalnum())


def when(value: str) -> datetime | None:
    """Read an ISO 8601 or RFC 5322 date."""
    text = value.strip()[:60]
    with suppress(ValueError):
        return datetime.fromisoformat(text)
    with suppress(ValueError, TypeError, IndexError, OverflowError):
        return parsedate_to_datetime(text)
    return None


def resolved(value: str, base: str) -> str | None:
    """Give an absolute http or https URL, or None."""
    try:
        url = ada_url.URL(value.strip(), base)
    except (ValueError, UnicodeError):
        return None
    usable = value.strip() and url.protocol in {"http:", "https:"} and not (url.username or url.password)
    return str(url.href) if usable else None


def pixels(value: object) -> int | None:
    """Read a size as pages write it: 640, "640", "640px"."""
    found = re.match(r"[0-9]{1,5}(?=px|\.0|$)", str(value).strip(), re.ASCII)
    return int(found[0]) or None if found else None


def without_site(title: str, site: str | None) -> str:
    """Cut " | Site" or " - Site" off the end of a title."""
    if not site:
        return title
    ending = re.compile(rf"\s+[|\-\u2013\u2014:·•»]\s+{re.escape(site)}\s*$", re.IGNORECASE)
    return ending.sub("", title) or title
