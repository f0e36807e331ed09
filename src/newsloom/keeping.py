"""The Protocols of the store, a part for each thing a desk remembers; a method is named for the question it answers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from newsloom.alertkeeping import KeepsAlerts
from newsloom.model.article import Admission, Article, ArticleId
from newsloom.model.draft import Draft, Known
from newsloom.model.host import HostFacts
from newsloom.model.removal import Absence
from newsloom.model.sense import Counterpart, Sense
from newsloom.model.sighting import Recognition, Sighting
from newsloom.model.source import SourceId, SourceState
from newsloom.model.story import Membership, Story, StoryChange, StoryId
from newsloom.model.visit import Asked, SourceCount, Visited
from newsloom.newsletterkeeping import KeepsNewsletters
from newsloom.ownersword import Corrections, FeedbackStore, Interventions, Lists, Notes, Rulings
from newsloom.pastkeeping import Appearances, History
from newsloom.recordkeeping import Listings, Records
from newsloom.takedown import Removals


class Visits(Protocol):
    """What is remembered of sources."""

    def states(self) -> dict[SourceId, SourceState]:
        """The state of every source ever visited."""

    def save(
        self,
        state: SourceState,
        *,
        admissions: Sequence[Admission] = (),
        drafts: Sequence[Draft] = (),
        absences: Sequence[Absence] = (),
    ) -> None:
        """One visit's outcome in one transaction: articles, drafts, sightings, and the validators that came along."""

    def save_all(self, visits: Sequence[Visited]) -> None:
        """The outcomes of several visits in one transaction; no two of them may be about the same new article."""

    def forget(self, source: SourceId) -> None:
        """Drop the state of a source; its articles stay."""


class Articles(Protocol):
    """Articles and their revisions."""

    def known(self, source: SourceId, *, keys: Iterable[str], urls: Iterable[str], marks: Iterable[str] = ()) -> Known:
        """What is stored already under these keys of this source, or these canonical URLs and marks of any source."""

    def known_each(self, asked: Sequence[Asked]) -> list[Known]:
        """The same for the items of several sources at once, in their order."""

    def drafts(self, limit: int) -> list[Draft]:
        """Articles that still want their page read: least tried first, then oldest."""

    def complete(
        self,
        done: Sequence[tuple[ArticleId, Article]],
        *,
        by: Mapping[ArticleId, Recognition] = MappingProxyType({}),
        hosts: Sequence[HostFacts] = (),
    ) -> None:
        """Turn drafts into articles, in one transaction: each draft's id, and what it became.

        A draft whose article has another id turned out to be that article: it ends as a sighting of it. `by` says what
        gave a draft its address, if not the feed; `hosts` is what the pages said of their sites.
        """

    def hosts(self) -> list[HostFacts]:
        """What the pages read so far say of their sites, by site."""

    def per_host(self) -> dict[str, int]:
        """How many articles each host has."""

    def sightings(self, article: ArticleId) -> list[Sighting]:
        """Where an article was seen and what it was known by, in order of arrival."""

    def shown_since(self, source: SourceId, since: datetime) -> list[tuple[ArticleId, int]]:
        """A source's articles with a sort date after `since`, and at how many visits in a row each was missing."""

    def postpone(self, ids: Sequence[ArticleId]) -> None:
        """Count one more failed try at the pages of these drafts."""

    def unplaced(self, limit: int) -> list[Article]:
        """Articles in no story yet, by (sort_date, first_seen, id)."""

    def unplaced_count(self) -> int:
        """How many articles are in no story yet."""

    def get(self, ids: Iterable[ArticleId]) -> dict[ArticleId, Article]:
        """The newest revision of each."""

    def revisions(self, article: ArticleId) -> list[Article]:
        """Every version kept, oldest first."""

    def named_like(self, beginning: str, *, limit: int) -> list[ArticleId]:
        """Ids of articles that begin so."""

    def recent(self, limit: int, *, source: SourceId | None = None) -> list[Article]:
        """The newest articles, of one source or of all, newest first."""

    def each(self, *, since: datetime | None = None) -> Iterator[Article]:
        """Every article with a sort date from `since` on (all, if None), newest first; read in parts."""

    def search(self, words: str, *, limit: int) -> list[ArticleId]:
        """Articles that hold all the words, best first."""

    def bearing(self, pictures: Iterable[tuple[str, str]]) -> list[ArticleId]:
        """The articles on which these pictures (host, address) stand or stood."""

    def default_images(self, pictures: Iterable[tuple[str, str]]) -> frozenset[tuple[str, str]]:
        """Which of these pictures (host, address) their host puts on any article."""

    def newest(self) -> datetime | None:
        """The newest sort date stored: the time at which decay is evaluated."""

    def count(self) -> int:
        """How many articles are stored."""

    def per_source(self) -> dict[SourceId, SourceCount]:
        """What each source has brought so far."""

    def pages_per_source(self) -> dict[SourceId, dict[str, int]]:
        """How many articles of each source have which outcome of reading their page; "" are pages nobody wanted."""


