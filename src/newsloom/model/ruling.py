"""An editor's word on which articles report one event, and which do not."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from newsloom.model.article import ArticleId
from newsloom.model.story import RulingId, StoryId


class RulingKind(StrEnum):
    """What an editor can say of articles."""

    TOGETHER = "together"
    APART = "apart"


class Order(StrEnum):
    """What an editor types to say it."""

    MERGE = "merge"
    SPLIT = "split"
    MOVE = "move"
    KEEP = "keep"
    PART = "part"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stood:
    """Articles that an order moved: the story they were in, and the other names it had if it ended by that."""

    story: StoryId
    articles: tuple[ArticleId, ...]
    names: tuple[StoryId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """One durable word of an editor; clustering respects it until it is undone.

    Of kind `together`, all of `articles` are one event's. Of kind `apart`, none of `articles` is of one event with any
    of `others`. It names articles, not stories, so it holds whatever becomes of those. `before` says where the articles
    stood that the order moved, and `into` where it put them. Times are UTC; `undone` is None while it holds.
    """

    id: RulingId
    kind: RulingKind
    order: Order
    articles: tuple[ArticleId, ...]
    others: tuple[ArticleId, ...] = ()
    by: str
    at: datetime
    reason: str = ""
    before: tuple[Stood, ...] = ()
    into: StoryId | None = None
    undone: datetime | None = None
    undone_by: str = ""

    @property
    def named(self) -> tuple[ArticleId, ...]:
        """Every article it names."""
        return (*self.articles, *self.others)
