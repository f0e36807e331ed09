"""The scores of the profile `default` for many stories at once, in arrays: exactly those of the receipts.

Stories in which every house has one voice, one country and one language are weighed in columns. The others, few, go the
way that receipts go: which voices count there is a matter of matching.
"""

from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from newsloom.curate.cooling import STEPS, TABLE, WHOLE_BITS
from newsloom.curate.tallies import EPOCH, GENRES, MICROSECOND, ORIGINALITIES, STANDINGS, Flag, Tally, microseconds
from newsloom.model.judgement import Coverage, Originality
from newsloom.model.metadata import Standing
from newsloom.model.weights import DefaultWeights
from newsloom.records.profiles.default import FULL_TIER, OF_GENRE, OF_ORIGINALITY
from newsloom.records.profiles.heat import DAYS_FROM, HOUR, PERCENT, heat_parts

Ints = NDArray[np.int64]
INTERESTED = ORIGINALITIES.index(Originality.PRESS_RELEASE)
SECOND = 1_000_000  # microseconds

_LEFT = np.array(TABLE, dtype=np.int64)


def qualities(rows: Tally, weights: DefaultWeights) -> Ints:
    """The quality of each article."""
    points = np.full(len(rows), weights.article, dtype=np.int64)
    points += np.clip(rows["tier"].astype(np.int64), 0, FULL_TIER) * weights.source_most // FULL_TIER
    points += _earned(ORIGINALITIES, OF_ORIGINALITY, weights)[rows["originality"]]
    points += _earned(GENRES, OF_GENRE, weights)[rows["genre"]]
    keywords = (
        rows["named"].astype(np.int64) * weights.title_keyword + rows["told"].astype(np.int64) * weights.lead_keyword
    )
    points += np.minimum(keywords, weights.topics_most)
    points += np.where(_has(rows, Flag.AUTHOR), weights.author, 0)
    points += np.where(_has(rows, Flag.DATE), weights.date, -weights.undated)
    points += np.where(_has(rows, Flag.IMAGE), weights.image, 0)
    words = rows["words"].astype(np.int64)
    length = np.minimum(words, weights.length_words) * weights.length_most // weights.length_words
    points += np.where(words < weights.thin_words, -weights.thin, length)
    points -= np.where(_has(rows, Flag.PAYWALLED), weights.paywalled, 0)
    points -= np.where(_has(rows, Flag.SHOUTED), weights.shouted, 0)
    points -= _taken(weights)[rows["standing"]]
    return points


def heats(rows: Tally, sizes: Ints, quality: Ints, now: datetime, weights: DefaultWeights) -> Ints:
    """The heat of each story.

    Args:
        rows: the articles that count of all stories, one story after the other.
        sizes: how many articles each story has; at least one.
        quality: of each article.
        now: the moment at which it is asked, UTC.
        weights: the profile's.
    """
    stories = _Stories(rows, sizes, now, weights)
    worth = np.maximum(quality, 0) * stories.warmth
    found = stories.greatest(worth) * weights.interest_percent // PERCENT >> WHOLE_BITS
    found += stories.voices() + stories.pace() + stories.freshness() + stories.spread() + stories.copies()
    for story in np.flatnonzero(stories.tangled()):
        begin = int(stories.starts[story])
        part = slice(begin, begin + int(sizes[story]))
        reports = [_coverage(row, int(points)) for row, points in zip(rows[part], quality[part], strict=True)]
        found[story] = sum(piece.points for piece in heat_parts(reports, now, weights))
    return found


