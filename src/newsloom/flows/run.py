"""One run of a desk: visit, curate, publish, alert."""

from datetime import datetime

from newsloom.flows.alerts import alert
from newsloom.flows.curate import Shards, curate
from newsloom.flows.folders import read_folders
from newsloom.flows.forget import finish
from newsloom.flows.ingest import IngestRules, ingest
from newsloom.flows.lists import follow_lists
from newsloom.flows.publish import publish
from newsloom.flows.reports import IngestReport, RunReport
from newsloom.flows.retention import retain
from newsloom.flows.websub import subscribe, take_words
from newsloom.model.source import SourceId
from newsloom.seams import Engine


def run(
    engine: Engine,
    *,
    now: datetime,
    rules: IngestRules,
    shards: Shards,
    only: frozenset[SourceId] = frozenset(),
) -> RunReport:
    """Visit what is due, place what is new, publish what changed, tell who wants it, drop texts that are too old.

    Args:
        engine: the collaborators.
        now: the moment of this run, UTC.
        rules: how to visit, what to take, how long to keep texts.
        shards: the clusterers, kept between the runs of one process.
        only: visit just these sources, due or not; empty for all that are due.
    """
    if engine.websub is not None:
        take_words(engine, engine.websub, now=now)
    listed = IngestReport()
    watching = follow_lists(engine, now=now, rules=rules.schedule, report=listed, only=only)
    watching = read_folders(watching, now=now, rules=rules, report=listed, only=only)
    ingested = listed.with_more(ingest(watching, now=now, rules=rules, only=only))
    if engine.websub is not None:
        subscribe(watching, engine.websub, ingested.hubs, now=now)
    curated = curate(engine, shards=shards)
    published = publish(engine, now=now)
    alerted = alert(engine, now=now)
    dropped = retain(engine.store, now=now, rules=rules.retention)
    finish(engine.store)
    return RunReport(ingest=ingested, curate=curated, publish=published, texts_dropped=dropped, alerts=alerted)
