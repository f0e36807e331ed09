"""What an editor's order does: the ruling it becomes and the changes of stories that make it true at once.

Of whatever is brought together, what is named first stays where it is; of whatever is parted, too. A copy goes with the
article whose text it has, unless it is named itself.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from newsloom.curate.placement import free_story_id
from newsloom.curate.rulings import Bonds
from newsloom.errors import UsageError
from newsloom.model.article import ArticleId
from newsloom.model.ruling import Order, Ruling, RulingKind, Stood
from newsloom.model.story import Change, Evidence, RulingId, Story, StoryChange, StoryId


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """Who gives an order, when (UTC), and why."""

    by: str
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """How things are when an order comes: what holds, the aliases, and whether a story id was ever given."""

    bonds: Bonds = field(default_factory=Bonds)
    aliases: Mapping[StoryId, StoryId] = field(default_factory=dict)
    is_taken: Callable[[StoryId], bool] = lambda _: False

    def names(self, story: StoryId) -> tuple[StoryId, ...]:
        """The other names of a story."""
        return tuple(sorted(name for name, living in self.aliases.items() if living == story))


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A ruling, new or undone, and the changes that go with it; `stayed` are those an undoing could not put back."""

    ruling: Ruling
    changes: tuple[StoryChange, ...] = ()
    stayed: tuple[ArticleId, ...] = ()


def merge(stories: Sequence[Story], before: Before, signed: Signed) -> Verdict:
    """The stories become the first of them; all their articles are kept together.

    Raises:
        UsageError: fewer than two stories, or a ruling keeps some of their articles apart.
    """
    if len({story.id for story in stories}) < len(stories) or len(stories) < 2:  # noqa: PLR2004  a merge is of two
        raise UsageError("one story cannot be merged with itself; name two different ones")
    for number, story in enumerate(stories):
        for other in stories[number + 1 :]:
            _refuse_apart(before.bonds, story.articles, other.articles)
    first, *rest = stories
    articles = tuple(article for story in stories for article in story.articles)
    stood = tuple(Stood(story=s.id, articles=s.articles, names=before.names(s.id)) for s in rest)
    ruling = _ruling(Order.MERGE, articles, signed=signed, before=stood, into=first.id)
    changes = tuple(
        StoryChange(kind=Change.MERGED, story=first.id, other=story.id, evidence=_evidence(ruling), at=signed.at)
        for story in rest
    )
    return Verdict(ruling=ruling, changes=changes)


def split(story: Story, articles: Sequence[ArticleId], before: Before, signed: Signed) -> Verdict:
    """The articles become a story of their own, apart from all that stays.

    Raises:
        UsageError: nothing would stay or nothing go, an article is of another story, or a ruling keeps some together.
    """
    if len(story.articles) == 1:
        raise UsageError(f"story {story.id} holds one article; there is nothing to split off")
    if strange := [article for article in articles if article not in story.articles]:
        raise UsageError(
            f"article {strange[0]} is not in story {story.id}; `newsloom explain {story.id}` names those that are"
        )
    going = _with_copies(story, articles, before.bonds)
    staying = tuple(article for article in story.articles if article not in going)
    if not staying:
        raise UsageError(f"all of story {story.id} would go, and nothing stay; name some of its articles")
    _refuse_bound(before.bonds, going, staying)
    ruling, changes = _parted(Order.SPLIT, story, going, staying, before, signed)
    return Verdict(ruling=ruling, changes=changes)


def move(article: ArticleId, home: Story, target: Story, before: Before, signed: Signed) -> Verdict:
    """The article goes to another story, and is kept together with the article that opened that.

    Raises:
        UsageError: it is there already, or a ruling keeps it where it is or away from there.
    """
    if home.id == target.id:
        raise UsageError(
            f"article {article} is in story {target.id} already; `newsloom story keep` binds articles together"
        )
    going = _with_copies(home, [article], before.bonds)
    _refuse_bound(before.bonds, going, [a for a in home.articles if a not in going])
    _refuse_apart(before.bonds, going, target.articles)
    stood = (_stood(home, going, before),)
    ruling = _ruling(Order.MOVE, (*going, target.articles[0]), signed=signed, before=stood, into=target.id)
    return Verdict(ruling=ruling, changes=(_moved(home, going, target.id, ruling),))


def keep(articles: Sequence[ArticleId], homes: Mapping[ArticleId, Story], before: Before, signed: Signed) -> Verdict:
    """The articles, and those they are kept together with, go where the first of them is, and stay together.

    Args:
        articles: two or more.
        homes: the stories of those that are placed.
        before: what holds.
        signed: who says so.

    Raises:
        UsageError: a ruling keeps some of them apart, or one of them from somebody in the first one's story.
    """
    _refuse_same(articles)
    for number, article in enumerate(articles):
        _refuse_apart(before.bonds, [article], articles[number + 1 :])
    placed = [article for article in articles if article in homes]
    target = homes[placed[0]] if placed else None
    moving: dict[StoryId, tuple[Story, list[ArticleId]]] = {}
    for article in placed:
        if target is not None and homes[article].id != target.id:
            moving.setdefault(homes[article].id, (homes[article], []))[1].append(article)
    goings: list[tuple[Story, tuple[ArticleId, ...]]] = []
    for home, named in moving.values():
        going = _with_copies(home, _with_group(home, named, before.bonds), before.bonds)
        goings.append((home, going))
    if target is not None:
        _refuse_apart(before.bonds, (*articles, *(a for _, going in goings for a in going)), target.articles)
    stood = tuple(_stood(home, going, before) for home, going in goings)
    ruling = _ruling(Order.KEEP, tuple(articles), signed=signed, before=stood, into=target.id if target else None)
    changes = tuple(_moved(home, going, target.id, ruling) for home, going in goings if target is not None)
    return Verdict(ruling=ruling, changes=changes)


