"""How all stories stand at one moment, from what is kept of them: no text is read and no receipt made."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from newsloom.curate.candidates import Directions
from newsloom.curate.judge import weigh
from newsloom.curate.settingsmark import judged_by
from newsloom.curate.tallies import Flag, articles_in, tallies
from newsloom.keeping import Store
from newsloom.model.story import StoryId
from newsloom.records.profiles.columns import heats, qualities, told_ages
from newsloom.records.profiles.default import Default
from newsloom.seams import Criteria

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """Stories with the scores they have at one moment, in no order.

    `quality` is that of the lead, `published` whether the heat reaches the threshold then.
    """

    stories: list[StoryId]
    quality: Ints
    heat: Ints
    published: NDArray[np.bool_]

    def front(self, limit: int | None = None) -> list[StoryId]:
        """The published stories, hottest first, then the better, then by id; at most so many."""
        shown = np.flatnonzero(self.published)
        names = np.array([self.stories[n] for n in shown], dtype=np.str_)
        order = np.lexsort((names, -self.quality[shown], -self.heat[shown]))
        return [self.stories[n] for n in shown[order[:limit]]]


def ranking(store: Store, criteria: Criteria, *, at: datetime, since: datetime | None = None) -> Ranking:
    """The scores of every story judged before, by the settings as they are now.

    A story that changed since its record was made is left out: it is to be judged by its texts.

    Args:
        store: where stories are kept.
        criteria: the desk's settings, by which all are weighed, whatever they were judged by before.
        at: the moment at which heat is evaluated, UTC.
        since: only stories whose newest article is from then on, UTC; None for all.
    """
    settings, profile = judged_by(criteria), criteria.profile
    rows = store.records.tallies(since=since)
    if not isinstance(profile, Default):
        return _weighed(store, criteria, [story for story, _, _ in rows], at=at)
    ready = [(story, tally) for story, made_by, tally in rows if tally and made_by == settings.tallies]
    one = _counted(ready, profile, at=at)
    if len(ready) == len(rows):
        return one
    known = set(one.stories)
    rest = _weighed(store, criteria, [story for story, _, _ in rows if story not in known], at=at)
    return Ranking(
        stories=one.stories + rest.stories,
        quality=np.concatenate([one.quality, rest.quality]),
        heat=np.concatenate([one.heat, rest.heat]),
        published=np.concatenate([one.published, rest.published]),
    )


def steady(store: Store, criteria: Criteria, *, before: datetime, at: datetime, since: datetime) -> frozenset[StoryId]:
    """The stories whose records say the same at two moments, the ages in their receipts included.

    No part of heat grows with age, so a heat that is the same is made of the same parts. Only what the settings in
    force judged, without a change since, is among them, and only where the profile counts in columns.

    Args:
        store: where stories are kept.
        criteria: the desk's settings.
        before: when they were judged last, UTC.
        at: the moment that is asked about, UTC.
        since: only stories whose newest article is from then on, UTC.
    """
    profile, settings = criteria.profile, judged_by(criteria)
    rows = store.records.tallies(since=since)
    if before == at:
        return frozenset(story for story, made_by, _ in rows if made_by == settings.tallies)
    ready = [(story, tally) for story, made_by, tally in rows if tally and made_by == settings.tallies]
    if not isinstance(profile, Default) or not ready:
        return frozenset()
    found = tallies(tally for _, tally in ready)
    sizes = np.array([articles_in(tally) for _, tally in ready], dtype=np.int64)
    quality = qualities(found, profile.weights)
    then, now = (heats(found, sizes, quality, moment, profile.weights) for moment in (before, at))
    aged = told_ages(found["at"], before) != told_ages(found["at"], at)
    same = (then == now) & ~np.logical_or.reduceat(aged, np.cumsum(sizes) - sizes)
    return frozenset(ready[n][0] for n in np.flatnonzero(same))


def _counted(ready: list[tuple[StoryId, bytes]], profile: Default, *, at: datetime) -> Ranking:
    """By their tallies, all at once."""
    if not ready:
        nothing = np.zeros(0, dtype=np.int64)
        return Ranking(stories=[], quality=nothing, heat=nothing, published=nothing.astype(np.bool_))
    found = tallies(tally for _, tally in ready)
    sizes = np.array([articles_in(tally) for _, tally in ready], dtype=np.int64)
    quality = qualities(found, profile.weights)
    heat = heats(found, sizes, quality, at, profile.weights)
    leads = np.cumsum(sizes) - sizes
    stands = (found["flags"][leads] & int(Flag.WITHDRAWN)) == 0
    return Ranking(
        stories=[story for story, _ in ready],
        quality=np.maximum.reduceat(quality, leads),
        heat=heat,
        published=stands & (heat >= profile.threshold),
    )


def _weighed(store: Store, criteria: Criteria, stories: Iterable[StoryId], *, at: datetime) -> Ranking:
    """One by one, where other settings than weights changed, or the profile does not count in columns."""
    directions, found = Directions(criteria), []
    names: list[StoryId] = []
    for story, kept in store.records.found(stories).items():
        weighed = weigh(kept.findings, directions=directions, now=at)
        names.append(story)
        found.append((weighed.lead.quality.value, weighed.heat.value, weighed.published))
    scores = np.array(found, dtype=np.int64).reshape(len(found), 3)
    return Ranking(stories=names, quality=scores[:, 0], heat=scores[:, 1], published=scores[:, 2].astype(np.bool_))
