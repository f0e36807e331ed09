"""Which earlier texts a text repeats, among those of the last days.

Two sketches estimate how much of the shorter text the longer one holds (containment; Broder 1997). An inverted index
over a part of each sketch finds whom to compare: a table of buckets, each of which lists the latest texts with a value
that falls into it. What is found follows from the sketches added within the window and their order alone, so an index
rebuilt from the store is the index that was lost.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from newsloom.curate.sketch import Mask, Sketch, Values, only
from newsloom.model.article import ArticleId

Numbers = NDArray[np.int64]

_WIDE = 16  # texts a bucket lists, the latest ones: what one look into memory brings
_SLOT = 20  # bits of an entry that say which text; above them twelve of the value's
_SLOTS = (1 << _SLOT) - 1  # texts take slots round and round, from 1
_KEY, _ONE, _ABOVE = np.uint32(0xFFF), np.uint32(1), np.uint32(_SLOT)
_PROMISING = 0.5  # of the hits that a copy would have on average
_SWEEP = _SLOTS // 2  # texts after which those long forgotten are cleared, before their slots are taken again
_BLOCK = 1 << 16  # buckets swept at a time


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
    buckets: int = 1 << 20
    closest: int = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A text seen before, and the share of the shorter text's shingles that the longer one holds.

    `covered` is the share of the newcomer's shingles that the text seen before holds.
    """

    article: ArticleId
    containment: float
    covered: float


@dataclass(frozen=True, slots=True)
class _Known:
    """One remembered text; `number` counts arrivals."""

    article: ArticleId
    number: int
    clock: float
    source: int
    values: Values


