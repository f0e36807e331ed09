"""Which earlier texts a text repeats, among those of the last days.

Two sketches estimate how much of the shorter text the longer one holds (containment; Broder 1997). An inverted index
over a part of each sketch finds whom to compare: a table of buckets, each of which lists the latest texts with a value
that falls into it. What is found follows from the sketches added within the window and their order alone, so an index
rebuilt from the store is the index that was lost.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from newsloom.curate.copyrules import CopyRules, Match
from newsloom.curate.copytable import SLOTS, WIDE, Numbers, keys_of, list_all, shift_of
from newsloom.curate.numbersets import among, counted, distinct
from newsloom.curate.sketch import Mask, Sketch, Values, only
from newsloom.model.article import ArticleId

_PROMISING = 0.5  # of the hits that a copy would have on average
_PARTS, _EVEN = 4, 0.5
# Texts take slots round and round; after so many, those long forgotten are cleared before their slots are taken again.
_SWEEP = SLOTS // 2
_BLOCK = 1 << 16  # buckets swept at a time
_FEW = 1 << 6  # slots to begin with: most indexes are of one story


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
class _Common:
    """What a known text and a newcomer share; `held` marks the newcomer's own values that the other has."""

    known: _Known
    containment: float
    held: Mask


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
        self._shift = shift_of(self.rules.buckets)
        self._table = np.zeros((self.rules.buckets, WIDE), dtype=np.uint32)
        self._sources = np.zeros(_FEW, dtype=np.uint32)  # by slot
        self._sizes = np.zeros(_FEW, dtype=np.int32)  # by slot: by how many values a text is found, 0 if forgotten
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
            findable = findable & ~among(sketch.values, distinct(seen.original.values))
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
        texts = list(rows)
        if not self._arrivals and 1 < len(texts) < _SWEEP:
            self._take_all(texts[:-1])
            texts = texts[-1:]
        for article, sketch in texts:
            self._advance(sketch)
            self._take(article, sketch, self._meet(sketch), slice(None))

    def _take_all(self, texts: Sequence[tuple[ArticleId, Sketch]]) -> None:
        """Take the first texts in; which of them are forgotten shows with the next."""
        self._make_room(len(texts))
        list_all(self._table, [sketch.values[sketch.findable] for _, sketch in texts], first=1)
        for slot, (article, sketch) in enumerate(texts, start=1):
            self._clock = max(self._clock, sketch.at.timestamp())
            self._known[slot] = _Known(article, slot - 1, self._clock, sketch.source, sketch.values)
            self._sources[slot] = sketch.source
            self._sizes[slot] = np.count_nonzero(sketch.findable)
        self._arrivals = len(texts)

    def _look(self, sketch: Sketch, met: _Met) -> _Seen:
        if not len(met.which):
            return _Seen(matches=(), original=None, furniture=None)
        much, furniture = self._furniture(sketch, met)
        left = len(sketch.values) - (0 if furniture is None else np.count_nonzero(furniture))
        if furniture is None or left < self.rules.fewest:
            # Nothing but furniture may be one text that comes again and again.
            least = self.rules.spread if left >= self.rules.fewest else self.rules.own
            found = self._compared(sketch, None, met.owners, asked=len(met.asked), least=least)
        else:
            asked = len(met.asked) - int(np.count_nonzero(much))
            owners = met.owners[~much[met.which]]
            found = self._compared(sketch, furniture, owners, asked=asked, least=self.rules.spread)
        return _Seen(
            matches=tuple(_matches(found)),
            original=found[0].known if found else None,
            furniture=furniture,
        )

    def _compared(
        self, sketch: Sketch, furniture: Mask | None, owners: Numbers, *, asked: int, least: float
    ) -> list[_Common]:
        """Who holds enough of the text, or it of them; nearest first."""
        promising = self._promising(owners, asked)
        if not promising:
            return []
        own = sketch.values if furniture is None else sketch.values[~furniture]
        values, common = distinct(own), sketch.values[:0] if furniture is None else distinct(sketch.values[furniture])
        found = [self._common(own, values, common, known) for known in promising]
        kept = [one for one in found if one and one.containment >= self._wanted(sketch, one.known, least)]
        return sorted(kept, key=lambda one: (-one.containment, one.known.number))

    def _meet(self, sketch: Sketch) -> _Met:
        """Which of the values some text has, and which text."""
        asked = sketch.findable.nonzero()[0]
        values = sketch.values[asked]
        buckets = values >> self._shift
        keys = keys_of(values)
        rows = self._table.take(buckets, axis=0)
        hits = ((rows ^ keys[:, None]) <= SLOTS).ravel().nonzero()[0]
        owners = (rows.ravel()[hits] & SLOTS).astype(np.int64)
        remembered = self._sizes[owners] > 0
        if not remembered.all():
            hits, owners = hits[remembered], owners[remembered]
        return _Met(asked, keys, buckets, rows, hits // WIDE, owners)

    def _promising(self, owners: Numbers, asked: int) -> list[_Known]:
        """The texts met often enough, most often first; the earlier one among equals."""
        share = _PROMISING * min(self.rules.spread, self.rules.containment)
        if not (share * np.minimum(asked, self._sizes[owners]) <= len(owners)).any():
            return []
        slots, counts = counted(owners)
        enough = (counts >= share * np.minimum(asked, self._sizes[slots])).nonzero()[0]
        met = [
            (-count, self._known[slot])
            for slot, count in zip(slots[enough].tolist(), counts[enough].tolist(), strict=True)
        ]
        return [known for _, known in sorted(met, key=lambda one: (one[0], one[1].number))[: self.rules.closest]]

    def _wanted(self, sketch: Sketch, known: _Known, least: float) -> float:
        return max(least, self.rules.own) if sketch.source != 0 and sketch.source == known.source else least

    def _furniture(self, sketch: Sketch, met: _Met) -> tuple[Mask, Mask | None]:
        """Which of the values asked, and which of all, say nothing of this text (None: none are).

        A value that is not looked up is judged by the one before it.
        """
        much = np.bincount(met.which, minlength=len(met.asked)) > self.rules.common
        sources = self._sources[met.owners]
        if np.count_nonzero(sources) >= self.rules.repeats:
            much[met.which[self._repeated(met.which, sources)]] = True
        if not much.any():
            return much, None
        before = sketch.findable.cumsum() - 1
        spread: Mask = much[np.maximum(before, 0)]
        return much, spread

    def _repeated(self, which: Numbers, sources: NDArray[np.uint32]) -> Numbers:
        """Where a source has a value for the `repeats`th time, in texts that do not copy each other."""
        again = self.rules.repeats - 1
        known = sources.nonzero()[0]
        order = known[np.lexsort((sources[known], which[known]))]
        value, source = which[order], sources[order]
        again_there: Numbers = order[again:][(value[again:] == value[:-again]) & (source[again:] == source[:-again])]
        return again_there

    def _common(self, own: Values, values: Values, furniture: Values, known: _Known) -> _Common | None:
        """What a known text shares with the newcomer's own values, which are given in order too; None if too little."""
        theirs, rules = distinct(known.values), self.rules
        shorter = min(len(values), len(theirs) - int(np.count_nonzero(among(furniture, theirs))))
        if shorter < rules.fewest:
            return None
        shared = int(np.count_nonzero(among(values, theirs)))
        if shared < rules.spread * shorter + rules.spread_margin * shorter**0.5:
            return None
        held = among(own, theirs)
        much = shared >= rules.containment * shorter + rules.margin * shorter**0.5
        if not much and not (_is_spread(held) and _is_spread(among(known.values, values))):
            return None
        return _Common(known, shared / shorter, held)

    def _take(self, article: ArticleId, sketch: Sketch, met: _Met, kept: Mask | slice) -> None:
        """List a text under the values it is found by, before those listed there."""
        slot = self._arrivals % SLOTS + 1
        self._make_room(slot)
        self._known[slot] = _Known(article, self._arrivals, self._clock, sketch.source, sketch.values)
        self._arrivals += 1
        keys = met.keys[kept]
        self._sources[slot] = sketch.source
        self._sizes[slot] = len(keys)
        rows = np.empty((len(keys), WIDE), dtype=np.uint32)
        rows[:, 0] = keys | np.uint32(slot)
        rows[:, 1:] = met.rows[kept, :-1]
        self._table[met.buckets[kept]] = rows

    def _make_room(self, slot: int) -> None:
        """See to it that there is such a slot."""
        if slot >= len(self._sizes):
            more = max(2 * len(self._sizes), slot + 1) - len(self._sizes)
            self._sources = np.pad(self._sources, (0, more))
            self._sizes = np.pad(self._sizes, (0, more))

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
            block[self._sizes[block & SLOTS] == 0] = 0


def _matches(found: Sequence[_Common]) -> Iterator[Match]:
    for one in found:
        yield Match(
            article=one.known.article,
            containment=one.containment,
            covered=float(one.held.mean()),
            besides=float((one.held & ~found[0].held).mean()),
        )


def _is_spread(held: Mask) -> bool:
    """Whether no part of a text, of some equal parts, holds much less of what is shared than the whole."""
    parts = [np.count_nonzero(part) / len(part) for part in np.array_split(held, _PARTS) if len(part)]
    return bool(min(parts) >= _EVEN * np.count_nonzero(held) / len(held))
