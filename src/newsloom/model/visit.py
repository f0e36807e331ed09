"""What one visit asks of the store, and what it leaves there."""

from dataclasses import dataclass
from datetime import datetime

from newsloom.model.article import Admission
from newsloom.model.draft import Draft
from newsloom.model.removal import Absence
from newsloom.model.source import SourceId, SourceState


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """By what the items of one source at one visit may be known: its own keys, canonical addresses, marks."""

    source: SourceId
    keys: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Visited:
    """What one visit came to: the source's state with its validators, and what is kept together with them."""

    state: SourceState
    admissions: tuple[Admission, ...] = ()
    drafts: tuple[Draft, ...] = ()
    absences: tuple[Absence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCount:
    """What one source has brought: stored articles, and the newest one's sort date (UTC)."""

    articles: int
    newest: datetime
