"""What a run did, as values the command line prints."""

from dataclasses import dataclass, field

from newsloom.model.carried import Carried
from newsloom.model.source import SourceId


@dataclass(slots=True, kw_only=True)
class IngestReport:
    """What one round of visits brought. `failed` says why, by source; `problems` holds what was odd in a feed.

    `waiting` counts the sources that were not asked because their host wants to be left alone for now.
    `hubs` are the hub and topic of feeds that have one.
    """

    visited: int = 0
    unmodified: int = 0
    waiting: int = 0
    added: int = 0
    updated: int = 0
    rejected: dict[str, int] = field(default_factory=dict)
    pages_read: int = 0
    pages_failed: int = 0
    failed: dict[SourceId, str] = field(default_factory=dict)
    problems: dict[SourceId, tuple[str, ...]] = field(default_factory=dict)
    hubs: dict[SourceId, tuple[str, str]] = field(default_factory=dict)

    def with_more(self, other: "IngestReport") -> "IngestReport":
        """The other report with what this one counted besides: what is visited before the feeds are."""
        other.visited += self.visited
        other.unmodified += self.unmodified
        other.added += self.added
        other.updated += self.updated
        other.failed |= self.failed
        other.problems |= self.problems
        return other


@dataclass(slots=True, kw_only=True)
class CurateReport:
    """What curating did: articles placed, stories opened by them, articles moved and stories merged or split since.

    `copies` counts the placed articles that went into their original's story.
    """

    placed: int = 0
    copies: int = 0
    opened: int = 0
    moved: int = 0
    merged: int = 0
    split: int = 0


@dataclass(slots=True, kw_only=True)
class PublishReport:
    """What publishing did: records kept and shown, files written and removed, and files nobody here made.

    `carried` is what became of it in other places; `hub` is why the hub could not be told, "" where it was or is none.
    """

    records: int = 0
    shown: int = 0
    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    strays: tuple[str, ...] = ()
    carried: tuple[Carried, ...] = ()
    hub: str = ""


@dataclass(slots=True, kw_only=True)
class AlertReport:
    """What alerts did: stories told of, and what became of messages, those of earlier runs among them.

    `failed` are tried again, `held` are notices that wait for their channel's hour; `problems` says by channel what
    its last failure was.
    """

    told: int = 0
    sent: int = 0
    failed: int = 0
    dead: int = 0
    unknown: int = 0
    held: int = 0
    problems: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class RunReport:
    """One run: visits, curation, publication, alerts, and of how many articles the text was dropped for its age."""

    ingest: IngestReport
    curate: CurateReport
    publish: PublishReport
    texts_dropped: int = 0
    alerts: AlertReport = field(default_factory=AlertReport)
