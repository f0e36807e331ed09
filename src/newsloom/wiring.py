"""From settings to an Engine. The only module that names concrete classes."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from newsloom import __version__, registry
from newsloom.curate.admit import AdmitRules
from newsloom.curate.complete import CompleteRules
from newsloom.curate.providers import directory, shipped_providers, without_houses
from newsloom.curate.reread import RereadRules
from newsloom.curate.schedule import ScheduleRules
from newsloom.deliver.folder import FolderDelivery
from newsloom.deliver.rehearsal import Rehearsal
from newsloom.fetch.client import WebFetcher
from newsloom.fetch.rules import FetchRules
from newsloom.fetch.system_clock import SystemClock
from newsloom.flows.ingest import IngestRules
from newsloom.flows.retention import RetentionRules
from newsloom.flows.sitefiles import site_files
from newsloom.flows.topics import book_of, desk_topics
from newsloom.keeping import Store
from newsloom.model.directory import Directory
from newsloom.model.edition import DeskFacts
from newsloom.model.front import FrontRules
from newsloom.model.judgement import Topic
from newsloom.model.provider import ProviderList
from newsloom.model.weights import SmartableWeights
from newsloom.publish.datafiles import DataFiles
from newsloom.publish.jsonapi import JsonApi
from newsloom.publish.markdown import Markdown
from newsloom.publish.site.publisher import Site
from newsloom.records.profiles.default import Default
from newsloom.records.profiles.smartable import Smartable
from newsloom.seams import Clock, Criteria, Delivery, Embedder, Engine, Fetcher, Profile, Publisher, SourceReader
from newsloom.semantic import read_folder
from newsloom.semantic.onnx import OnnxEmbedder
from newsloom.settings import Settings
from newsloom.settings.edition import front_rules
from newsloom.settings.schema import Desk, Fetch
from newsloom.sources.feed import FeedReader
from newsloom.store import RunLock, backups, one_writer_only, open_store, sqlite_version
from newsloom.workers.pool import KillablePool, PoolRules

__all__ = ["one_writer_only", "sqlite_version"]  # facts of the store that a doctor may ask for

Progress = Callable[[str, int, int], None]


def silent(what: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


@contextmanager
def engine_of(
    settings: Settings,
    *,
    progress: Progress = silent,
    wait: float = 0,
    dry_run: bool = False,
    clock: Clock | None = None,
    executor: Executor | None = None,
) -> Iterator[Engine]:
    """The engine of a desk, behind its run lock; everything is let go of at the end.

    Args:
        settings: the desk.
        progress: told how far each kind of work is: its name, done, total (0 if unknown).
        wait: seconds to wait for another run to end before StoreLockedError is raised.
        dry_run: work on a copy of the store, without the lock, and write no output.
        clock: time, if not this machine's.
        executor: where pages are read, if not in worker processes.
    """
    with ExitStack() as stack:
        clock = clock or SystemClock()
        lock = None if dry_run else run_lock(settings, now=clock.now(), wait=wait)
        store = stack.enter_context(_store(settings, lock))
        executor = executor or stack.enter_context(KillablePool(PoolRules(workers=settings.fetch.workers)))
        fetcher = stack.enter_context(WebFetcher(fetch_rules(settings.fetch, settings.desk), clock))
        yield Engine(
            sources=settings.sources,
            readers=readers_of(settings),
            fetcher=fetcher,
            executor=executor,
            store=store,
            criteria=(criteria := criteria_of(settings)),
            sites=settings.sites,
            publishers=publishers_of(settings),
            delivery=delivery_of(settings, dry_run=dry_run),
            clock=clock,
            progress=progress,
            embedder=embedder_of(settings),
            front=front_rules_of(settings, criteria.topics),
            desk=desk_facts(settings.desk),
        )


def clock() -> Clock:
    """This machine's."""
    return SystemClock()


def store_of(settings: Settings) -> Store:
    """The desk's store, for looking."""
    return open_store(settings.database)


def store_to_read(settings: Settings) -> Store:
    """The desk's store as it lies there, of which nothing is changed; raises StoreError if there is none."""
    return open_store(settings.database, read_only=True)


@contextmanager
def fetcher_of(fetch: Fetch, desk: Desk) -> Iterator[Fetcher]:
    """The door to the network alone, for commands that look at one address."""
    with WebFetcher(fetch_rules(fetch, desk), SystemClock()) as fetcher:
        yield fetcher


def restore(settings: Settings, backup: Path) -> Path | None:
    """Put a backup in the place of the desk's database; returns where the old one is kept, if there was one.

    Raises:
        StoreLockedError: another newsloom is writing.
        StoreError: the backup is not sound, or a newer newsloom made it; the database is as it was.
    """
    with run_lock(settings, now=SystemClock().now(), wait=0):
        return backups.restore(backup, settings.database)


