"""Which earlier texts a text repeats, among those of the last days.

Two sketches estimate how much of the shorter text the longer one holds (containment; Broder 1997). An inverted index
over a part of each sketch finds whom to compare. What is found follows from the sketches added within the window and
their order alone, so an index rebuilt from the store is the index that was lost.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from newsloom.curate.sketch import Mask, Sketch, Values, only
from newsloom.model.article import ArticleId

Numbers = NDArray[np.int64]
_Number = TypeVar("_Number", bound=np.generic)

_START = 1 << 10
_STEPS = 12  # how far back a bucket is read: more than `common`, and some neighbours
_VALUE, _BEFORE = np.uint64(32), np.uint64(0xFFFFFFFF)  # a posting's value stands above, the one before it below
_PROMISING = 0.5  # of the hits that a copy would have on average
_SWEEP = 1 << 12  # forgotten texts that make a sweep worth it


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyRules:
    """What counts as a copy.

    `containment` is the least share of the shorter text's shingles that the longer one holds; as few shingles tell
    little, `margin` times the root of their number is added to what must be shared. A text that its own source has
    brought before must hold `own`, for a source's texts share furniture. Shingles are passed over as furniture when
    `repeats` (two or more) texts of one source have them that do not copy each other, or more than `common` of
    anybody's. Two texts are compared if `fewest` sampled shingles are left, and with the `closest` at most.
    Texts are remembered for `window`, and at most `most` of them; the index has `buckets` (a power of two).
    """

    containment: float = 0.5
    margin: float = 0.5
    own: float = 0.8
    repeats: int = 2
    common: int = 8
    fewest: int = 5
    window: timedelta = timedelta(days=7)
    most: int = 200_000
    buckets: int = 1 << 23
    closest: int = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A text seen before, and the share of the shorter text's shingles that the longer one holds."""

    article: ArticleId
    containment: float


