"""How alike two articles are, in numbers: one row of `FEATURES` for each candidate."""

import numpy as np
from numpy.typing import NDArray

from newsloom.curate.frozen import COLUMNS, VIEWS, Frozen
from newsloom.curate.views import BUCKETS
from newsloom.curate.window import (
    DATED,
    NORM,
    SOURCE,
    TERMS,
    TIME,
    TITLE_MASS,
    Slots,
    Window,
    facts,
)

Rows = NDArray[np.float64]

FEATURES = (
    "title cosine",
    "title shared",
    "title rarest shared",
    "title second shared",
    "title covered",
    "title covered both",
    "stems cosine",
    "stems shared",
    "pairs shared",
    "body cosine",
    "body shared",
    "body rarest shared",
    "body stands out",
    "names cosine",
    "names shared",
    "names rarest shared",
    "names second shared",
    "numbers shared",
    "numbers apart",
    "title in body",
    "rarest unshared",
    "rarest unshared both",
    "title mass",
    "has body",
    "hours",
    "same source",
    "one wording",
)
UNKNOWN = float("nan")
_SLOTS = 2  # words of a wording that change from one to the next
_FRAME = 2  # words that stay, for each that changes
_BACKGROUND = 10  # the candidate whose likeness is taken for that of articles on other events
_STARTS = [COLUMNS[name].start for name in VIEWS]
_TITLE, _STEMS, _BODY, _NAMES = (COLUMNS[name] for name in ("title", "stems", "body", "names"))
_BODY_ID = VIEWS.index("body") * BUCKETS
_NORMS = slice(NORM[VIEWS[0]], NORM[VIEWS[-1]] + 1)
_OF_NAMES = ("names shared", "names rarest shared", "names second shared")
_VIEW = {name: i for i, name in enumerate(VIEWS)}


class Comparer:
    """Compares one article with many; holds the scratch table that makes it quick."""

    def __init__(self) -> None:
        self._scratch: NDArray[np.float32] = np.zeros(BUCKETS * len(VIEWS), dtype=np.float32)

    def features(self, frozen: Frozen, window: Window, slots: Slots) -> Rows:
        """One row of `FEATURES` for each slot; unknown ones are NaN."""
        me = np.asarray(facts(frozen, arrival=0))
        them = window.facts[slots]
        ids, weights = window.ids[slots], window.weights[slots]
        mine = self._gathered(frozen, ids)
        shared = np.where(mine > 0, weights, np.float32(0))
        rows = np.empty((len(slots), len(FEATURES)))
        _write_words(rows, mine, shared, me, them)
        has_body = (me[NORM["body"]] > 0) & (them[:, NORM["body"]] > 0)
        _write_bodies(rows, mine, shared, has_body)
        rows[:, _AT["title in body"]] = self._crossed(frozen, ids, weights)
        lone = _unshared(frozen, ids[:, _STEMS], weights[:, _STEMS], mine[:, _STEMS])
        rows[:, _AT["rarest unshared"]] = np.minimum(*lone)
        rows[:, _AT["rarest unshared both"]] = np.maximum(*lone)
        rows[:, _AT["title mass"]] = np.minimum(them[:, TITLE_MASS], me[TITLE_MASS])
        rows[:, _AT["hours"]] = _hours(me, them)
        rows[:, _AT["same source"]] = _same_source(me, them)
        return rows

    def _gathered(self, frozen: Frozen, ids: NDArray[np.int32]) -> NDArray[np.float32]:
        """My weight of each of their terms."""
        mine = np.concatenate([view.ids + number * BUCKETS for number, view in enumerate(frozen.views)])
        self._scratch[mine] = np.concatenate([view.weights for view in frozen.views])
        found: NDArray[np.float32] = self._scratch.take(ids)
        self._scratch[mine] = 0
        return found

    def _crossed(self, frozen: Frozen, ids: NDArray[np.int32], weights: NDArray[np.float32]) -> Rows:
        """The larger part of one title's weight found in the other's body."""
        body, title = frozen.views[_VIEW["body"]], frozen.views[_VIEW["title"]]
        their_body, their_title = ids[:, _BODY], weights[:, _TITLE]
        self._scratch[title.ids + _BODY_ID] = title.weights
        mine = self._scratch.take(their_body).sum(axis=1) / max(float(title.weights.sum()), 1e-9)
        self._scratch[title.ids + _BODY_ID] = 0
        self._scratch[body.ids] = 1
        hit = self._scratch.take(ids[:, _TITLE])
        self._scratch[body.ids] = 0
        theirs = (hit * their_title).sum(axis=1) / np.maximum(their_title.sum(axis=1), 1e-9)
        has = (their_body[:, 0] > 0) | (len(body.ids) > 0)
        crossed: Rows = np.where(has, np.maximum(mine, theirs), UNKNOWN)
        return crossed


_AT = {name: i for i, name in enumerate(FEATURES)}


