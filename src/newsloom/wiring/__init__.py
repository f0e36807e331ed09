"""From settings to an Engine. The only package that names concrete classes."""

import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from secrets import token_urlsafe
from tempfile import TemporaryDirectory

from newsloom import registry
from newsloom.deliver.channels import Silent, messengers_of
from newsloom.deliver.dataset import FolderDataset
from newsloom.fetch.steps import redacted_url
from newsloom.fetch.system_clock import SystemClock
from newsloom.flows.replaysharing import Sharing
from newsloom.keeping import Store
from newsloom.model.dataset import DataFormat
from newsloom.model.websub import WebSubDesk
from newsloom.seams import (
    Alerting,
    Clock,
    Criteria,
    Embedder,
    Engine,
    Fetcher,
    SourceReader,
)
from newsloom.semantic import read_folder
from newsloom.semantic.onnx import OnnxEmbedder
from newsloom.settings import Settings
from newsloom.settings.viewtables import with_topics
from newsloom.sources.feed import FeedReader
from newsloom.sources.opml import OpmlReader
from newsloom.sources.page import PageReader
from newsloom.sources.sitemap import SitemapReader
from newsloom.store import RunLock, SqlStore, backups, one_writer_only, open_store, sqlite_version
from newsloom.wiring.doors import door_of, fetcher_of
from newsloom.wiring.places import delivery_of, history_of, places_of
from newsloom.wiring.rules import (
    criteria_of,
    desk_facts,
    directory_of,
    fetch_rules,
    front_rules_of,
    ingest_rules,
    profile_of,
    shipped_directory,
    user_agent,
)
from newsloom.wiring.shapes import publishers_of
from newsloom.workers.pool import KillablePool, PoolRules
from newsloom.workers.streams import streamed

__all__ = [  # what stands elsewhere and is asked for here
    "criteria_of",
    "delivery_of",
    "desk_facts",
    "directory_of",
    "fetch_rules",
    "fetcher_of",
    "front_rules_of",
    "history_of",
    "ingest_rules",
    "one_writer_only",
    "places_of",
    "profile_of",
    "redacted_url",
    "shipped_directory",
    "sqlite_version",
    "user_agent",
]

Progress = Callable[[str, int, int], None]

_TASKS = ("newsloom.parse.page", "newsloom.flows.feedreading")  # what workers run, imported once for all of them


