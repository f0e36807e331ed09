"""Keep running: visit each source when it is due, until asked to stop."""

import signal
import threading
from collections.abc import Callable
from datetime import timedelta

import structlog

from newsloom.cli.exits import Exit
from newsloom.curate.schedule import next_visit
from newsloom.errors import DeliveryError, StoreError
from newsloom.flows.curate import Shards
from newsloom.flows.ingest import IngestRules
from newsloom.flows.reports import RunReport
from newsloom.flows.run import run
from newsloom.seams import Engine

log = structlog.get_logger()

SHORTEST = timedelta(seconds=1)
LONGEST = timedelta(minutes=5)  # a clock that was set forward is noticed within this time
AFTER_FAULT = timedelta(seconds=30)  # a full disk may be emptied meanwhile


def watch(engine: Engine, *, rules: IngestRules, shards: Shards, tell: Callable[[RunReport], None]) -> int:
    """Run whenever a source is due; a first SIGTERM or Ctrl-C lets the run under way end, then stops.

    Args:
        engine: the collaborators.
        rules: how to visit and what to take.
        shards: the clusterers, kept between runs.
        tell: called with what each run did.
    """
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    while not stop.is_set():
        pause = _turn(engine, rules=rules, shards=shards, tell=tell)
        stop.wait(pause.total_seconds())
    log.warning("watch.stopped")
    return Exit.OK


def _turn(engine: Engine, *, rules: IngestRules, shards: Shards, tell: Callable[[RunReport], None]) -> timedelta:
    """One run; returns how long to wait for the next."""
    now = engine.clock.now()
    try:
        tell(run(engine, now=now, rules=rules, shards=shards))
        states = engine.store.visits.states()
    except (StoreError, DeliveryError) as error:
        log.warning("watch.failed", error=str(error))
        shards.by_language.clear()  # what was placed but not saved must not be built upon
        return AFTER_FAULT
    due = next_visit(engine.sources, states, now=now, rules=rules.schedule)
    return LONGEST if due is None else min(max(due - engine.clock.now(), SHORTEST), LONGEST)
