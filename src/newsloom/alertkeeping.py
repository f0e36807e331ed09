"""What a store must be able to do for nobody to be told twice, or not at all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from newsloom.model.alert import (
    AlertMessage,
    AlertState,
    ClosedChannel,
    MessageId,
    MessageStatus,
    Notice,
    NoticeId,
    WaitingNotice,
)
from newsloom.model.story import StoryId


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """All that one round of decisions changes.

    `keys` say by which view and settings each alert decided; alerts that are not among them are forgotten. `states`
    are kept and `gone` dropped, each with its alert. `done` are the changed stories that were decided on.
    """

    keys: Mapping[str, str]
    states: Sequence[tuple[str, AlertState]] = ()
    gone: Sequence[tuple[str, StoryId]] = ()
    notices: Sequence[Notice] = ()
    waiting: Sequence[WaitingNotice] = ()
    done: Sequence[StoryId] = ()


class Alerts(Protocol):
    """What was decided to be told, and what became of it."""

    def changed(self) -> list[StoryId]:
        """The stories judged since alerts last decided, in order of their ids."""

    def keys(self) -> dict[str, str]:
        """By which view and settings each alert last decided."""

    def states(self, alert: str, stories: Iterable[StoryId]) -> dict[StoryId, AlertState]:
        """What an alert remembers of these stories."""

    def stories(self, alert: str) -> list[StoryId]:
        """The stories an alert remembers, in order of their ids."""

    def decide(self, decisions: Decisions) -> None:
        """Keep a round of decisions in one transaction: states, notices, and what waits to be sent."""

    def waiting(self) -> list[WaitingNotice]:
        """The notices that are in no message yet, oldest first."""

    def pack(self, messages: Sequence[AlertMessage]) -> None:
        """Keep new messages; their notices wait no more. In one transaction."""

    def made(self, channel: str, *, since: datetime) -> list[datetime]:
        """When the channel's messages since then were made."""

    def unsent(self, channel: str) -> int:
        """How many of a channel's messages wait."""

    def messages(self, *statuses: MessageStatus, channel: str | None = None) -> list[AlertMessage]:
        """The messages with one of these statuses (all, if none is named), oldest first."""

    def message(self, id_: MessageId) -> AlertMessage | None:
        """One message."""

    def save(self, messages: Sequence[AlertMessage], *, closed: Sequence[ClosedChannel] = ()) -> None:
        """Keep what became of messages, and which channels are gone, in one transaction."""

    def closed(self) -> dict[str, ClosedChannel]:
        """The channels that said they are gone."""

    def reopen(self, channel: str) -> None:
        """Try a channel again that had said it is gone."""

    def notices(self, ids: Iterable[NoticeId]) -> dict[NoticeId, Notice]:
        """These notices; those whose article was removed are left out."""

    def log(self, *, limit: int) -> list[Notice]:
        """The latest notices, newest first."""

    def drop(self, *, before: datetime) -> None:
        """Forget notices and ended messages from before then."""


class KeepsAlerts(Protocol):
    """A store that remembers who was told of what."""

    @property
    def alerts(self) -> Alerts:
        """What was decided to be told, and what became of it."""
