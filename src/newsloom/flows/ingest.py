"""Visit the sources that are due, admit what is new, read the pages it needs."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from newsloom.curate.schedule import ScheduleRules, address, due, remembered, validators
from newsloom.failpoints import fail_at
from newsloom.flows.intake import Intake
from newsloom.flows.pages import read_pages
from newsloom.flows.reports import IngestReport
from newsloom.flows.rules import IngestRules
from newsloom.model.page import Request
from newsloom.model.source import Source, SourceId, SourceState
from newsloom.seams import Engine

__all__ = ["IngestRules", "ingest"]


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
    _visit(engine, sources, states, intake=Intake(engine=engine, report=report, now=now, rules=rules))
    read_pages(engine, report=report, rules=rules.complete, reread=rules.reread)
    return report


def _visit(
    engine: Engine, sources: Iterable[Source], states: Mapping[SourceId, SourceState], *, intake: Intake
) -> None:
    """Ask for what the sources want, each page once, and take in what comes."""
    asked: dict[Request, list[tuple[Source, SourceState]]] = {}
    for source in sources:
        state = states[source.id]
        request = _request(engine, source, state, now=intake.now, rules=intake.rules.schedule)
        asked.setdefault(request, []).append((source, state))
    total = sum(map(len, asked.values()))
    for outcome in engine.fetcher.fetch(asked):
        fail_at("ingest.fetched")
        for source, state in asked[outcome.request]:
            intake.take(source, state, outcome)
            engine.progress("visiting sources", intake.report.visited, total)
    intake.close()


def _request(engine: Engine, source: Source, state: SourceState, *, now: datetime, rules: ScheduleRules) -> Request:
    """The page a source wants, at the address it has moved to, by what its owner says of its certificate."""
    place = address(source, state, rules=rules)
    moved = source if place == source.url else replace(source, url=place)
    request = engine.readers[source.kind].request(moved, validators(state, now=now, rules=rules))
    return request if source.verify else replace(request, verify=False)
