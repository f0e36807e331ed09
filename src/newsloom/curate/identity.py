"""Whether two addresses, or two items, are one article."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import blake2b

import numpy as np

from newsloom.model.article import Article
from newsloom.model.sighting import Recognition
from newsloom.text.fingerprint import normalised
from newsloom.text.shingles import shingles
from newsloom.text.urls import parse
from newsloom.text.variants import numbered_stem, same_article_key

MOSTLY = 0.8
"""Share of the shorter text's shingles that the other holds, from which two texts are mostly the same."""

FEWEST = 12
"""Shingles below which a text is too short to tell: a teaser may stand on many articles."""


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
        told = f"{_host(url)}\n{published:%Y-%m-%d}\n{words}"
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

    A number that the outlet put in both addresses counts where title, time or words agree too: numbers are used
    again. A title counts where host and day agree, and then either the words are mostly the same or time and the last
    part of the address are equal: many series have the same title each time.
    """
    if one.url == other.url:
        return Recognition.ADDRESS
    if same_article_key(one.url) == same_article_key(other.url):
        return Recognition.VIEW
    same_title = _is_same_title(one, other)
    same_time = one.published is not None and one.published == other.published
    stem = numbered_stem(one.url)
    if stem and stem == numbered_stem(other.url):
        return Recognition.NUMBER if same_title or same_time or says_the_same(one, other) else None
    if not (same_title and _is_same_day(one, other) and _are_of_one_host(one.url, other.url)):
        return None
    is_same = (same_time and _slug(one.url) == _slug(other.url)) or says_the_same(one, other)
    return Recognition.TITLE if is_same and not _are_parts(one.url, other.url) else None


def agrees(one: Article, other: Article) -> bool:
    """Whether title or words of two articles are the same: what one address of both must be borne out by."""
    return _is_same_title(one, other) or says_the_same(one, other)


def says_the_same(one: Article, other: Article) -> bool:
    """Whether the text or the lead of two articles is mostly the same; False where there are too few words to tell."""
    return _is_contained(one.text, other.text) or _is_contained(one.lead, other.lead)


def _is_contained(one: str, other: str) -> bool:
    if not one or not other:
        return False
    first, second = np.unique(shingles(one).hashes), np.unique(shingles(other).hashes)
    fewer = min(len(first), len(second))
    shared = len(np.intersect1d(first, second, assume_unique=True))
    return fewer >= FEWEST and bool(shared >= MOSTLY * fewer)


def _is_same_title(one: Article, other: Article) -> bool:
    words = normalised(one.title)
    return bool(words) and words == normalised(other.title)


def _is_same_day(one: Article, other: Article) -> bool:
    return one.published is not None and other.published is not None and one.published.date() == other.published.date()


def _are_of_one_host(one: str, other: str) -> bool:
    return _host(one) == _host(other)


def _are_parts(one: str, other: str) -> bool:
    """Whether two addresses differ in their query alone: pages 1 and 2 of something, say."""
    return same_article_key(one).partition("?")[0] == same_article_key(other).partition("?")[0]


def _host(url: str) -> str:
    """The host, views apart. Other hosts of one site may be editions: those are told apart, then found to be copies."""
    return same_article_key(url).partition("/")[0]


def _slug(url: str) -> str:
    """The last part of the path, in which an address has its words."""
    parsed = parse(url)
    return parsed.pathname.rstrip("/").rpartition("/")[2] if parsed else ""
