"""What lists, feeds and maps need of each record, and what several shapes ask of all of them together."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from operator import attrgetter
from typing import Self, TypeVar

from msgspec import Struct

from newsloom.model.appearance import Appearance, Presence
from newsloom.model.record import RecordState
from newsloom.model.source import SourceId
from newsloom.model.story import StoryId

_UNKNOWN = SourceId("")
_Some = TypeVar("_Some")


class Listing(Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """What lists, feeds and maps need of one record, without reading it.

    `number` counts records in the order in which they were first written, from 1, and never changes nor is given
    twice. `digest` changes whenever the record, its path or its coverage does. `first_written` is when it was first
    written, `changed_at` when it last said something else than a score, times UTC. `source` and `family` are those of
    its lead (empty where unknown), `reports` counts the reports in it, its own among them. `look` is a digest of what
    lists show of it, which is never a score. All else is as in `Record`; what is None there and a text is empty here.
    """

    story: StoryId
    path: str
    number: int
    digest: str
    first_written: datetime
    changed_at: datetime
    title: str
    excerpt: str
    web_url: str = ""
    provider: str = ""
    domain: str = ""
    source: SourceId = _UNKNOWN
    family: str = ""
    published_at: datetime
    updated_at: datetime | None = None
    withdrawn: datetime | None = None
    topics: tuple[str, ...] = ()
    state: RecordState = RecordState.UNSCORED
    heat: int | None = None
    quality: int | None = None
    language: str = ""
    genre: str = ""
    reports: int = 1
    look: str = ""

    @property
    def is_shown(self) -> bool:
        """Whether readers are shown it: it is published, and its outlet did not take it back."""
        return self.state is RecordState.PUBLISHED and self.withdrawn is None


Told = tuple[Listing, Appearance]


class Catalogue(tuple[Listing, ...]):  # noqa: SLOT001  what was found is kept in its `__dict__`
    """The listings of an edition in the order of their paths, and what several shapes ask of them: found once."""

    _told: tuple[object, Sequence[Told]] | None = None

    @classmethod
    def of(cls, listings: Mapping[StoryId, Listing]) -> Self:
        """The catalogue of these, each known by its story."""
        made = cls(sorted(listings.values(), key=attrgetter("path")))
        made.__dict__["by_story"] = listings
        return made

    @cached_property
    def by_story(self) -> Mapping[StoryId, Listing]:
        """Each by its story."""
        return {one.story: one for one in self}

    @cached_property
    def shown(self) -> Sequence[Listing]:
        """Those readers are shown, in the order in which they were first written."""
        return sorted(self.shown_by_path, key=attrgetter("number"))

    @cached_property
    def newest(self) -> Sequence[Listing]:
        """The same, the newest lead first."""
        last = self.shown_by_path[::-1]  # where dates are the same the later path comes first
        return sorted(last, key=attrgetter("published_at"), reverse=True)

    def told(self, known: Mapping[StoryId, Appearance]) -> Sequence[Told]:
        """Those readers may be told of with how they have known them, in the order in which they first appeared.

        One that was taken back stays in feeds, and says so.
        """
        if self._told is None or self._told[0] is not known:
            by_story, shown, withdrawn = self.by_story, Presence.SHOWN, Presence.WITHDRAWN
            here = [
                (one, seen)
                for seen in sorted(known.values(), key=attrgetter("number"))
                if (seen.presence is shown or seen.presence is withdrawn)
                and (one := by_story.get(seen.story)) is not None
            ]
            self._told = (known, here)
        return self._told[1]

    @cached_property
    def shown_by_path(self) -> Sequence[Listing]:
        """Those readers are shown, in the order of their paths."""
        return [one for one in self if one.state is RecordState.PUBLISHED and one.withdrawn is None]


def first_of_each(
    several: Iterable[_Some], topics: Iterable[str], *, most: int, listing: Callable[[_Some], Listing]
) -> dict[str, list[_Some]]:
    """The first ones about each topic, by its name, in their order; no more is read than it takes.

    Args:
        several: listings, or what has one each.
        topics: the names of the topics.
        most: how many of each.
        listing: the listing of one.
    """
    first: dict[str, list[_Some]] = {topic: [] for topic in topics}
    wanted = set(first)
    for one in several:
        if not wanted:
            break
        for topic in wanted.intersection(listing(one).topics):
            first[topic].append(one)
            if len(first[topic]) == most:
                wanted.remove(topic)
    return first
