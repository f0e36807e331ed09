"""Judge the stories, keep their records, render and deliver one edition."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from newsloom.curate.candidates import Directions
from newsloom.curate.images import pictures_of, with_defaults
from newsloom.curate.judge import Judged, judge
from newsloom.failpoints import fail_at
from newsloom.flows.archive import StoreArchive, edited
from newsloom.flows.edition import Fronted, front_of
from newsloom.flows.health import source_facts
from newsloom.flows.judging import Sitting, Verdicts, sitting_of
from newsloom.flows.reports import PublishReport
from newsloom.keeping import Store
from newsloom.model.edition import Edition, Listing, Organization
from newsloom.model.finding import FoundStory
from newsloom.model.publication import Publication
from newsloom.model.record import Record, RecordState
from newsloom.model.slot import Slot
from newsloom.model.story import Story, StoryId
from newsloom.records.compose import demoted, record_of
from newsloom.records.listings import listing_of
from newsloom.records.paths import path_for
from newsloom.seams import Criteria, Delivered, Engine

ACTIVE = timedelta(days=21)  # a story without a new article for so long has cooled; it is judged when it changes
BATCH = 1_000  # stories judged again between two saves


def publish(engine: Engine, *, now: datetime) -> PublishReport:
    """Bring the records and the output up to date with the store.

    Decay is evaluated at the newest stored article's time, so a run with nothing new changes nothing.

    Args:
        engine: the collaborators.
        now: this moment, UTC; it dates the paths of new records and nothing else.
    """
    newest = engine.store.articles.newest()
    kept = engine.store.records.slots()
    slots = dict(kept)
    judged: list[StoryId] = []
    changed: dict[StoryId, Story] = {}
    found: list[FoundStory] = []
    if newest is not None:
        sitting = sitting_of(engine.store, engine.criteria, at=newest)
        changed = {story.id: story for story in engine.store.stories.unjudged()}
        stories = {story.id: story for story in engine.store.stories.since(newest - ACTIVE)} | changed
        verdicts = sitting.judge([*stories.values()], slots, changed=changed.keys())
        judged, found = [*stories], verdicts.found
        _into(slots, engine, verdicts, now=now)
        _judge_again(slots, engine, sitting, done=stories.keys(), now=now)
    slots |= _merged_away(engine, slots)
    fail_at("publish.judged")
    moved = [slot for story, slot in slots.items() if kept.get(story) != slot]
    engine.store.records.save(moved, judged=judged, found=found)
    _remember(engine.store, at=now, newest=newest, again=bool(changed))
    fail_at("publish.slots")
    at = newest or now
    fronted = front_of(engine.store, engine.criteria, rules=engine.front, at=at, now=now)
    edition = edition_of(engine, slots, fronted, at=at)
    artifacts = [artifact for publisher in engine.publishers for artifact in publisher.render(edition)]
    fail_at("publish.rendered")
    delivered = engine.delivery.deliver(artifacts)
    return _report(edition, delivered)


def _remember(store: Store, *, at: datetime, newest: datetime | None, again: bool) -> None:
    """Keep what was known at this publication, by which it can be judged again."""
    store.history.published(Publication(at=at, newest=newest, mark=store.stories.mark()), again=again)


def _report(edition: Edition, delivered: Delivered) -> PublishReport:
    return PublishReport(
        records=len(edition.listings),
        shown=sum(one.state is RecordState.PUBLISHED for one in edition.listings),
        written=delivered.written,
        removed=delivered.removed,
        strays=delivered.strays,
    )


def judge_stories(store: Store, stories: Sequence[Story], *, criteria: Criteria, at: datetime) -> list[Judged]:
    """The stories with their lead and scores, evaluated at one moment."""
    stored = store.articles.get([article for story in stories for article in story.articles])
    articles = with_defaults(stored, store.articles.default_images(pictures_of(stored.values())))
    directions = Directions(criteria)
    return [
        judge(story, [articles[id_] for id_ in story.articles], criteria=criteria, now=at, directions=directions)
        for story in stories
    ]


def edition_of(engine: Engine, slots: dict[StoryId, Slot], fronted: Fronted, *, at: datetime) -> Edition:
    """Every record there is, by path, as editors have it, and the front."""
    held = {story: (slot, record) for story, slot in slots.items() if (record := edited(slot, fronted)) is not None}
    ages = sorted(held, key=lambda story: (held[story][0].first_written, story))
    listings = [_listing(*held[story], number) for number, story in enumerate(ages, 1)]
    return Edition(
        at=at,
        desk=engine.desk,
        listings=tuple(sorted(listings, key=lambda one: one.path)),
        topics=engine.criteria.topics,
        organizations=_organizations((slot.path, record) for slot, record in held.values()),
        sources=source_facts(engine),
        front=fronted.front,
        archive=StoreArchive(store=engine.store, criteria=engine.criteria, fronted=fronted),
    )


def _listing(slot: Slot, record: Record, number: int) -> Listing:
    return listing_of(
        record,
        story=slot.story,
        path=slot.path,
        number=number,
        first_written=slot.first_written,
        changed_at=slot.first_written,
    )


def _organizations(records: Iterable[tuple[str, Record]]) -> tuple[Organization, ...]:
    """Every outlet the records name, by domain; the name it has most recently gone by counts."""
    named: dict[str, str] = {}
    for _, record in sorted(records, key=lambda one: (one[1].published_at, one[0])):
        for provider in (record.provider, *(item.provider for item in record.related)):
            named[provider.domain] = provider.name
    return tuple(Organization(domain=domain, name=name) for domain, name in sorted(named.items()))


def _judge_again(
    slots: dict[StoryId, Slot], engine: Engine, sitting: Sitting, *, done: Collection[StoryId], now: datetime
) -> None:
    """Judge what was last judged by other settings, however old it is; a batch is saved before the next.

    A run that is killed in between goes on with the rest: a story carries the settings it was judged by.
    """
    stale = [story for story in engine.store.records.stale(sitting.settings) if story not in done]
    for at in range(0, len(stale), BATCH):
        engine.progress("judging by new settings", at, len(stale))
        verdicts = sitting.weigh_again(stale[at : at + BATCH])
        _into(slots, engine, verdicts, now=now)
        touched = [judged.story.id for judged in verdicts.judged] + [slot.story for slot in verdicts.slots]
        engine.store.records.save([slots[story] for story in touched], found=verdicts.found)


def _into(slots: dict[StoryId, Slot], engine: Engine, verdicts: Verdicts, *, now: datetime) -> None:
    """Bring the slots up to date with what became of stories."""
    slots |= {slot.story: slot for slot in verdicts.slots}
    _judge_into(slots, engine, verdicts.judged, now=now)


def _judge_into(slots: dict[StoryId, Slot], engine: Engine, judged: Iterable[Judged], *, now: datetime) -> None:
    """Bring the slots' records up to date; a new story gets a path nobody has, older stories choosing first."""
    taken = {slot.path for slot in slots.values()}
    for story in sorted(judged, key=lambda judged: (judged.story.first, judged.story.id)):
        slot = slots.get(story.story.id)
        if slot is None:
            path = path_for(now, story.lead.article.title, taken=taken)
            taken.add(path)
            slot = Slot(story=story.story.id, path=path, first_written=now)
        shown = slot.shown and not engine.criteria.contract_only
        record = record_of(story, shown=shown, additive=not engine.criteria.contract_only)
        slots[story.story.id] = replace(slot, record=record, shown=bool(record.published))


def _merged_away(engine: Engine, slots: dict[StoryId, Slot]) -> dict[StoryId, Slot]:
    """The slots of stories that went into another, demoted."""
    found = {}
    for gone, leader in engine.store.stories.aliases().items():
        slot = slots.get(gone)
        if slot is not None and slot.record is not None:
            by = slots[leader].record if leader in slots else None
            record = demoted(slot.record, leader=leader, by=by, additive=not engine.criteria.contract_only)
            found[gone] = replace(slot, record=record)
    return found
