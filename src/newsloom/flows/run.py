"""One run of a desk: visit, curate, publish."""

from datetime import datetime

from newsloom.flows.curate import Shards, curate
from newsloom.flows.ingest import IngestRules, ingest
from newsloom.flows.publish import publish
from newsloom.flows.reports import RunReport
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
    """Visit what is due, place what is new, publish what changed.

    Args:
        engine: the collaborators.
        now: the moment of this run, UTC.
        rules: how to visit and what to take.
        shards: the clusterers, kept between the runs of one process.
        only: visit just these sources, due or not; empty for all that are due.
    """
    ingested = ingest(engine, now=now, rules=rules, only=only)
    curated = curate(engine, shards=shards)
    published = publish(engine, now=now)
    return RunReport(ingest=ingested, curate=curated, publish=published)
