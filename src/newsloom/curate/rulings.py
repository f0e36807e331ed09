"""Where editors let articles stand: with whom they are kept together, and from whom apart.

Articles kept together are a group, over as many rulings as that takes; what is kept apart from one of a group is kept
apart from all of it.
"""

from collections.abc import Collection, Container, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace

from newsloom.curate.placement import Placement, placement
from newsloom.model.article import Article, ArticleId
from newsloom.model.ruling import Ruling, RulingKind
from newsloom.model.story import Change, Evidence, RulingId, StoryChange, StoryId

_NOBODY: frozenset[ArticleId] = frozenset()
_NOWHERE: frozenset[StoryId] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bonds:
    """What rulings that hold say of articles. `groups` has every article of a group of several."""

    groups: Mapping[ArticleId, frozenset[ArticleId]] = field(default_factory=dict)
    strangers: Mapping[ArticleId, frozenset[ArticleId]] = field(default_factory=dict)
    rulings: tuple[Ruling, ...] = ()
    named: frozenset[ArticleId] = _NOBODY

    def group(self, article: ArticleId) -> frozenset[ArticleId]:
        """Those an article is kept together with, itself among them."""
        return self.groups.get(article, frozenset({article}))

    def apart(self, article: ArticleId) -> frozenset[ArticleId]:
        """Those it must not share a story with."""
        return self.strangers.get(article, _NOBODY)

    def between(self, some: Collection[ArticleId], others: Collection[ArticleId]) -> Ruling | None:
        """The earliest ruling that keeps any of some articles apart from any of others; None if they may be one."""
        mine = {member for article in some for member in self.group(article)}
        theirs = {member for article in others for member in self.group(article)}
        for ruling in self.rulings:
            if ruling.kind is RulingKind.APART and _parts(ruling, mine, theirs):
                return ruling
        return None

    def binding(self, some: Collection[ArticleId], others: Collection[ArticleId]) -> Ruling | None:
        """The earliest ruling by which one of some articles is in a group with one of others; None if none is."""
        groups = [self.group(article) for article in some]
        linked = frozenset().union(*(group for group in groups if not group.isdisjoint(others)))
        for ruling in self.rulings:
            if ruling.kind is RulingKind.TOGETHER and not linked.isdisjoint(ruling.articles):
                return ruling
        return None


def bonds(rulings: Iterable[Ruling]) -> Bonds:
    """What rulings say together; those that were undone say nothing."""
    holding = tuple(ruling for ruling in rulings if ruling.undone is None)
    groups: dict[ArticleId, frozenset[ArticleId]] = {}
    for ruling in holding:
        if ruling.kind is RulingKind.TOGETHER:
            joined = frozenset(ruling.articles).union(*(groups.get(a, _NOBODY) for a in ruling.articles))
            groups.update(dict.fromkeys(joined, joined))
    strangers: dict[ArticleId, frozenset[ArticleId]] = {}
    for ruling in holding:
        if ruling.kind is RulingKind.APART:
            one, other = (_closed(side, groups) for side in (ruling.articles, ruling.others))
            strangers.update({article: strangers.get(article, _NOBODY) | other for article in one})
            strangers.update({article: strangers.get(article, _NOBODY) | one for article in other})
    named = frozenset(article for ruling in holding for article in ruling.named)
    return Bonds(groups=groups, strangers=strangers, rulings=holding, named=named)


def _closed(articles: Iterable[ArticleId], groups: Mapping[ArticleId, frozenset[ArticleId]]) -> frozenset[ArticleId]:
    return frozenset().union(*(groups.get(article, {article}) for article in articles))


def _parts(ruling: Ruling, mine: AbstractSet[ArticleId], theirs: AbstractSet[ArticleId]) -> bool:
    one, other = ruling.articles, ruling.others
    return not (mine.isdisjoint(one) or theirs.isdisjoint(other)) or not (
        mine.isdisjoint(other) or theirs.isdisjoint(one)
    )


@dataclass(slots=True, kw_only=True)
class Ruled:
    """The stories in which the articles stand that rulings name, while stories change.

    `where` holds every placed article that a ruling names, active or not; other articles are not remembered.
    """

    bonds: Bonds = field(default_factory=Bonds)
    where: dict[ArticleId, StoryId] = field(default_factory=dict)

    def home(self, article: ArticleId) -> tuple[StoryId, ArticleId, RulingId] | None:
        """The story an article must go to, who is there already, and by which ruling; None if it may go anywhere."""
        if article not in self.bonds.groups:
            return None
        group = self.bonds.groups[article] - {article}
        for ruling in self.bonds.rulings:
            if ruling.kind is RulingKind.TOGETHER and not group.isdisjoint(ruling.articles):
                for other in ruling.articles:
                    if other in group and other in self.where:
                        return self.where[other], other, ruling.id
        return None

    def barred(self, article: ArticleId) -> AbstractSet[StoryId]:
        """The stories an article must not go to: they hold one it is kept apart from."""
        apart = self.bonds.apart(article)
        return {self.where[other] for other in apart if other in self.where} if apart else _NOWHERE

    def may_merge(self, one: StoryId, other: StoryId) -> bool:
        """No article of one story is kept apart from one of the other."""
        if not self.where:
            return True
        theirs = {article for article, story in self.where.items() if story == other}
        mine = (article for article, story in self.where.items() if story == one)
        return all(theirs.isdisjoint(self.bonds.apart(article)) for article in mine)

    def may_move(self, articles: Collection[ArticleId], story: StoryId) -> bool:
        """Articles may go to a story, an existing or a new one, without leaving one they are kept together with.

        Nobody there may be kept apart from them, nor they from each other.
        """
        moving = set(articles)
        for article in moving & self.bonds.named:
            stay = self.bonds.group(article) - moving
            if any(self.where.get(other, story) != story for other in stay):
                return False
            apart = self.bonds.apart(article)
            if not apart.isdisjoint(moving) or any(self.where.get(other) == story for other in apart):
                return False
        return True

    def happen(self, change: StoryChange) -> None:
        """Follow a change of stories."""
        if not self.where and not self.bonds.named:
            return
        if change.kind is Change.MERGED and self.where:
            gone = [article for article, story in self.where.items() if story == change.other]
            self.where.update(dict.fromkeys(gone, change.story))
        elif change.kind is Change.REMOVED:
            for article in change.articles:
                self.where.pop(article, None)
        else:
            self.where.update({article: change.story for article in change.articles if article in self.bonds.named})


def bound_placement(article: Article, ruled: Ruled, active: Container[StoryId]) -> Placement | None:
    """An article goes where an editor keeps it together with one that is placed, however long ago; None if nowhere.

    A story that is not among the active ones is opened again.
    """
    home = ruled.home(article.id)
    if home is None:
        return None
    story, beside, ruling = home
    placed = placement(article, story, Evidence(stage="editor", nearest=beside, ruling=ruling))
    if story in active:
        return placed
    reopened = StoryChange(kind=Change.REOPENED, story=story, at=article.first_seen)
    return replace(placed, changes=(reopened, *placed.changes))
