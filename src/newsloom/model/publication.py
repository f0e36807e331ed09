"""What is remembered of each time a desk published, and how stories stood in an edition."""

from dataclasses import dataclass
from datetime import datetime

from newsloom.model.article import ArticleId
from newsloom.model.source import SourceId
from newsloom.model.story import StoryChange, StoryId


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """One time a desk published: when (UTC), by which newest article heat was evaluated, how long the log was then.

    `mark` is the number of the last change of stories that it knew; None where nobody kept it, and then what was known
    follows from when articles were first seen, and `newest` from their dates.
    """

    at: datetime
    newest: datetime | None = None
    mark: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """One change of stories at its place in the log.

    `seen` says of each of its articles that is still stored when it was first seen, `dated` its sort date (UTC).
    """

    number: int
    change: StoryChange
    seen: dict[ArticleId, datetime]
    dated: dict[ArticleId, datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """How one story stands in an edition: what leads it, its scores, whether it is shown.

    `source`, `outlet` and `house` are those of the lead, `topics` the ids of the lead's; `independent` counts the
    reports that are independent of each other, `newest` is its latest article's sort date (UTC).
    """

    story: StoryId
    lead: ArticleId
    quality: int
    heat: int
    published: bool
    source: SourceId
    outlet: str
    house: str
    topics: tuple[str, ...] = ()
    independent: int = 1
    newest: datetime
