"""How the stories of some settings stand at a moment, weighed only when they change or may be on the front.

Heat never rises by waiting, so a story's heat when it was last weighed bounds what it has now: who looks for the
hottest need not weigh those whose bound is lower.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from newsloom.curate.candidates import Directions, cast
from newsloom.curate.judge import weigh
from newsloom.curate.settingsmark import judged_by
from newsloom.curate.tallies import articles_in, tallies, tally_of
from newsloom.model.article import ArticleId
from newsloom.model.finding import Finding, JudgedBy
from newsloom.model.judgement import Candidate
from newsloom.model.metadata import Standing
from newsloom.model.publication import Stand
from newsloom.model.source import SourceId
from newsloom.model.story import StoryId
from newsloom.records.profiles.columns import heats, qualities
from newsloom.records.profiles.default import Default, keywords
from newsloom.seams import Criteria


@dataclass(frozen=True, slots=True)
class Who:
    """One article of a held story: whose it is, what it is about."""

    article: ArticleId
    source: SourceId
    outlet: str
    house: str
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One story, ready to be weighed at any moment: in columns by its tally, or one by one by its findings.

    `who` and the tally have the same order, in which the first of the best leads.
    """

    who: tuple[Who, ...]
    tally: bytes
    findings: tuple[Finding, ...]
    independent: int
    newest: datetime


@dataclass(frozen=True, slots=True)
class Weight:
    """A story's scores at a moment: which article leads, whether the profile publishes it."""

    lead: int
    quality: int
    heat: int
    passes: bool
    stands: bool


