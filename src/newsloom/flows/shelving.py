"""Keep the listings of records up to date: those of slots that changed, and what editors' words make of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from newsloom.curate.candidates import Directions
from newsloom.flows.archive import edited
from newsloom.flows.coverage import Teller
from newsloom.flows.edition import Fronted
from newsloom.keeping import Store
from newsloom.model.edition import Organization
from newsloom.model.finding import Finding, FoundStory
from newsloom.model.intervention import DeskWord
from newsloom.model.listing import Catalogue, Listing
from newsloom.model.record import Record
from newsloom.model.slot import Slot
from newsloom.model.source import SourceId
from newsloom.model.story import StoryId
from newsloom.recordkeeping import Listed
from newsloom.records.listings import listing_of, said_of
from newsloom.seams import Criteria

_UNKNOWN = SourceId("")
BATCH = 1_000  # records listed between two saves


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What an edition says of its records: their listings by path, the outlets they name, and what is not delivered.

    `changed` are the stories of which another state was delivered, or none, or nobody knows; `gone` those that have no
    record any more.
    """

    listings: Catalogue
    organizations: tuple[Organization, ...]
    changed: frozenset[StoryId]
    gone: frozenset[StoryId]


def list_anew(store: Store, criteria: Criteria, *, now: datetime) -> None:
    """Make the listings of all slots that changed since theirs was made; a killed one goes on with the rest."""
    waiting = store.listings.unlisted()
    teller = Teller(Directions(criteria))
    for at in range(0, len(waiting), BATCH):
        batch = waiting[at : at + BATCH]
        slots, found = store.records.slots_of(batch), store.records.found(batch)
        before = store.listings.get(batch)
        old_first = sorted(slots.values(), key=lambda slot: (slot.first_written, slot.story))
        listed = [
            _listed(slot, slot.record, found.get(slot.story), before.get(slot.story), teller, now=now)
            for slot in old_first
            if slot.record is not None
        ]
        store.listings.save(listed, gone=sorted(set(batch) - {one.listing.story for one in listed}))


def shown(store: Store, fronted: Fronted) -> Shown:
    """All listings as editors have their records, and what of them is not delivered."""
    shelf = store.listings.shelf()
    worded = _worded(store, fronted, shelf.listings)
    delivered = {story: shelf.listings[story].digest for story in worded} | shelf.other
    listings = shelf.listings | worded
    return Shown(
        listings=Catalogue.of(listings),
        organizations=tuple(Organization(domain=domain, name=name) for domain, name in sorted(shelf.names.items())),
        changed=frozenset(story for story, digest in delivered.items() if listings[story].digest != digest),
        gone=shelf.gone,
    )


def _listed(
    slot: Slot, record: Record, found: FoundStory | None, before: Listed | None, teller: Teller, *, now: datetime
) -> Listed:
    """A slot's listing; what says the same as before changed when that did."""
    said = said_of(record)
    same = before is not None and before.said == said
    lead = _lead(found)
    providers = (record.provider, *(item.provider for item in record.related))
    return Listed(
        listing=listing_of(
            record,
            story=slot.story,
            path=slot.path,
            number=0 if before is None else before.listing.number,
            first_written=slot.first_written,
            changed_at=before.listing.changed_at if same and before is not None else now,
            source=_UNKNOWN if lead is None else lead.source,
            family="" if lead is None else teller.family_of(lead),
        ),
        said=said,
        outlets=tuple((provider.domain, provider.name) for provider in providers),
    )


def _lead(found: FoundStory | None) -> Finding | None:
    if found is None or not found.order:
        return None
    return next((one for one in found.findings if one.article == found.order[0]), None)


def _worded(store: Store, fronted: Fronted, listed: Mapping[StoryId, Listing]) -> dict[StoryId, Listing]:
    """The listings of the records that editors have a word or a note on."""
    wanted = [story for story in {**fronted.words, **fronted.hushed, **fronted.notes} if story in listed]
    slots = store.records.slots_of(wanted)
    return {story: listing for story in wanted for listing in _as_edited(slots.get(story), fronted, listed)}


def _as_edited(slot: Slot | None, fronted: Fronted, listed: Mapping[StoryId, Listing]) -> Iterator[Listing]:
    record = edited(slot, fronted)
    if slot is None or record is None:
        return
    plain, word = listed[slot.story], fronted.words.get(slot.story) or fronted.hushed.get(slot.story)
    yield listing_of(
        record,
        story=slot.story,
        path=slot.path,
        number=plain.number,
        first_written=plain.first_written,
        changed_at=max([plain.changed_at, *(() if word is None else _said_at(word))]),
        source=plain.source,
        family=plain.family,
    )


def _said_at(word: DeskWord) -> list[datetime]:
    return [one.at for one in (word.pin, word.kill, word.headline, word.excerpt) if one is not None]
