"""What a store must be able to do for newsletters: issues, who was sent which, and who wants none any more."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from newsloom.model.newsletter import Dispatch, DispatchStatus, Issue, Reader, Unsubscribed
from newsloom.model.story import StoryId


class Newsletters(Protocol):
    """What is remembered of newsletters."""

    def issues(self, newsletter: str) -> list[Issue]:
        """Its issues, oldest first."""

    def told(self, newsletter: str) -> frozenset[StoryId]:
        """The stories that issues which were begun told of."""

    def keep(self, issue: Issue) -> Issue:
        """Keep a new issue that nobody was sent yet, in the place of such a one if there is one; returns it numbered.

        Args:
            issue: with any number.
        """

    def begin(self, newsletter: str, number: int, readers: Sequence[Reader], *, at: datetime) -> None:
        """Freeze an issue and list a letter for every reader who has none of it, in one transaction.

        Args:
            newsletter: by name.
            number: the issue's.
            readers: who is to get it; those who unsubscribed are left out.
            at: this moment, UTC: when their letters are due.
        """

    def dispatches(self, newsletter: str, *statuses: DispatchStatus, number: int | None = None) -> list[Dispatch]:
        """The letters with one of these statuses (all, if none is named), of one issue or of all, in order."""

    def due(self, newsletter: str, *, now: datetime, limit: int) -> list[Dispatch]:
        """Letters that wait and are due, at most so many, in order."""

    def counts(self, newsletter: str) -> dict[int, dict[DispatchStatus, int]]:
        """How many letters of each issue have which status."""

    def save(self, dispatches: Sequence[Dispatch]) -> None:
        """Keep what became of letters, in one transaction."""

    def unsubscribe(self, newsletter: str, wanted: str, *, at: datetime) -> str | None:
        """Take a reader off the list, by address or token; what waits for him is not sent. Returns the address.

        None where a token is nobody's. An address need not have been written to.
        """

    def resubscribe(self, newsletter: str, address: str) -> bool:
        """Put a reader on the list again; whether he was off it."""

    def unsubscribed(self, newsletter: str) -> list[Unsubscribed]:
        """Who went off the list, in order of time."""


class KeepsNewsletters(Protocol):
    """A store that remembers newsletters."""

    @property
    def newsletters(self) -> Newsletters:
        """Issues, letters, and who wants none."""
