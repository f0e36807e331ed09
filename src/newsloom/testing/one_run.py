"""One run of a desk at a moment of the caller's choosing: what replays and kill tests start."""

import contextlib
from datetime import datetime
from pathlib import Path

from newsloom.flows.curate import Shards
from newsloom.flows.reports import RunReport
from newsloom.flows.run import run
from newsloom.settings import read_settings
from newsloom.testing.simulated_clock import SimulatedClock
from newsloom.wiring import engine_of, ingest_rules
from newsloom.workers.inline import InlineExecutor


def run_desk(desk: Path, *, at: datetime, in_workers: bool = False) -> RunReport:
    """Run the desk whose newsloom.toml is `desk` as if it were `at`.

    Args:
        desk: the settings file.
        at: the moment, UTC; waits take no time.
        in_workers: read pages in worker processes, as a real run does; else in this one.
    """
    settings = read_settings(desk)
    with contextlib.ExitStack() as stack:
        executor = None if in_workers else stack.enter_context(InlineExecutor())
        engine = stack.enter_context(engine_of(settings, clock=SimulatedClock(at), executor=executor))
        return run(engine, now=at, rules=ingest_rules(settings), shards=Shards())
