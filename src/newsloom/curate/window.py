"""The articles a new one is compared with: the active window, its rows and its inverted index.

What is active, and what the index answers, follows from the articles' features and their order of arrival alone, so a
window rebuilt from the store is the window that was lost.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from heapq import heappop, heappush
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from newsloom.curate.frozen import VIEWS, WIDTHS, Frozen, View
from newsloom.model.article import ArticleId

Slots = NDArray[np.int64]

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
        self._arrivals = 0
        self._clock = -_INFINITY
        self.articles: dict[int, ArticleId] = {}
        self.slots: dict[ArticleId, int] = {}
        self.frozen: dict[int, Frozen] = {}
        self.ids: dict[str, NDArray[np.int32]] = {}
        self.weights: dict[str, NDArray[np.float32]] = {}
        self.facts: NDArray[np.float64] = np.zeros((0, len(FACTS)))
        self._grow(_START)

    def __len__(self) -> int:
        return len(self.articles)

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
        for term in indexed(frozen):
            self._postings.setdefault(term, []).append(slot)
        heappush(self._heap, (stamp, self._arrivals, slot))
        return self.advance(frozen.at)

    def candidates(self, frozen: Frozen, *, most: int) -> Slots:
        """The active articles sharing the heaviest rare terms, best first; ties go to the later arrival."""
        terms = indexed(frozen)
        lists = [(self._postings.get(term, ())[-_POSTINGS:], weight) for term, weight in terms.items()]
        found = [(slots, weight) for slots, weight in lists if slots]
        if not found:
            return np.zeros(0, dtype=np.int64)
        flat = np.array([slot for slots, _ in found for slot in slots], dtype=np.int64)
        weights = np.repeat([w * w for _, w in found], [len(slots) for slots, _ in found])
        unique, inverse = np.unique(flat, return_inverse=True)
        scores = np.bincount(inverse, weights=weights)
        order = np.lexsort((-self.facts[unique, ARRIVAL], -scores))[:most]
        best: Slots = unique[order]
        return best

    def _evict(self) -> list[tuple[ArticleId, Frozen]]:
        gone: list[tuple[ArticleId, Frozen]] = []
        while self._heap and (self._heap[0][0] < self._clock - self._span or len(self.articles) > self._most):
            _, _, slot = heappop(self._heap)
            frozen = self.frozen.pop(slot)
            article = self.articles.pop(slot)
            del self.slots[article]
            for term in indexed(frozen):
                posting = self._postings[term]
                posting.remove(slot)
                if not posting:
                    del self._postings[term]
            self._free.append(slot)
            gone.append((article, frozen))
        return gone

    def _write(self, slot: int, frozen: Frozen) -> None:
        for name, view in zip(VIEWS, frozen.views, strict=True):
            self.ids[name][slot] = 0
            self.weights[name][slot] = 0
            self.ids[name][slot, : len(view.ids)] = view.ids
            self.weights[name][slot, : len(view.ids)] = view.weights
        self.facts[slot] = facts(frozen, arrival=self._arrivals)

    def _grow(self, size: int) -> None:
        before = len(self.facts)
        for name in VIEWS:
            ids = np.zeros((size, WIDTHS[name]), dtype=np.int32)
            weights = np.zeros((size, WIDTHS[name]), dtype=np.float32)
            if before:
                ids[:before] = self.ids[name]
                weights[:before] = self.weights[name]
            self.ids[name], self.weights[name] = ids, weights
        grown = np.zeros((size, len(FACTS)))
        grown[:before] = self.facts
        self.facts = grown
        self._free = [*range(size - 1, before - 1, -1), *self._free]


FACTS = (
    "time",
    "dated",
    "source",
    "arrival",
    *(f"norm {name}" for name in VIEWS),
    *(f"{name} terms" for name in VIEWS),
    "title mass",
)
TIME, DATED, SOURCE, ARRIVAL = range(4)
NORM = {name: 4 + i for i, name in enumerate(VIEWS)}
TERMS = {name: 4 + len(VIEWS) + i for i, name in enumerate(VIEWS)}
TITLE_MASS = 4 + 2 * len(VIEWS)


def facts(frozen: Frozen, *, arrival: int) -> list[float]:
    """An article's row of numbers, in the order of `FACTS`."""
    norms = [sqrt(sum(w * w for w in v.weights.tolist())) for v in frozen.views]
    counts = [len(v.ids) for v in frozen.views]
    mass = sum(frozen.views[0].weights.tolist())
    return [frozen.at.timestamp(), frozen.dated, frozen.source, arrival, *norms, *counts, mass]


def indexed(frozen: Frozen) -> dict[int, float]:
    """The terms an article is found by, with their weights: the heaviest of title, names and body."""
    title, stems, _, body, names, _ = frozen.views
    terms: dict[int, float] = {}
    for view, most in ((title, INDEXED_TITLE), (stems, INDEXED_TITLE), (names, _NAMED), (body, INDEXED_BODY)):
        terms.update(_heaviest(view, most))
    return terms


def _heaviest(view: View, most: int) -> Iterable[tuple[int, float]]:
    return zip(view.ids[:most].tolist(), view.weights[:most].tolist(), strict=True)
