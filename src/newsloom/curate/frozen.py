"""An article's features as they were frozen when it arrived, in the compact form the store keeps."""

from collections.abc import Iterator
from struct import Struct

import numpy as np

from newsloom.curate.columns import (
    COUNTED,
    DATED,
    OPENING,
    ORDINAL,
    OWN_DAY,
    POINTS,
    SOURCE,
    START,
    TERMS,
    TIME,
    VIEWS,
)
from newsloom.curate.look import load
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


def unpack(blob: bytes, rows: Rows) -> Links:
    """Write the features `pack` gave to slot 0, exactly; returns the links. Raises StoreError for another format."""
    if blob[0] != _VERSION:
        raise StoreError(
            f"the features kept of an article have format {blob[0]}, this newsloom reads {_VERSION}: "
            "the desk was written by another version"
        )
    _, time, dated, own_day, source, opening, counted, links, *lengths = _HEAD.unpack_from(blob)
    total = sum(lengths)
    at = _HEAD.size
    ids = np.frombuffer(blob, dtype="<i4", count=total, offset=at).astype(np.int32)
    weights = np.frombuffer(blob, dtype="<u2", count=total, offset=at + 4 * total).astype(np.uint16)
    at += 6 * total
    facts = rows.facts[0]
    facts[TERMS : TERMS + len(VIEWS)] = lengths
    facts[[TIME, DATED, OWN_DAY, SOURCE, OPENING, COUNTED]] = time, dated, own_day, source, opening, counted
    facts[ORDINAL : ORDINAL + counted] = np.frombuffer(blob, dtype="<i8", count=counted, offset=at)
    load(ids, weights, rows)
    return tuple(_links(blob, at + 8 * counted, links))


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
        yield ArticleId(blob[at - length : at].decode()), odds / POINTS
