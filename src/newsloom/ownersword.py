"""What a store must be able to do for the word of an owner and of editors to be kept."""

from collections.abc import Sequence
from typing import Protocol

from newsloom.model.article import ArticleId
from newsloom.model.feedback import Feedback
from newsloom.model.intervention import Intervention
from newsloom.model.note import Note
from newsloom.model.ruling import Ruling
from newsloom.model.source import SourceId
from newsloom.model.story import StoryChange, StoryId
from newsloom.model.subscription import Subscription
from newsloom.model.topiccorrection import TopicCorrection


class Rulings(Protocol):
    """What editors ruled."""

    def all(self) -> list[Ruling]:
        """Every ruling, oldest first, those that were undone among them."""

    def holding(self) -> list[Ruling]:
        """Those that hold, oldest first."""

    def save(self, ruling: Ruling, changes: Sequence[StoryChange]) -> None:
        """Keep a ruling, new or undone, and what it changes, in one transaction."""


class Interventions(Protocol):
    """What editors said of the edition."""

    def all(self) -> list[Intervention]:
        """Every intervention, oldest first, those that were undone among them."""

    def holding(self) -> list[Intervention]:
        """Those that were not undone, oldest first."""

    def save(self, intervention: Intervention) -> None:
        """Keep an intervention, new or undone."""


class Corrections(Protocol):
    """What the owner said of the topics of single articles."""

    def save(self, corrections: Sequence[TopicCorrection]) -> None:
        """Keep them; the latest word on an article and a topic counts."""

    def all(self) -> list[TopicCorrection]:
        """Every correction of an article that is still there, by time, then article and topic."""


class Notes(Protocol):
    """What editors noted for themselves, sealed."""

    def all(self) -> list[Note]:
        """Every note, by story."""

    def save(self, notes: Sequence[Note]) -> None:
        """Keep them, each in the place of what its story had, in one transaction."""

    def clear(self, story: StoryId) -> bool:
        """Drop a story's note; False if there is none."""


class FeedbackStore(Protocol):
    """Which stories somebody found good or bad."""

    def save(self, feedback: Feedback) -> None:
        """Keep it; the latest word of one person on one article counts."""

    def undo(self, article: ArticleId, *, by: str) -> bool:
        """Forget what somebody said of an article; False if that was nothing."""

    def all(self) -> list[Feedback]:
        """Every word on an article that is still there, by time, then article and person."""


class Lists(Protocol):
    """What lists of subscriptions name that the owner follows."""

    def all(self) -> dict[SourceId, list[Subscription]]:
        """What each list named when it was last read, in its order."""

    def save(self, list_: SourceId, feeds: Sequence[Subscription]) -> None:
        """Keep what a list names now in the place of what it named, in one transaction."""
