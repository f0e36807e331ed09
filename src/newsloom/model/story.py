"""Articles about one event, why they belong together, and how that changed."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from newsloom.model.article import ArticleId

StoryId = NewType("StoryId", str)
RulingId = NewType("RulingId", str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """One thing an article has in common with the rest of its story: a term, and how much it weighed (0 to 1)."""

    term: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Why an article is in its story.

    `nearest` is the member it resembles most (None for the article that opened the story). `probability` is the
    calibrated chance that both report one event. `hours_apart` is the distance in time to `nearest`. `shared` is
    heaviest first. `stage` says who decided: `opened`, `placed` (on arrival), `settled`, `copy` or `editor`, and then
    `ruling` is the editor's ruling.

    A copy stands where its original stands: `nearest` is that original, `containment` the share of the shorter text
    that the longer one holds, `passage` the longest run of words in both.
    """

    stage: str
    probability: float = 1.0
    nearest: ArticleId | None = None
    hours_apart: float | None = None
    shared: tuple[Shared, ...] = ()
    views: tuple[tuple[str, float], ...] = ()
    containment: float | None = None
    passage: str = ""
    ruling: RulingId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """One article's place in one story."""

    article: ArticleId
    story: StoryId
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Articles about one event, in order of arrival; never empty.

    `id` is a hash of the first article's id; it survives growth, moves, merges and splits. `first` and `last` bound
    the members' sort dates (UTC).
    """

    id: StoryId
    language: str
    members: tuple[Membership, ...]
    first: datetime
    last: datetime

    @property
    def articles(self) -> tuple[ArticleId, ...]:
        """The members' ids, in order of arrival."""
        return tuple(m.article for m in self.members)


class Change(StrEnum):
    """What can happen to a story."""

    OPENED = "opened"
    JOINED = "joined"
    MOVED = "moved"
    MERGED = "merged"
    SPLIT = "split"
    CLOSED = "closed"
    REOPENED = "reopened"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryChange:
    """One event in the history of stories, naming both sides.

    `story` is where the articles are now, or were until they were removed. `other` is the story they came from (moved,
    split) or that ended in this one (merged). Replaying all changes in order gives the present stories.
    """

    kind: Change
    story: StoryId
    articles: tuple[ArticleId, ...] = ()
    other: StoryId | None = None
    evidence: Evidence | None = None
    at: datetime