@dataclass(frozen=True, slots=True)
class _Known:
    """One remembered text: its values, and the first of its postings."""

    article: ArticleId
    clock: float
    source: int
    values: Values
    posting: int


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a look found; `furniture` marks the values that say nothing of the text."""

    matches: tuple[Match, ...]
    original: _Known | None
    furniture: Mask


class CopyIndex:
    """The sketches of the last days, and the index that finds them."""

    def __init__(self, *, rules: CopyRules | None = None) -> None:
        self.rules = rules or CopyRules()
        self._shift = np.uint32(33 - self.rules.buckets.bit_length())
        self._heads = np.zeros(self.rules.buckets, dtype=np.int32)
        # Of each posting: its value above the posting before it in its bucket, for one look into memory gets both.
        self._links = np.zeros(_START, dtype=np.uint64)
        self._owners = np.zeros(_START, dtype=np.int32)  # of each posting: the number of the text that has it
        self._used = 1  # posting 0 ends every chain
        self._clock = float("-inf")
        self._known: list[_Known] = []
        self._sources = np.zeros(_START, dtype=np.int64)  # of each text
        self._sizes = np.zeros(_START, dtype=np.int32)  # of each text: its postings
        self._first = 0  # the first text that is still remembered

    def __len__(self) -> int:
        return len(self._known) - self._first

    def add(self, article: ArticleId, sketch: Sketch) -> tuple[tuple[Match, ...], Sketch]:
        """Take the next text in.

        Returns:
            What it repeats, most contained first, then the earliest; and its sketch as it is to be kept: a copy is
            found only by what its original has not, so a text that many carry stays rare.
        """
        self._advance(sketch)
        seen = self._look(sketch)
        findable = sketch.findable & ~seen.furniture
        if seen.original is not None:
            findable &= ~_held(sketch.values, _sorted(seen.original.values))
        kept = only(sketch, findable)
        self._take(article, kept)
        return seen.matches, kept

    def look(self, sketch: Sketch) -> tuple[Match, ...]:
        """What a text would repeat if it came now; nothing is kept."""
        return self._look(sketch).matches

    def restore(self, rows: Iterable[tuple[ArticleId, Sketch]]) -> None:
        """Take back what `add` gave to keep, in order of arrival: at least all that came within the window."""
        for article, sketch in rows:
            self._advance(sketch)
            self._take(article, sketch)

    def _look(self, sketch: Sketch) -> _Seen:
        asked = sketch.findable.nonzero()[0]
        which, owners = self._having(sketch.values[asked])
        furniture = self._furniture(sketch, asked, which, owners)
        if len(sketch.values) - np.count_nonzero(furniture) >= self.rules.fewest:
            found = self._compared(sketch, furniture, owners[~furniture[asked[which]]], least=self.rules.containment)
        else:  # nothing but furniture: it may be one text that comes again and again
            found = self._compared(sketch, np.zeros_like(furniture), owners, least=self.rules.own)
        return _Seen(
            matches=tuple(Match(article=self._known[number].article, containment=share) for share, number in found),
            original=self._known[found[0][1]] if found else None,
            furniture=furniture,
        )

    def _compared(self, sketch: Sketch, furniture: Mask, owners: Numbers, *, least: float) -> list[tuple[float, int]]:
        """Who holds enough of the text, or it of them: the share and the number, most first, then the earliest."""
        asked = int(np.count_nonzero(sketch.findable & ~furniture))
        promising = self._promising(owners, asked)
        if not promising:
            return []
        values, common = _sorted(sketch.values[~furniture]), _sorted(sketch.values[furniture])
        shares = [(self._containment(values, common, self._known[number]), number) for number in promising]
        kept = [(share, number) for share, number in shares if share >= self._wanted(sketch, number, least)]
        return sorted(kept, key=lambda one: (-one[0], one[1]))

    def _having(self, values: Values) -> tuple[Numbers, Numbers]:
        """Which of the values some text has, and which text, by number."""
        places = np.empty((_STEPS, len(values)), dtype=np.int64)
        links = np.empty((_STEPS, len(values)), dtype=np.uint64)
        places[0] = self._heads.take(values >> self._shift, mode="clip")
        for step in range(_STEPS):
            self._links.take(places[step], out=links[step], mode="clip")
            if step + 1 < _STEPS:
                np.bitwise_and(links[step], _BEFORE, out=places[step + 1].view(np.uint64))
        steps, which = (((links >> _VALUE) == values) & (places >= self._floor())).nonzero()
        return which, self._owners[places[steps, which]].astype(np.int64)

    def _promising(self, owners: Numbers, asked: int) -> list[int]:
        """The texts met often enough, most often first; the earlier one among equals."""
        ordered = np.sort(owners)
        ends = np.empty(len(ordered) + 1, dtype=np.bool_)
        ends[0] = ends[-1] = True
        np.not_equal(ordered[1:], ordered[:-1], out=ends[1:-1])
        places = ends.nonzero()[0]
        numbers, counts = ordered[places[:-1]], places[1:] - places[:-1]
        shorter = np.minimum(asked, self._sizes[numbers])
        enough: Numbers = (counts >= _PROMISING * self.rules.containment * shorter).nonzero()[0]
        if not len(enough):
            return []
        order = enough[np.lexsort((numbers[enough], -counts[enough]))]
        best: list[int] = numbers[order[: self.rules.closest]].tolist()
        return best

    def _wanted(self, sketch: Sketch, number: int, least: float) -> float:
        own = sketch.source != 0 and sketch.source == self._known[number].source
        return max(least, self.rules.own) if own else least

    def _furniture(self, sketch: Sketch, asked: Numbers, which: Numbers, owners: Numbers) -> Mask:
        """Which values say nothing of this text; a value that is not looked up is judged by the one before it."""
        rules = self.rules
        much = np.bincount(which, minlength=len(asked)) > rules.common
        much[which[self._repeated(which, owners)]] = True
        if not much.any():
            return np.zeros(len(sketch.values), dtype=np.bool_)
        before = sketch.findable.cumsum() - 1
        spread: Mask = much[np.maximum(before, 0)]
        return spread

    def _repeated(self, which: Numbers, owners: Numbers) -> Numbers:
        """Where a source has a value for the `repeats`th time, in texts that do not copy each other."""
        sources, again = self._sources[owners], self.rules.repeats - 1
        known = sources.nonzero()[0]
        order = known[np.lexsort((sources[known], which[known]))]
        value, source = which[order], sources[order]
        again_there: Numbers = order[again:][(value[again:] == value[:-again]) & (source[again:] == source[:-again])]
        return again_there

    def _containment(self, values: Values, furniture: Values, other: _Known) -> float:
        theirs = _sorted(other.values)
        shorter = min(len(values), len(theirs) - int(np.count_nonzero(_held(furniture, theirs))))
        if shorter < self.rules.fewest:
            return 0.0
        shared = int(np.count_nonzero(_held(values, theirs)))
        return (
            shared / shorter if shared >= self.rules.containment * shorter + self.rules.margin * shorter**0.5 else 0.0
        )

    def _take(self, article: ArticleId, sketch: Sketch) -> None:
        values = sketch.values[sketch.findable]
        number, first, last = len(self._known), self._used, self._used + len(values)
        known = _Known(
            article=article,
            clock=self._clock,
            source=sketch.source,
            values=sketch.values,
            posting=first,
        )
        self._known.append(known)
        self._make_room(last, number)
        self._sources[number] = sketch.source
        self._sizes[number] = len(values)
        buckets = values >> self._shift
        self._links[first:last] = (values.astype(np.uint64) << _VALUE) | self._heads[buckets].astype(np.uint64)
        self._owners[first:last] = number
        self._heads[buckets] = np.arange(first, last, dtype=np.int32)
        self._used = last

    def _make_room(self, postings: int, number: int) -> None:
        while postings > len(self._links):
            self._links = _doubled(self._links)
            self._owners = _doubled(self._owners)
        if number >= len(self._sources):
            self._sources = _doubled(self._sources)
            self._sizes = _doubled(self._sizes)

    def _advance(self, sketch: Sketch) -> None:
        """Move the clock on and forget what came before the window, in order of arrival."""
        self._clock = max(self._clock, sketch.at.timestamp())
        since = self._clock - self.rules.window.total_seconds()
        while len(self) and (self._known[self._first].clock < since or len(self) >= self.rules.most):
            self._first += 1
        if self._first >= max(_SWEEP, len(self)):
            self._sweep()

    def _sweep(self) -> None:
        """Let go of what is forgotten: everything moves down."""
        gone, used = self._floor() - 1, self._used
        self._used -= gone
        links = self._links[1 + gone : used]
        before = np.maximum((links & _BEFORE).astype(np.int64) - gone, 0).astype(np.uint64)
        self._links[1 : self._used] = (links & ~_BEFORE) | before
        self._owners[1 : self._used] = self._owners[1 + gone : used] - self._first
        np.maximum(self._heads - gone, 0, out=self._heads)
        self._sources[: len(self)] = self._sources[self._first : len(self._known)].copy()
        self._sizes[: len(self)] = self._sizes[self._first : len(self._known)].copy()
        self._known = [replace(known, posting=known.posting - gone) for known in self._known[self._first :]]
        self._first = 0

    def _floor(self) -> int:
        """The first posting of a text that is remembered."""
        return self._known[self._first].posting if len(self) else self._used


def _sorted(values: Values) -> Values:
    """The values in order, each once."""
    ordered = np.sort(values)
    return np.append(ordered[:1], ordered[1:][ordered[1:] != ordered[:-1]])


def _held(values: Values, ordered: Values) -> Mask:
    """Which of the values are among the ordered ones."""
    if not len(ordered):
        return np.zeros(len(values), dtype=np.bool_)
    at = ordered.searchsorted(values)
    held: Mask = ordered.take(at, mode="clip") == values
    return held


def _doubled(array: NDArray[_Number]) -> NDArray[_Number]:
    return np.concatenate((array, np.zeros_like(array)))