def criteria_of(settings: Settings) -> Criteria:
    """What judging needs to know of this desk."""
    topics = desk_topics(settings)
    profile = profile_of(settings)
    return Criteria(
        sources={source.id: source for source in settings.sources},
        tiers=settings.tiers,
        topics=topics,
        root=settings.topics.root,
        profile=profile,
        tagger=book_of(topics, contract_only=profile.contract_only),
        contract_only=profile.contract_only,
        providers=directory_of(settings),
    )


def front_rules_of(settings: Settings, topics: Sequence[Topic]) -> FrontRules:
    """How this desk, with these topics, chooses what stands on its front."""
    return front_rules(settings.edition, topics, settings.path, root=settings.topics.root)


def directory_of(settings: Settings) -> Directory:
    """What this desk knows of providers."""
    shipped = shipped_providers()
    return directory(settings.providers, shipped=shipped if settings.desk.shipped_families else without_houses(shipped))


def shipped_directory() -> Directory:
    """What newsloom knows of providers where there is no desk."""
    return directory(ProviderList(), shipped=shipped_providers())


def run_lock(settings: Settings, *, now: datetime, wait: float) -> RunLock:
    """The lock a writing newsloom holds, beside the database."""
    return RunLock(path=settings.database.with_name(f"{settings.database.name}.lock"), now=now, wait=wait)


def ingest_rules(settings: Settings) -> IngestRules:
    """How this desk visits and what it takes."""
    fetch = settings.fetch
    return IngestRules(
        schedule=ScheduleRules(
            interval=timedelta(minutes=fetch.interval_minutes),
            longest=timedelta(hours=fetch.max_interval_hours),
        ),
        admit=AdmitRules(
            backlog=fetch.backlog,
            max_age=timedelta(days=fetch.max_age_days) or None,
            probe_images=fetch.probe_images,
        ),
        complete=CompleteRules(probe_images=fetch.probe_images),
        reread=RereadRules(most=fetch.rereads),
        retention=RetentionRules(texts=timedelta(days=settings.retention.text_days) or None),
    )


def fetch_rules(fetch: Fetch, desk: Desk) -> FetchRules:
    """How this desk uses the network."""
    return FetchRules(
        user_agent=user_agent(desk),
        spacing_seconds=fetch.spacing_seconds,
        deadline_seconds=fetch.timeout_seconds,
        connections=fetch.concurrency,
        allow_private=fetch.allow_private,
    )


def user_agent(desk: Desk) -> str:
    """Who we say we are."""
    contact = desk.contact or desk.base_url
    return f"newsloom/{__version__}" + (f" (+{contact})" if contact else "")


def profile_of(settings: Settings) -> Profile:
    """How this desk judges."""
    judging = settings.judging
    if isinstance(judging.weights, SmartableWeights):
        return Smartable(name=judging.name, weights=judging.weights)
    return Default(name=judging.name, weights=judging.weights)


def readers_of(settings: Settings) -> dict[str, SourceReader]:
    """A reader for each kind of source this desk has."""
    return {
        kind: FeedReader() if kind == "feed" else registry.plugin(registry.SOURCES, kind)()
        for kind in sorted({source.kind for source in settings.sources})
    }


def publishers_of(settings: Settings) -> tuple[Publisher, ...]:
    """The shapes this desk publishes."""
    records = (Markdown(), DataFiles(), JsonApi(zone=settings.zone))
    return (*records, site_of(settings)) if settings.pages.site else records


def site_of(settings: Settings) -> Site:
    """This desk's website; raises SettingsError or TemplatesError if its owner's templates cannot be used."""
    return Site(files=site_files(settings.templates_folder), root_topic=settings.topics.root)


def desk_facts(desk: Desk) -> DeskFacts:
    """What this desk says of itself in its output."""
    return DeskFacts(title=desk.title, base_url=desk.base_url, time_zone=desk.time_zone, contact=desk.contact)


def embedder_of(settings: Settings) -> Embedder | None:
    """The desk's embedding model, if it has one; raises SettingsError if it cannot be used."""
    return OnnxEmbedder(read_folder(settings.model_folder)) if settings.model_folder else None


def delivery_of(settings: Settings, *, dry_run: bool) -> Delivery:
    """Where this desk publishes to."""
    folder = FolderDelivery(settings.output)
    return Rehearsal(folder) if dry_run else folder


@contextmanager
def _store(settings: Settings, lock: RunLock | None) -> Iterator[Store]:
    """The desk's store behind the lock, or a copy of it that needs none."""
    with ExitStack() as stack:
        if lock is None:
            folder = Path(stack.enter_context(TemporaryDirectory(prefix="newsloom-")))
            if settings.database.exists():
                original = store_of(settings)  # its closing takes SQLite's side files away again
                original.backup(folder / "copy.db")
                original.close()
            store = open_store(folder / "copy.db")
        else:
            stack.enter_context(lock)
            store = open_store(settings.database)
        stack.callback(store.close)
        yield store
