"""What an owner had removed, and what a feed no longer shows."""

from dataclasses import dataclass
from datetime import datetime

from newsloom.model.article import ArticleId
from newsloom.model.slot import Slot
from newsloom.model.source import SourceId
from newsloom.model.story import StoryId


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """The fact that an article was removed: of it are kept its id, its source, when (UTC), and the owner's reason."""

    id: ArticleId
    source: SourceId
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """At how many visits in a row an article was missing from its feed, among items older than itself."""

    article: ArticleId
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Traces:
    """What is stored of articles that shall go: the stories they are in, every headline and address they had."""

    stories: tuple[StoryId, ...] = ()
    titles: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewriting:
    """What becomes of the stored records when articles go: slots to be kept as they are here, slots to be given up."""

    slots: tuple[Slot, ...] = ()
    given_up: frozenset[StoryId] = frozenset()
