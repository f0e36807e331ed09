"""What of an article can resemble another: its words by view, before they are weighed.

Six lexical views, each of which may be empty: title words, title stems (the first letters of each word, which works
for most languages that inflect at the end), title pairs of neighbours, title-with-body words, names and numbers (from
upper case where the case says something), and the title's numbers. Terms are kept as 20-bit hashes.
"""

from dataclasses import dataclass
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
_BODY_CHARACTERS = 700
_TITLE_CHARACTERS = 300
_STEM = 5
_SHOUTED = 0.6  # of a title's words in upper case: beyond, the case says nothing
_TITLE_COUNTS = 2  # a title's word counts as that many of the body's
_SATURATION = 1.2  # BM25's k1


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An article's terms by view: `words` maps hash to the word itself; the views map hash to its count in the article.

    `stems` maps a stem to its word; `pairs` a pair to its two words.
    """

    words: dict[int, str]
    title: tuple[int, ...]
    stems: dict[int, int]
    pairs: dict[int, tuple[int, int]]
    body: dict[int, float]
    names: frozenset[int]
    numbers: frozenset[int]


def bucket(term: str) -> int:
    """The hash a term is kept as, from 1; 0 is no term."""
    return crc32(term.encode()) % (BUCKETS - 1) + 1


def draft(article: Article) -> Draft:
    """The terms of an article by view."""
    title = words(article.title[:_TITLE_CHARACTERS])
    body = words((article.text or article.lead)[:_BODY_CHARACTERS])
    named: dict[int, str] = {}
    hashes = {word: bucket(word) for word in dict.fromkeys(title.folded + body.folded)}
    named = {h: word for word, h in hashes.items()}
    order = [hashes[w] for w in title.folded][:TITLE_WORDS]
    return Draft(
        words=named,
        title=tuple(dict.fromkeys(order)),
        stems={bucket("~" + w[:_STEM]): hashes[w] for w in title.folded[:TITLE_WORDS]},
        pairs=_neighbours(title.folded[:TITLE_WORDS], hashes),
        body=_counts(title.folded, body.folded, hashes) if body.folded else {},
        names=frozenset(hashes[w] for w in _names(title, body)),
        numbers=frozenset(hashes[w] for w in title.folded[:TITLE_WORDS] if is_number(w)),
    )


def saturated(count: float) -> float:
    """The root of BM25's term-frequency part, so that the tenth mention adds little; 1 for a single mention."""
    return sqrt(count * (_SATURATION + 1) / (count + _SATURATION))


def _neighbours(title: tuple[str, ...], hashes: dict[str, int]) -> dict[int, tuple[int, int]]:
    return {bucket(f"{left} {right}"): (hashes[left], hashes[right]) for left, right in pairwise(title)}


def _counts(title: tuple[str, ...], body: tuple[str, ...], hashes: dict[str, int]) -> dict[int, float]:
    counts: dict[int, float] = {}
    for word in title:
        h = hashes[word]
        counts[h] = counts.get(h, 0) + _TITLE_COUNTS
    for word in body:
        h = hashes[word]
        counts[h] = counts.get(h, 0) + 1
    return counts


def _names(title: Words, body: Words) -> set[str]:
    """Numbers, and words written with a capital that the article never writes small."""
    found: set[str] = set()
    small: set[str] = set()
    for part in (title, body):
        capitals: list[str] = []
        lower: list[str] = []
        for folded, raw in zip(part.folded, part.raw, strict=True):
            if is_capitalised(raw):
                capitals.append(folded)
            elif raw[0].islower():
                lower.append(folded)
        if len(capitals) <= _SHOUTED * len(part.folded):
            found.update(capitals)
            small.update(lower)
    if not found and body.folded:
        return set()  # a text in one case: numbers alone would pass for all its names
    return (found - small) | {word for word in {*title.folded, *body.folded} if is_number(word)}