@dataclass(slots=True)
class Board:
    """The stories as one desk's settings see them. Everything not said to be gone or changed is as before."""

    criteria: Criteria
    directions: Directions
    settings: JudgedBy
    held: dict[StoryId, Held] = field(default_factory=dict)
    bound: dict[StoryId, int] = field(default_factory=dict)
    shown: set[StoryId] = field(default_factory=set)
    fits: dict[ArticleId, tuple[object, tuple[int, int]]] = field(default_factory=dict)

    @classmethod
    def of(cls, criteria: Criteria, *, beside: Iterable["Board"] = ()) -> "Board":
        """An empty one; what it counts of keywords it shares with a board of the same topics beside it."""
        fits = next((board.fits for board in beside if board.criteria.topics == criteria.topics), {})
        return cls(criteria, Directions(criteria), judged_by(criteria), fits=fits)

    def hold(self, findings: Mapping[StoryId, tuple[Finding, ...]]) -> dict[StoryId, Held]:
        """The stories made ready."""
        return {story: self._held(of) for story, of in findings.items()}

    def judge(self, held: Mapping[StoryId, Held], *, at: datetime) -> set[StoryId]:
        """Take in stories that are new or changed; returns those that are shown from now on.

        What was shown once stays shown, except where records hold the contract's fields alone.
        """
        self.held.update(held)
        fresh = set()
        for story, weight in self.weigh(held, at=at).items():
            self.bound[story] = weight.heat
            is_shown = weight.passes or (weight.stands and story in self.shown and not self.criteria.contract_only)
            if is_shown and story not in self.shown:
                fresh.add(story)
            (self.shown.add if is_shown else self.shown.discard)(story)
        return fresh

    def drop(self, stories: Iterable[StoryId]) -> None:
        """Stories that are no more; whether they were shown is remembered."""
        for story in stories:
            held = self.held.pop(story, None)
            for who in held.who if held else ():
                self.fits.pop(who.article, None)
            self.bound.pop(story, None)

    def drop_older(self, than: datetime) -> None:
        """Let go of stories whose newest article is older."""
        self.drop([story for story, held in self.held.items() if held.newest < than])

    def edition(self, at: datetime, *, hottest: int | None = None) -> list[Stand]:
        """The stories in the order of an edition: shown ones first, hottest first, then the better, then by id.

        Args:
            at: the moment at which heat is evaluated, UTC.
            hottest: only so many of the shown ones; None for all, those that are not shown too.
        """
        if hottest is None:
            weights = self.weigh(self.held, at=at)
            return self._ordered(weights, shown=self.shown & self.held.keys())
        bounds = sorted((-self.bound[story], story) for story in self.shown if story in self.held)
        weights, taken, step = {}, 0, max(hottest, 1)
        while taken < len(bounds):
            part = [story for _, story in bounds[taken : taken + step]]
            weights |= self.weigh({story: self.held[story] for story in part}, at=at)
            taken += len(part)
            heat = sorted((weight.heat for weight in weights.values()), reverse=True)[:hottest]
            if taken < len(bounds) and len(heat) == hottest and heat[-1] > -bounds[taken][0]:
                break
        for story, weight in weights.items():
            self.bound[story] = weight.heat
        return self._ordered(weights, shown=weights.keys())[:hottest]

    def weigh(self, held: Mapping[StoryId, Held], *, at: datetime) -> dict[StoryId, Weight]:
        """The scores of stories at a moment."""
        profile = self.criteria.profile
        counted = {story: one for story, one in held.items() if one.tally}
        weights = {story: self._one(one, at) for story, one in held.items() if not one.tally}
        if counted and isinstance(profile, Default):
            weights |= dict(zip(counted, _counted([*counted.values()], profile, at), strict=True))
        return weights

    def _held(self, findings: Sequence[Finding]) -> Held:
        standing = [one for one in findings if one.standing is not Standing.WITHDRAWN]
        ordered = sorted(standing or findings, key=lambda one: (one.copy_of is not None, one.at, one.article))
        found = cast(ordered, self.directions)
        pairs = list(zip(ordered, found.candidates, strict=True))
        turned = any(one.turns for one in findings)  # then the best need not lead
        in_columns = isinstance(self.criteria.profile, Default) and bool(standing) and not turned
        return Held(
            who=tuple(
                Who(one.article, one.source, c.outlet, c.family or c.outlet, tuple(topic.id for topic in c.topics))
                for one, c in pairs
            ),
            tally=tally_of((c, self._fit(one.article, c)) for one, c in pairs) if in_columns else b"",
            findings=() if in_columns else tuple(findings),
            independent=found.rests_on.independent,
            newest=max(one.at for one in findings),
        )

    def _fit(self, article: ArticleId, candidate: Candidate) -> tuple[int, int]:
        """How many keywords an article has in title and lead; counted once while neither they nor its topics change."""
        key = (candidate.title, candidate.lead, candidate.topics, candidate.matches)
        kept = self.fits.get(article)
        if kept is None or kept[0] != key:
            kept = self.fits[article] = (key, keywords(candidate))
        return kept[1]

    def _one(self, held: Held, at: datetime) -> Weight:
        weighed = weigh(held.findings, directions=self.directions, now=at)
        lead = next(n for n, who in enumerate(held.who) if who.article == weighed.lead.finding.article)
        stands = weighed.lead.finding.standing is not Standing.WITHDRAWN
        return Weight(lead, weighed.lead.quality.value, weighed.heat.value, weighed.published, stands)

    def _ordered(self, weights: Mapping[StoryId, Weight], *, shown: Iterable[StoryId]) -> list[Stand]:
        on = set(shown)
        order = sorted(weights, key=lambda s: (s not in on, -weights[s].heat, -weights[s].quality, s))
        return [self._stand(story, weights[story], is_shown=story in on) for story in order]

    def _stand(self, story: StoryId, weight: Weight, *, is_shown: bool) -> Stand:
        held = self.held[story]
        who = held.who[weight.lead]
        return Stand(
            story=story,
            lead=who.article,
            quality=weight.quality,
            heat=weight.heat,
            published=is_shown,
            source=who.source,
            outlet=who.outlet,
            house=who.house,
            topics=who.topics,
            independent=held.independent,
            newest=held.newest,
        )


def _counted(held: Sequence[Held], profile: Default, at: datetime) -> list[Weight]:
    """All at once, by their tallies."""
    rows = tallies(one.tally for one in held)
    sizes = np.array([articles_in(one.tally) for one in held], dtype=np.int64)
    starts = np.cumsum(sizes) - sizes
    quality = qualities(rows, profile.weights)
    best = np.maximum.reduceat(quality, starts)
    heat = heats(rows, sizes, quality, at, profile.weights)
    story = np.repeat(np.arange(len(sizes)), sizes)
    at_best = np.flatnonzero(quality == best[story])
    _, first = np.unique(story[at_best], return_index=True)
    leads = at_best[first] - starts
    passes = heat >= profile.threshold
    return [
        Weight(*one, stands=True)
        for one in zip(leads.tolist(), best.tolist(), heat.tolist(), passes.tolist(), strict=True)
    ]
