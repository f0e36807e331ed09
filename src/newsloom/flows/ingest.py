"""Visit the sources that are due, admit what is new, read the pages it needs."""

from collections import deque
from collections.abc import Iterable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from newsloom.curate import absence
from newsloom.curate.addresses import address, item_marks
from newsloom.curate.admit import AdmitRules, admit, drafts_of
from newsloom.curate.complete import CompleteRules
from newsloom.curate.reread import RereadRules, rereads
from newsloom.curate.schedule import (
    ScheduleRules,
    after_failure,
    after_reading,
    after_unmodified,
    due,
    remembered,
    validators,
)
from newsloom.curate.schedule import address as source_address
from newsloom.curate.shares import with_shares
from newsloom.errors import FeedError
from newsloom.failpoints import fail_at
from newsloom.flows.following import Reading, follow
from newsloom.flows.pages import read_pages, worker_failure
from newsloom.flows.reports import IngestReport
from newsloom.flows.retention import RetentionRules
from newsloom.flows.websub import hub_and_topic
from newsloom.model.article import Added, Admission, ArticleId, Rejected, Unchanged, Updated
from newsloom.model.item import Feed
from newsloom.model.page import Failure, Page, Reason, Request
from newsloom.model.removal import Absence
from newsloom.model.source import Source, SourceId, SourceState
from newsloom.seams import Engine

log = structlog.get_logger()

AHEAD = 16  # pages handed to the workers before their answers are asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestRules:
    """How to visit, what to take, when to give a page up, when to read it again, how long to keep its text."""

    schedule: ScheduleRules = ScheduleRules()
    admit: AdmitRules = AdmitRules()
    complete: CompleteRules = CompleteRules()
    reread: RereadRules = RereadRules()
    retention: RetentionRules = RetentionRules()


@dataclass(frozen=True, slots=True)
class _Visit:
    source: Source
    state: SourceState
    page: Page
    reading: Future[Feed]


def ingest(
    engine: Engine, *, now: datetime, rules: IngestRules, only: frozenset[SourceId] = frozenset()
) -> IngestReport:
    """Visit what is due, then read the pages that new articles want.

    Args:
        engine: the collaborators.
        now: the moment of this round, UTC; every article first met in it has it as its first sight.
        rules: how to visit and what to take.
        only: visit just these sources, due or not; empty for all that are due.
    """
    report = IngestReport()
    known = engine.store.visits.states()
    states = {source.id: remembered(source, known.get(source.id)) for source in engine.sources}
    chosen = [source for source in engine.sources if source.id in only and not source.disabled]
    sources = chosen if only else due(engine.sources, states, now=now, rules=rules.schedule)
    _visit(engine, sources, states, report=report, now=now, rules=rules)
    read_pages(
        engine,
        report=report,
        rules=rules.complete,
        reread=rules.reread,
    )
    return report


def _visit(
    engine: Engine,
    sources: Iterable[Source],
    states: dict[SourceId, SourceState],
    *,
    report: IngestReport,
    now: datetime,
    rules: IngestRules,
) -> None:
    asked: dict[Request, list[tuple[Source, SourceState]]] = {}
    for source in sources:
        state = states[source.id]
        request = _request(engine, source, state, now=now, rules=rules)
        asked.setdefault(request, []).append((source, state))
    total = sum(map(len, asked.values()))
    reading: deque[_Visit] = deque()
    several: list[tuple[_Visit, Reading]] = []
    for outcome in engine.fetcher.fetch(asked):
        fail_at("ingest.fetched")
        for source, state in asked[outcome.request]:
            report.visited += 1
            engine.progress("visiting sources", report.visited, total)
            if isinstance(outcome, Failure):
                _save_failure(engine, state, outcome, report=report, now=now, rules=rules)
            elif outcome.not_modified:
                report.unmodified += 1
                engine.store.visits.save(after_unmodified(state, now=now, rules=rules.schedule))
            else:
                future = engine.executor.submit(engine.readers[source.kind].read, source, outcome)
                reading.append(_Visit(source, state, outcome, future))
        while len(reading) > AHEAD:
            several += _finish(engine, reading.popleft(), report=report, now=now, rules=rules)
    while reading:
        several += _finish(engine, reading.popleft(), report=report, now=now, rules=rules)
    follow(engine, [found for _, found in several])
    for visit, found in several:
        _finish_several(engine, visit, found, report=report, now=now, rules=rules)


def _request(engine: Engine, source: Source, state: SourceState, *, now: datetime, rules: IngestRules) -> Request:
    """The page a source wants, at the address it has moved to, by what its owner says of its certificate."""
    moved = replace(source, url=source_address(source, state, rules=rules.schedule))
    request = engine.readers[source.kind].request(moved, validators(state, now=now, rules=rules.schedule))
    return request if source.verify else replace(request, verify=False)


