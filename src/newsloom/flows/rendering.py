"""Render an edition: files of many records here, those of one record alone in slices, in other processes too."""

import pickle
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import islice

from newsloom.flows.archive import StoreArchive
from newsloom.flows.edition import Fronted
from newsloom.keeping import Store
from newsloom.model.appearance import HeldLedger
from newsloom.model.coverage import StoryCoverage
from newsloom.model.edition import (
    Archive,
    Artifact,
    Edition,
    Entry,
)
from newsloom.model.listing import Listing
from newsloom.model.record import RecordState
from newsloom.model.story import StoryId
from newsloom.seams import Criteria, Engine, Publisher

SLICE = 200  # records rendered in one go; fewer than two slices are not worth the way to another process
AHEAD = 4  # slices that are asked for before they are taken


@dataclass(frozen=True, slots=True)
class Hands:
    """What another process needs to render slices: the shapes, and where records are read."""

    publishers: tuple[Publisher, ...]
    criteria: Criteria
    fronted: Fronted
    store: Callable[[], Store]


@dataclass(slots=True)
class Held:
    """An archive of which some records, and how they were covered, are read once for all shapes."""

    archive: Archive
    stories: frozenset[StoryId]
    _entries: dict[StoryId, Entry] | None = field(default=None, init=False)
    _coverage: dict[StoryId, StoryCoverage] | None = field(default=None, init=False)

    def entries(self, stories: Sequence[StoryId]) -> Iterator[Entry]:
        """Whole records, in this order."""
        if not self.stories.issuperset(stories):
            return self.archive.entries(stories)
        if self._entries is None:
            self._entries = {one.story: one for one in self.archive.entries(sorted(self.stories))}
        held = self._entries
        return (held[story] for story in stories if story in held)

    def coverage(self, stories: Sequence[StoryId]) -> Iterator[StoryCoverage]:
        """The coverage of these stories, in this order."""
        if not self.stories.issuperset(stories):
            return self.archive.coverage(stories)
        if self._coverage is None:
            self._coverage = {one.story: one for one in self.archive.coverage(sorted(self.stories))}
        held = self._coverage
        return (held[story] for story in stories if story in held)


def rendered(engine: Engine, edition: Edition, fronted: Fronted, *, size: int = SLICE) -> Iterator[Artifact]:
    """Every file of the edition that is due; the same ones, in another order, however many processes make them.

    Args:
        engine: the shapes, and where other processes work.
        edition: what is published.
        fronted: what editors' words come to, by which records are read.
        size: records of a slice.
    """
    due = edition.due
    if len(due) < 2 * size:
        held = replace(edition, archive=Held(edition.archive, frozenset(one.story for one in due)))
        yield from _told(engine, held)
        return
    leaders = _leaders(edition)
    slices = (_slice(edition, due[at : at + size], leaders) for at in range(0, len(due), size))
    hands, others = _packed(engine, fronted), _told(engine, replace(edition, changed=frozenset()))
    made = _beside(engine, slices, hands, edition.archive, others) if hands else _here(engine, slices, edition.archive)
    for artifacts in made:
        yield from artifacts
    yield from others


def _told(engine: Engine, edition: Edition) -> Iterator[Artifact]:
    for number, publisher in enumerate(engine.publishers):
        engine.progress("rendering", number, len(engine.publishers))
        yield from publisher.render(edition)


def _leaders(edition: Edition) -> Callable[[Sequence[Listing]], Iterator[Listing]]:
    """What finds the listings of the stories that some went into."""
    places = edition.catalogue.by_story

    def found(listings: Sequence[Listing]) -> Iterator[Listing]:
        merged = [one for one in listings if one.state is RecordState.DEMOTED]
        leaders = dict.fromkeys(entry.record.leader for entry in edition.entries(merged))
        here = {one.story for one in listings}
        return (places[StoryId(one)] for one in leaders if one and one not in here and one in places)

    return found


def _slice(
    edition: Edition, due: Sequence[Listing], leaders: Callable[[Sequence[Listing]], Iterator[Listing]]
) -> Edition:
    """The edition with these records alone, and the stories they went into; it is small, and has no archive."""
    known = edition.ledger.appearances
    listings = sorted([*due, *leaders(due)], key=lambda one: one.path)
    return Edition(
        at=edition.at,
        desk=edition.desk,
        listings=tuple(listings),
        topics=edition.topics,
        changed=frozenset(one.story for one in due),
        ledger=HeldLedger({one.story: known[one.story] for one in listings if one.story in known}),
    )


def _here(engine: Engine, slices: Iterator[Edition], archive: Archive) -> Iterator[list[Artifact]]:
    return (_of(engine.publishers, one, archive) for one in slices)


def _beside(
    engine: Engine, slices: Iterator[Edition], hands: bytes, archive: Archive, others: Iterator[Artifact]
) -> Iterator[list[Artifact]]:
    """The files of each slice; while none is ready, of the others. What another process cannot make is made here."""
    asking = ((one, _asked(engine, hands, one)) for one in slices)
    asked = deque(islice(asking, AHEAD))
    try:
        while asked:
            one, future = asked.popleft()
            while not future.done() and (other := next(others, None)) is not None:
                yield [other]
            asked.extend(islice(asking, 1))
            try:
                made = future.result()
            except Exception:  # noqa: BLE001  whatever hindered it there, here it is told as it should be
                made = _of(engine.publishers, one, archive)
            yield made
    finally:
        for _, future in asked:
            future.cancel()


def _asked(engine: Engine, hands: bytes, one: Edition) -> Future[list[Artifact]]:
    try:
        return engine.executor.submit(render_slice, hands, one)
    except RuntimeError as error:  # it takes no more tasks
        refused: Future[list[Artifact]] = Future()
        refused.set_exception(error)
        return refused


def _packed(engine: Engine, fronted: Fronted) -> bytes:
    """What other processes need, as bytes; empty where it cannot be carried there."""
    if engine.reopen is None:
        return b""
    plain = replace(engine.criteria, tagger=None)  # the topics of what is published were found before
    try:
        return pickle.dumps(Hands(engine.publishers, plain, fronted, engine.reopen))
    except (pickle.PicklingError, TypeError, AttributeError):
        return b""


def render_slice(hands: bytes, edition: Edition) -> list[Artifact]:
    """The files of a slice's records, in another process.

    Args:
        hands: `Hands`, pickled by the process that asks.
        edition: the slice, without its archive.
    """
    with_hands = _unpacked(hands)
    store = with_hands.store()
    try:
        archive = StoreArchive(store=store, criteria=with_hands.criteria, fronted=with_hands.fronted)
        return _of(with_hands.publishers, edition, archive)
    finally:
        store.close()


@lru_cache(maxsize=1)
def _unpacked(hands: bytes) -> Hands:
    """The same for all slices of an edition: templates are compiled once in each process."""
    found: Hands = pickle.loads(hands)  # noqa: S301  it was made by our own process
    return found


def _of(publishers: Sequence[Publisher], edition: Edition, archive: Archive) -> list[Artifact]:
    """The files of the records that are due, their bytes made."""
    held = replace(edition, archive=Held(archive, frozenset(one.story for one in edition.due)))
    return [
        Artifact(path=one.path, content=one.made, story=one.story, seal=one.seal)
        for publisher in publishers
        for one in publisher.render(held)
        if one.story is not None
    ]
