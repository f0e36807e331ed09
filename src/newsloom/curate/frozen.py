"""An article's features as they were when it arrived, and their compact form for the store."""

import struct
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from newsloom.curate.views import BODY_WORDS, NAMES, NUMBERS, TITLE_WORDS

Ids = NDArray[np.int32]
Weights = NDArray[np.float32]

VIEWS = ("title", "stems", "pairs", "body", "names", "numbers")
WIDTHS = {
    "title": TITLE_WORDS,
    "stems": TITLE_WORDS,
    "pairs": TITLE_WORDS,
    "body": BODY_WORDS,
    "names": NAMES,
    "numbers": NUMBERS,
}
_HEAD = struct.Struct("<BdBBI6H")
_VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One view's terms (hashes) and their weights, heaviest first, as they were frozen."""

    ids: Ids
    weights: Weights


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """What clustering keeps of an article: time (UTC; `dated`: the outlet's word), the source's hash, its views.

    `matched` says that it found a strong match on arrival.
    """

    at: datetime
    dated: bool
    source: int
    matched: bool = False
    views: tuple[View, ...]


def pack(frozen: Frozen) -> bytes:
    """The features as bytes: a head, then ids and weights of each view."""
    head = _HEAD.pack(
        _VERSION,
        frozen.at.timestamp(),
        frozen.dated,
        frozen.matched,
        frozen.source,
        *(len(v.ids) for v in frozen.views),
    )
    parts = [part for v in frozen.views for part in (v.ids.astype("<i4").tobytes(), v.weights.astype("<f4").tobytes())]
    return b"".join((head, *parts))


def unpack(blob: bytes) -> Frozen:
    """The features `pack` wrote, exactly."""
    _version, stamp, dated, matched, source, *lengths = _HEAD.unpack_from(blob)
    at = _HEAD.size
    views: list[View] = []
    for length in lengths:
        ids = np.frombuffer(blob, dtype="<i4", count=length, offset=at).astype(np.int32)
        weights = np.frombuffer(blob, dtype="<f4", count=length, offset=at + 4 * length).astype(np.float32)
        views.append(View(ids=ids, weights=weights))
        at += 8 * length
    return Frozen(
        at=datetime.fromtimestamp(stamp, UTC),
        dated=bool(dated),
        matched=bool(matched),
        source=source,
        views=tuple(views),
    )
