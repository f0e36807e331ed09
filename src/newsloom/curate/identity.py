"""Whether two addresses, or two items, are one article."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from functools import lru_cache
from hashlib import blake2b

from newsloom.curate.numbersets import among, distinct
from newsloom.model.article import Article
from newsloom.model.sighting import Recognition
from newsloom.text.fingerprint import normalised
from newsloom.text.shingles import shingles
from newsloom.text.urls import parse
from newsloom.text.variants import numbered_stem, same_article_key

MOSTLY = 0.8
"""Share of the shorter text's shingles that the other holds, from which two texts are mostly the same."""

FEWEST = 20
"""Shingles below which a text is too short to tell: a teaser may stand on many articles."""

SOON = timedelta(days=3)
"""How long after its first headline an article may get another."""

_LONG, _FEW = 4, 2  # letters of a word that says something; such words in common
_PAGING = frozenset({"page", "p", "pg", "paged", "pagenum", "seite", "pagina", "offset", "start", "part"})


@lru_cache(maxsize=4_000)  # an article is asked for them when it is admitted, and when it is kept
def marks(url: str, title: str, published: datetime | None) -> tuple[str, ...]:
    """By what an article may be known again: look these up, then ask `recognised`.

    They are the address without its views, the address without its words, and the title on its host and day; what an
    article has not got is left out.

    Args:
        url: its canonical address.
        title: plain text.
        published: when its outlet says it appeared, UTC.
    """
    found = [view_mark(url)]
    if stem := numbered_stem(url):
        found.append(f"number {stem}")
    words = normalised(title)
    if words and published is not None:
        told = f"{_host(url)}\n{published.date()}\n{words}"
        found.append(f"title {blake2b(told.encode('utf-8', 'replace'), digest_size=12).hexdigest()}")
    return tuple(found)


def view_mark(url: str) -> str:
    """The mark that every view of one address has."""
    return f"view {same_article_key(url)}"


def marks_of(article: Article) -> tuple[str, ...]:
    """The marks of an article as it is now."""
    return marks(article.url, article.title, article.published)


def recognised(fresh: Article, candidates: Iterable[Article]) -> tuple[Article, Recognition] | None:
    """The first of the candidates that is this article, and what shows it; None if none is."""
    for candidate in candidates:
        if by := sameness(fresh, candidate):
            return candidate, by
    return None


def sameness(one: Article, other: Article) -> Recognition | None:
    """What shows that two articles are one; None if they are two, as far as can be seen.

    A number that the outlet put in both addresses counts where title, time or words agree too, or some words of
    titles of about the same time: numbers are used again. A title counts where host and day agree, and then either the
    words are mostly the same or time and the last part of the address are equal: many series have the same title each
    time.
    """
    if one.url == other.url:
        return Recognition.ADDRESS
    if same_article_key(one.url) == same_article_key(other.url):
        return Recognition.VIEW
    same_title, same_time = _is_same_title(one, other), _is_same_time(one, other)
    stem = numbered_stem(one.url)
    if stem and stem == numbered_stem(other.url):
        is_same = same_title or same_time or says_the_same(one, other) or _have_titles_alike(one, other)
        return Recognition.NUMBER if is_same else None
    if not same_title or not _is_same_day(one, other) or _host(one.url) != _host(other.url):
        return None
    if _are_pages(one.url, other.url):
        return None
    is_same = (same_time and _slug(one.url) == _slug(other.url)) or says_the_same(one, other)
    return Recognition.TITLE if is_same else None


def agrees(one: Article, other: Article) -> bool:
    """Whether title or words of two articles are the same: what one address of both must be borne out by."""
    return _is_same_title(one, other) or says_the_same(one, other)


def says_the_same(one: Article, other: Article) -> bool:
    """Whether the text or the lead of two articles is mostly the same; False where there are too few words to tell."""
    return _is_contained(one.text, other.text) or _is_contained(one.lead, other.lead)


def _is_contained(one: str, other: str) -> bool:
    if not one or not other:
        return False
    first, second = distinct(shingles(one).hashes), distinct(shingles(other).hashes)
    fewer = min(len(first), len(second))
    return fewer >= FEWEST and bool(among(first, second).sum() >= MOSTLY * fewer)


def _is_same_title(one: Article, other: Article) -> bool:
    words = normalised(one.title)
    return bool(words) and words == normalised(other.title)


def _is_same_time(one: Article, other: Article) -> bool:
    """Whether both appeared at the same time; midnight is no time, but a day."""
    return one.published is not None and one.published == other.published and one.published.time() != time.min


def _is_same_day(one: Article, other: Article) -> bool:
    return one.published is not None and other.published is not None and one.published.date() == other.published.date()


def _have_titles_alike(one: Article, other: Article) -> bool:
    """Whether titles of about the same time share some longer words: headlines are written anew."""
    if one.published is None or other.published is None or abs(one.published - other.published) > SOON:
        return False
    shared = set(normalised(one.title).split()) & set(normalised(other.title).split())
    return sum(len(word) >= _LONG for word in shared) >= _FEW


def _are_pages(one: str, other: str) -> bool:
    """Whether two addresses are pages of one thing: what they differ in is, among others, the number of the page."""
    first, second = same_article_key(one), same_article_key(other)
    if first.partition("?")[0] != second.partition("?")[0]:
        return False
    differing = set(first.partition("?")[2].split("&")) ^ set(second.partition("?")[2].split("&"))
    return any(part.partition("=")[0].lower() in _PAGING for part in differing)


def _host(url: str) -> str:
    """The host, views apart. Other hosts of one site may be editions: those are told apart, then found to be copies."""
    return same_article_key(url).partition("/")[0]


def _slug(url: str) -> str:
    """The last part of the path, in which an address has its words."""
    parsed = parse(url)
    return parsed.pathname.rstrip("/").rpartition("/")[2] if parsed else ""
