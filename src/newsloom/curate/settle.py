"""Looking again at the stories an arriving article touches: which are one, who stands in the wrong one, which is two.

Only what the new article brings fresh evidence on is looked at, in the moment it arrives. So nothing depends on when a
run ends, and what an article costs does not grow with the stream. Each change needs more than placing does, and the
word of two articles; what it leads to is not undone by the same evidence.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import fsum
from typing import assert_never

from newsloom.curate.choose import ABSENT, chance, strength
from newsloom.curate.parting import is_due, parting
from newsloom.curate.placement import story_id
from newsloom.curate.rulings import Ruled
from newsloom.curate.threads import Threads
from newsloom.model.article import ArticleId
from newsloom.model.story import Change, Evidence, StoryChange, StoryId

_MERGES = 3  # stories one article can bring together


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleRules:
    """How much surer than at placing a change must be, in log-odds, and how much makes evidence.

    `linked` is the log-odds from which a link is a witness. A story merges if its articles belong to the other by
    `merging` more than joining asks; an article moves if it belongs there by `moving` more than where it is. A story
    splits in two if the links between them are at the mean below `parted`, by `gap` lower than those within, and no
    more than `crossing` of them are witnesses. `looked` bounds the articles of a story that are asked; a larger story
    does not split.
    """

    merging: float = 0.6
    moving: float = 1.5
    linked: float = 1.0
    witnesses: int = 2
    parted: float = -1.0
    gap: float = 1.5
    crossing: float = 0.15
    looked: int = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """One story going into another; `odds` are the mean log-odds of its articles belonging there."""

    ending: StoryId
    story: StoryId
    odds: float
    nearest: ArticleId


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One article going into another story; `odds` are its log-odds of belonging there."""

    article: ArticleId
    origin: StoryId
    story: StoryId
    odds: float
    nearest: ArticleId


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """The smaller part of a story, in order of arrival, and its new name; `odds` are those of the parts being one."""

    articles: tuple[ArticleId, ...]
    origin: StoryId
    story: StoryId
    odds: float


Step = Merge | Move | Split


def settle(
    threads: Threads,
    article: ArticleId,
    *,
    joining: float,
    share: float,
    rules: SettleRules,
    ruled: Ruled | None = None,
) -> Iterator[Step]:
    """Make the changes that an article which has just arrived brings evidence for, one after the other.

    What editors `ruled` forbids is not done; whoever takes a step tells it before asking for the next.
    """
    said = ruled or Ruled()
    for _ in range(_MERGES):
        merge = mergeable(threads, article, joining=joining, share=share, rules=rules, allowed=said.may_merge)
        if merge is None:
            break
        threads.merge(merge.ending, merge.story)
        yield merge
    for move in list(movable(threads, article, joining=joining, share=share, rules=rules)):
        if said.may_move([move.article], move.story):
            threads.move(move.article, move.story)
            yield move
    split = splittable(threads, article, rules=rules)
    if split is not None and said.may_move(split.articles, split.story):
        threads.split(split.articles, split.story)
        yield split


def change_of(step: Step, at: datetime) -> StoryChange:
    """What happened, for the log."""
    articles: tuple[ArticleId, ...] = ()
    nearest: ArticleId | None = None
    match step:
        case Merge(ending=other):
            kind, nearest = Change.MERGED, step.nearest
        case Move(origin=other):
            kind, nearest, articles = Change.MOVED, step.nearest, (step.article,)
        case Split(origin=other):
            kind, articles = Change.SPLIT, step.articles
        case _:
            assert_never(step)
    evidence = Evidence(stage="settled", probability=chance(step.odds), nearest=nearest)
    return StoryChange(kind=kind, story=step.story, articles=articles, other=other, evidence=evidence, at=at)


def mergeable(
    threads: Threads,
    article: ArticleId,
    *,
    joining: float,
    share: float,
    rules: SettleRules,
    allowed: Callable[[StoryId, StoryId], bool] = lambda _one, _other: True,
) -> Merge | None:
    """The surest merge of the article's story with one it is linked with and may go with; None if all is well."""
    home = threads.story[article]
    near: dict[StoryId, ArticleId] = {}
    for other, odds in threads.links[article].items():
        if odds > rules.linked and threads.story[other] != home:
            near.setdefault(threads.story[other], other)
    best: Merge | None = None
    for story, nearest in near.items():
        small, large = _by_size(threads, home, story)
        sure = _belongs(threads, small, large, share=share, rules=rules)
        if sure > joining + rules.merging and (best is None or sure > best.odds) and allowed(small, large):
            best = Merge(ending=small, story=large, odds=sure, nearest=nearest)
    return best


def movable(
    threads: Threads, article: ArticleId, *, joining: float, share: float, rules: SettleRules
) -> Iterator[Move]:
    """The articles linked with the new one that belong to its story clearly more than to their own."""
    home = threads.story[article]
    for other, odds in threads.links[article].items():
        origin = threads.story[other]
        if odds <= rules.linked or origin == home or len(threads.members[origin]) == 1:
            continue  # a story of one can only merge
        there, here = threads.into(other, home), threads.into(other, origin)
        if there[-1] <= ABSENT or sum(link > rules.linked for link in there) < rules.witnesses:
            continue
        belongs = strength(there, size=len(threads.members[home]), share=share)
        stays = strength(here or [ABSENT], size=len(threads.members[origin]) - 1, share=share)
        if belongs > max(stays + rules.moving, joining + rules.merging):
            yield Move(article=other, origin=origin, story=home, odds=belongs, nearest=article)


def splittable(threads: Threads, article: ArticleId, *, rules: SettleRules) -> Split | None:
    """The smaller part of the article's story, if that is two by its links; None if all is well.

    The part is named as if its first article had opened it, or the next one where that story is another.
    """
    story = threads.story[article]
    size = len(threads.members[story])
    if size > rules.looked or not is_due(size):
        return None
    members = threads.latest(story, rules.looked)
    found = parting(
        [
            {other: odds for other, odds in threads.links[one].items() if threads.story[other] == story}
            for one in members
        ],
        members,
        parted=rules.parted,
        gap=rules.gap,
        linked=rules.linked,
        crossing=rules.crossing,
    )
    if found is None:
        return None
    name = next((name for name in map(story_id, found.articles) if name not in threads.members), None)
    return None if name is None else Split(articles=found.articles, origin=story, story=name, odds=found.odds)


def _by_size(threads: Threads, one: StoryId, other: StoryId) -> tuple[StoryId, StoryId]:
    """The smaller, then the larger; of equals the one with the later article first."""
    small, large = sorted((one, other), key=lambda story: (len(threads.members[story]), -threads.opened(story)))
    return small, large


def _belongs(threads: Threads, small: StoryId, large: StoryId, *, share: float, rules: SettleRules) -> float:
    """The mean log-odds with which the articles of one story belong to another; none on too few witnesses."""
    size = len(threads.members[large])
    found = [threads.into(article, large) for article in threads.latest(small, rules.looked)]
    if any(odds <= ABSENT for links in found for odds in links):
        return ABSENT  # parts of one series
    linked = sum(odds > rules.linked for links in found for odds in links)
    if linked < rules.witnesses:
        return ABSENT
    return _mean([strength(links or [ABSENT], size=size, share=share) for links in found])


def _mean(values: Sequence[float]) -> float:
    return fsum(values) / len(values)
