"""Which feeds a page offers: the ones it names, then the places where feeds usually are."""

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from newsloom.text import clean, urls

_TYPES = {
    "application/rss+xml": "rss",
    "application/atom+xml": "atom",
    "application/rdf+xml": "rdf",
    "application/feed+json": "json",
    "application/json": "json",
    "text/xml": "xml",
    "application/xml": "xml",
}
_USUAL = ("/feed", "/feed/", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feed.json")
_MAPS = ("/news-sitemap.xml", "/sitemap-news.xml", "/sitemap_news.xml", "/sitemap.xml", "/sitemap_index.xml")
_SITEMAP = re.compile(r"^\s*sitemap\s*:\s*(\S{1,2000})", re.IGNORECASE | re.MULTILINE)
_LATE = re.compile(r"\bcomments?\b|/comments?/", re.IGNORECASE)
_NOT_FEEDS = re.compile(r"/wp-json/|oembed|/manifest\.(?:web)?json|\bsearch\b.*\bopensearch", re.IGNORECASE)
_READ = 1_000_000  # bytes of a page in which links are looked for
_MANY = 50  # feeds of one page that are told
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w-]{1,40})", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An address that may be a feed.

    `kind` is `rss`, `atom`, `rdf`, `json`, `xml`, or "" where it is guessed; `named` says that the page names it.
    """

    url: str
    title: str = ""
    kind: str = ""
    named: bool = True


def feed_links(html: bytes, url: str) -> tuple[Candidate, ...]:
    """The feeds a page names, best first, then guesses at usual places on its host.

    Feeds of comments come after the others; `application/json` links that are plainly something else are left
    out.
    """
    document = LexborHTMLParser(_text(html[:_READ]))
    base = _base(document, url)
    named: dict[str, Candidate] = {}
    for link in document.css("link[href]")[:1_000]:
        attributes = {name: value or "" for name, value in link.attributes.items()}
        candidate = _candidate(attributes, base)
        if candidate and candidate.url not in named:
            named[candidate.url] = candidate
    ordered = sorted(named.values(), key=_lateness)[:_MANY]
    return (*ordered, *(guess for guess in _guesses(url) if guess.url not in named))


def _text(html: bytes) -> str:
    """The page's markup as text; the head matters only, so a wrong guess costs a title's accents at most."""
    match = _CHARSET.search(html[:2_048])
    name = match[1].decode("ascii") if match else "utf-8"
    try:
        return html.decode(name, "replace")
    except LookupError:
        return html.decode("utf-8", "replace")


def _base(document: LexborHTMLParser, url: str) -> str:
    base = document.css_first("base[href]")
    said = (base.attributes.get("href") or "") if base else ""
    return urls.absolute(said, url) or url


def _candidate(attributes: dict[str, str], base: str) -> Candidate | None:
    rel = attributes.get("rel", "").lower().split()
    kind = _TYPES.get(attributes.get("type", "").partition(";")[0].strip().lower(), "")
    named = ("alternate" in rel and "stylesheet" not in rel and kind) or "feed" in rel
    found = urls.absolute(attributes.get("href", ""), base)
    if not named or not found or _NOT_FEEDS.search(found):
        return None
    return Candidate(url=found, title=clean.line(attributes.get("title", ""), limit=clean.NAME_LIMIT), kind=kind)


def _lateness(candidate: Candidate) -> tuple[bool, bool]:
    words = f"{candidate.title} {candidate.url}"
    return bool(_LATE.search(words)), candidate.kind in {"", "xml"}


def _guesses(url: str) -> tuple[Candidate, ...]:
    found = (urls.canonical(place, url) for place in _USUAL)
    return tuple(Candidate(url=place, named=False) for place in found if place)


def sitemap_links(robots: bytes, url: str) -> tuple[Candidate, ...]:
    """The sitemaps that a robots.txt names, those of news first, then guesses at usual places on its host.

    Args:
        robots: the file, empty where there is none.
        url: any address of the site.
    """
    text = robots[:_READ].decode("utf-8", "replace").removeprefix("\ufeff")
    said = (urls.absolute(word, url) for word in _SITEMAP.findall(text)[: _MANY * 4])
    named = sorted(dict.fromkeys(place for place in said if place), key=lambda place: "news" not in place.lower())
    guesses = (urls.canonical(place, url) for place in _MAPS)
    found = [Candidate(url=place, kind="sitemap") for place in named[:_MANY]]
    return (*found, *(Candidate(url=one, kind="sitemap", named=False) for one in guesses if one and one not in named))