def part(one: ArticleId, other: ArticleId, home: Story | None, before: Before, signed: Signed) -> Verdict:
    """The two never share a story; if they do (`home`), the second leaves with those it is kept together with.

    Raises:
        UsageError: a ruling keeps them together.
    """
    _refuse_same((one, other))
    _refuse_bound(before.bonds, [one], [other])
    if home is None:
        return Verdict(ruling=_ruling(Order.PART, (one,), others=(other,), signed=signed))
    group = _with_group(home, [other], before.bonds)
    going = _with_copies(home, group, before.bonds, without=_with_group(home, [one], before.bonds))
    ruling, changes = _parted(Order.PART, home, going, (one,), before, signed, named=(other,))
    return Verdict(ruling=ruling, changes=changes)


def told(ruling: Ruling) -> str:
    """A ruling in words for a message: its id, who gave it, when and why."""
    reason = f": {ruling.reason}" if ruling.reason else ""
    return f"ruling {ruling.id} ({ruling.order} by {ruling.by}, {ruling.at:%Y-%m-%d %H:%M} UTC{reason})"


def _parted(  # noqa: PLR0913, PLR0917  two orders part, and name what they part in their own ways
    order: Order,
    story: Story,
    going: tuple[ArticleId, ...],
    staying: tuple[ArticleId, ...],
    before: Before,
    signed: Signed,
    named: tuple[ArticleId, ...] = (),
) -> tuple[Ruling, tuple[StoryChange, ...]]:
    fresh = free_story_id(going[0], lambda found: found == story.id or before.is_taken(found))
    sides = (staying, named) if named else (going, staying)
    ruling = _ruling(
        order, sides[0], others=sides[1], signed=signed, before=(_stood(story, going, before),), into=fresh
    )
    change = StoryChange(
        kind=Change.SPLIT, story=fresh, articles=going, other=story.id, evidence=_evidence(ruling), at=signed.at
    )
    return ruling, (change,)


def _ruling(
    order: Order,
    articles: tuple[ArticleId, ...],
    *,
    others: tuple[ArticleId, ...] = (),
    signed: Signed,
    before: tuple[Stood, ...] = (),
    into: StoryId | None = None,
) -> Ruling:
    said = f"{order}\n{' '.join(articles)}\n{' '.join(others)}\n{signed.by}\n{signed.at.isoformat()}"
    return Ruling(
        id=RulingId("r" + sha256(said.encode()).hexdigest()[:9]),
        kind=RulingKind.APART if order in {Order.SPLIT, Order.PART} else RulingKind.TOGETHER,
        order=order,
        articles=articles,
        others=others,
        by=signed.by,
        at=signed.at,
        reason=signed.reason,
        before=before,
        into=into,
    )


def _evidence(ruling: Ruling) -> Evidence:
    return Evidence(stage="editor", ruling=ruling.id)


def _moved(home: Story, going: tuple[ArticleId, ...], target: StoryId, ruling: Ruling) -> StoryChange:
    return StoryChange(
        kind=Change.MOVED, story=target, articles=going, other=home.id, evidence=_evidence(ruling), at=ruling.at
    )


def _stood(story: Story, going: tuple[ArticleId, ...], before: Before) -> Stood:
    names = before.names(story.id) if len(going) == len(story.articles) else ()
    return Stood(story=story.id, articles=going, names=names)


def _with_group(story: Story, articles: Iterable[ArticleId], bonds: Bonds) -> tuple[ArticleId, ...]:
    """The articles with those of the story that they are kept together with, in the story's order."""
    wanted = {member for article in articles for member in bonds.group(article)}
    return tuple(article for article in story.articles if article in wanted)


def _with_copies(
    story: Story, articles: Collection[ArticleId], bonds: Bonds, *, without: Collection[ArticleId] = ()
) -> tuple[ArticleId, ...]:
    """The articles with their copies in the story, in its order, but for copies that a ruling binds elsewhere."""
    wanted = set(articles)
    for member in story.members:
        follows = member.evidence.stage == "copy" and member.evidence.nearest in wanted
        if follows and member.article not in without and bonds.group(member.article) <= {*wanted, member.article}:
            wanted.add(member.article)
    return tuple(article for article in story.articles if article in wanted)


def _refuse_same(articles: Sequence[ArticleId]) -> None:
    if len(set(articles)) < max(2, len(articles)):
        raise UsageError("two different articles are wanted; an article is always with itself")


def _refuse_apart(bonds: Bonds, some: Collection[ArticleId], others: Collection[ArticleId]) -> None:
    ruling = bonds.between(some, others) if others else None
    if ruling is not None:
        raise UsageError(
            f"{told(ruling)} keeps apart what this would bring together; `newsloom story undo {ruling.id}` withdraws it"
        )


def _refuse_bound(bonds: Bonds, some: Collection[ArticleId], others: Collection[ArticleId]) -> None:
    ruling = bonds.binding(some, others) if others else None
    if ruling is not None:
        raise UsageError(
            f"{told(ruling)} keeps together what this would part; `newsloom story undo {ruling.id}` withdraws it"
        )
