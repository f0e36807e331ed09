"""Remember what readers see of an edition: which stories appear, say something else or go."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from operator import attrgetter

from newsloom.model.appearance import Appearance, LoggedChange, Presence
from newsloom.model.edition import Edition
from newsloom.model.listing import Listing
from newsloom.model.story import StoryId
from newsloom.pastkeeping import Appearances
from newsloom.records.appearing import Published, seen


@dataclass(frozen=True, slots=True)
class StoreLedger:
    """The ledger of a desk: `appearances` in memory, the log read when it is asked for."""

    store: Appearances
    appearances: Mapping[StoryId, Appearance]
    length: int

    def changes(self, first: int, last: int) -> Sequence[LoggedChange]:
        """The changes with these numbers, both among them, in order."""
        return self.store.changes(first, last)


def with_ledger(store: Appearances, edition: Edition, *, now: datetime) -> Edition:
    """The edition with its ledger, in which what is new of it is kept.

    A run that is killed after this finds nothing new the next time, and publishes what is kept here.

    Args:
        store: how readers have known what was published.
        edition: what is about to be published.
        now: this moment, UTC: that of new entries.
    """
    known = store.all()
    last = max((one.number for one in known.values()), default=0)
    published = _published(edition, known)
    new = seen(published, known, last=last, now=now)
    store.save(new)
    known |= {one.story: one for one in new.appearances}
    return replace(edition, ledger=StoreLedger(store, known, store.length()))


def _published(edition: Edition, known: Mapping[StoryId, Appearance]) -> Iterator[Published]:
    """What may have changed: what is due, what stands otherwise than is remembered, and what is there no more."""
    wanted = _touched(edition, known)
    for listing, entry in zip(wanted, edition.entries(wanted), strict=True):
        since = None if known else listing.first_written  # a desk that begins to remember was read before
        yield Published(story=listing.story, record=entry.record, since=since)
    missing = (known[story] for story in known.keys() - edition.catalogue.by_story.keys())
    for appearance in sorted(missing, key=attrgetter("number")):
        if appearance.presence is not Presence.REMOVED:
            yield Published(story=appearance.story, record=None)


def _touched(edition: Edition, known: Mapping[StoryId, Appearance]) -> list[Listing]:
    """In the order in which they were first written."""
    listings = edition.catalogue
    before = {story for story, one in known.items() if one.presence is Presence.SHOWN}
    other = before ^ {one.story for one in listings.shown_by_path}
    touched = {one.story for one in edition.due} | (other & listings.by_story.keys())
    return sorted((listings.by_story[story] for story in touched), key=lambda one: (one.first_written, one.path))
