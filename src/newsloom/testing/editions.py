"""Editions in memory, for publishers to be tested without a store."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from newsloom.model.coverage import StoryCoverage
from newsloom.model.edition import Edition, Entry
from newsloom.model.listing import Listing
from newsloom.model.record import Record
from newsloom.model.story import StoryId
from newsloom.records.listings import listing_of

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class HeldArchive:
    """An archive that holds what it is asked for; `asked` says for which records, in the order of asking."""

    held: Mapping[StoryId, Entry]
    told: Mapping[StoryId, StoryCoverage] = field(default_factory=dict)
    asked: list[StoryId] = field(default_factory=list)

    def entries(self, stories: Sequence[StoryId]) -> Iterator[Entry]:
        """The records of these stories, in this order."""
        for story in stories:
            if story in self.held:
                self.asked.append(story)
                yield self.held[story]

    def coverage(self, stories: Sequence[StoryId]) -> Iterator[StoryCoverage]:
        """What is told of these stories, in this order; of one of which nothing is told, that it has no reports."""
        for story in stories:
            if story in self.held:
                yield self.told.get(story) or StoryCoverage(story=story)


def an_edition(
    *records: Record | Entry,
    coverage: Sequence[StoryCoverage] = (),
    changed: Collection[StoryId] | None = None,
    at: datetime = AT,
    changed_at: Mapping[StoryId, datetime] | None = None,
    **fields: Any,  # noqa: ANN401  any field of the value
) -> Edition:
    """An edition of these records, told of by whoever asks its archive.

    Args:
        records: in the order in which they were first written. A bare record's story is its own `story`, else its
            place (`s001`), at a path named for that; an entry says its path itself.
        coverage: of some of them.
        changed: the stories whose files are to be rendered; all if None.
        at: the moment of the edition; records were first written then.
        changed_at: when some of them last said something new, if not at `at`.
        fields: all else an edition has.
    """
    entries = [_entry(record, place) for place, record in enumerate(records, 1)]
    listings = [_listing(entry, place, at=at, changed_at=changed_at or {}) for place, entry in enumerate(entries, 1)]
    return Edition(
        at=at,
        listings=tuple(sorted(listings, key=lambda one: one.path)),
        changed=None if changed is None else frozenset(changed),
        archive=HeldArchive({entry.story: entry for entry in entries}, {one.story: one for one in coverage}),
        **fields,
    )


def _entry(record: Record | Entry, place: int) -> Entry:
    if isinstance(record, Record):
        story = record.story or f"s{place:03d}"
        return Entry(path=f"_news/{story}.md", record=record, story=StoryId(story))
    return record if record.story else Entry(path=record.path, record=record.record, story=StoryId(f"s{place:03d}"))


def _listing(entry: Entry, place: int, *, at: datetime, changed_at: Mapping[StoryId, datetime]) -> Listing:
    return listing_of(
        entry.record,
        story=entry.story,
        path=entry.path,
        number=place,
        first_written=at,
        changed_at=changed_at.get(entry.story, at),
    )
