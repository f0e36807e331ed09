"""Folders of records that are watched as sources: what is new in them is taken in, in the name of each provider."""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from urllib.parse import unquote, urlsplit

import structlog

from newsloom.curate.schedule import after_failure, after_reading, after_unmodified, due, remembered
from newsloom.errors import UsageError
from newsloom.flows.recordimport import import_records
from newsloom.flows.reports import IngestReport
from newsloom.flows.rules import IngestRules
from newsloom.model.item import Feed
from newsloom.model.page import Failure, Page, Reason, Request
from newsloom.model.source import Source, SourceId, SourceState
from newsloom.registry import RECORDS
from newsloom.seams import Engine

log = structlog.get_logger()

MOST = 50_000  # files of one folder; more are a library, to be imported once


def read_folders(
    engine: Engine,
    *,
    now: datetime,
    rules: IngestRules,
    report: IngestReport,
    only: frozenset[SourceId] = frozenset(),
) -> Engine:
    """Look into the folders that are due; the engine without them, for nothing of theirs is on the network.

    A folder that is gone, or empty, fails as a source does; what it brought before stays.

    Args:
        engine: the collaborators.
        now: the moment of this round, UTC.
        rules: how often to look, what makes an article.
        report: what was taken in, and failures, are added to it.
        only: look into just these, due or not; empty for all that are due.
    """
    folders = [source for source in engine.sources if source.kind == RECORDS]
    if not folders:
        return engine
    known = engine.store.visits.states()
    states = {one.id: remembered(one, known.get(one.id)) for one in folders}
    chosen = [one for one in folders if one.id in only and not one.disabled]
    for one in chosen if only else due(folders, states, now=now, rules=rules.schedule):
        state = _visited(engine, one, states[one.id], now=now, rules=rules, report=report)
        engine.store.visits.save(state)
    return replace(engine, sources=tuple(source for source in engine.sources if source.kind != RECORDS))


def folder_of(source: Source) -> Path:
    """Where the records of such a source are."""
    return Path(unquote(urlsplit(source.url).path))


def _visited(
    engine: Engine, one: Source, state: SourceState, *, now: datetime, rules: IngestRules, report: IngestReport
) -> SourceState:
    """The state after one look."""
    report.visited += 1
    request = Request(url=one.url)
    try:
        signature = _signature(folder_of(one))
        if signature == state.etag:
            report.unmodified += 1
            return after_unmodified(state, now=now, rules=rules.schedule)
        found = import_records(engine, folder_of(one), now=now, rules=rules.admit, of=one)
    except (OSError, UsageError) as error:
        reason = Reason.NOT_FOUND if isinstance(error, OSError) else Reason.EMPTY
        failure = Failure(request=request, reason=reason, detail=_said(error))
        report.failed[one.id] = f"{failure.reason}: {failure.detail}"
        log.info("folder.failed", source=one.id, reason=str(failure.reason), detail=failure.detail)
        return after_failure(state, failure, now=now, rules=rules.schedule)
    report.added += found.added
    report.updated += found.updated
    if found.unreadable:
        report.problems[one.id] = (f"{found.unreadable} files are torn or cannot be read",)
    log.info("folder.visited", source=one.id, records=found.records, added=found.added)
    page = Page(request=request, url=one.url, status=200, headers={"etag": signature}, fetched=now)
    read = after_reading(state, page, Feed(format=RECORDS), added=found.added, now=now, rules=rules.schedule)
    return replace(read, items_seen=found.records)


def _said(error: OSError | UsageError) -> str:
    return f"{error.filename}: {error.strerror}" if isinstance(error, OSError) else str(error)


def _signature(folder: Path) -> str:
    """A hash of the names, sizes and times of the records' files: while it stays, nothing is read again.

    Raises:
        OSError: the folder is not there, or may not be read.
        UsageError: it holds more files than a source may have.
    """
    told = blake2b(digest_size=16)
    for number, line in enumerate(sorted(_files(folder))):
        if number >= MOST:
            raise UsageError(f"{folder}: holds more than {MOST:,} records; `newsloom import` takes them in once")
        told.update(line.encode("utf-8", "surrogateescape"))
    return told.hexdigest()


def _files(folder: Path) -> Iterator[str]:
    def fail(error: OSError) -> None:
        if Path(error.filename) == folder:
            raise error

    for place, folders, files in os.walk(folder, onerror=fail):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            if name.endswith(".md"):
                facts = os.stat(os.path.join(place, name), follow_symlinks=False)  # noqa: PTH116, PTH118  for each of very many
                yield f"{place}\0{name}\0{facts.st_size}\0{facts.st_mtime_ns}\n"
