"""What undoing a ruling does: it no longer holds, and what it moved goes back where nothing has moved it since."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby

from newsloom.curate.orders import Verdict
from newsloom.curate.rulings import Bonds, Ruled, bonds
from newsloom.model.article import ArticleId
from newsloom.model.ruling import Order, Ruling, Stood
from newsloom.model.story import Change, Evidence, StoryChange, StoryId


@dataclass(frozen=True, slots=True, kw_only=True)
class Now:
    """How things are when a ruling is undone.

    `rulings` are those that hold, `where` says where the articles stand that it or they name, `aliases` where merged
    stories live on, `living` which stories there are, `evidence` why the articles were where they were before.
    """

    rulings: tuple[Ruling, ...] = ()
    where: Mapping[ArticleId, StoryId] = field(default_factory=dict)
    aliases: Mapping[StoryId, StoryId] = field(default_factory=dict)
    living: Collection[StoryId] = ()
    evidence: Mapping[ArticleId, Evidence] = field(default_factory=dict)


def undo(ruling: Ruling, now: Now, *, by: str, at: datetime) -> Verdict:
    """The ruling as undone, and the changes that put back what may go back.

    Articles stay that moved on since, or that another ruling lets not go back.
    """
    rest = bonds(other for other in now.rulings if other.id != ruling.id)
    where = dict(now.where)
    changes: list[StoryChange] = []
    stayed: list[ArticleId] = []
    for stood in ruling.before:
        back = _going_back(stood, ruling, where, now, rest)
        stayed += [article for article in stood.articles if article not in back]
        if back:
            found = _changes(replace(stood, articles=back), ruling, where[back[0]], now, at)
            changes += found
            where.update(dict.fromkeys(back, found[-1].story))
    return Verdict(ruling=replace(ruling, undone=at, undone_by=by), changes=tuple(changes), stayed=tuple(stayed))


def _going_back(
    stood: Stood, ruling: Ruling, where: Mapping[ArticleId, StoryId], now: Now, rest: Bonds
) -> tuple[ArticleId, ...]:
    """The articles that are still where the ruling put them, if they may go back together."""
    there = None if ruling.into is None else now.aliases.get(ruling.into, ruling.into)
    back = tuple(article for article in stood.articles if where.get(article) == there is not None)
    target = now.aliases.get(stood.story, stood.story)
    is_gone = target not in now.living
    allowed = Ruled(bonds=rest, where=dict(where)).may_move(back, stood.story if target == there else target)
    return back if back and allowed and not is_gone else ()


def _changes(stood: Stood, ruling: Ruling, here: StoryId, now: Now, at: datetime) -> list[StoryChange]:
    target = now.aliases.get(stood.story, stood.story)
    if target != here:
        return list(_with_evidence(Change.MOVED, target, stood.articles, here, now, at))
    through = [name for name in stood.names if now.aliases.get(name) == here] if _is_whole(stood, ruling) else []
    changes: list[StoryChange] = []
    for name in through:  # each name in turn, so that it leads to the story again that it led to before
        changes.append(StoryChange(kind=Change.SPLIT, story=name, articles=stood.articles, other=here, at=at))
        here = name
    if ruling.order is Order.MERGE:
        return [*changes, StoryChange(kind=Change.SPLIT, story=stood.story, articles=stood.articles, other=here, at=at)]
    return [*changes, *_with_evidence(Change.SPLIT, stood.story, stood.articles, here, now, at)]


def _is_whole(stood: Stood, ruling: Ruling) -> bool:
    """All that the ruling took from the story goes back."""
    return any(stood.story == before.story and len(stood.articles) == len(before.articles) for before in ruling.before)


def _with_evidence(
    kind: Change, story: StoryId, articles: tuple[ArticleId, ...], other: StoryId, now: Now, at: datetime
) -> list[StoryChange]:
    """A change for each run of articles with one evidence, which they get back."""
    return [
        StoryChange(kind=kind, story=story, articles=tuple(run), other=other, evidence=evidence, at=at)
        for evidence, run in groupby(articles, key=now.evidence.get)
    ]
