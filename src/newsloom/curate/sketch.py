"""What is kept of a text to recognise its copies: a sample of its shingles, the same ones in every text."""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from newsloom.model.article import Article
from newsloom.text.shingles import Hashes, Shingles, shingles
from newsloom.text.urls import site_of

Values = NDArray[np.uint32]
Mask = NDArray[np.bool_]

SHORTEST = 20  # words; a shorter text says too little to be anybody's
_SAMPLE = np.uint64(3)  # every fourth shingle, by its hash (Broder 1997: modulo sampling)
_FOUND_BY = np.uint32(1)  # every second of those is looked up
_HIGH = np.uint64(32)
_HEAD = struct.Struct("<BdIH")
_VERSION = 1
_QUOTED = (  # how a quotation opens and closes, and the most characters in it
    ("“", "”", 900),
    ("„", "“”", 900),
    ("«", "»", 900),
    ("「", "」", 600),
    ("『", "』", 600),
    ('"', '"', 900),
    ("``", ("''",), 900),
)
_LEAST_QUOTED = 8  # characters: fewer are a name in quotation marks


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """A text's sampled shingles in its order; `findable` marks those the index lists it under.

    `at` is its sort date, `source` a hash of who brought it (0: nobody known).
    """

    at: datetime
    source: int
    values: Values
    findable: Mask


def sketch_of(text: str, *, at: datetime, source: str, whole: bool = False) -> Sketch:
    """The sketch of a text; empty if the text is too short to judge. `whole` samples every shingle."""
    hashes = told(text)
    sampled = hashes if whole else hashes[hashes & _SAMPLE == 0]
    values = (sampled >> _HIGH).astype(np.uint32)
    return Sketch(
        at=at,
        source=crc32(source.encode()) if source else 0,
        values=values,
        findable=values & _FOUND_BY == 0,
    )


def told(text: str) -> Hashes:
    """The shingles of a text in its own words: two reports may quote one statement, and do not copy each other.

    Where hardly anything stands outside quotation marks, the quoted words count too; a short text has none at all.
    """
    cut, own = told_in(text)
    return cut.hashes[own]


@lru_cache(maxsize=512)  # a text is read for its sketch and for what it shares, and again when its story grows
def told_in(text: str) -> tuple[Shingles, Mask | slice]:
    """All shingles of a text, and which of them count as `told`."""
    cut = shingles(text)
    return cut, own_words(text, cut)


def outlet_of(article: Article) -> str:
    """Who brought an article, as one name for all feeds of a site; empty if nobody knows."""
    return site_of(f"https://{article.host}") if article.host else article.source


def own_words(text: str, cut: Shingles) -> Mask | slice:
    """Which shingles of a text count as `told`."""
    if cut.words < SHORTEST:
        return slice(0)
    quotes = sorted(
        span
        for opening, closing, most in _QUOTED
        if opening in text
        for span in _quotations(text, opening, closing, most)
    )
    if not quotes:
        return slice(None)
    begins, ends = np.array(quotes).T
    at = begins.searchsorted(cut.starts, side="right") - 1
    own: Mask = (at < 0) | (cut.starts >= ends[at])
    return own if np.count_nonzero(own) >= SHORTEST else slice(None)


def _quotations(text: str, opening: str, closing: Sequence[str], most: int) -> Iterator[tuple[int, int]]:
    """Where quotations stand; one that is not closed within its paragraph is none."""
    at = text.find(opening)
    while at >= 0:
        begin = at + len(opening)
        following = text.find(opening, begin)
        end = text.find(closing[0], begin)
        for mark in closing[1:]:
            other = text.find(mark, begin)
            end = other if other >= 0 and (end < 0 or other < end) else end
        if end < 0:
            return
        if (
            _LEAST_QUOTED <= end - begin <= most
            and (following < 0 or following >= end)
            and "\n" not in text[begin:end]
            and (opening not in closing or _opens_and_closes(text, at, end))
        ):
            yield at, end + len(closing[0])
            following = text.find(opening, end + len(closing[0]))
        at = following


def _opens_and_closes(text: str, at: int, end: int) -> bool:
    """Whether marks that look alike on both sides stand as a quotation's do, not between two of them."""
    before, after = text[at - 1 : at] if at else "", text[end + 1 : end + 2]
    return (
        not (before.isalnum() or before in {"_", '"'})
        and text[at + 1].isalnum()
        and not text[end - 1].isspace()
        and not (after.isalnum() or after == "_")
    )


def only(sketch: Sketch, findable: Mask) -> Sketch:
    """The sketch, to be found by these values alone."""
    return Sketch(at=sketch.at, source=sketch.source, values=sketch.values, findable=findable)


def pack(sketch: Sketch) -> bytes:
    """The sketch as bytes: four for every fourth word, and a bit."""
    head = _HEAD.pack(_VERSION, sketch.at.timestamp(), sketch.source, len(sketch.values))
    return head + sketch.values.astype("<u4").tobytes() + np.packbits(sketch.findable).tobytes()


def unpack(blob: bytes) -> Sketch:
    """The sketch `pack` wrote, exactly."""
    _version, stamp, source, length = _HEAD.unpack_from(blob)
    values = np.frombuffer(blob, dtype="<u4", count=length, offset=_HEAD.size).astype(np.uint32)
    bits = np.frombuffer(blob, dtype=np.uint8, offset=_HEAD.size + 4 * length)
    return Sketch(
        at=datetime.fromtimestamp(stamp, UTC),
        source=source,
        values=values,
        findable=np.unpackbits(bits, count=length).astype(np.bool_),
    )
