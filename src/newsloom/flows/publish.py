"""Judge the stories, keep their records, render what changed and deliver it as one generation."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256

from newsloom.curate.candidates import Directions
from newsloom.curate.images import pictures_of, with_defaults
from newsloom.curate.judge import Judged, judge
from newsloom.curate.settingsmark import judged_by
from newsloom.failpoints import fail_at
from newsloom.flows.appearing import with_ledger
from newsloom.flows.archive import StoreArchive
from newsloom.flows.beyond import made_known
from newsloom.flows.collecting import seldom_collected
from newsloom.flows.edition import Fronted, front_of
from newsloom.flows.health import source_facts
from newsloom.flows.judging import Sitting, Verdicts, sitting_of
from newsloom.flows.ranking import steady
from newsloom.flows.rendering import rendered
from newsloom.flows.reports import PublishReport
from newsloom.flows.shelving import Shown, list_anew, shown
from newsloom.flows.viewing import with_views
from newsloom.keeping import Store
from newsloom.model.article import ArticleId
from newsloom.model.edition import Artifact, Edition
from newsloom.model.finding import FoundStory
from newsloom.model.publication import Publication
from newsloom.model.record import RecordState
from newsloom.model.slot import Slot
from newsloom.model.story import Story, StoryId
from newsloom.records.compose import demoted, record_of
from newsloom.records.paths import path_for
from newsloom.seams import Criteria, Delivered, Engine, Standing

ACTIVE = timedelta(days=21)  # a story without a new article for so long has cooled; it is judged when it changes
REMEMBERED = timedelta(days=30)  # a publication longer ago says nothing of how records stand
BATCH = 1_000  # stories judged again between two saves


@dataclass(slots=True)
class Bench:
    """The slots that judging works on, read as they are needed: as they are kept, and as they are now."""

    store: Store
    aliases: dict[StoryId, StoryId]
    kept: dict[StoryId, Slot] = field(default_factory=dict)
    slots: dict[StoryId, Slot] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)

    def read(self, stories: Iterable[StoryId]) -> None:
        """Have the slots of these stories at hand."""
        found = self.store.records.slots_of([story for story in stories if story not in self.kept])
        self.kept |= found
        self.slots = found | self.slots

    def path(self, now: datetime, title: str) -> str:
        """A path that no record has."""
        if not self._taken:
            self._taken = self.store.records.paths()
        path = path_for(now, title, taken=self._taken)
        self._taken.add(path)
        return path

    @property
    def moved(self) -> list[Slot]:
        """The slots that are not as they are kept."""
        return [slot for story, slot in self.slots.items() if self.kept.get(story) != slot]

    def save(self, *, judged: Sequence[StoryId] = (), found: Sequence[FoundStory] = ()) -> None:
        """Keep what moved, and have nothing at hand any more."""
        self.store.records.save(self.moved, judged=judged, found=found)
        self.kept, self.slots = {}, {}


def publish(engine: Engine, *, now: datetime, full: bool = False) -> PublishReport:
    """Bring the records and the output up to date with the store.

    Decay is evaluated at the newest stored article's time, so a run with nothing new changes nothing.

    Args:
        engine: the collaborators.
        now: this moment, UTC; it dates the paths of new records, and what readers could see change.
        full: render everything, whatever is known of what stands.
    """
    with seldom_collected():
        done = _published(engine, now=now, full=full)
    return made_known(engine, done)


def _published(engine: Engine, *, now: datetime, full: bool) -> PublishReport:
    newest = engine.store.articles.newest()
    again = _judge_all(engine, newest, now=now)
    _remember(engine.store, at=now, newest=newest, again=again)
    fail_at("publish.slots")
    at = newest or now
    list_anew(engine.store, engine.criteria, now=now)
    fronted = front_of(engine.store, engine.criteria, rules=engine.front, at=at, now=now)
    return _render(engine, fronted, shown(engine.store, fronted), at=at, now=now, full=full)


def _judge_all(engine: Engine, newest: datetime | None, *, now: datetime) -> bool:
    """Judge what is active or changed, and all that was judged by other settings; returns whether stories changed."""
    if newest is None:
        return False
    sitting = sitting_of(engine.store, engine.criteria, at=newest)
    changed = {story.id: story for story in engine.store.stories.unjudged()}
    stories = {story.id: story for story in _moving(engine, newest, changed, now=now)} | changed
    in_order = sorted(stories.values(), key=lambda story: (story.first, story.id))  # older ones choose their path first
    bench = Bench(engine.store, engine.store.stories.aliases())
    for at in range(0, len(in_order), BATCH):
        batch = in_order[at : at + BATCH]
        bench.read(story.id for story in batch)
        verdicts = sitting.judge(batch, bench.slots, changed=changed.keys())
        _into(bench, engine, verdicts, now=now)
        _demote(bench, sitting, {story.id for story in batch}, found=verdicts.found)
        fail_at("publish.judged")
        bench.save(judged=[story.id for story in batch], found=verdicts.found)
    _judge_again(bench, engine, sitting, done=stories.keys(), now=now)
    return bool(changed)


def _remember(store: Store, *, at: datetime, newest: datetime | None, again: bool) -> None:
    """Keep what was known at this publication, by which it can be judged again."""
    store.history.published(Publication(at=at, newest=newest, mark=store.stories.mark()), again=again)


def mark_of(engine: Engine) -> str:
    """By what settings a desk's output is rendered, as a hash: another one makes everything be rendered anew."""
    shapes = sorted(publisher.fingerprint for publisher in engine.publishers)
    marked = (shapes, judged_by(engine.criteria).words, engine.desk)
    return sha256(repr(marked).encode("utf-8", "backslashreplace")).hexdigest()[:24]


