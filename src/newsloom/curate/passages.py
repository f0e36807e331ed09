"""What two texts have in common, shingle by shingle: how much of each, the longest passage, and whether it is news."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from newsloom.curate.numbersets import Mask, among, distinct
from newsloom.curate.sketch import told_in
from newsloom.model.article import Article
from newsloom.text.shingles import Shingles
from newsloom.text.words import UNSPACED, words

LONGEST_PASSAGE = 200  # characters shown
BLOCK = 12  # shingles in a row: a sentence taken over, not a phrase
_WORD, _STEM = 4, 5  # letters


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """What two articles' texts share.

    `containment` is the share of the shorter text's runs of three words that the longer one holds, `extent` the share
    of the longer one's that the shorter one holds, `blocks` the share of the shorter one's that stand in passages of
    fourteen words and more; all in the articles' own words, without quotations. `passage` is the longest run of words
    in both as the first article writes it, at most 200 characters. `told` is the share of the words of the better
    told headline that stand in what is shared (a notice on cookies has none), `both_told` that of the worse told one.
    `is_form` says that one form was filled in twice: what is particular to each headline stands in its text, and not
    in what is shared.
    """

    containment: float
    extent: float
    blocks: float
    passage: str
    told: float
    both_told: float
    is_form: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """Two of the things that `Common` has."""

    containment: float
    passage: str


@dataclass(frozen=True, slots=True)
class Cut:
    """An article's text and its shingles; `own` marks those in its own words."""

    title: str
    text: str
    all: Shingles
    own: Mask | slice


def cut(article: Article) -> Cut:
    """The article's text in shingles."""
    text = text_of(article)
    return Cut(article.title, text, *told_in(text))


def text_of(article: Article) -> str:
    """What of an article is compared."""
    return article.text or article.lead


def shared(one: Cut, other: Cut) -> Shared:
    """What the texts of two articles share, no more than tells a copy."""
    mine, theirs = distinct(one.all.hashes[one.own]), distinct(other.all.hashes[other.own])
    short = min(len(mine), len(theirs))
    return Shared(
        containment=int(np.count_nonzero(among(mine, theirs))) / short if short else 0.0,
        passage=_passage(one, among(one.all.hashes, distinct(other.all.hashes))),
    )


def common(one: Cut, other: Cut) -> Common:
    """What the texts of two articles share."""
    mine, theirs = distinct(one.all.hashes[one.own]), distinct(other.all.hashes[other.own])
    both = mine[among(mine, theirs)]
    short, long = sorted((len(mine), len(theirs)))
    shorter = one if len(mine) <= len(theirs) else other
    in_both = among(one.all.hashes, distinct(other.all.hashes))
    titles = _stems(one.title), _stems(other.title)
    shared = _stems(_shared(one, in_both))
    told = [len(title & shared) / len(title) if title else 1.0 for title in titles]
    return Common(
        containment=len(both) / short if short else 0.0,
        extent=len(both) / long if long else 0.0,
        blocks=_in_blocks(shorter, both),
        passage=_passage(one, in_both),
        told=max(told),
        both_told=min(told),
        is_form=bool((titles[0] - titles[1] - shared) & _stems(one.text))
        and bool((titles[1] - titles[0] - shared) & _stems(other.text)),
    )


def _runs(marked: Mask) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where runs of True begin and end."""
    edges = np.flatnonzero(np.diff(marked.astype(np.int8), prepend=0, append=0))
    return edges[0::2], edges[1::2]


def _in_blocks(shorter: Cut, both: NDArray[np.uint64]) -> float:
    own = shorter.all.hashes[shorter.own]
    begins, ends = _runs(among(own, both))
    lengths = ends - begins
    return float(lengths[lengths >= BLOCK].sum() / len(own)) if len(own) else 0.0


def _passage(one: Cut, marked: Mask) -> str:
    begins, ends = _runs(marked)
    if not len(begins):
        return ""
    longest = int(np.argmax(ends - begins))
    first, last = int(one.all.starts[begins[longest]]), int(one.all.ends[ends[longest] - 1])
    whole = " ".join(one.text[first:last].split())
    if len(whole) <= LONGEST_PASSAGE:
        return whole
    begun = whole[: LONGEST_PASSAGE - 1]
    return f"{begun.rpartition(' ')[0] or begun}…"


def _shared(one: Cut, marked: Mask) -> str:
    """All that is shared, passage after passage."""
    begins, ends = _runs(marked)
    firsts, lasts = one.all.starts[begins].tolist(), one.all.ends[ends - 1].tolist()
    return "\n".join(one.text[first:last] for first, last in zip(firsts, lasts, strict=True))


def _stems(text: str) -> frozenset[str]:
    """The beginnings of the words that mean something: four letters and more, numbers, pairs of unspaced characters."""
    return frozenset(
        word[:_STEM] for word in words(text).folded if len(word) >= _WORD or word.isdigit() or UNSPACED.match(word)
    )
