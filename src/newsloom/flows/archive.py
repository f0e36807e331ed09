"""An edition's records and coverage, read from the store in batches when a publisher asks for them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from newsloom.curate.candidates import Directions
from newsloom.flows.coverage import Teller
from newsloom.flows.edition import Fronted
from newsloom.keeping import Store
from newsloom.model.article import ArticleId
from newsloom.model.coverage import StoryCoverage
from newsloom.model.edition import Entry
from newsloom.model.record import Record
from newsloom.model.slot import Slot
from newsloom.model.story import StoryId
from newsloom.records.editing import with_word
from newsloom.records.sealing import with_note
from newsloom.seams import Criteria

BATCH = 500  # records or stories read at once: some megabytes


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreArchive:
    """The archive of a desk's edition: whole records as editors have them, and how their stories were covered."""

    store: Store
    criteria: Criteria
    fronted: Fronted
    teller: Teller = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "teller", Teller(Directions(self.criteria)))

    def entries(self, stories: Sequence[StoryId]) -> Iterator[Entry]:
        """The whole records of these stories, in this order."""
        for batch in _batches(stories):
            slots = self.store.records.slots_of(batch)
            for story in batch:
                record = edited(slots.get(story), self.fronted)
                if record is not None:
                    yield Entry(path=slots[story].path, record=record, story=story)

    def coverage(self, stories: Sequence[StoryId]) -> Iterator[StoryCoverage]:
        """The coverage of these stories, in this order."""
        for batch in _batches(stories):
            slots, found = self.store.records.slots_of(batch), self.store.records.found(batch)
            wanted: list[ArticleId] = [one.article for known in found.values() for one in known.findings]
            articles = self.store.articles.get(wanted)
            for story in batch:
                record = edited(slots.get(story), self.fronted)
                if record is not None:
                    yield self.teller.coverage(story, record, found.get(story), articles)


def edited(slot: Slot | None, fronted: Fronted) -> Record | None:
    """A slot's record as editors have it; None if there is none."""
    if slot is None or slot.record is None:
        return None
    word, note, record = fronted.words.get(slot.story), fronted.notes.get(slot.story), slot.record
    if slot.story in fronted.hushed:  # what it names as better are reports of a story that an editor took off
        record = replace(record, related=())
    if word is not None:
        record = with_word(record, word, on_front=slot.story in fronted.pinned)
    return record if note is None else with_note(record, note)


def _batches(stories: Sequence[StoryId]) -> Iterator[Sequence[StoryId]]:
    for at in range(0, len(stories), BATCH):
        yield stories[at : at + BATCH]
