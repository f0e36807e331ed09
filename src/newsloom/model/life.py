"""A story's life: who had it first, how it grew, where its focus turned, and how it stands."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from newsloom.model.article import ArticleId


class Phase(StrEnum):
    """How a story stands at a moment."""

    BREAKING = "breaking"
    DEVELOPING = "developing"
    STEADY = "steady"
    OVER = "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One article as a moment in a story's life, time UTC. A copy repeats what another told."""

    article: ArticleId
    at: datetime
    outlet: str
    title: str
    lead: str = ""
    is_copy: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """The focus shifts: from `article` on, reports speak of words that none of the earlier ones had.

    `reports` are how many took them up, `article` among them.
    """

    article: ArticleId
    at: datetime
    words: tuple[str, ...]
    reports: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Revival:
    """A report after so many hours of silence that the story had seemed over."""

    article: ArticleId
    at: datetime
    silent_hours: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """A story's life as it stands at a moment.

    `first` is the first report; `outlets` is each outlet's first, in order of time. `peak` is the beginning of the hour
    with the most reports, `peak_reports` how many. `last` is the latest report's time.
    """

    phase: Phase
    first: Telling
    outlets: tuple[Telling, ...]
    last: datetime
    peak: datetime
    peak_reports: int
    turns: tuple[Turn, ...] = ()
    revivals: tuple[Revival, ...] = ()
