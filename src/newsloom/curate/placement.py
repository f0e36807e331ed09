"""Where an article went, as a value."""

from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from hashlib import sha256

from newsloom.model.article import Article, ArticleId
from newsloom.model.story import Change, Evidence, Membership, StoryChange, StoryId


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Where an article went, and what that changed."""

    membership: Membership
    changes: tuple[StoryChange, ...]


def story_id(first: ArticleId, *, turn: int = 0) -> StoryId:
    """A story's id: the hash of the article that opened it; where that is taken, those of the next turns."""
    named = f"story\n{first}\n{turn}" if turn else f"story\n{first}"
    return StoryId(sha256(named.encode()).hexdigest()[:16])


def free_story_id(first: ArticleId, is_taken: Callable[[StoryId], bool]) -> StoryId:
    """The first id for a story opened by an article that is not taken."""
    found, turn = story_id(first), 0
    while is_taken(found):
        turn += 1
        found = story_id(first, turn=turn)
    return found


def closed(stories: Iterable[StoryId], *, by: Article) -> tuple[StoryChange, ...]:
    """Stories close when the window moves on past their last article; `by` is the article that moved it."""
    return tuple(StoryChange(kind=Change.CLOSED, story=story, at=by.first_seen) for story in stories)


def placement(
    article: Article, story: StoryId | None, evidence: Evidence, *, barred: AbstractSet[StoryId] = frozenset()
) -> Placement:
    """The article joins a story, or opens one (None) under an id that is not barred."""
    home = story or free_story_id(article.id, barred.__contains__)
    change = StoryChange(
        kind=Change.OPENED if story is None else Change.JOINED,
        story=home,
        articles=(article.id,),
        evidence=evidence,
        at=article.first_seen,
    )
    return Placement(membership=Membership(article=article.id, story=home, evidence=evidence), changes=(change,))
