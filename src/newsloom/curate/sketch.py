"""What is kept of a text to recognise its copies: a sample of its shingles, the same ones in every text."""

import re
import struct
from dataclasses import dataclass
from datetime import UTC, datetime
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
_QUOTED = {  # by how a quotation opens; one that is not closed within bounds is none
    "“": re.compile(r"“[^“”\n]{12,900}”"),
    "„": re.compile(r"„[^„“”\n]{12,900}[“”]"),
    "«": re.compile(r"«[^«»\n]{12,900}»"),
    "「": re.compile(r"「[^「」\n]{8,600}」"),
    "『": re.compile(r"『[^『』\n]{8,600}』"),
    '"': re.compile(r'"(?<![\w"]")(?=[^\W_])[^"\n]{12,900}(?<=\S)"(?!\w)'),
    "``": re.compile(r"``[^`\n]{12,900}?''"),
}


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
    cut = shingles(text)
    return cut.hashes[own_words(text, cut)]


def outlet_of(article: Article) -> str:
    """Who brought an article, as one name for all feeds of a site; empty if nobody knows."""
    return site_of(f"https://{article.host}") if article.host else article.source


def own_words(text: str, cut: Shingles) -> Mask | slice:
    """Which shingles of a text count as `told`."""
    if cut.words < SHORTEST:
        return slice(0)
    quotes = sorted(m.span() for opening, quoted in _QUOTED.items() if opening in text for m in quoted.finditer(text))
    if not quotes:
        return slice(None)
    begins, ends = np.array(quotes).T
    at = begins.searchsorted(cut.starts, side="right") - 1
    own: Mask = (at < 0) | (cut.starts >= ends[at])
    return own if np.count_nonzero(own) >= SHORTEST else slice(None)


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