def silent(what: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


def unheard(holder: str) -> None:
    """Who holds a lock, told to nobody."""


@contextmanager
def engine_of(  # noqa: PLR0913  whatever a desk may be given from outside, each by its name
    settings: Settings,
    *,
    progress: Progress = silent,
    wait: float = 0,
    dry_run: bool = False,
    clock: Clock | None = None,
    executor: Executor | None = None,
    told: Callable[[str], None] = unheard,
) -> Iterator[Engine]:
    """The engine of a desk, behind its run lock; everything is let go of at the end.

    Args:
        settings: the desk.
        progress: told how far each kind of work is: its name, done, total (0 if unknown).
        wait: seconds to wait for another run to end before StoreLockedError is raised.
        dry_run: work on a copy of the store, without the lock, and write no output.
        clock: time, if not this machine's.
        executor: where pages are read, if not in worker processes.
        told: called with who holds the lock, where it must be waited for.
    """
    with ExitStack() as stack:
        clock = clock or SystemClock()
        lock = None if dry_run else run_lock(settings, now=clock.now(), wait=wait, told=told)
        store = stack.enter_context(_store(settings, lock))
        yield stack.enter_context(crew(settings, progress, clock, executor, dry_run=dry_run))(store)


@contextmanager
def crew(
    settings: Settings, progress: Progress, clock: Clock, executor: Executor | None, *, dry_run: bool
) -> Iterator[Callable[[Store], Engine]]:
    """What makes an engine of a store; the pool and the door to the network are let go of at the end."""
    with ExitStack() as stack:
        executor = executor or stack.enter_context(
            KillablePool(PoolRules(workers=settings.fetch.workers, preload=_TASKS))
        )
        criteria = criteria_of(settings)
        fetcher = stack.enter_context(door_of(settings, clock))
        parts = partial(
            Engine,
            sources=settings.sources,
            readers=readers_of(settings),
            fetcher=fetcher,
            executor=executor,
            criteria=criteria,
            sites=settings.sites,
            publishers=publishers_of(settings, criteria.topics),
            delivery=delivery_of(settings, dry_run=dry_run),
            clock=clock,
            progress=progress,
            embedder=embedder_of(settings),
            front=front_rules_of(settings, criteria.topics),
            desk=desk_facts(settings.desk),
            alerting=alerting_of(settings, criteria, fetcher, dry_run=dry_run),
            websub=None if dry_run else websub_of(settings),
            places=() if dry_run else places_of(settings),
            hub="" if dry_run or not settings.publish.feeds else settings.publish.hub,
        )
        yield lambda store: parts(store=store, reopen=reopening(store))


def reopening(store: Store) -> Callable[[], Store] | None:
    """What opens the same store to be read, in another process."""
    return (
        partial(open_store, store.path.absolute(), check=False, read_only=True) if isinstance(store, SqlStore) else None
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


def replay_sharing(settings: Settings) -> Sharing:
    """How a replay of this desk is shared out among processes: two, where the machine has as many cores."""
    return Sharing(
        opened=partial(open_store, settings.database, read_only=True),
        elsewhere=streamed,
        processes=min(2, os.cpu_count() or 1),
    )


def restore(settings: Settings, backup: Path) -> Path | None:
    """Put a backup in the place of the desk's database; returns where the old one is kept, if there was one.

    Raises:
        StoreLockedError: another newsloom is writing.
        StoreError: the backup is not sound, or a newer newsloom made it; the database is as it was.
    """
    with run_lock(settings, now=SystemClock().now(), wait=0):
        return backups.restore(backup, settings.database)


def alerting_of(settings: Settings, criteria: Criteria, fetcher: Fetcher, *, dry_run: bool = False) -> Alerting:
    """Who is told of what on this desk; in a dry run nobody is."""
    said = settings.alerts
    carried = messengers_of(said.channels, fetcher, os.environ)
    return Alerting(
        rules=said.rules,
        views=with_topics(said.views, criteria.topics, criteria.providers, settings.sources, settings.path),
        channels={one.channel.name: one.channel for one in said.channels},
        messengers={name: Silent() for name in carried} if dry_run else carried,
        desk=settings.desk.title,
        zone=settings.zone,
    )


def websub_of(settings: Settings) -> WebSubDesk | None:
    """Where hubs reach this desk, if it has said so; what they say stands beside the database."""
    if not settings.websub.callback:
        return None
    folder = settings.database.with_name(f"{settings.database.name}.websub")
    return WebSubDesk(callback=settings.websub.callback, folder=folder, draw=token_urlsafe)


def run_lock(settings: Settings, *, now: datetime, wait: float, told: Callable[[str], None] = unheard) -> RunLock:
    """The lock a writing newsloom holds, beside the database."""
    return RunLock(path=settings.database.with_name(f"{settings.database.name}.lock"), now=now, wait=wait, told=told)


def watch_lock(settings: Settings, *, now: datetime, wait: float, told: Callable[[str], None] = unheard) -> RunLock:
    """The lock of who watches a desk, beside the other: of two only one may."""
    return RunLock(
        path=settings.database.with_name(f"{settings.database.name}.watch.lock"), now=now, wait=wait, told=told
    )


def readers_of(settings: Settings) -> dict[str, SourceReader]:
    """A reader for each kind of source this desk has, and for feeds: a list may bring some."""
    own: dict[str, type[SourceReader]] = {
        "feed": FeedReader,
        "opml": OpmlReader,
        "page": PageReader,
        "sitemap": SitemapReader,
    }
    kinds = sorted({"feed", *(source.kind for source in settings.sources)} - {registry.RECORDS})
    return {kind: own[kind]() if kind in own else registry.plugin(registry.SOURCES, kind)() for kind in kinds}


def embedder_of(settings: Settings) -> Embedder | None:
    """The desk's embedding model, if it has one; raises SettingsError if it cannot be used."""
    return OnnxEmbedder(read_folder(settings.model_folder)) if settings.model_folder else None


def dataset_of(folder: Path, form: DataFormat, *, about: Mapping[str, object]) -> FolderDataset:
    """A folder that data is exported to."""
    return FolderDataset(folder, form, about=about)


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
