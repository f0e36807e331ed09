"""The front of an edition: which published stories stand on it at a moment, in which order, and why others do not."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from newsloom.model.story import StoryId


class Omission(StrEnum):
    """Why a story is not on the front."""

    KILLED = "killed"
    WITHDRAWN = "withdrawn"
    COLD = "cold"
    OLD = "old"
    SOURCE = "source"
    FAMILY = "family"
    TOPIC = "topic"
    NEIGHBOURS = "neighbours"
    FULL = "full"


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontRules:
    """What may stand on the front.

    `size` is how many places it has at most. A story needs a heat of `threshold` (None: the profile's own) and a report
    no older than `oldest`. No source leads more than `source_share` of the places that are filled, no family of
    publishers more than `family_share`, and no topic has more than `topic_share`; a share always allows one.
    `per_topic` are places by the topic's name, which count instead of the share; the topics in `everywhere` have no
    quota. `in_a_row` is how many stories one family may lead beside each other.
    """

    size: int = 20
    threshold: int | None = None
    oldest: timedelta = timedelta(hours=72)
    source_share: float = 0.25
    family_share: float = 0.35
    topic_share: float = 1.0
    per_topic: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    everywhere: frozenset[str] = frozenset()
    in_a_row: int = 2

    def of_source(self, places: int) -> int:
        """The most places one source may lead where so many are filled."""
        return _share(self.source_share, places)

    def of_family(self, places: int) -> int:
        """The most places one family may lead where so many are filled."""
        return _share(self.family_share, places)

    def of_topic(self, topic: str, places: int) -> int:
        """The most places stories of a topic may have where so many are filled."""
        if topic in self.per_topic:
            return self.per_topic[topic]
        return places if topic in self.everywhere else _share(self.topic_share, places)


def _share(share: float, places: int) -> int:
    return max(1, int(share * places + 1e-9))  # a third of 9 is 3, whatever binary fractions make of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Contender:
    """A published story that may stand on the front.

    `source` and `family` are those of its lead, `topics` the names of its own, `last` is its newest report's time
    (UTC). `stands` is False where its outlet took the lead back.
    """

    story: StoryId
    heat: int
    quality: int
    last: datetime
    source: str
    family: str
    topics: tuple[str, ...] = ()
    stands: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Pinned:
    """A story an editor put on the front: at `place` (from 1), or, without one, before all that is chosen by heat."""

    story: StoryId
    place: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontPlace:
    """A story on the front, at its place (from 1)."""

    place: int
    contender: Contender
    is_pinned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """A story that is not on the front, and why: `because` is a clause with the facts."""

    contender: Contender
    omission: Omission
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """What stands on the front at a moment (UTC), in order, and what was left out, the hottest first."""

    at: datetime
    placed: tuple[FrontPlace, ...] = ()
    left: tuple[Left, ...] = ()

    @property
    def stories(self) -> tuple[StoryId, ...]:
        """The stories on it, in order."""
        return tuple(one.contender.story for one in self.placed)