def _write_words(rows: Rows, mine: NDArray[np.float32], shared: NDArray[np.float32], me: Rows, them: Rows) -> None:
    """Everything that sums shared weights by view."""
    dots = np.add.reduceat(mine * shared, _STARTS, axis=1, dtype=np.float64)
    masses = np.add.reduceat(shared, _STARTS, axis=1, dtype=np.float64)
    common = np.add.reduceat(mine > 0, _STARTS, axis=1, dtype=np.int64)
    norms = me[_NORMS] * them[:, _NORMS]
    cosines = np.divide(dots, norms, out=np.full(dots.shape, UNKNOWN), where=norms > 0)
    for name in ("title", "stems", "body", "names"):
        rows[:, _AT[f"{name} cosine"]] = cosines[:, _VIEW[name]]
    for name in ("title", "pairs", "numbers"):
        rows[:, _AT[f"{name} shared"]] = masses[:, _VIEW[name]]
    rows[:, _AT["stems shared"]] = np.minimum(shared[:, _STEMS], mine[:, _STEMS]).sum(axis=1)
    rows[:, _AT["title rarest shared"]], rows[:, _AT["title second shared"]] = _two_largest(shared[:, _TITLE])
    named = norms[:, _VIEW["names"]] > 0
    for name, weights in zip(_OF_NAMES, (masses[:, _VIEW["names"]], *_two_largest(shared[:, _NAMES])), strict=True):
        rows[:, _AT[name]] = np.where(named, weights, UNKNOWN)
    mass = masses[:, _VIEW["title"]]
    of_theirs, of_mine = mass / np.maximum(them[:, TITLE_MASS], 1e-9), mass / max(me[TITLE_MASS], 1e-9)
    rows[:, _AT["title covered"]] = np.maximum(of_theirs, of_mine)
    rows[:, _AT["title covered both"]] = np.minimum(of_theirs, of_mine)
    words, numbers = (common[:, _VIEW[name]] for name in ("title", "numbers"))
    my_numbers, their_numbers = me[TERMS["numbers"]] - numbers, them[:, TERMS["numbers"]] - numbers
    my_words, their_words = me[TERMS["title"]] - words, them[:, TERMS["title"]] - words
    rows[:, _AT["numbers apart"]] = np.minimum(my_numbers, their_numbers)
    rows[:, _AT["one wording"]] = _one_wording(words, my_words - my_numbers, their_words - their_numbers)


def _write_bodies(
    rows: Rows, mine: NDArray[np.float32], shared: NDArray[np.float32], has_body: NDArray[np.bool_]
) -> None:
    """What only articles with text have."""
    rows[:, _AT["has body"]] = has_body
    both = np.sqrt(shared[:, _BODY] * mine[:, _BODY])
    rows[:, _AT["body shared"]] = np.where(has_body, both.sum(axis=1), UNKNOWN)
    rows[:, _AT["body rarest shared"]] = np.where(has_body, both.max(axis=1, initial=0.0), UNKNOWN)
    cosine = np.where(has_body, rows[:, _AT["body cosine"]], UNKNOWN)
    rows[:, _AT["body cosine"]] = cosine
    usual = np.sort(-np.nan_to_num(cosine))[_BACKGROUND] if len(cosine) > _BACKGROUND else 0.0
    rows[:, _AT["body stands out"]] = cosine + usual


def _two_largest(weights: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    ordered = np.partition(weights, -2, axis=1)
    return ordered[:, -1], ordered[:, -2]


def _unshared(
    frozen: Frozen, ids: NDArray[np.int32], weights: NDArray[np.float32], mine: NDArray[np.float32]
) -> tuple[Rows, Rows]:
    """The rarest title stem either side has alone."""
    own = frozen.views[_VIEW["stems"]]
    theirs = np.where(mine > 0, np.float32(0), weights).max(axis=1, initial=0.0)
    there = (ids[:, :, None] == (own.ids + _VIEW["stems"] * BUCKETS)[None, None, :]).any(axis=1)
    alone = np.where(there, np.float32(0), own.weights[None, :]).max(axis=1, initial=0.0)
    return theirs.astype(np.float64), alone.astype(np.float64)


def _hours(me: Rows, them: Rows) -> Rows:
    known = (me[DATED] > 0) & (them[:, DATED] > 0)
    hours: Rows = np.where(known, np.abs(them[:, TIME] - me[TIME]) / 3600, UNKNOWN)
    return hours


def _same_source(me: Rows, them: Rows) -> Rows:
    known = (me[SOURCE] > 0) & (them[:, SOURCE] > 0)
    same: Rows = np.where(known, (them[:, SOURCE] == me[SOURCE]).astype(np.float64), UNKNOWN)
    return same


def _one_wording(common: Rows, mine_alone: Rows, theirs_alone: Rows) -> NDArray[np.bool_]:
    """The titles are equal but for a word or two put in another's place, numbers aside: `Forecast for …`."""
    most = np.maximum(mine_alone, theirs_alone)
    worded: NDArray[np.bool_] = (
        (np.minimum(mine_alone, theirs_alone) >= 1) & (most <= _SLOTS) & (common >= _FRAME * most)
    )
    return worded
