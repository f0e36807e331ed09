"""An ordered choice of records at one moment, and the files it becomes."""

from dataclasses import dataclass
from datetime import datetime

from newsloom.model.front import Front
from newsloom.model.judgement import Topic
from newsloom.model.record import Record, RecordImage


@dataclass(frozen=True, slots=True, kw_only=True)
class Artifact:
    """Bytes not yet written anywhere; `path` is relative to the output, with `/` between its parts."""

    path: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization:
    """A publisher newsloom knows: what its data file says. `images` are its logos, 50 by 50 and 400 by 400."""

    domain: str
    name: str
    description: str | None = None
    images: tuple[RecordImage, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One record at its path, as `_news/2026-01-31-a-slug.md`."""

    path: str
    record: Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """What a desk publishes at `at` (UTC): every record it keeps, shown or not, its topics, its known publishers.

    `front` says which stories stand on its front, in order; None where nobody chose.
    """

    at: datetime
    entries: tuple[Entry, ...] = ()
    topics: tuple[Topic, ...] = ()
    organizations: tuple[Organization, ...] = ()
    front: Front | None = None
