"""What a feed of ours says, whatever its format: made of records, safe and short."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePosixPath
from urllib.parse import urlsplit
from uuid import UUID, uuid5

from newsloom.model.appearance import Appearance
from newsloom.model.edition import Entry
from newsloom.model.record import Record, RecordImage
from newsloom.publish.inert import address, headline, language, name, plain

NAMESPACE = UUID("6b1c9c1e-52c6-5d0b-9a55-6f0b5a0d9a11")  # ours alone, chosen once: another would change every id
NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # when a feed without entries was last updated
CORRECTION = 1_000  # characters of a note of correction
RELATED = 10  # other reports that an entry names
IMAGE_TYPES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedImage:
    """A picture whose size in pixels is known, and its type where the address tells it ("" where not)."""

    url: str
    width: int
    height: int
    type: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedReport:
    """Another report of the same event."""

    title: str
    url: str
    outlet: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """One story in a feed.

    `id` never changes, whatever becomes of headline and address. `notes` are plain sentences: that the outlet took the
    article back, or what it put right. `site` is the outlet's, "" where its domain is none. Times are UTC; `updated`
    moves when headline, excerpt, address or notes do, and with nothing else.
    """

    id: str
    story: str
    title: str
    url: str
    excerpt: str
    notes: tuple[str, ...]
    outlet: str
    site: str
    authors: tuple[str, ...]
    published: datetime
    updated: datetime
    language: str
    topics: tuple[str, ...]
    image: FeedImage | None
    related: tuple[FeedReport, ...]
    is_withdrawn: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OutFeed:
    """A feed of ours. `home` is the page it belongs to, `hub` tells subscribers of changes; "" where there is none.

    `updated` is the latest of its entries' (UTC). `language` is that of all entries, "" if they differ.
    """

    id: str
    title: str
    description: str
    author: str
    home: str = ""
    hub: str = ""
    language: str = ""
    updated: datetime = NEVER
    entries: tuple[FeedEntry, ...] = ()


def urn(words: str) -> str:
    """A name for something, for ever the same: a version 5 UUID."""
    return f"urn:uuid:{uuid5(NAMESPACE, words)}"


def feed_entry(entry: Entry, appearance: Appearance) -> FeedEntry:
    """The entry of a story, as it stands now.

    Args:
        entry: its record.
        appearance: when it appeared, and when it last said something new.
    """
    record = entry.record
    withdrawn, site = record.withdrawn is not None, _site(record.provider.domain)
    return FeedEntry(
        id=urn(f"story:{appearance.story}"),
        story=plain(appearance.story),
        title=headline(record.title),
        url=address(record.web_url) or address(record.original_url),
        excerpt="" if withdrawn else plain(record.excerpt),
        notes=tuple(notes_of(record)),
        outlet=name(record.provider.name) or name(record.provider.domain) or site,
        site=site,
        authors=tuple(filter(None, map(name, record.authors))),
        published=record.published_at,
        updated=max(appearance.updated, record.published_at),
        language=language(record.language),
        topics=tuple(dict.fromkeys(filter(None, map(name, record.topics)))),
        image=None if withdrawn else _image(record.images),
        related=tuple(_related(record)),
        is_withdrawn=withdrawn,
    )


def notes_of(record: Record) -> Iterator[str]:
    """What readers must know of an article beside its words, as plain sentences."""
    if record.withdrawn is not None:
        yield f"Withdrawn by its outlet on {record.withdrawn.astimezone(UTC).date().isoformat()}."
    if record.correction:
        yield f"Correction: {plain(record.correction, limit=CORRECTION)}"


def common_language(entries: tuple[FeedEntry, ...]) -> str:
    """The language all entries are in; "" if there are several, or none is said."""
    said = {entry.language for entry in entries}
    return said.pop() if len(said) == 1 else ""


def _related(record: Record) -> Iterator[FeedReport]:
    """Others that told it, the earliest first: an order that scores do not change."""
    earliest = sorted(record.related, key=lambda item: (item.published_at, item.web_url or "", item.title))
    for item in earliest[:RELATED]:
        if url := address(item.web_url):
            yield FeedReport(title=headline(item.title), url=url, outlet=name(item.provider.name))


def _image(images: tuple[RecordImage, ...]) -> FeedImage | None:
    for image in images[:1]:
        url = address(image.url)
        if url and image.width and image.height and image.width > 0 and image.height > 0:
            ending = PurePosixPath(urlsplit(url).path).suffix.lower()
            return FeedImage(url=url, width=image.width, height=image.height, type=IMAGE_TYPES.get(ending, ""))
    return None


def _site(domain: str) -> str:
    return address(f"https://{domain}/") if domain else ""
