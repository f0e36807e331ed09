"""A record's listing: what is known of it without reading it, and the digests by which changes are seen."""

from dataclasses import replace
from datetime import datetime
from hashlib import blake2b
from typing import Any

import msgspec

from newsloom.model.listing import Listing
from newsloom.model.record import Record
from newsloom.model.source import SourceId
from newsloom.model.story import StoryId

UNKNOWN = SourceId("")
LOOKED_AT = ("title", "excerpt", "provider", "domain", "published_at", "topics", "language", "reports")  # by lists
SIZE = 12  # bytes of a digest: enough that no two of a billion records share one by chance
LOOK_SIZE = 8  # bytes of one that is only compared with those of the same record


def digest_of(path: str, record: Record) -> str:
    """A digest of all that a record says, and where."""
    return _digest((path, record.storable()))


def said_of(record: Record) -> str:
    """A digest of what a record tells its readers: scores, receipts and what else only weighs left out."""
    related = tuple(replace(item, quality=None) for item in record.related)
    heat = None if record.heat is None or record.heat >= 0 else record.heat
    bare = replace(record, quality=None, heat=heat, related=related, scores=None)
    return _digest(bare.storable())


def _digest(value: object) -> str:
    return blake2b(msgspec.msgpack.encode(value), digest_size=SIZE).hexdigest()


def _look(*said: object) -> str:
    """A digest of what lists show, whatever halves of characters it may hold."""
    return blake2b(repr(said).encode("utf-8", "backslashreplace"), digest_size=LOOK_SIZE).hexdigest()


def listing_of(  # noqa: PLR0913  a listing says much of a record that the record does not
    record: Record,
    *,
    story: StoryId,
    path: str,
    number: int,
    first_written: datetime,
    changed_at: datetime,
    source: SourceId = UNKNOWN,
    family: str = "",
) -> Listing:
    """The listing of a record.

    Args:
        record: as it is published.
        story: whose it is.
        path: where it stands.
        number: its place in the order of first writing, from 1.
        first_written: when it was first written, UTC.
        changed_at: when it last said something else than a score, UTC.
        source: that of its lead, if known.
        family: the publisher its lead's outlet belongs to, if known.
    """
    told = _told(record)
    return Listing(
        story=story,
        path=path,
        number=number,
        digest=digest_of(path, record),
        first_written=first_written,
        changed_at=changed_at,
        source=source,
        family=family,
        look=_look(path, *(told[name] for name in LOOKED_AT)),
        **told,
    )


def _told(record: Record) -> dict[str, Any]:
    """What a listing repeats of the record itself."""
    return {
        "title": record.title,
        "excerpt": record.excerpt,
        "web_url": record.web_url or "",
        "provider": record.provider.name,
        "domain": record.provider.domain,
        "published_at": record.published_at,
        "updated_at": record.updated_at,
        "withdrawn": record.withdrawn,
        "topics": record.topics,
        "state": record.state,
        "heat": record.heat,
        "quality": record.quality,
        "language": record.language or "",
        "genre": record.genre or "",
        "reports": 1 + len(record.related),
    }
