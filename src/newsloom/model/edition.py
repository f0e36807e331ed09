"""What a desk publishes at one moment, read as far as somebody asks, and the files it becomes."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from operator import attrgetter
from typing import Protocol, cast

from newsloom.model.appearance import HeldLedger, Ledger
from newsloom.model.coverage import StoryCoverage
from newsloom.model.front import Front
from newsloom.model.judgement import Topic
from newsloom.model.listing import Catalogue, Listing, Told
from newsloom.model.record import Record, RecordImage
from newsloom.model.source import SourceId
from newsloom.model.story import StoryId

_NOBODYS = StoryId("")
_UNKNOWN = SourceId("")


@dataclass(frozen=True, slots=True, kw_only=True)
class Artifact:
    """A file not yet written anywhere; `path` is relative to the output, with `/` between its parts.

    `content` is its bytes, or what makes them when they are wanted. `story` names the record that this file alone is
    of; a file of several records or of none has no story, and stands in the output for as long as each edition names
    it. `seal` stands for all that decides the content of a file without a story: where the file that was delivered
    before had the same seal, its content is not asked for. Without a seal it always is.
    """

    path: str
    content: bytes | Callable[[], bytes]
    story: StoryId | None = None
    seal: str = ""

    @property
    def made(self) -> bytes:
        """The bytes."""
        return self.content if isinstance(self.content, bytes) else self.content()


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization:
    """A publisher newsloom knows: what its data file says. `images` are its logos, 50 by 50 and 400 by 400."""

    domain: str
    name: str
    description: str | None = None
    images: tuple[RecordImage, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One whole record at its path, as `_news/2026-01-31-a-slug.md`, and the story it is of."""

    path: str
    record: Record
    story: StoryId = _NOBODYS


def _updated(one: Told) -> datetime:
    return one[1].updated


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskFacts:
    """What a desk says of itself. `base_url` is where its output is to be found (empty where it does not say)."""

    title: str = "News desk"
    base_url: str = ""
    time_zone: str = "UTC"
    language: str = "en"
    contact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFacts:
    """One source as readers may know it, times UTC.

    `health` is a word or the reason why it could not be read, `articles` how many it has brought, `newest` the newest
    one's sort date, `last_success` when it was last read. `url` is what is watched, `site` its pages.
    """

    id: SourceId
    title: str
    url: str = ""
    site: str = ""
    kind: str = "feed"
    family: str = ""
    language: str = ""
    topics: tuple[str, ...] = ()
    health: str = ""
    articles: int = 0
    newest: datetime | None = None
    last_success: datetime | None = None


class Archive(Protocol):
    """Where an edition's records are, to be read when they are asked for."""

    def entries(self, stories: Sequence[StoryId]) -> Iterator[Entry]:
        """The whole records of these stories, in this order, as editors have them; those without are left out."""

    def coverage(self, stories: Sequence[StoryId]) -> Iterator[StoryCoverage]:
        """The coverage of these stories, in this order; those without a record are left out."""


@dataclass(frozen=True, slots=True)
class NoArchive:
    """The archive of an edition without records."""

    def entries(self, _stories: Sequence[StoryId]) -> Iterator[Entry]:
        """None."""
        return iter(())

    def coverage(self, _stories: Sequence[StoryId]) -> Iterator[StoryCoverage]:
        """None."""
        return iter(())


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewedStories:
    """The stories of a saved view that readers can be shown, the one that last said something new first."""

    name: str
    stories: tuple[StoryId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """What a desk publishes at `at` (UTC): every record it keeps, shown or not, its topics, its known publishers.

    `listings` stand in the order of their paths. `front` says which stories stand on its front, in order; None where
    nobody chose. `changed` are the stories whose records or coverage may be others than in what was delivered last;
    None: nothing is known of that, and everything is to be rendered. Whole records and coverage are read from the
    archive, which is costly: ask for those of few stories, or for all in one go. `ledger` says how readers have known
    the stories so far, `views` which of the newest fit the desk's saved views.
    """

    at: datetime
    desk: DeskFacts = field(default_factory=DeskFacts)
    listings: Sequence[Listing] = ()
    topics: tuple[Topic, ...] = ()
    organizations: tuple[Organization, ...] = ()
    sources: tuple[SourceFacts, ...] = ()
    front: Front | None = None
    changed: frozenset[StoryId] | None = None
    archive: Archive = field(default_factory=NoArchive)
    ledger: Ledger = field(default_factory=HeldLedger)
    views: tuple[ViewedStories, ...] = ()

    def __post_init__(self) -> None:
        if not isinstance(self.listings, Catalogue):
            object.__setattr__(self, "listings", Catalogue(self.listings))

    @property
    def catalogue(self) -> Catalogue:
        """The listings, to be asked for more than one after another."""
        return cast("Catalogue", self.listings)

    @property
    def due(self) -> Sequence[Listing]:
        """The records whose own files are to be rendered: the changed ones, or all; in the order of their paths."""
        if self.changed is None:
            return self.listings
        by_story = self.catalogue.by_story
        return sorted((by_story[one] for one in self.changed if one in by_story), key=attrgetter("path"))

    @property
    def readable(self) -> list[Told]:
        """Every story that readers may be told of, those taken back among them, the one with the newest words first."""
        last = self.told[::-1]  # of two that were updated at once the last to appear comes first
        return sorted(last, key=_updated, reverse=True)

    @property
    def told(self) -> Sequence[Told]:
        """The same stories in the order in which they first appeared."""
        return self.catalogue.told(self.ledger.appearances)

    def entries(self, listings: Iterable[Listing] | None = None) -> Iterator[Entry]:
        """Whole records, read in batches: of these listings, in their order; of all `due` ones if none are named."""
        return self.archive.entries([one.story for one in (self.due if listings is None else listings)])

    def coverage(self, listings: Iterable[Listing] | None = None) -> Iterator[StoryCoverage]:
        """The coverage of the same stories as `entries`, in the same order."""
        return self.archive.coverage([one.story for one in (self.due if listings is None else listings)])

    def each(self, listings: Iterable[Listing] | None = None) -> Iterator[tuple[Listing, Entry, StoryCoverage]]:
        """Listing, record and coverage of the same stories, together."""
        wanted = list(self.due if listings is None else listings)
        return zip(wanted, self.entries(wanted), self.coverage(wanted), strict=True)


def sealed(path: str, make: Callable[[], bytes], *, seal: str) -> Artifact:
    """A file of several records, whose content is made only where its seal is another than the delivered one's."""
    return Artifact(path=path, content=make, seal=seal)


def once(make: Callable[[], bytes]) -> Callable[[], bytes]:
    """The same, made once, for a content that stands at several paths."""
    return partial(_remembered, make, [])


def _remembered(make: Callable[[], bytes], kept: list[bytes]) -> bytes:
    if not kept:
        kept.append(make())
    return kept[0]