@dataclass(frozen=True, slots=True)
class Placed:
    """One placement to keep: where the article stands, and its frozen features.

    `sketch` samples its text, for copies of it to be recognised; `original` is the article whose text it has (its own,
    or none said: its own). An article without a sketch is not remembered by its text. `sense` is what the desk's
    model makes of it, if there is one.
    """

    membership: Membership
    features: bytes
    sort_date: datetime
    language: str
    sketch: bytes = b""
    original: ArticleId | None = None
    sense: Sense | None = None


class Stories(Protocol):
    """Stories, their members with evidence, and their history."""

    def window(self, language: str, *, since: datetime) -> Iterator[tuple[ArticleId, StoryId, datetime, bytes]]:
        """The frozen features of placed articles with a sort date from `since` on, in order of placement."""

    def sketches(self, *, window: timedelta, most: int) -> list[tuple[ArticleId, ArticleId, bytes]]:
        """What recognises copies (article, whose text, sketch) of a `window` up to the latest, the last `most`."""

    def drop_sketches(self, *, window: timedelta, most: int) -> None:
        """Let go of what `sketches` would leave out."""

    def save(self, placed: Sequence[Placed], changes: Sequence[StoryChange]) -> None:
        """Keep placements and append the changes to the log, in one transaction."""

    def get(self, story: StoryId) -> Story | None:
        """One story; the id of a story that was merged away finds the one it went into."""

    def containing(self, article: ArticleId) -> StoryId | None:
        """The story an article is in."""

    def standing(self, articles: Iterable[ArticleId]) -> dict[ArticleId, StoryId]:
        """The stories that articles are in; those in none are left out."""

    def named_like(self, beginning: str, *, limit: int) -> list[StoryId]:
        """Ids of stories, merged-away ones among them, that begin so."""

    def latest(self, language: str, *, most: int) -> list[datetime]:
        """The latest sort dates of a language's placed articles, the latest first."""

    def mark(self) -> int:
        """A number that is another one whenever stories have changed."""

    def features(self, articles: Iterable[ArticleId]) -> dict[ArticleId, bytes]:
        """The frozen features of placed articles; empty of copies."""

    def since(self, moment: datetime | None, *, limit: int | None = None) -> list[Story]:
        """Stories whose newest member is from `moment` on (all, if None), newest first."""

    def ids_since(self, moment: datetime) -> list[StoryId]:
        """Those whose newest member is from `moment` on, in no order."""

    def those(self, stories: Iterable[StoryId]) -> list[Story]:
        """These of the living, in no order."""

    def unjudged(self) -> list[Story]:
        """Stories that changed since they were last judged, newest first."""

    def aliases(self) -> dict[StoryId, StoryId]:
        """Every merged-away id and the story it lives on in, closed over chains."""

    def changes(self, story: StoryId | None = None) -> list[StoryChange]:
        """The log, oldest first: of one story and those it took in, or of all."""

    def count(self) -> int:
        """How many stories live."""


class SenseStore(Protocol):
    """What is remembered of the sense of articles, where a desk has a model."""

    def window(self, model: str, *, since: datetime) -> list[tuple[ArticleId, str, datetime, bytes]]:
        """Article, language, sort date and vector by this model, of those from `since` on, in order of placement."""

    def drop(self, *, before: datetime) -> None:
        """Let go of the vectors of articles older than that; what they found stays."""

    def counterparts(self, story: StoryId) -> list[tuple[StoryId, Counterpart]]:
        """The stories that tell of the same event in another language, by which articles; the likest first."""


class Store(KeepsAlerts, KeepsNewsletters, Protocol):
    """One desk's memory; its parts share one database."""

    @property
    def visits(self) -> Visits:
        """What is remembered of sources."""

    @property
    def articles(self) -> Articles:
        """Articles and their revisions."""

    @property
    def stories(self) -> Stories:
        """Stories and their history."""

    @property
    def rulings(self) -> Rulings:
        """What editors ruled."""

    @property
    def interventions(self) -> Interventions:
        """What editors said of the edition."""

    @property
    def notes(self) -> Notes:
        """What editors noted for themselves."""

    @property
    def lists(self) -> Lists:
        """What lists of subscriptions name."""

    @property
    def senses(self) -> SenseStore:
        """What is remembered of the sense of articles."""

    @property
    def records(self) -> Records:
        """What is remembered of published records."""

    @property
    def listings(self) -> Listings:
        """What is kept ready of records, and what was delivered."""

    @property
    def corrections(self) -> Corrections:
        """What the owner said of topics."""

    @property
    def history(self) -> History:
        """What was known when."""

    @property
    def appearances(self) -> Appearances:
        """How readers have known what was published."""

    @property
    def feedback(self) -> FeedbackStore:
        """Which stories somebody found good or bad."""

    @property
    def removals(self) -> Removals:
        """What was removed."""

    def backup(self, target: Path) -> None:
        """A consistent copy, made while others read and write."""

    def check(self) -> list[str]:
        """What is wrong with the database; empty when it is sound."""

    def size(self) -> int:
        """Bytes on disk."""

    def close(self) -> None:
        """Let go of the database."""
