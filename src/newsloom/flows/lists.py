"""Lists of subscriptions that are followed: visited as sources are, their feeds watched beside the owner's own."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

import structlog

from newsloom.curate.schedule import (
    ScheduleRules,
    address,
    after_failure,
    after_reading,
    after_unmodified,
    due,
    remembered,
    validators,
)
from newsloom.errors import FeedError
from newsloom.flows.pages import worker_failure
from newsloom.flows.reports import IngestReport
from newsloom.keeping import Store
from newsloom.model.item import Feed
from newsloom.model.page import Failure, Page, Reason
from newsloom.model.source import Source, SourceId, SourceState
from newsloom.model.subscription import Subscription
from newsloom.seams import Engine
from newsloom.settings.read import source_id
from newsloom.sources.opml import OpmlReader

log = structlog.get_logger()

KIND = "opml"
MOST = 5_000  # feeds of all lists together


def watched(sources: Iterable[Source], store: Store) -> tuple[Source, ...]:
    """The owner's own sources without lists, then what those lists name; the owner's own entries win."""
    own = tuple(sources)
    lists = [source for source in own if source.kind == KIND and not source.disabled]
    plain = tuple(source for source in own if source.kind != KIND)
    if not lists:
        return plain
    named = store.lists.all()
    urls = {source.url for source in own}
    ids: set[str] = {source.id for source in own}
    followed: list[Source] = []
    for one in lists:
        for feed in named.get(one.id, ()):
            if feed.url not in urls and len(followed) < MOST:
                urls.add(feed.url)
                followed.append(_source(feed, one, ids))
    return (*plain, *followed)


def scheduled(sources: Iterable[Source], store: Store) -> tuple[Source, ...]:
    """All that is visited: the owner's own sources, lists among them, and what those name."""
    own = tuple(sources)
    return (*(source for source in own if source.kind == KIND), *watched(own, store))


def follow_lists(
    engine: Engine,
    *,
    now: datetime,
    rules: ScheduleRules,
    report: IngestReport,
    only: frozenset[SourceId] = frozenset(),
) -> Engine:
    """Visit the lists that are due; the engine with what all lists name now, and without the lists.

    A list that fails, or is empty, leaves what it named before as it was.

    Args:
        engine: the collaborators.
        now: the moment of this round, UTC.
        rules: how often to visit.
        report: failures and problems of lists are added to it.
        only: visit just these, due or not; empty for all that are due.
    """
    lists = [source for source in engine.sources if source.kind == KIND]
    if lists:
        known = engine.store.visits.states()
        states = {one.id: remembered(one, known.get(one.id)) for one in lists}
        chosen = [one for one in lists if one.id in only and not one.disabled]
        _visit(engine, chosen if only else due(lists, states, now=now, rules=rules), states, now, rules, report)
    return replace(engine, sources=watched(engine.sources, engine.store))


def _visit(
    engine: Engine,
    lists: list[Source],
    states: dict[SourceId, SourceState],
    now: datetime,
    rules: ScheduleRules,
    report: IngestReport,
) -> None:
    reader = OpmlReader()
    for one in lists:  # few, and each changes what the next may bring
        state = states[one.id]
        at = replace(one, url=address(one, state, rules=rules))
        outcome = next(iter(engine.fetcher.fetch([reader.request(at, validators(state, now=now, rules=rules))])))
        if isinstance(outcome, Page) and outcome.not_modified:
            fresh = after_unmodified(state, now=now, rules=rules)
        else:
            fresh = _read(engine, one, outcome, state, now=now, rules=rules)
        if fresh.reason is not None:
            report.failed[one.id] = f"{fresh.reason}: {fresh.detail}"
            log.info("list.failed", source=one.id, reason=str(fresh.reason), detail=fresh.detail)
        engine.store.visits.save(fresh)


def _read(
    engine: Engine,
    one: Source,
    outcome: Page | Failure,
    state: SourceState,
    *,
    now: datetime,
    rules: ScheduleRules,
) -> SourceState:
    found = _kept(engine, one, outcome, state, now=now, rules=rules) if isinstance(outcome, Page) else outcome
    return found if isinstance(found, SourceState) else after_failure(state, found, now=now, rules=rules)


def _kept(
    engine: Engine, one: Source, page: Page, state: SourceState, *, now: datetime, rules: ScheduleRules
) -> SourceState | Failure:
    """Keep what the list names, before the validators that came with it."""
    try:
        feeds, problems, title = engine.executor.submit(OpmlReader().feeds, one, page).result()
    except FeedError as error:
        return Failure(request=page.request, reason=Reason.NOT_A_FEED, detail=str(error))
    except Exception as error:  # noqa: BLE001  whatever its reader died of, a list fails alone
        return worker_failure(page.request, error)
    before = engine.store.lists.all().get(one.id, [])
    engine.store.lists.save(one.id, feeds)
    fresh = {feed.url for feed in feeds}
    known = {feed.url for feed in before}
    log.info("list.read", source=one.id, feeds=len(feeds), added=len(fresh - known), removed=len(known - fresh))
    said = Feed(format=KIND, title=title, problems=problems)
    return after_reading(state, page, said, added=len(fresh - known), now=now, rules=rules)


def _source(feed: Subscription, one: Source, taken: set[str]) -> Source:
    name = wanted = source_id(feed.url)
    number = 2
    while name in taken:
        name = f"{wanted}-{number}"
        number += 1
    taken.add(name)
    return Source(
        id=SourceId(name),
        url=feed.url,
        title=feed.title,
        language=one.language,
        full_text=one.full_text,
        muted=one.muted,
        follows=one.id,
    )
