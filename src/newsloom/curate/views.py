"""What of an article can resemble another: its words by view, before they are weighed.

Six lexical views, each of which may be empty: title words, title stems (the first letters of each word, which works
for most languages that inflect at the end), title pairs of neighbours, title-with-body words, names and numbers (from
upper case where the case says something), and the title's numbers. Terms are kept as 20-bit hashes. Beside them stand
the marks of a series: how the title opens, whether it names its own day, and which ordinals count what.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from math import sqrt
from zlib import crc32

from newsloom.model.article import Article
from newsloom.text.words import Words, is_capitalised, is_number, words

BUCKETS = 1 << 20
TITLE_WORDS = 20
BODY_WORDS = 96
NAMES = 24
NUMBERS = 6
ORDINALS = 6
OPENING = 3  # words
_BODY_CHARACTERS = 700
_TITLE_CHARACTERS = 300
_STEM = 5
_SHOUTED = 0.6  # of a title's words in upper case: beyond, the case says nothing
_TITLE_COUNTS = 2  # a title's word counts as that many of the body's
_SATURATION = 1.2  # BM25's k1
_MOST_KNOWN = 200_000  # words whose hashes are remembered
_ORDINAL = re.compile(r"(\d{1,4})(?:st|nd|rd|th|e|er|re|eme|de|ste|o|a)")  # as written in Latin script


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An article's terms by view: `words` maps hash to the word itself; the views map hash to its count in the article.

    `stems` maps a stem to its word; `pairs` a pair to its two words. `opening` is the hash of the title's first words
    (0: it has no more); `ordinals` maps what is counted to its number; `own_day` says that the title names the day it
    was published on.
    """

    words: dict[int, str]
    title: tuple[int, ...]
    stems: dict[int, int]
    pairs: dict[int, tuple[int, int]]
    body: dict[int, float]
    names: frozenset[int]
    numbers: frozenset[int]
    opening: int
    ordinals: dict[int, int]
    own_day: bool


@dataclass(slots=True)
class Hashes:
    """The hashes of words met lately: an article's words are mostly those of the one before."""

    known: dict[str, int] = field(default_factory=dict)

    def of(self, term: str) -> int:
        """The hash a term is kept as."""
        found = self.known.get(term)
        if found is None:
            if len(self.known) >= _MOST_KNOWN:
                self.known.clear()
            found = self.known[term] = bucket(term)
        return found


def bucket(term: str) -> int:
    """The hash a term is kept as, from 1; 0 is no term."""
    return crc32(term.encode()) % (BUCKETS - 1) + 1


def draft(article: Article, hashes: Hashes) -> Draft:
    """The terms of an article by view."""
    title = words(article.title[:_TITLE_CHARACTERS])
    body = words((article.text or article.lead)[:_BODY_CHARACTERS])
    order = title.folded[:TITLE_WORDS]
    of = {word: hashes.of(word) for word in {*title.folded, *body.folded}}
    numbers = [word for word in order if is_number(word)]
    return Draft(
        words={h: word for word, h in of.items()},
        title=tuple(dict.fromkeys([of[w] for w in order])),
        stems={hashes.of("~" + w[:_STEM]): of[w] for w in order},
        pairs={hashes.of(f"{left} {right}"): (of[left], of[right]) for left, right in pairwise(order)},
        body=_counts(title.folded, body.folded, of) if body.folded else {},
        names=frozenset([of[w] for w in _names(title, body)]),
        numbers=frozenset([of[w] for w in numbers]),
        opening=bucket(" ".join(order[:OPENING])) if len(order) > OPENING else 0,
        ordinals=_ordinals((*order, "", *body.folded), hashes),
        own_day=article.published is not None and _names_day(numbers, article.published.day),
    )


def saturated(count: float) -> float:
    """The root of BM25's term-frequency part, so that the tenth mention adds little; 1 for a single mention."""
    return sqrt(count * (_SATURATION + 1) / (count + _SATURATION))


def _counts(title: tuple[str, ...], body: tuple[str, ...], of: dict[str, int]) -> dict[int, float]:
    return {of[word]: float(count) for word, count in Counter(title * _TITLE_COUNTS + body).items()}


def _names(title: Words, body: Words) -> set[str]:
    """Numbers, and words written with a capital that the article never writes small."""
    found: set[str] = set()
    small: set[str] = set()
    for part in (title, body):
        capitals = [folded for folded, raw in zip(part.folded, part.raw, strict=True) if is_capitalised(raw)]
        if len(capitals) <= _SHOUTED * len(part.folded):
            found.update(capitals)
            small.update([f for f, raw in zip(part.folded, part.raw, strict=True) if raw[0].islower()])
    if not found and body.folded:
        return set()  # a text in one case: numbers alone would pass for all its names
    return (found - small) | {word for word in {*title.folded, *body.folded} if is_number(word)}


def _ordinals(said: tuple[str, ...], hashes: Hashes) -> dict[int, int]:
    """What ordinals count: in `the 12th aid package`, aid has 12. The first one of each stands."""
    counted: dict[int, int] = {}
    for word, after in pairwise(said):
        if word[:1].isdigit() and (found := _ORDINAL.fullmatch(word)) and after.isalpha() and len(counted) < ORDINALS:
            counted.setdefault(hashes.of(after), int(found[1]))
    return counted


def _names_day(numbers: list[str], day: int) -> bool:
    return any(number.isdigit() and int(number) == day for number in numbers)
