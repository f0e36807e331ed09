"""What newsloom watches, and what it remembers of each visit."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NewType

from newsloom.model.page import Reason

SourceId = NewType("SourceId", str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Selectors:
    """Where a page without a feed holds what, as CSS selectors; all but `items` are looked for inside an item.

    `date`, `link` and `image` may end in `@attribute`. What is "" is looked for where pages usually have it.
    """

    items: str
    title: str = ""
    link: str = ""
    date: str = ""
    summary: str = ""
    image: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """How a source is let in: `basic`, `bearer` or the `header` of a name; where the secret is, never the secret."""

    kind: str
    variable: str = ""
    file: str = ""
    header: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One thing to watch, as its owner wrote it in newsloom.toml.

    `id` is the owner's short name for it, unique in the desk. `tier` is standing in points (None: its host's counts).
    `family` names the publisher several sources belong to; one family is one voice. `select` belongs to the kind
    `page`. `follows` is the id of the list of subscriptions that brought it, "" for the owner's own. Without `verify`
    its own address is read whatever certificate it shows.
    """

    id: SourceId
    url: str
    kind: str = "feed"
    title: str = ""
    family: str = ""
    tier: int | None = None
    topics: tuple[str, ...] = ()
    language: str = ""
    full_text: bool = True
    disabled: bool = False
    muted: bool = False
    verify: bool = True
    select: Selectors | None = None
    access: Access | None = None
    follows: str = ""

    @property
    def credential(self) -> str:
        """Under which name the fetcher knows its secret, "" if it has none."""
        return str(self.id) if self.access else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceState:
    """What is remembered of one source between visits; all times UTC.

    `etag` and `last_modified` are only ever what the server itself sent with content that was stored in full.
    `url` is the owner's address at which all this was learnt. `gap_seconds` is the usual time between two new items,
    None as long as it is not known. `asked_seconds` is how long the feed asks pollers to wait. `retry_at` is the
    moment before which its host asked not to be asked anything. `deaths` counts the readers in a row it has killed.
    Of the `items_seen` at the last full answer, `items_undated` had no date that can be believed and `items_duplicate`
    were articles that another source brought. `habit_seconds` is the longest pause between two of them, 0 where too
    few were dated.
    """

    source: SourceId
    etag: str | None = None
    last_modified: str | None = None
    last_visit: datetime | None = None
    last_success: datetime | None = None
    last_full: datetime | None = None
    last_new: datetime | None = None
    next_visit: datetime | None = None
    failures: int = 0
    reason: Reason | None = None
    detail: str = ""
    interval_seconds: int = 0
    items_seen: int = 0
    moved_to: str | None = None
    moved_seen: int = 0
    title: str = ""
    site_url: str = ""
    url: str = ""
    gap_seconds: int | None = None
    asked_seconds: int = 0
    retry_at: datetime | None = None
    deaths: int = 0
    items_undated: int = 0
    items_duplicate: int = 0
    habit_seconds: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceReading:
    """What one source had to say at one visit: its items, newest first, and what was odd about it."""

    source: SourceId
    format: str
    title: str = ""
    site_url: str = ""
    language: str = ""
    problems: tuple[str, ...] = field(default=())