@dataclass(frozen=True, slots=True)
class _Met:
    """The values that a text is looked up by, their buckets as they stand, and who has them.

    `which` counts from the first value asked, `owners` are the slots of texts.
    """

    asked: Numbers
    keys: Values
    buckets: Values
    rows: NDArray[np.uint32]
    which: Numbers
    owners: Numbers


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a look found; `furniture` marks the values that say nothing of the text (None: none does)."""

    matches: tuple[Match, ...]
    original: _Known | None
    furniture: Mask | None


class CopyIndex:
    """The sketches of the last days, and the index that finds them."""

    def __init__(self, *, rules: CopyRules | None = None) -> None:
        self.rules = rules or CopyRules()
        self._shift = np.uint32(33 - self.rules.buckets.bit_length())
        self._table = np.zeros((self.rules.buckets, _WIDE), dtype=np.uint32)
        self._sources = np.zeros(_SLOTS + 1, dtype=np.uint32)  # by slot
        self._sizes = np.zeros(
            _SLOTS + 1, dtype=np.int32
        )  # by slot: by how many values a text is found, 0 if forgotten
        self._known: dict[int, _Known] = {}  # by slot, in order of arrival
        self._clock = float("-inf")
        self._window = self.rules.window.total_seconds()
        self._arrivals = self._swept = 0

    def __len__(self) -> int:
        return len(self._known)

    def add(self, article: ArticleId, sketch: Sketch) -> tuple[tuple[Match, ...], Sketch]:
        """Take the next text in.

        Returns:
            What it repeats, nearest first; and its sketch as it is to be kept: a copy is found only by what its
            original has not, so a text that many carry stays rare.
        """
        self._advance(sketch)
        met = self._meet(sketch)
        seen = self._look(sketch, met)
        findable = sketch.findable if seen.furniture is None else sketch.findable & ~seen.furniture
        if seen.original is not None:
            findable = findable & ~_held(sketch.values, _sorted(seen.original.values))
        if findable is sketch.findable:
            self._take(article, sketch, met, slice(None))
            return seen.matches, sketch
        kept = only(sketch, findable)
        self._take(article, kept, met, findable[met.asked])
        return seen.matches, kept

    def look(self, sketch: Sketch) -> tuple[Match, ...]:
        """What a text would repeat if it came now; nothing is kept."""
        return self._look(sketch, self._meet(sketch)).matches

    def restore(self, rows: Iterable[tuple[ArticleId, Sketch]]) -> None:
        """Take back what `add` gave to keep, in order of arrival: at least all that came within the window."""
        for article, sketch in rows:
            self._advance(sketch)
            self._take(article, sketch, self._meet(sketch), slice(None))

    def _look(self, sketch: Sketch, met: _Met) -> _Seen:
        if not len(met.which):
            return _Seen(matches=(), original=None, furniture=None)
        furniture = self._furniture(sketch, met)
        owners = met.owners if furniture is None else met.owners[~furniture[met.asked[met.which]]]
        left = len(sketch.values) - (0 if furniture is None else np.count_nonzero(furniture))
        if left >= self.rules.fewest:
            found = self._compared(sketch, furniture, owners, least=self.rules.containment)
        else:  # nothing but furniture: it may be one text that comes again and again
            found = self._compared(sketch, None, met.owners, least=self.rules.own)
        return _Seen(
            matches=tuple(
                Match(article=known.article, containment=share, covered=covered) for share, covered, known in found
            ),
            original=found[0][2] if found else None,
            furniture=furniture,
        )

    def _compared(
        self, sketch: Sketch, furniture: Mask | None, owners: Numbers, *, least: float
    ) -> list[tuple[float, float, _Known]]:
        """Who holds enough of the text, or it of them: containment, covered, text; nearest first."""
        findable = sketch.findable if furniture is None else sketch.findable & ~furniture
        promising = self._promising(owners, int(np.count_nonzero(findable)))
        if not promising:
            return []
        own = sketch.values if furniture is None else sketch.values[~furniture]
        values, common = _sorted(own), sketch.values[:0] if furniture is None else _sorted(sketch.values[furniture])
        shares = [(*self._containment(values, common, known), known) for known in promising]
        kept = [found for found in shares if found[0] >= self._wanted(sketch, found[2], least)]
        return sorted(kept, key=lambda one: (-one[0], one[2].number))

    def _meet(self, sketch: Sketch) -> _Met:
        """Which of the values some text has, and which text."""
        asked = sketch.findable.nonzero()[0]
        values = sketch.values[asked]
        buckets = values >> self._shift
        keys = ((values >> _ONE) & _KEY) << _ABOVE
        rows = self._table.take(buckets, axis=0)
        hits = ((rows ^ keys[:, None]) <= _SLOTS).ravel().nonzero()[0]
        owners = (rows.ravel()[hits] & _SLOTS).astype(np.int64)
        remembered = self._sizes[owners] > 0
        if not remembered.all():
            hits, owners = hits[remembered], owners[remembered]
        return _Met(asked, keys, buckets, rows, hits // _WIDE, owners)

    def _promising(self, owners: Numbers, asked: int) -> list[_Known]:
        """The texts met often enough, most often first; the earlier one among equals."""
        share = _PROMISING * self.rules.containment
        if not (share * np.minimum(asked, self._sizes[owners]) <= len(owners)).any():
            return []
        slots, counts = np.unique(owners, return_counts=True)
        enough = (counts >= share * np.minimum(asked, self._sizes[slots])).nonzero()[0]
        met = [
            (-count, self._known[slot])
            for slot, count in zip(slots[enough].tolist(), counts[enough].tolist(), strict=True)
        ]
        return [known for _, known in sorted(met, key=lambda one: (one[0], one[1].number))[: self.rules.closest]]

    def _wanted(self, sketch: Sketch, known: _Known, least: float) -> float:
        return max(least, self.rules.own) if sketch.source != 0 and sketch.source == known.source else least

    def _furniture(self, sketch: Sketch, met: _Met) -> Mask | None:
        """Which values say nothing of this text; a value that is not looked up is judged by the one before it."""
        sources = self._sources[met.owners]
        if len(met.owners) <= self.rules.common and np.count_nonzero(sources) < self.rules.repeats:
            return None
        much = np.bincount(met.which, minlength=len(met.asked)) > self.rules.common
        much[met.which[self._repeated(met.which, sources)]] = True
        if not much.any():
            return None
        before = sketch.findable.cumsum() - 1
        spread: Mask = much[np.maximum(before, 0)]
        return spread

    def _repeated(self, which: Numbers, sources: NDArray[np.uint32]) -> Numbers:
        """Where a source has a value for the `repeats`th time, in texts that do not copy each other."""
        again = self.rules.repeats - 1
        known = sources.nonzero()[0]
        order = known[np.lexsort((sources[known], which[known]))]
        value, source = which[order], sources[order]
        again_there: Numbers = order[again:][(value[again:] == value[:-again]) & (source[again:] == source[:-again])]
        return again_there

    def _containment(self, values: Values, furniture: Values, other: _Known) -> tuple[float, float]:
        """The share of the shorter text's values in the longer one, and of the newcomer's in the other."""
        theirs = _sorted(other.values)
        shorter = min(len(values), len(theirs) - int(np.count_nonzero(_held(furniture, theirs))))
        if shorter < self.rules.fewest:
            return 0.0, 0.0
        shared = int(np.count_nonzero(_held(values, theirs)))
        if shared < self.rules.containment * shorter + self.rules.margin * shorter**0.5:
            return 0.0, 0.0
        return shared / shorter, shared / len(values)

    def _take(self, article: ArticleId, sketch: Sketch, met: _Met, kept: Mask | slice) -> None:
        """List a text under the values it is found by, before those listed there."""
        slot = self._arrivals % _SLOTS + 1
        self._known[slot] = _Known(article, self._arrivals, self._clock, sketch.source, sketch.values)
        self._arrivals += 1
        keys = met.keys[kept]
        self._sources[slot] = sketch.source
        self._sizes[slot] = len(keys)
        rows = np.empty((len(keys), _WIDE), dtype=np.uint32)
        rows[:, 0] = keys | np.uint32(slot)
        rows[:, 1:] = met.rows[kept, :-1]
        self._table[met.buckets[kept]] = rows

    def _advance(self, sketch: Sketch) -> None:
        """Move the clock on and forget what came before the window, in order of arrival."""
        self._clock = max(self._clock, sketch.at.timestamp())
        since = self._clock - self._window
        while self._known:
            slot = next(iter(self._known))
            if self._known[slot].clock >= since and len(self) < self.rules.most:
                break
            del self._known[slot]
            self._sizes[slot] = 0
        if self._arrivals - self._swept >= _SWEEP:
            self._sweep()

    def _sweep(self) -> None:
        """Clear the entries of forgotten texts."""
        self._swept = self._arrivals
        for begin in range(0, len(self._table), _BLOCK):
            block = self._table[begin : begin + _BLOCK]
            block[self._sizes[block & _SLOTS] == 0] = 0


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
