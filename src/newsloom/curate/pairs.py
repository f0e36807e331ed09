"""How alike two articles are, in numbers: one row of `FEATURES` for each candidate."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from newsloom.curate.frozen import VIEWS, Frozen
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
    "names cosine",
    "names shared",
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


@dataclass(frozen=True, slots=True)
class _Match:
    """One view against the candidates: the shared weights of each side."""

    theirs: Rows
    mine: Rows


class Comparer:
    """Compares one article with many; holds the scratch table that makes it quick."""

    def __init__(self) -> None:
        self._scratch: NDArray[np.float32] = np.zeros(BUCKETS, dtype=np.float32)

    def features(self, frozen: Frozen, window: Window, slots: Slots) -> Rows:
        """One row of `FEATURES` for each slot; unknown ones are NaN."""
        mine = np.asarray(facts(frozen, arrival=0))
        theirs = window.facts[slots]
        title = self._shared(frozen, window, slots, 0)
        stems = self._shared(frozen, window, slots, 1)
        pairs = self._shared(frozen, window, slots, 2)
        body = self._shared(frozen, window, slots, 3)
        names = self._shared(frozen, window, slots, 4)
        numbers = self._shared(frozen, window, slots, 5)
        has_body = (mine[NORM["body"]] > 0) & (theirs[:, NORM["body"]] > 0)
        cosines = [
            _cosine(m, mine[NORM[v]], theirs[:, NORM[v]])
            for v, m in zip(VIEWS, (title, stems, pairs, body, names), strict=False)
        ]
        shared = np.sort(title.theirs, axis=1)
        mass = title.theirs.sum(axis=1)
        covers = np.stack([mass / np.maximum(theirs[:, TITLE_MASS], 1e-9), mass / max(mine[TITLE_MASS], 1e-9)])
        lone_theirs, lone_mine = self._unshared(frozen, window, slots)
        body_rows = np.sqrt(body.theirs * body.mine).sum(axis=1)
        columns = (
            cosines[0],
            mass,
            shared[:, -1],
            shared[:, -2],
            covers.max(axis=0),
            covers.min(axis=0),
            cosines[1],
            np.minimum(stems.theirs, stems.mine).sum(axis=1),
            pairs.theirs.sum(axis=1),
            np.where(has_body, cosines[3], UNKNOWN),
            np.where(has_body, body_rows, UNKNOWN),
            np.where(np.isfinite(cosines[4]), cosines[4], UNKNOWN),
            names.theirs.sum(axis=1),
            numbers.theirs.sum(axis=1),
            np.minimum(*_alone("numbers", numbers, mine, theirs)),
            self._crossed(frozen, window, slots),
            np.minimum(lone_theirs, lone_mine),
            np.maximum(lone_theirs, lone_mine),
            np.minimum(theirs[:, TITLE_MASS], mine[TITLE_MASS]),
            has_body.astype(np.float64),
            _hours(mine, theirs),
            _same_source(mine, theirs),
            _one_wording(title, numbers, mine, theirs).astype(np.float64),
        )
        rows: Rows = np.stack(columns, axis=1)
        return rows

    def _shared(self, frozen: Frozen, window: Window, slots: Slots, view: int) -> _Match:
        name = VIEWS[view]
        own = frozen.views[view]
        ids = window.ids[name][slots]
        self._scratch[own.ids] = own.weights
        mine = self._scratch[ids].astype(np.float64)
        self._scratch[own.ids] = 0
        return _Match(theirs=np.where(mine > 0, window.weights[name][slots], 0.0).astype(np.float64), mine=mine)

    def _unshared(self, frozen: Frozen, window: Window, slots: Slots) -> tuple[Rows, Rows]:
        """The rarest title stem either side has alone."""
        own = frozen.views[1]
        ids = window.ids["stems"][slots]
        equal = ids[:, :, None] == own.ids[None, None, :]
        theirs = np.where(equal.any(axis=2), 0.0, window.weights["stems"][slots]).max(axis=1, initial=0.0)
        mine = np.where(equal.any(axis=1), 0.0, own.weights[None, :]).max(axis=1, initial=0.0)
        return theirs.astype(np.float64), mine.astype(np.float64)

    def _crossed(self, frozen: Frozen, window: Window, slots: Slots) -> Rows:
        """The larger part of one title's weight found in the other's body."""
        body, title = frozen.views[3], frozen.views[0]
        rows = window.ids["body"][slots]
        self._scratch[title.ids] = title.weights
        mine = self._scratch[rows].sum(axis=1, dtype=np.float64) / max(float(title.weights.sum()), 1e-9)
        self._scratch[title.ids] = 0
        self._scratch[body.ids] = 1
        weights = window.weights["title"][slots]
        hit = self._scratch[window.ids["title"][slots]]
        self._scratch[body.ids] = 0
        theirs = (hit * weights).sum(axis=1, dtype=np.float64) / np.maximum(weights.sum(axis=1, dtype=np.float64), 1e-9)
        has = (rows[:, 0] > 0) | (len(body.ids) > 0)
        crossed: Rows = np.where(has, np.maximum(mine, theirs), UNKNOWN)
        return crossed


def _cosine(match: _Match, mine: float, theirs: Rows) -> Rows:
    norms = mine * theirs
    dots = (match.theirs * match.mine).sum(axis=1)
    cosine: Rows = np.divide(dots, norms, out=np.full(len(dots), UNKNOWN), where=norms > 0)
    return cosine


def _hours(mine: Rows, theirs: Rows) -> Rows:
    known = (mine[DATED] > 0) & (theirs[:, DATED] > 0)
    hours: Rows = np.where(known, np.abs(theirs[:, TIME] - mine[TIME]) / 3600, UNKNOWN)
    return hours


def _same_source(mine: Rows, theirs: Rows) -> Rows:
    known = (mine[SOURCE] > 0) & (theirs[:, SOURCE] > 0)
    same: Rows = np.where(known, (theirs[:, SOURCE] == mine[SOURCE]).astype(np.float64), UNKNOWN)
    return same


def _alone(view: str, match: _Match, mine: Rows, theirs: Rows) -> tuple[Rows, Rows]:
    """How many terms of a view each side has that the other has not."""
    common = (match.mine > 0).sum(axis=1)
    return mine[TERMS[view]] - common, theirs[:, TERMS[view]] - common


def _one_wording(title: _Match, numbers: _Match, mine: Rows, theirs: Rows) -> NDArray[np.bool_]:
    """The titles are equal but for a word or two put in another's place, numbers aside: `Forecast for …`."""
    common = (title.mine > 0).sum(axis=1)
    my_words, their_words = _alone("title", title, mine, theirs)
    my_numbers, their_numbers = _alone("numbers", numbers, mine, theirs)
    mine_alone, theirs_alone = my_words - my_numbers, their_words - their_numbers
    most = np.maximum(mine_alone, theirs_alone)
    worded: NDArray[np.bool_] = (
        (np.minimum(mine_alone, theirs_alone) >= 1) & (most <= _SLOTS) & (common >= _FRAME * most)
    )
    return worded
