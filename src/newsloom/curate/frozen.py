"""An article's features as they were frozen when it arrived, in the compact form the store keeps."""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from operator import gt
from struct import Struct
from struct import error as struct_error
from sys import intern
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from newsloom.curate.columns import (
    COUNTED,
    DATED,
    OPENING,
    ORDINAL,
    ORDINALS,
    OWN_DAY,
    POINTS,
    SOURCE,
    START,
    TERMS,
    TIME,
    VIEWS,
    WIDTHS,
)
from newsloom.curate.state import Rows
from newsloom.errors import StoreError
from newsloom.model.article import ArticleId

Links = tuple[tuple[ArticleId, float], ...]

_HEAD = Struct("<BqBBIIBB7B")  # version, time, dated, own day, source, opening, ordinals, links, terms of each view
_LINK = Struct("<iH")  # log-odds, bytes of the id that follows
_VERSION = 5
_COPY = 0  # in the place of a version: there are no features


def pack(slot: int, rows: Rows, links: Links) -> bytes:
    """The features of a slot: a head, then terms, weights, ordinals, links."""
    facts = rows.facts[slot].tolist()
    lengths = facts[TERMS : TERMS + len(VIEWS)]
    spans = [slice(first, first + length) for first, length in zip(START, lengths, strict=True)]
    head = _HEAD.pack(
        _VERSION,
        facts[TIME],
        facts[DATED],
        facts[OWN_DAY],
        facts[SOURCE],
        facts[OPENING],
        facts[COUNTED],
        len(links),
        *lengths,
    )
    ids, weights = rows.ids[slot], rows.weights[slot]
    return b"".join(
        (
            head,
            *[ids[span].astype("<i4").tobytes() for span in spans],
            *[weights[span].astype("<u2").tobytes() for span in spans],
            rows.facts[slot, ORDINAL : ORDINAL + facts[COUNTED]].astype("<i8").tobytes(),
            *[part for other, odds in links for part in _link(other, odds)],
        )
    )


class Kept(NamedTuple):
    """Features as the store kept them: the bytes, where terms begin in them, the first facts, the links."""

    blob: bytes
    terms: int
    facts: list[int]
    links: Links


def read(blob: bytes) -> Kept:
    """What `pack` gave, checked; terms stay packed. Raises StoreError for another format, or bytes that are cut off."""
    if blob[0] != _VERSION:
        raise StoreError(
            f"the features kept of an article have format {blob[0]}, this newsloom reads {_VERSION}: "
            "the desk was written by another version"
        )
    try:
        _, time, dated, own_day, source, opening, counted, links, *lengths = _HEAD.unpack_from(blob)
        linked = _HEAD.size + 6 * sum(lengths) + 8 * counted
        found = tuple(_links(blob, linked, links))
    except (struct_error, ValueError) as error:
        raise _damaged(str(error)) from error
    if linked > len(blob) or counted > ORDINALS or any(map(gt, lengths, WIDTHS)):
        raise _damaged(f"{len(blob)} bytes for {sum(lengths)} terms and {counted} ordinals")
    return Kept(blob, _HEAD.size, [time, dated, source, 0, opening, own_day, 0, counted, *lengths], found)


def _damaged(why: str) -> StoreError:
    return StoreError(f"the features kept of an article cannot be read ({why}): the desk is damaged")


def unpack(kept: Sequence[Kept], slots: Sequence[int], rows: Rows) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Write the first facts of what was kept to free slots; returns the packed terms of all, and where each begins."""
    rows.facts[slots, : len(kept[0].facts)] = [one.facts for one in kept]
    ends = accumulate([len(one.blob) for one in kept], initial=0)
    starts = [end + one.terms for end, one in zip(ends, kept, strict=False)]
    packed = np.frombuffer(b"".join([one.blob for one in kept]), dtype=np.uint8)
    return packed, np.array(starts, dtype=np.int64)


def of_copy(original: ArticleId) -> bytes:
    """What is kept of a copy instead of features: whose it is."""
    return bytes([_COPY]) + original.encode()


def original_in(blob: bytes) -> ArticleId | None:
    """The original in what `of_copy` gave; None for an article with features of its own."""
    return ArticleId(blob[1:].decode()) if blob[:1] in {b"", bytes([_COPY])} else None


def links_of(blob: bytes) -> Links:
    """The links in what `pack` gave; none for a copy, which has no features."""
    if not blob or blob[0] != _VERSION:
        return ()
    _, _, _, _, _, _, counted, links, *lengths = _HEAD.unpack_from(blob)
    return tuple(_links(blob, _HEAD.size + 6 * sum(lengths) + 8 * counted, links))


def _link(other: ArticleId, odds: float) -> tuple[bytes, bytes]:
    name = other.encode()
    return _LINK.pack(round(odds * POINTS), len(name)), name


def _links(blob: bytes, at: int, count: int) -> Iterator[tuple[ArticleId, float]]:
    for _ in range(count):
        odds, length = _LINK.unpack_from(blob, at)
        at += _LINK.size + length
        yield ArticleId(intern(blob[at - length : at].decode())), odds / POINTS  # one name, however often it is told
