"""What a store must be able to do for records: what they said last, their listings, and what was delivered of them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from msgspec import Struct

from newsloom.model.finding import FoundStory, JudgedBy
from newsloom.model.listing import Listing
from newsloom.model.slot import Slot
from newsloom.model.story import StoryId


class Listed(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """A record's listing with what publishing alone wants to know.

    `said` is a digest of what the record tells but for scores; `outlets` are the domain and name of every outlet it
    names.
    """

    listing: Listing
    said: str
    outlets: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Shelf:
    """All listings by story, and of which stories another digest was delivered last (None: that may be another by now).

    `gone` are the stories that had a record and have none now, and that was not delivered yet. `names` is what
    outlets that records name are called, by domain; the name an outlet has most recently gone by counts.
    """

    listings: dict[StoryId, Listing]
    other: dict[StoryId, str | None]
    gone: frozenset[StoryId]
    names: Mapping[str, str]


class Records(Protocol):
    """What is remembered of published records."""

    def slots(self) -> dict[StoryId, Slot]:
        """The frozen path of every story that ever had a record."""

    def slots_of(self, stories: Iterable[StoryId]) -> dict[StoryId, Slot]:
        """The slots of some stories."""

    def paths(self) -> set[str]:
        """The path of every story that ever had a record."""

    def found(self, stories: Iterable[StoryId]) -> dict[StoryId, FoundStory]:
        """What was found of these stories when they were last judged; those without are left out."""

    def tallies(self, *, since: datetime | None) -> list[tuple[StoryId, str, bytes]]:
        """Each judged story whose newest member is from `since` on (all, if None): the hash of its tally, the tally.

        Those that changed since are left out.
        """

    def stale(self, judged_by: JudgedBy) -> list[StoryId]:
        """The stories that were last judged by other settings, in order of their ids."""

    def save(self, slots: Sequence[Slot], *, judged: Sequence[StoryId] = (), found: Sequence[FoundStory] = ()) -> None:
        """Add or replace slots, and remember which stories are judged as they are now, in one transaction.

        What changed of them is to be listed and delivered.
        """


class Listings(Protocol):
    """The listings of records, and what was delivered of them."""

    def unlisted(self) -> list[StoryId]:
        """The stories whose slot changed, or was given up, since their listing was made, in order of their ids."""

    def get(self, stories: Iterable[StoryId]) -> dict[StoryId, Listed]:
        """The listings of some stories."""

    def save(self, listed: Sequence[Listed], *, gone: Sequence[StoryId] = ()) -> None:
        """Keep listings, in one transaction; a new one is given the next number, whatever it says itself.

        Those stories, and the ones that are gone, are listed now.
        """

    def shelf(self) -> Shelf:
        """All there is, in no order."""

    def generation(self) -> tuple[str, ...]:
        """The generations of which it is known what they hold: the delivered one, and one whose switch is not sure."""

    def delivering(self, generation: str, *, changed: Collection[StoryId]) -> None:
        """A generation is about to be switched to: from now on what was delivered of these stories is not known."""

    def delivered(self, generation: str, *, digests: Sequence[tuple[StoryId, str]], gone: Collection[StoryId]) -> None:
        """It was: these digests are what it holds of these stories, and nothing of those that are gone."""