def told_ages(moments: Ints, now: datetime) -> Ints:
    """A number for how old each moment (microseconds since 1970) is told to be: the same one, the same words."""
    old = np.maximum(microseconds(now) - moments, 0)
    hours, days = old // (HOUR // MICROSECOND), old // (timedelta(days=1) // MICROSECOND)
    return np.where(old >= DAYS_FROM // MICROSECOND, -days, hours)


class _Stories:
    """The columns of stories that lie one after the other."""

    def __init__(self, rows: Tally, sizes: Ints, now: datetime, weights: DefaultWeights) -> None:
        self.rows, self.weights, self.sizes = rows, weights, sizes
        self.starts = np.cumsum(sizes) - sizes
        self.story = np.repeat(np.arange(len(sizes)), sizes)
        self.copy = _has(rows, Flag.COPY)
        self.own = ~self.copy & (rows["originality"] != INTERESTED)
        self.warmth = _left(microseconds(now) - rows["at"], weights)

    def greatest(self, values: Ints) -> Ints:
        """The greatest of each story."""
        return np.maximum.reduceat(values, self.starts)

    def tangled(self) -> NDArray[np.bool_]:
        """The stories where a house speaks with several voices, or its texts are of several countries or languages."""
        own = np.flatnonzero(self.own)
        story, house = self.story[own], self.rows["house"][own]
        found = np.zeros(len(self.sizes), dtype=np.bool_)
        order = np.lexsort((house, story))
        same = (np.diff(story[order]) == 0) & (house[order][1:] == house[order][:-1])
        for name in ("voice", "country", "language"):
            said = self.rows[name][own][order]
            found[story[order][1:][same & (said[1:] != said[:-1])]] = True
        return found

    def voices(self) -> Ints:
        """The points of all voices beside the hottest, each by its hottest report and rounded down."""
        weights, total = self.weights, np.zeros(len(self.sizes), dtype=np.int64)
        hottest = np.zeros_like(total)
        more = max(weights.voice_most - weights.voice_least, 0)
        tier = np.clip(self.rows["tier"].astype(np.int64), 0, FULL_TIER)
        worth = (weights.voice_least + more * tier // FULL_TIER) * self.warmth
        story, most = self._hottest(self.own, "voice", worth)
        np.add.at(total, story, most >> WHOLE_BITS)
        np.maximum.at(hottest, story, most >> WHOLE_BITS)
        return total - hottest

    def pace(self) -> Ints:
        """For voices at once: each report counts those before it, one place further back at a time.

        A voice that speaks several times counts where it speaks last.
        """
        weights, found = self.weights, np.zeros(len(self.sizes), dtype=np.int64)
        own = np.flatnonzero(self.own)
        order = own[np.lexsort((self.rows["at"][own], self.story[own]))]
        story, at = self.story[order], self.rows["at"][order]
        again = _next(story, self.rows["voice"][order])
        span = int(weights.pace_hours * 3600 * SECOND)
        others = np.zeros(len(order), dtype=np.int64)
        later, back = np.arange(1, len(order)), 1
        while len(later):
            before = later - back
            near = (story[later] == story[before]) & (at[later] - at[before] <= span)
            later, before = later[near], before[near]  # who is too far from one is too far from all before
            others[later] += again[before] > later
            back += 1
            later = later[later >= back]
        worth = np.minimum(weights.pace * others, weights.pace_most) * self.warmth[order]
        np.maximum.at(found, story, worth >> WHOLE_BITS)
        return found

    def freshness(self) -> Ints:
        """For the newest text of its own."""
        return self.greatest(np.where(self.own, self.warmth, 0)) * self.weights.fresh >> WHOLE_BITS

    def spread(self) -> Ints:
        """For each house, country and language beside the warmest."""
        weights = self.weights
        kinds = ((weights.family, "house"), (weights.country, "country"), (weights.language, "language"))
        worth = sum(points * self._apart(self.own & (self.rows[kind] != 0), kind, best=False) for points, kind in kinds)
        return np.minimum(worth, weights.spread_most << WHOLE_BITS) >> WHOLE_BITS

    def copies(self) -> Ints:
        """For each house that repeats another's text, once."""
        theirs = self.copy & ~_has(self.rows, Flag.REPRINT)
        worth = self.weights.copies * self._apart(theirs, "house", best=True)
        return np.minimum(worth, self.weights.copies_most << WHOLE_BITS) >> WHOLE_BITS

    def _apart(self, of: NDArray[np.bool_], name: str, *, best: bool) -> Ints:
        """The sum over the names in each story of how warm each is at most; with the warmest of all or without."""
        total = np.zeros(len(self.sizes), dtype=np.int64)
        story, most = self._hottest(of, name, self.warmth)
        np.add.at(total, story, most)
        if not best:
            warmest = np.zeros_like(total)
            np.maximum.at(warmest, story, most)
            total -= warmest
        return total

    def _hottest(self, of: NDArray[np.bool_], name: str, worth: Ints) -> tuple[Ints, Ints]:
        """For each name in each story: the story, and the greatest worth among these articles."""
        at = np.flatnonzero(of)
        if not len(at):
            return at, at
        order = at[np.lexsort((self.rows[name][at], self.story[at]))]
        story, names = self.story[order], self.rows[name][order]
        begins = np.flatnonzero(np.r_[True, (story[1:] != story[:-1]) | (names[1:] != names[:-1])])
        return story[begins], np.maximum.reduceat(worth[order], begins)


def _next(story: Ints, voice: NDArray[np.uint64]) -> Ints:
    """Where in the order each article's voice speaks next in its story; beyond the end where it does not."""
    found = np.full(len(story), len(story), dtype=np.int64)
    order = np.lexsort((np.arange(len(story)), voice, story))
    same = (np.diff(story[order]) == 0) & (voice[order][1:] == voice[order][:-1])
    found[order[:-1][same]] = order[1:][same]
    return found


def _left(ages: Ints, weights: DefaultWeights) -> Ints:
    """As `cooling.left`, of ages in microseconds."""
    seconds = np.maximum(ages // SECOND, 0)
    span = max(int(weights.half_life.total_seconds()), 1)
    halvings, rest = np.divmod(seconds, span)
    step, between = np.divmod(rest * STEPS, span)
    drawn = _LEFT[step] - (_LEFT[step] - _LEFT[step + 1]) * between // span
    warmth: Ints = drawn >> np.minimum(halvings, WHOLE_BITS + 1)
    return warmth


def _has(rows: Tally, flag: Flag) -> NDArray[np.bool_]:
    has: NDArray[np.bool_] = (rows["flags"] & int(flag)) != 0
    return has


def _earned(kinds: tuple[object, ...], of: object, weights: DefaultWeights) -> Ints:
    """The points of each kind of a vocabulary."""
    named = [of.get(kind) for kind in kinds]  # type: ignore[attr-defined]  # a mapping from the vocabulary's members
    return np.array([getattr(weights, name) if name else 0 for name in named], dtype=np.int64)


def _taken(weights: DefaultWeights) -> Ints:
    """What each standing costs."""
    costs = {Standing.STANDS: 0, Standing.CORRECTED: weights.corrected}
    return np.array([costs.get(standing, weights.gone) for standing in STANDINGS], dtype=np.int64)


def _coverage(row: np.void, quality: int) -> Coverage:
    house, voice = str(row["house"]), str(row["voice"])
    return Coverage(
        outlet=house,
        family=house,
        voice="" if voice == house else voice,
        is_copy=bool(row["flags"] & Flag.COPY),
        is_reprint=bool(row["flags"] & Flag.REPRINT),
        is_interested=int(row["originality"]) == INTERESTED,
        published=EPOCH + int(row["at"]) * MICROSECOND,
        tier=int(row["tier"]),
        country=str(row["country"]) if row["country"] else "",
        language=str(row["language"]) if row["language"] else "",
        quality=quality,
    )
