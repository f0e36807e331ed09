"""An article's features as they were when it arrived, and their compact form for the store."""

import json
import struct
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from newsloom.curate.views import BODY_WORDS, NAMES, NUMBERS, TITLE_WORDS
from newsloom.model.article import ArticleId

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
WIDTH = sum(WIDTHS.values())
COLUMNS = {
    name: slice(sum(list(WIDTHS.values())[:i]), sum(list(WIDTHS.values())[: i + 1])) for i, name in enumerate(VIEWS)
}
_HEAD = struct.Struct("<BdBBIIB6H")
_ORDINAL = struct.Struct("<II")
_VERSION = 2
BARE = 2  # fewer words than that, without text, say nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One view's terms (hashes) and their weights, heaviest first, as they were frozen."""

    ids: Ids
    weights: Weights


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """What clustering keeps of an article: time (UTC; `dated`: the outlet's word), the source's hash, its views.

    `opening`, `own_day` and `ordinals` are the marks of a series, see `views.Draft`. `links` are the active articles it
    resembled on arrival, with the log-odds of one event, best first.
    """

    at: datetime
    dated: bool
    source: int
    views: tuple[View, ...]
    opening: int = 0
    own_day: bool = False
    ordinals: tuple[tuple[int, int], ...] = ()
    links: tuple[tuple[ArticleId, float], ...] = ()


def is_bare(frozen: Frozen) -> bool:
    """One word and no text: too little to link on."""
    title, _, _, body, *_ = frozen.views
    return len(title.ids) < BARE and not len(body.ids)


def pack(frozen: Frozen) -> bytes:
    """The features as bytes: a head, then ids and weights of each view, ordinals, links."""
    links = json.dumps(frozen.links).encode()
    head = _HEAD.pack(
        _VERSION,
        frozen.at.timestamp(),
        frozen.dated,
        frozen.own_day,
        frozen.source,
        frozen.opening,
        len(frozen.ordinals),
        *(len(v.ids) for v in frozen.views),
    )
    parts = [part for v in frozen.views for part in (v.ids.astype("<i4").tobytes(), v.weights.astype("<f4").tobytes())]
    counted = [_ORDINAL.pack(*pair) for pair in frozen.ordinals]
    return b"".join((head, *parts, *counted, links))


def unpack(blob: bytes) -> Frozen:
    """The features `pack` wrote, exactly."""
    _version, stamp, dated, own_day, source, opening, counted, *lengths = _HEAD.unpack_from(blob)
    at = _HEAD.size
    views: list[View] = []
    for length in lengths:
        ids = np.frombuffer(blob, dtype="<i4", count=length, offset=at).astype(np.int32)
        weights = np.frombuffer(blob, dtype="<f4", count=length, offset=at + 4 * length).astype(np.float32)
        views.append(View(ids=ids, weights=weights))
        at += 8 * length
    end = at + counted * _ORDINAL.size
    return Frozen(
        at=datetime.fromtimestamp(stamp, UTC),
        dated=bool(dated),
        source=source,
        views=tuple(views),
        opening=opening,
        own_day=bool(own_day),
        ordinals=tuple(_ORDINAL.iter_unpack(blob[at:end])),
        links=tuple((ArticleId(other), odds) for other, odds in json.loads(blob[end:])),
    )
