"""How readers have known a story since it was first published: for feeds, maps and the log of changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from msgspec import Struct

from newsloom.model.story import StoryId


class Presence(StrEnum):
    """How a story that was published once stands before readers now."""

    SHOWN = "shown"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    HIDDEN = "hidden"
    REMOVED = "removed"


class PublicChange(StrEnum):
    """What can become of a published story, as its readers see it: a closed vocabulary."""

    PUBLISHED = "published"
    UPDATED = "updated"
    CORRECTED = "corrected"
    DETAILS = "details"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    HIDDEN = "hidden"
    RESTORED = "restored"
    REMOVED = "removed"


class Appearance(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """One story as readers have known it; only what was published once has one, and keeps it.

    `number` counts stories in the order in which they were first published, from 1; none is given twice. `first_shown`
    is when that was. `updated` is when its words last changed: headline, excerpt, address, correction, withdrawal;
    `changed` when anything of it did but scores. `words`, `whole` and `correction` are digests by which changes are
    seen. Times are UTC.
    """

    story: StoryId
    number: int
    presence: Presence
    first_shown: datetime
    updated: datetime
    changed: datetime
    words: str
    whole: str
    correction: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedChange:
    """One change readers could see, at its place in the log: `number` counts from 1, without gaps. `at` is UTC."""

    number: int
    story: StoryId
    kind: PublicChange
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a publication makes of the stories it touched: how they stand, and what is new in the log, in order."""

    appearances: tuple[Appearance, ...] = ()
    changes: tuple[tuple[StoryId, PublicChange, datetime], ...] = ()


class Ledger(Protocol):
    """What is remembered of all that was ever published."""

    @property
    def appearances(self) -> Mapping[StoryId, Appearance]:
        """Every story that was published once."""

    @property
    def length(self) -> int:
        """How many changes the log holds: the number of the last one."""

    def changes(self, first: int, last: int) -> Sequence[LoggedChange]:
        """The changes with these numbers, both among them, in order."""


@dataclass(frozen=True, slots=True)
class HeldLedger:
    """A ledger in memory; an empty one remembers nothing."""

    appearances: Mapping[StoryId, Appearance] = field(default_factory=dict)
    log: Sequence[LoggedChange] = ()

    @property
    def length(self) -> int:
        """How many changes the log holds."""
        return len(self.log)

    def changes(self, first: int, last: int) -> Sequence[LoggedChange]:
        """The changes with these numbers, both among them, in order."""
        return self.log[max(0, first - 1) : last]