def _render(
    engine: Engine, fronted: Fronted, found: Shown, *, at: datetime, now: datetime, full: bool
) -> PublishReport:
    """Render what is due and deliver it."""
    standing, mark, listings = engine.delivery.standing(whole=full), mark_of(engine), engine.store.listings
    full = full or not _is_known(standing, mark, listings.generation())
    changed = found.changed | standing.damaged
    edition = Edition(
        at=at,
        desk=engine.desk,
        listings=found.listings,
        topics=engine.criteria.topics,
        organizations=found.organizations,
        sources=source_facts(engine),
        front=fronted.front,
        changed=None if full else changed,
        archive=StoreArchive(store=engine.store, criteria=engine.criteria, fronted=fronted),
    )
    edition = with_views(engine, with_ledger(engine.store.appearances, edition, now=now))
    fail_at("publish.appeared")

    def switching(generation: str) -> None:
        if found.changed or generation not in listings.generation():
            listings.delivering(generation, changed=found.changed)

    due = None if full else changed | found.gone
    done = engine.delivery.deliver(
        _artifacts(engine, edition, fronted), standing=standing, mark=mark, due=due, switching=switching
    )
    if done.generation and (found.changed or found.gone or listings.generation() != (done.generation,) * 2):
        digests = [(one.story, one.digest) for one in found.listings if one.story in found.changed]
        listings.delivered(done.generation, digests=digests, gone=found.gone)
    return _report(edition, done)


def _is_known(standing: Standing, mark: str, generations: Collection[str]) -> bool:
    """Whether what stands was rendered by these settings, and it is remembered of what."""
    return bool(standing.generation) and standing.mark == mark and standing.generation in generations


def _artifacts(engine: Engine, edition: Edition, fronted: Fronted) -> Iterator[Artifact]:
    yield from rendered(engine, edition, fronted)
    fail_at("publish.rendered")


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


def _moving(engine: Engine, newest: datetime, changed: Mapping[StoryId, Story], *, now: datetime) -> list[Story]:
    """The active stories whose records may be others now, though the stories did not change: most say the same."""
    store, since = engine.store, newest - ACTIVE
    active = set(store.stories.ids_since(since)) - changed.keys()
    remembered = [one.newest for one in store.history.publications(since=now - REMEMBERED, until=now) if one.newest]
    if remembered and active:
        same = steady(store, engine.criteria, before=remembered[-1], at=newest, since=since)
        active -= same - _losing_pictures(store, changed.values())
    return store.stories.those(sorted(active))


def _losing_pictures(store: Store, changed: Iterable[Story]) -> frozenset[StoryId]:
    """The stories with a picture that what came lately has on it too, often enough to say nothing any more."""
    articles = store.articles.get([article for story in changed for article in story.articles])
    repeated = store.articles.default_images(pictures_of(articles.values()))
    return frozenset(store.stories.standing(store.articles.bearing(repeated)).values())


def _judge_again(bench: Bench, engine: Engine, sitting: Sitting, *, done: Collection[StoryId], now: datetime) -> None:
    """Judge what was last judged by other settings, however old it is; a batch is saved before the next.

    A run that is killed in between goes on with the rest: a story carries the settings it was judged by.
    """
    stale = [story for story in engine.store.records.stale(sitting.settings) if story not in done]
    for at in range(0, len(stale), BATCH):
        engine.progress("judging by new settings", at, len(stale))
        batch = stale[at : at + BATCH]
        bench.read(batch)
        verdicts = sitting.weigh_again(batch)
        _into(bench, engine, verdicts, now=now)
        _demote(bench, sitting, batch, found=verdicts.found)
        bench.save(found=verdicts.found)


def _into(bench: Bench, engine: Engine, verdicts: Verdicts, *, now: datetime) -> None:
    """Bring the slots up to date with what became of stories."""
    bench.slots |= {slot.story: slot for slot in verdicts.slots}
    _judge_into(bench, engine, verdicts.judged, now=now)


def _judge_into(bench: Bench, engine: Engine, judged: Iterable[Judged], *, now: datetime) -> None:
    """Bring the slots' records up to date; a new story gets a path nobody has, older stories choosing first."""
    for story in sorted(judged, key=lambda judged: (judged.story.first, judged.story.id)):
        slot = bench.slots.get(story.story.id)
        if slot is None:
            path = bench.path(now, story.lead.article.title)
            slot = Slot(story=story.story.id, path=path, first_written=now)
        was_shown = slot.shown and not engine.criteria.contract_only
        record = record_of(story, shown=was_shown, additive=not engine.criteria.contract_only)
        bench.slots[story.story.id] = replace(slot, record=record, shown=bool(record.published))


def _demote(bench: Bench, sitting: Sitting, leaders: Collection[StoryId], *, found: Iterable[FoundStory]) -> None:
    """Demote the records of stories that went into one of these, and judge them as their articles are judged there."""
    gone = {story: leader for story, leader in bench.aliases.items() if leader in leaders}
    bench.read(gone)
    additive = not sitting.directions.criteria.contract_only
    scores = sitting.qualities(set(gone.values()), found) if gone and additive else {}
    for story, leader in gone.items():
        slot = bench.slots.get(story)
        if slot is not None and slot.record is not None:
            by = bench.slots[leader].record if leader in bench.slots else None
            own = scores.get(ArticleId(slot.record.id)) if slot.record.id else None
            record = demoted(slot.record, leader=leader, by=by, additive=additive, quality=own)
            bench.slots[story] = replace(slot, record=record)
