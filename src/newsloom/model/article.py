"""One piece of news as we keep it, and the decision about each item."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType

from newsloom.model.item import Item
from newsloom.model.metadata import Metadata
from newsloom.model.sighting import Recognition
from newsloom.model.source import SourceId

ArticleId = NewType("ArticleId", str)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleImage:
    """The lead picture; sizes in pixels, None where unknown. `is_default` marks one the outlet puts on any article."""

    url: str
    width: int | None = None
    height: int | None = None
    is_default: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """That an article's text was taken away because of its age: when, and how many words it had."""

    at: datetime
    words: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One piece of news as we keep it: cleaned, fingerprinted; never mutated, only superseded by a revision.

    `id` is a hash of the first canonical URL, the same for every view of it. `url` is canonical, and an address
    that was seen: the one the page gives itself where that may be believed, else the latest. `title`, `lead` and
    `text` are plain text (NFC, no control characters). `published` is the outlet's word or None; `first_seen` is
    when we first met it; `sort_date` is `published` where it can be believed (never later than `first_seen`), else
    `first_seen`. All times UTC. `fingerprint` hashes what counts of title and text, so cosmetic changes make no
    revision; `feed_fingerprint` hashes what the feed alone said, which is what its next visit is compared with.
    `host` is the host and port of the canonical URL. `revision` counts from 1; `revised_at` is when we met this one,
    None for the first. `sequence` is the order of arrival, given by the store (0 before that). `dropped` says that
    the text was taken away because of its age.
    """

    id: ArticleId
    source: SourceId
    key: str
    url: str
    host: str
    title: str
    lead: str = ""
    text: str = ""
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    updated: datetime | None = None
    first_seen: datetime
    sort_date: datetime
    language: str = ""
    provider: str = ""
    image: ArticleImage | None = None
    amp_url: str = ""
    categories: tuple[str, ...] = ()
    origin: str = ""
    metadata: Metadata = field(default_factory=Metadata)
    fingerprint: str
    feed_fingerprint: str = ""
    revision: int = 1
    revised_at: datetime | None = None
    dropped: Dropped | None = None
    sequence: int = 0


class Refusal(StrEnum):
    """Why an item did not become an article: a closed vocabulary."""

    NO_TITLE = "no title and no text"
    NO_LINK = "no usable link"
    TOO_OLD = "older than the backlog asks for"
    BACKLOG = "beyond the first poll's backlog"
    DUPLICATE = "same article twice in one feed"
    MUTED = "source is muted"
    REMOVED = "removed by the owner"


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """The item is news."""

    item: Item
    article: Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Updated:
    """The item is a later version of a known article; `article` is the new revision, `url` where it was seen now.

    `by` says what it was known by.
    """

    item: Item
    article: Article
    url: str = ""
    changed: tuple[str, ...]
    by: Recognition = Recognition.ADDRESS


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """The item says nothing new of a known article; `url` is the canonical address it was seen at now.

    `by` says what it was known by.
    """

    item: Item
    id: ArticleId
    url: str = ""
    by: Recognition = Recognition.ADDRESS


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """The item does not become an article, and why.

    `id`, `url` and `by` are given where it is to be remembered: what a first visit left out stays out, and an article
    that one feed shows at two addresses was seen at both.
    """

    item: Item
    reason: Refusal
    id: ArticleId | None = None
    url: str = ""
    by: Recognition = Recognition.FIRST


Admission = Added | Updated | Unchanged | Rejected
