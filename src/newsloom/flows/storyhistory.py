"""What happened to a story, and what editors ruled of its articles: who, when, why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from newsloom.flows.naming import story_named
from newsloom.keeping import Store
from newsloom.model.article import ArticleId
from newsloom.model.ruling import Ruling
from newsloom.model.story import RulingId, StoryChange, StoryId

ENGINE = "newsloom"  # who did what no editor did


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One line of a history, time UTC.

    `what` is a kind of `Change`, or `ruled` and `undone` for an editor's word that changed no story by itself; `by` is
    who did it, `ruling` by which ruling, or by undoing which.
    """

    at: datetime
    what: str
    story: StoryId | None = None
    other: StoryId | None = None
    articles: tuple[ArticleId, ...] = ()
    by: str = ENGINE
    ruling: RulingId | None = None
    undoing: bool = False
    probability: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """A story, the names it had, what happened oldest first, and the rulings on its articles, with their headlines.

    Without a story: what editors did, all over the desk.
    """

    story: StoryId | None
    title: str
    aliases: tuple[StoryId, ...]
    happenings: tuple[Happening, ...]
    rulings: tuple[Ruling, ...]
    titles: dict[ArticleId, str]


def history(store: Store, word: str | None) -> History:
    """The history of the story a word means, or of all that editors did; raises UsageError for an unknown one."""
    rulings = store.rulings.all()
    story = None if word is None else story_named(store, word)
    if story is None:
        happenings = sorted(_ruled(rulings, ()), key=lambda one: one.at)
        aliases: tuple[StoryId, ...] = ()
    else:
        aliases = tuple(sorted(name for name, living in store.stories.aliases().items() if living == story.id))
        rulings = [ruling for ruling in rulings if not set(story.articles).isdisjoint(ruling.named)]
        told = [_told(change, rulings) for change in store.stories.changes(story.id)]
        happenings = sorted([*told, *_ruled(rulings, told)], key=lambda one: one.at)
    named = {article for one in happenings for article in one.articles}
    named |= {article for ruling in rulings for article in ruling.named} | set(story.articles if story else ())
    titles = {id_: article.title for id_, article in store.articles.get(sorted(named)).items()}
    return History(
        story=story.id if story else None,
        title=titles.get(story.articles[0], "") if story else "",
        aliases=aliases,
        happenings=tuple(happenings),
        rulings=tuple(rulings),
        titles=titles,
    )


def _told(change: StoryChange, rulings: Sequence[Ruling]) -> Happening:
    by, ruling, undoing = _who(change, rulings)
    decided = change.evidence is not None and change.evidence.stage in {"placed", "settled"}
    return Happening(
        at=change.at,
        what=change.kind,
        story=change.story,
        other=change.other,
        articles=change.articles,
        by=by,
        ruling=ruling,
        undoing=undoing,
        probability=change.evidence.probability if change.evidence and decided else None,
    )


def _who(change: StoryChange, rulings: Sequence[Ruling]) -> tuple[str, RulingId | None, bool]:
    """Who made a change: the editor who ruled, or who undid a ruling in that moment, or newsloom."""
    for ruling in rulings:
        moved = {article for stood in ruling.before for article in stood.articles}
        if ruling.undone == change.at and moved and moved.issuperset(change.articles):
            return ruling.undone_by, ruling.id, True
    named = change.evidence.ruling if change.evidence else None
    if named is None:
        return ENGINE, None, False
    by = next((ruling.by for ruling in rulings if ruling.id == named and ruling.at == change.at), ENGINE)
    return by, named, False


def _ruled(rulings: Sequence[Ruling], told: Sequence[Happening]) -> Iterator[Happening]:
    """The words of editors that no change of a story tells of already."""
    said = {(one.ruling, one.undoing) for one in told if one.by != ENGINE}
    for ruling in rulings:
        if (ruling.id, False) not in said:
            yield Happening(
                at=ruling.at, what="ruled", articles=ruling.named, by=ruling.by, ruling=ruling.id, story=ruling.into
            )
        if ruling.undone is not None and (ruling.id, True) not in said:
            yield Happening(
                at=ruling.undone, what="undone", articles=ruling.named, by=ruling.undone_by, ruling=ruling.id
            )
