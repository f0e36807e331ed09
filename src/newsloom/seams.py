"""Where one part of newsloom meets another: the Protocols, and the Engine that holds one of each.

Only `wiring` knows which classes stand behind these. Flows get an `Engine` and call what is in it. What the store is
asked stands in `keeping`.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from newsloom.keeping import Store
from newsloom.model.alert import AlertRule, Answer, Channel, Letter
from newsloom.model.article import Article
from newsloom.model.carried import Carried
from newsloom.model.directory import Directory
from newsloom.model.edition import Artifact, DeskFacts, Edition
from newsloom.model.front import FrontRules
from newsloom.model.item import Feed
from newsloom.model.judgement import Candidate, Score, Topic, TopicFinding
from newsloom.model.newsletter import Dispatch, Issue
from newsloom.model.page import Failure, Page, Request
from newsloom.model.savedview import SavedView
from newsloom.model.sense import SenseScale
from newsloom.model.site import SiteRules
from newsloom.model.source import Source, SourceId, SourceState
from newsloom.model.story import StoryId
from newsloom.model.websub import WebSubDesk


class Clock(Protocol):
    """Time as the engine sees it; tests and replays bring their own."""

    def now(self) -> datetime:
        """This moment, UTC."""

    def monotonic(self) -> float:
        """Seconds on a clock that never goes back."""

    async def sleep(self, seconds: float) -> None:
        """Wait."""


class Fetcher(Protocol):
    """The one door to the network."""

    def fetch(self, requests: Iterable[Request]) -> Iterator[Page | Failure]:
        """One outcome for each request, in order of completion; a failure is a value, nothing raises."""


class Embedder(Protocol):
    """What turns texts into vectors of their sense, whatever their language; the same vector for a text each time."""

    @property
    def name(self) -> str:
        """Which model this is; vectors of two models are not compared."""

    @property
    def scale(self) -> SenseScale:
        """How its likenesses are read."""

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """A vector of length 1 for each text, of length 0 for one that says nothing: rows, in the texts' order."""


class SourceReader(Protocol):
    """One kind of source. Pure: it names the page it wants and reads what came."""

    def request(self, source: Source, state: SourceState) -> Request:
        """The page to ask for."""

    def read(self, source: Source, page: Page) -> Feed:
        """What the page says; raises FeedError."""


class Profile(Protocol):
    """How a desk judges. Pure; every score is the sum of its parts."""

    @property
    def name(self) -> str:
        """What newsloom.toml, or the owner's own file, calls it."""

    @property
    def contract_only(self) -> bool:
        """Whether records judged by it hold the contract's fields alone."""

    @property
    def threshold(self) -> int:
        """The heat from which a story is shown."""

    def topics(self, title: str, lead: str, topics: Iterable[Topic]) -> tuple[Topic, ...]:
        """Which of the topics an article with this title and lead is about."""

    def quality(self, candidate: Candidate) -> Score:
        """How good one article is, whatever the day."""

    def heat(self, candidate: Candidate, *, quality: Score, now: datetime) -> Score:
        """How much a story matters at `now`, from its coverage."""

    def publishes(self, *, quality: Score, heat: Score) -> bool:
        """Whether a story with these scores is shown."""


class Tagger(Protocol):
    """Says which topics articles have. Pure; compiled once from a desk's topics."""

    def said(self, article: Article) -> tuple[TopicFinding, ...]:
        """What was found of each topic that the article itself speaks for, in the desk's order."""

    def with_others(self, said: Iterable[str], *, named: Collection[str] = ()) -> tuple[Topic, ...]:
        """The topics of an article that speaks for these (ids), with those named (ids or names) and all above them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria:
    """What judging needs to know of the desk.

    `providers` says who publishes and whose voice that is. `tiers` are points by host suffix, `root` names the topic
    every article has. `contract_only` says that records hold the contract's fields alone and are published by its rule
    alone: nothing may count that a record does not say. `tagger` knows the rules of the topics; without one the
    profile's keywords are all there is.
    """

    sources: Mapping[SourceId, Source]
    tiers: Mapping[str, int]
    topics: tuple[Topic, ...]
    root: str
    profile: Profile
    tagger: Tagger | None = None
    contract_only: bool = False
    providers: Directory = field(default_factory=Directory)


class Publisher(Protocol):
    """One shape of output. Pure: an edition in, bytes out.

    Of files that belong to one record alone (their artifacts name its story) only those of the edition's `due` records
    are rendered: the others stand as they are. Such a file is made of its record, its coverage, what is remembered of
    it and the listing of the story it went into: in another process the edition holds no more than these. All other
    files are named each time, costly ones sealed, so that their content is made only where it changed. A file of a due
    record that is not rendered any more, and a file of none that is not named any more, leaves the output.
    """

    @property
    def fingerprint(self) -> str:
        """What decides the files beside the edition: this shape, its version, its settings.

        Another one makes everything be rendered anew.
        """

    def render(self, edition: Edition) -> Iterable[Artifact]:
        """The files of this shape, no path twice; rendered one after the other, and let go of."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a delivery did: paths relative to the output. Nothing was written where all three are empty.

    `generation` names what stands there now.
    """

    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    strays: tuple[str, ...] = ()
    generation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What stands where a delivery goes: a generation ("" if it is not sure which), and the mark it was rendered by.

    `damaged` are the records of which somebody took or changed a file; `found` is the delivery's own.
    """

    generation: str = ""
    mark: str = ""
    damaged: frozenset[StoryId] = frozenset()
    found: object = None


