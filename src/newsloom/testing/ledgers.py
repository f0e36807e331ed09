"""What readers have seen so far, in memory: for publishers that count stories and tell of changes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from newsloom.flows.appearing import with_ledger
from newsloom.model.appearance import Appearance, LoggedChange, Seen
from newsloom.model.edition import Edition
from newsloom.model.story import StoryId


@dataclass(slots=True)
class HeldAppearances:
    """`Appearances` without a database; it begins with nothing."""

    known: dict[StoryId, Appearance] = field(default_factory=dict)
    log: list[LoggedChange] = field(default_factory=list)

    def all(self) -> dict[StoryId, Appearance]:
        """Every story that was published once, by number."""
        return dict(self.known)

    def length(self) -> int:
        """How many changes the log holds."""
        return len(self.log)

    def changes(self, first: int, last: int) -> list[LoggedChange]:
        """The changes with these numbers, both among them, in order."""
        return self.log[max(0, first - 1) : last]

    def save(self, seen: Seen) -> None:
        """Add or replace appearances and append what is new to the log."""
        self.known |= {one.story: one for one in seen.appearances}
        numbers = count(len(self.log) + 1)
        self.log += [
            LoggedChange(number=number, story=story, kind=kind, at=at)
            for number, (story, kind, at) in zip(numbers, seen.changes, strict=False)
        ]


def appeared(edition: Edition, *, remembered: HeldAppearances | None = None, now: datetime | None = None) -> Edition:
    """The edition as it is when readers get it, with its ledger.

    Args:
        edition: what is published.
        remembered: what readers saw before; it is told of this. Nothing if None.
        now: this moment; else the edition's own.
    """
    memory = HeldAppearances() if remembered is None else remembered
    return with_ledger(memory, edition, now=now or edition.at)


def kinds(remembered: HeldAppearances) -> Mapping[StoryId, list[str]]:
    """What became of each story, in order."""
    told: dict[StoryId, list[str]] = {}
    for change in remembered.log:
        told.setdefault(change.story, []).append(change.kind.value)
    return told