def _save_failure(
    engine: Engine,
    state: SourceState,
    failure: Failure,
    *,
    report: IngestReport,
    now: datetime,
    rules: IngestRules,
) -> None:
    report.failed[state.source] = f"{failure.reason}: {failure.detail}"
    log.info("source.failed", source=state.source, reason=str(failure.reason), detail=failure.detail)
    engine.store.visits.save(after_failure(state, failure, now=now, rules=rules.schedule))


def _finish(
    engine: Engine, visit: _Visit, *, report: IngestReport, now: datetime, rules: IngestRules
) -> list[tuple[_Visit, Reading]]:
    """Store what a page said; one that names others waits for them and is given back."""
    try:
        feed = visit.reading.result()
    except FeedError as error:
        _not_a_feed(engine, visit, error, report=report, now=now, rules=rules)
    except Exception as error:  # noqa: BLE001  whatever its reader died of, a feed fails alone
        failure = worker_failure(visit.page.request, error)
        _save_failure(engine, visit.state, failure, report=report, now=now, rules=rules)
    else:
        if feed.more:
            return [(visit, Reading(visit.source, visit.page, feed))]
        _save_feed(engine, visit, feed, report=report, now=now, rules=rules)
    return []


def _finish_several(
    engine: Engine, visit: _Visit, found: Reading, *, report: IngestReport, now: datetime, rules: IngestRules
) -> None:
    """Store what several pages said. The first one's validators say nothing of the others: they are not kept."""
    try:
        feed = found.whole()
    except FeedError as error:
        _not_a_feed(engine, visit, error, report=report, now=now, rules=rules)
        return
    kept = {name: value for name, value in visit.page.headers.items() if name not in {"etag", "last-modified"}}
    whole = replace(visit, page=replace(visit.page, headers=kept))
    _save_feed(engine, whole, feed, report=report, now=now, rules=rules)


def _not_a_feed(
    engine: Engine, visit: _Visit, error: FeedError, *, report: IngestReport, now: datetime, rules: IngestRules
) -> None:
    failure = Failure(request=visit.page.request, reason=Reason(error.reason), detail=str(error))
    _save_failure(engine, visit.state, failure, report=report, now=now, rules=rules)


def _save_feed(
    engine: Engine, visit: _Visit, feed: Feed, *, report: IngestReport, now: datetime, rules: IngestRules
) -> None:
    known = engine.store.articles.known(
        visit.source.id,
        keys=[item.key for item in feed.items if item.key],
        urls=map(address, feed.items),
        marks=[mark for item in feed.items for mark in item_marks(item)],
    )
    first = visit.state.last_success is None
    admissions = admit(feed, source=visit.source, known=known, first_visit=first, now=now, rules=rules.admit)
    added = sum(isinstance(admission, Added) for admission in admissions)
    state = after_reading(visit.state, visit.page, feed, added=added, now=now, rules=rules.schedule)
    state = with_shares(state, feed.items, admissions, known=known, now=now)
    drafts = drafts_of(admissions, source=visit.source, rules=rules.admit)
    drafts += rereads(admissions, known=known, now=now, rules=rules.reread)
    missing = _absences(engine, visit, feed, admissions)
    engine.store.visits.save(state, admissions=admissions, drafts=drafts, absences=missing)
    fail_at("ingest.saved")
    report.added += added
    report.updated += sum(isinstance(admission, Updated) for admission in admissions)
    for admission in admissions:
        if isinstance(admission, Rejected):
            report.rejected[admission.reason] = report.rejected.get(admission.reason, 0) + 1
    if hub := hub_and_topic(visit.page, hub=feed.hub, topic=feed.topic):
        report.hubs[visit.source.id] = hub
    if feed.problems:
        report.problems[visit.source.id] = feed.problems
    log.info("source.visited", source=visit.source.id, items=len(feed.items), added=added)


def _absences(engine: Engine, visit: _Visit, feed: Feed, admissions: Sequence[Admission]) -> list[Absence]:
    """Which articles of the source its feed no longer shows, or shows again."""
    since = absence.since(feed.items)
    if since is None:
        return []
    present = {id_ for admission in admissions if (id_ := _article_of(admission)) is not None}
    stored = engine.store.articles.shown_since(visit.source.id, since)
    return absence.absences(stored, present=present, items=len(feed.items))


def _article_of(admission: Admission) -> ArticleId | None:
    match admission:
        case Added(article=article) | Updated(article=article):
            return article.id
        case Unchanged(id=id_) | Rejected(id=id_):
            return id_
