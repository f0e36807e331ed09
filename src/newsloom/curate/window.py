"""The articles a new one is compared with: the active window.

What is active, and what is found, follows from the articles' features and their order of arrival alone, so a window
rebuilt from the store is the window that was lost.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from newsloom.curate.columns import DATED, DAY, SOURCE, TIME
from newsloom.curate.combine import shipped
from newsloom.curate.frozen import Kept, Links, pack, unpack
from newsloom.curate.look import NOBODY, common_terms, let_go, load, marks, meet, take
from newsloom.curate.series import SIGNS
from newsloom.curate.state import (
    INDEXED,
    LEFT,
    Found,
    Index,
    Rows,
    Scratch,
    clean_scratch,
    empty_index,
    empty_rows,
    no_candidates,
    taller,
    warm_terms,
    with_blocks,
)
from newsloom.model.article import ArticleId

_START = 256
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_NO_WORDS = np.zeros(0, dtype=np.int64)


def stamp(at: datetime) -> int:
    """Microseconds since 1970."""
    return (at - _EPOCH) // _MICROSECOND


class Words(NamedTuple):
    """An article as a window takes it: its words as numbers, the title's first, its time, day of the month, source.

    The day is 0 if it is undated, the source if nobody knows it.
    """

    said: NDArray[np.int64]
    titled: int
    at: int
    day: int
    source: int


class Window:
    """Active articles in numbered slots, and the statistics of their terms; slot 0 is the article at hand.

    `span` is how far back it reaches, `most` how many it holds, `candidates` how many are compared with one article.
    """

    def __init__(self, *, span: timedelta, most: int, candidates: int, warm: Mapping[str, int], counted: int) -> None:
        self._span = span // _MICROSECOND
        self._most = most
        self._heap: list[tuple[int, int, int]] = []
        self._arrivals = 0
        self._clock: int | None = None
        self._trees = shipped()
        self._terms = warm_terms(warm, articles=counted)
        self._rows: Rows = empty_rows(_START)
        self._index: Index = empty_index(_START)
        self._scratch: Scratch = clean_scratch(_START)
        self._free = list(range(_START - 1, 0, -1))
        self._leaving = 0  # the slot of one that is to be forgotten before anything is asked or taken in
        self._links: dict[int, Links] = {}
        self.found: Found = no_candidates(candidates)
        self.articles: dict[int, ArticleId] = {}
        self.slots: dict[ArticleId, int] = {}

    def __len__(self) -> int:
        return len(self.articles)

    @property
    def days(self) -> float:
        """How far the active articles reach back from the latest time met."""
        return ((self._clock or 0) - self._heap[0][0]) / DAY if self._heap else 0.0

    def advance(self, at: int) -> list[ArticleId]:
        """Move the window on to a time, if it is later; the answer is what left."""
        if self._clock is None or at > self._clock:
            self._clock = at
        return self._evict(self._clock)

    def is_past(self, at: int) -> bool:
        """The time is before the window."""
        return self._clock is not None and at < self._clock - self._span

    def meet(self, words: Words) -> int:
        """Weigh an article's words by now's statistics, and find and judge what it may belong with.

        It becomes the article at hand. Returns how many of `found` there are: none for one from before the window.
        """
        facts = self._rows.facts
        facts[0, TIME] = words.at
        facts[0, DATED] = words.day > 0
        facts[0, SOURCE] = words.source
        return self._meet(words.said, words.titled, words.day, 0, NOBODY if self.is_past(words.at) else 0)

    def judge(self, mine: int, other: int) -> None:
        """Compare two slots; `found` has the answer first."""
        self._meet(_NO_WORDS, 0, 0, mine, other)

    def _meet(self, said: NDArray[np.int64], titled: int, day: int, mine: int, other: int) -> int:
        terms, index, trees, rows, scratch = self._terms, self._index, self._trees, self._rows, self._scratch
        gone, self._leaving = self._leaving, 0
        return int(meet(said, titled, day, gone, mine, other, terms, index, trees, rows, scratch, self.found))

    def series(self, mine: int, other: int) -> tuple[str, ...]:
        """By which marks two slots that were just judged are parts of one series, in words."""
        bits = int(marks(mine, other, self._rows, self.found.features[0]))
        return tuple(sign for number, sign in enumerate(SIGNS) if bits >> number & 1)

    def common_terms(self, mine: int, other: int) -> list[tuple[int, int]]:
        """What two slots both say: terms and their weights for the first one, in no order."""
        size = int(common_terms(mine, other, self._rows, self._scratch))
        pairs = self._scratch.order[: 2 * size].tolist()
        return list(zip(pairs[::2], pairs[1::2], strict=True))

    def time_of(self, article: ArticleId) -> int:
        """When an active article was published or met."""
        return int(self._rows.facts[self.slots[article], TIME])

    def add(self, article: ArticleId, links: Links) -> list[ArticleId]:
        """Take the article at hand in, with its links; the answer is those that left."""
        slot = self._slot(article, links, at := int(self._rows.facts[0, TIME]))
        take(slot, self._terms, self._index, self._rows, self._scratch)
        return self.advance(at)

    def add_kept(self, articles: Sequence[ArticleId], kept: Sequence[Kept]) -> list[ArticleId]:
        """Take articles in as they were frozen, in order of arrival; the answer is those that left."""
        if not kept:
            return []
        slots = [self._slot(name, one.links, one.facts[TIME]) for name, one in zip(articles, kept, strict=True)]
        while self._index.ends[LEFT] < INDEXED * len(slots):
            self._index = with_blocks(self._index, 2 * len(self._index.blocks))
        packed, starts = unpack(kept, slots, self._rows)
        load(packed, starts, np.array(slots), self._terms, self._index, self._rows, self._scratch)
        return self.advance(max(one.facts[TIME] for one in kept))

    def packed(self, article: ArticleId) -> bytes:
        """The features of an active article."""
        slot = self.slots[article]
        return pack(slot, self._rows, self._links[slot])

    def packed_at_hand(self, links: Links) -> bytes:
        """The features of the article at hand, which has these links."""
        return pack(0, self._rows, links)

    def _slot(self, article: ArticleId, links: Links, at: int) -> int:
        """A free slot for an article of a time, which is active from now on."""
        self._let_go(0)
        if not self._free:
            self._grow(2 * len(self._rows.facts))
        if self._index.ends[LEFT] < INDEXED:
            self._index = with_blocks(self._index, 2 * len(self._index.blocks))
        slot = self._free.pop()
        self._arrivals += 1
        self.articles[slot] = article
        self.slots[article] = slot
        self._links[slot] = links
        heappush(self._heap, (at, self._arrivals, slot))
        return slot

    def _evict(self, clock: int) -> list[ArticleId]:
        gone: list[ArticleId] = []
        while self._heap and (self._heap[0][0] < clock - self._span or len(self.articles) > self._most):
            _, _, slot = heappop(self._heap)
            self._let_go(slot)
            article = self.articles.pop(slot)
            del self.slots[article], self._links[slot]
            self._free.append(slot)
            gone.append(article)
        return gone

    def _let_go(self, slot: int) -> None:
        """Forget who left in this slot: with the next `meet`, which is one call less, or before anyone else leaves."""
        if self._leaving:
            let_go(self._leaving, self._terms, self._index, self._rows)
        self._leaving = slot

    def _grow(self, size: int) -> None:
        before = len(self._rows.facts)
        ids, weights, facts = self._rows
        self._rows = Rows(taller(ids, size), taller(weights, size), taller(facts, size))
        self._index = self._index._replace(posted=taller(self._index.posted, size))
        self._scratch = clean_scratch(size)
        self._free = [*range(size - 1, before - 1, -1), *self._free]
