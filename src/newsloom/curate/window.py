"""The articles a new one is compared with: the active window, its rows and its inverted index.

What is active, and what the index answers, follows from the articles' features and their order of arrival alone, so a
window rebuilt from the store is the window that was lost.
"""

from datetime import datetime, timedelta
from heapq import heappop, heappush
from math import sqrt
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from newsloom.curate.frozen import COLUMNS, VIEWS, WIDTH, Frozen
from newsloom.curate.views import BUCKETS
from newsloom.model.article import ArticleId

Slots = NDArray[np.int64]
_Number = TypeVar("_Number", bound=np.generic)

INDEXED_TITLE = 12
INDEXED_BODY = 16
_NAMED = 8
_POSTINGS = 250  # the latest articles of a term that are looked at
_START = 256
_INFINITY = float("inf")


class Window:
    """Active articles in numbered slots, found by their rarest terms."""

    def __init__(self, *, span: timedelta, most: int) -> None:
        self._span = span.total_seconds()
        self._most = most
        self._free: list[int] = []
        self._heap: list[tuple[float, int, int]] = []
        self._postings: dict[int, list[int]] = {}
        self._found_by: dict[int, tuple[int, ...]] = {}
        self._arrivals = 0
        self._clock = -_INFINITY
        self.articles: dict[int, ArticleId] = {}
        self.slots: dict[ArticleId, int] = {}
        self.frozen: dict[int, Frozen] = {}
        self.ids: NDArray[np.int32] = np.zeros((0, WIDTH), dtype=np.int32)
        self.weights: NDArray[np.float32] = np.zeros((0, WIDTH), dtype=np.float32)
        self.facts: NDArray[np.float64] = np.zeros((0, len(FACTS)), dtype=np.float64)
        self._grow(_START)

    def __len__(self) -> int:
        return len(self.articles)

    @property
    def days(self) -> float:
        """How far the active articles reach back from the latest time met."""
        return (self._clock - self._heap[0][0]) / 86_400 if self._heap else 0.0

    def advance(self, at: datetime) -> list[tuple[ArticleId, Frozen]]:
        """Move the window on to a time, if it is later; the answer is what left."""
        self._clock = max(self._clock, at.timestamp())
        return self._evict()

    def is_past(self, at: datetime) -> bool:
        """The time is before the window."""
        return at.timestamp() < self._clock - self._span

    def add(self, article: ArticleId, frozen: Frozen) -> list[tuple[ArticleId, Frozen]]:
        """Take an article in; the answer is those that left."""
        if not self._free:
            self._grow(2 * len(self.facts))
        slot = self._free.pop()
        self._arrivals += 1
        stamp = frozen.at.timestamp()
        self.articles[slot] = article
        self.slots[article] = slot
        self.frozen[slot] = frozen
        self._write(slot, frozen)
        self._found_by[slot] = tuple(indexed(frozen))
        for term in self._found_by[slot]:
            self._postings.setdefault(term, []).append(slot)
        heappush(self._heap, (stamp, self._arrivals, slot))
        return self.advance(frozen.at)

    def candidates(self, frozen: Frozen, *, most: int) -> Slots:
        """The active articles sharing the heaviest rare terms, best first; ties go to the later arrival."""
        terms = indexed(frozen)
        flat: list[int] = []
        weights: list[float] = []
        lengths: list[int] = []
        for term, weight in terms.items():
            if slots := self._postings.get(term):
                latest = slots[-_POSTINGS:] if len(slots) > _POSTINGS else slots
                flat += latest
                weights.append(weight * weight)
                lengths.append(len(latest))
        if not flat:
            return np.zeros(0, dtype=np.int64)
        scores = np.bincount(flat, weights=np.repeat(weights, lengths))
        found = np.flatnonzero(scores)
        if len(found) > most:
            least = np.partition(scores[found], len(found) - most)[len(found) - most]
            found = found[scores[found] >= least]
        order = np.lexsort((-self.facts[found, ARRIVAL], -scores[found]))[:most]
        best: Slots = found[order]
        return best

    def _evict(self) -> list[tuple[ArticleId, Frozen]]:
        gone: list[tuple[ArticleId, Frozen]] = []
        while self._heap and (self._heap[0][0] < self._clock - self._span or len(self.articles) > self._most):
            _, _, slot = heappop(self._heap)
            frozen = self.frozen.pop(slot)
            article = self.articles.pop(slot)
            del self.slots[article]
            for term in self._found_by.pop(slot):
                posting = self._postings[term]
                posting.remove(slot)
                if not posting:
                    del self._postings[term]
            self._free.append(slot)
            gone.append((article, frozen))
        return gone

    def _write(self, slot: int, frozen: Frozen) -> None:
        self.ids[slot] = 0
        self.weights[slot] = 0
        for number, (name, view) in enumerate(zip(VIEWS, frozen.views, strict=True)):
            span = slice(COLUMNS[name].start, COLUMNS[name].start + len(view.ids))
            self.ids[slot, span] = view.ids + number * BUCKETS
            self.weights[slot, span] = view.weights
        self.facts[slot] = facts(frozen, arrival=self._arrivals)

    def _grow(self, size: int) -> None:
        before = len(self.facts)
        self.ids = _taller(self.ids, size)
        self.weights = _taller(self.weights, size)
        self.facts = _taller(self.facts, size)
        self._free = [*range(size - 1, before - 1, -1), *self._free]


def _taller(table: NDArray[_Number], size: int) -> NDArray[_Number]:
    grown = np.zeros((size, table.shape[1]), dtype=table.dtype)
    grown[: len(table)] = table
    return grown


FACTS = (
    "time",
    "dated",
    "source",
    "arrival",
    *(f"norm {name}" for name in VIEWS),
    *(f"{name} terms" for name in VIEWS),
    "title mass",
    "opening",
    "own day",
)
TIME, DATED, SOURCE, ARRIVAL = range(4)
NORM = {name: 4 + i for i, name in enumerate(VIEWS)}
TERMS = {name: 4 + len(VIEWS) + i for i, name in enumerate(VIEWS)}
TITLE_MASS = 4 + 2 * len(VIEWS)
OPENING = TITLE_MASS + 1
OWN_DAY = TITLE_MASS + 2


def facts(frozen: Frozen, *, arrival: int) -> list[float]:
    """An article's row of numbers, in the order of `FACTS`."""
    norms = [sqrt(np.dot(v.weights, v.weights)) for v in frozen.views]
    counts = [len(v.ids) for v in frozen.views]
    mass = float(frozen.views[0].weights.sum(dtype=np.float64))
    stamp = frozen.at.timestamp()
    return [
        stamp,
        frozen.dated,
        frozen.source,
        arrival,
        *norms,
        *counts,
        mass,
        frozen.opening,
        frozen.own_day,
    ]


def indexed(frozen: Frozen) -> dict[int, float]:
    """The terms an article is found by, with their weights: the heaviest of title, names and body."""
    title, stems, _, body, names, _ = frozen.views
    terms: dict[int, float] = {}
    for view, most in ((title, INDEXED_TITLE), (stems, INDEXED_TITLE), (names, _NAMED), (body, INDEXED_BODY)):
        terms.update(zip(view.ids[:most].tolist(), view.weights[:most].tolist(), strict=True))
    return terms
