"""What readers see change when records do: a story appears, says something else, goes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from itertools import count

import msgspec
from msgspec.structs import replace

from newsloom.model.appearance import Appearance, Presence, PublicChange, Seen
from newsloom.model.record import Record, RecordState
from newsloom.model.story import StoryId

SIZE = 8  # bytes of a digest: two versions of one story are told apart, not all stories there are


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A story's record as it is published now; None where it has none any more.

    `since` is when it was first written, if it may have been shown since then without being remembered (UTC).
    """

    story: StoryId
    record: Record | None
    since: datetime | None = None


def seen(published: Iterable[Published], known: Mapping[StoryId, Appearance], *, last: int, now: datetime) -> Seen:
    """How the stories stand before readers, and what of that is new.

    Args:
        published: the stories that may have changed, in the order in which new ones are to be numbered.
        known: how those among them stood that were published before.
        last: the highest number given so far.
        now: this moment, UTC.
    """
    numbers = count(last + 1)
    appearances: list[Appearance] = []
    changes: list[tuple[StoryId, PublicChange, datetime]] = []
    for one in published:
        before = known.get(one.story)
        if before is not None:
            after = _after(before, one.record, now=now)
            kind = change_between(before, after)
        elif one.record is not None and presence_of(one.record) is Presence.SHOWN:
            after = _first(one.story, one.record, number=next(numbers), at=one.since or now)
            kind = PublicChange.PUBLISHED
        else:
            continue
        if after != before:
            appearances.append(after)
        if kind is not None:
            changes.append((one.story, kind, after.changed))
    return Seen(appearances=tuple(appearances), changes=tuple(changes))


def presence_of(record: Record | None) -> Presence:
    """How a story with this record stands before readers."""
    if record is None:
        return Presence.REMOVED
    if record.withdrawn is not None:
        return Presence.WITHDRAWN
    if record.state is RecordState.PUBLISHED:
        return Presence.SHOWN
    return Presence.MERGED if record.state is RecordState.DEMOTED else Presence.HIDDEN


def change_between(before: Appearance, after: Appearance) -> PublicChange | None:
    """What readers see happen between two states of one story; None if nothing."""
    if before.presence is not after.presence:
        return PublicChange.RESTORED if after.presence is Presence.SHOWN else PublicChange(after.presence.value)
    if after.presence not in {Presence.SHOWN, Presence.WITHDRAWN} or before.whole == after.whole:
        return None
    if before.words == after.words:
        return PublicChange.DETAILS
    is_corrected = after.correction and before.correction != after.correction
    return PublicChange.CORRECTED if is_corrected else PublicChange.UPDATED


def _first(story: StoryId, record: Record, *, number: int, at: datetime) -> Appearance:
    return Appearance(
        story=story,
        number=number,
        presence=Presence.SHOWN,
        first_shown=at,
        updated=at,
        changed=at,
        words=_words(record),
        whole=_whole(record),
        correction=_correction(record),
    )


def _after(before: Appearance, record: Record | None, *, now: datetime) -> Appearance:
    if record is None:
        if before.presence is Presence.REMOVED:
            return before
        return replace(before, presence=Presence.REMOVED, changed=now, words="", whole="", correction="")
    after = replace(
        before,
        presence=presence_of(record),
        words=_words(record),
        whole=_whole(record),
        correction=_correction(record),
    )
    kind = change_between(before, after)
    if kind is None:
        return after
    return replace(after, changed=now, updated=before.updated if kind is PublicChange.DETAILS else now)


def _words(record: Record) -> str:
    said = (record.title, record.excerpt, record.web_url, record.original_url, record.provider.name)
    return _digest((*said, record.correction, record.withdrawn))


def _whole(record: Record) -> str:
    """All that a record tells its readers; neither scores nor the order of its reports, which follows from them."""
    related = sorted(
        (item.web_url or "", item.title, item.excerpt, item.provider.name, item.published_at) for item in record.related
    )
    pictures = [(image.url, image.width, image.height) for image in record.images]
    about = (record.topics, record.authors, record.genre, record.copies, record.independent, record.standing)
    origin = (record.published_at, record.provider.domain, record.language, record.leader)
    return _digest((_words(record), related, pictures, about, origin))


def _correction(record: Record) -> str:
    return _digest(record.correction) if record.correction else ""


def _digest(said: object) -> str:
    return blake2b(msgspec.msgpack.encode(said), digest_size=SIZE).hexdigest()