class Delivery(Protocol):
    """Where artifacts go, as one generation: readers see the old one or the new one."""

    def standing(self, *, whole: bool = False) -> Standing:
        """What stands there, every file looked at if `whole`; raises DeliveryError where nothing can be delivered."""

    def deliver(
        self,
        artifacts: Iterable[Artifact],
        *,
        standing: Standing | None = None,
        mark: str = "",
        due: Collection[StoryId] | None = None,
        switching: Callable[[str], None] = ...,
    ) -> Delivered:
        """Make the output these artifacts; raises DeliveryError and leaves the old generation intact.

        Args:
            artifacts: all files there are to be, or those of the due records and those that belong to no record.
            standing: what `standing` said, if it was asked; nobody else delivered since.
            mark: by which settings they were rendered.
            due: the records whose files are among the artifacts; all if None. What they had besides is removed.
            switching: told the new generation's name before readers may see it.
        """


class Carrying(Protocol):
    """What brings the output to another place."""

    def carry(self) -> Carried:
        """Make that place what the output is; whatever goes wrong is told."""


class Messenger(Protocol):
    """What carries messages by one channel."""

    @property
    def at_most_once(self) -> bool:
        """Whether what was begun and not known to have ended may not be tried again by itself."""

    @property
    def problem(self) -> str:
        """What its owner must give before it can carry anything; "" if nothing is missing."""

    def send(self, letter: Letter, *, now: datetime) -> Answer:
        """Try once; whatever goes wrong is an answer, in words that hold no secret."""


class Post(Protocol):
    """What carries issues of a newsletter to readers, one letter at a time."""

    def compose(self, issue: Issue, letter: Dispatch, *, now: datetime) -> bytes:
        """The whole message, as it leaves for this reader."""

    def send(self, message: bytes, letter: Dispatch) -> Answer:
        """Try once; whatever goes wrong is an answer, in words that hold no secret."""

    def close(self) -> None:
        """Say goodbye to the server."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alerting:
    """Who is told of what: the alerts, the views they are of, the channels by name, and who carries each.

    `desk` is how the desk is called in messages, `zone` that of quiet hours.
    """

    rules: tuple[AlertRule, ...] = ()
    views: tuple[SavedView, ...] = ()
    channels: Mapping[str, Channel] = field(default_factory=dict)
    messengers: Mapping[str, Messenger] = field(default_factory=dict)
    desk: str = ""
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("UTC"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """One of each collaborator. A record, not an actor: it has no methods.

    `reopen` opens the same store to be read, in whatever process it is carried to; None where it cannot be carried.
    `places` are where the output goes beside its folder; `hub` is told of its new feeds.
    """

    sources: tuple[Source, ...]
    readers: Mapping[str, SourceReader]
    fetcher: Fetcher
    executor: Executor
    store: Store
    criteria: Criteria
    sites: tuple[SiteRules, ...] = ()
    publishers: tuple[Publisher, ...]
    delivery: Delivery
    clock: Clock
    progress: Callable[[str, int, int], None]
    embedder: Embedder | None = None
    front: FrontRules = field(default_factory=FrontRules)
    desk: DeskFacts = field(default_factory=DeskFacts)
    reopen: Callable[[], Store] | None = None
    alerting: Alerting = field(default_factory=Alerting)
    websub: WebSubDesk | None = None
    places: tuple[Carrying, ...] = ()
    hub: str = ""
