"""Keep running: visit each source when it is due, until asked to stop."""

import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from queue import Empty, SimpleQueue
from types import FrameType

import structlog

from newsloom.cli.exits import Exit
from newsloom.cli.givingback import give_back
from newsloom.cli.signals import on
from newsloom.cli.turns import Turns
from newsloom.curate.schedule import next_visit
from newsloom.errors import DeliveryError, StoreError, StoreLockedError
from newsloom.flows.alertsending import next_due
from newsloom.flows.curate import Shards
from newsloom.flows.ingest import IngestRules
from newsloom.flows.lists import scheduled
from newsloom.flows.reports import RunReport
from newsloom.flows.run import run
from newsloom.seams import Engine

log = structlog.get_logger()

SHORTEST = timedelta(seconds=1)
LOOK_AGAIN = 2.0  # seconds after which changed settings are noticed
LONGEST = timedelta(minutes=5)  # a clock that was set forward is noticed within this time
AFTER_FAULT = timedelta(seconds=30)  # a full disk may be emptied meanwhile
DRAIN = 6.0  # seconds a run under way has to end; with what closing takes, a stop stays below ten


class DrainedError(BaseException):
    """The run under way took too long to end; what it had stored stays.

    Not an Exception, so that nothing on the way out takes it for a fault of its own.
    """


@dataclass(slots=True)
class _Stop:
    """A request to stop: the first lets the run under way end, a second Ctrl-C ends it at once."""

    asked: bool = False
    bell: SimpleQueue[int] = field(default_factory=SimpleQueue)  # unlike an Event it may be rung by a signal

    def ask(self, number: int, frame: FrameType | None) -> None:
        """Note the request; called by the signal."""
        del frame
        if self.asked and number == signal.SIGINT:
            raise KeyboardInterrupt
        self.asked = True
        self.bell.put(number)
        signal.setitimer(signal.ITIMER_REAL, DRAIN)

    def wait(self, pause: timedelta, *, stirred: Callable[[], bool]) -> None:
        """Pass the time until the next run, or until asked, or until something stirs."""
        left = pause.total_seconds()
        while left > 0 and not self.asked and not stirred():
            step = min(left, LOOK_AGAIN)
            with suppress(Empty):
                self.bell.get(timeout=step)
            left -= step

    def overdue(self, number: int, frame: FrameType | None) -> None:
        """Leave the run under way; every step of it can be cut."""
        del number, frame
        raise DrainedError


def watch(
    turns: Turns,
    *,
    rules: IngestRules,
    shards: Shards,
    tell: Callable[[RunReport], None],
    refreshed: Callable[[Engine], Engine] = lambda engine: engine,
    recorded: Callable[[Engine, RunReport, float], None] = lambda _engine, _report, _seconds: None,
    stirred: Callable[[], bool] = lambda: False,
) -> int:
    """Run whenever a source is due or settings changed, until told to stop.

    A first SIGTERM or Ctrl-C lets the run under way end. One that does not end in time is left: nothing it stored is
    lost, and what it did not is done by the next one. Between runs the desk is let go of, so that editors' orders and
    other commands find it free.

    Args:
        turns: the desk's engine, for one run each.
        rules: how to visit and what to take.
        shards: the clusterers, kept between runs.
        tell: called with what each run did.
        refreshed: asked before each run for the engine as the settings are by then.
        recorded: called with what each run did and how many seconds it took, while the desk is still open.
        stirred: asked every few seconds whether settings changed, which are taken in at once.
    """
    stop = _Stop()
    with on(signal.SIGALRM, call=stop.overdue), on(signal.SIGTERM, signal.SIGINT, call=stop.ask):
        try:
            while not stop.asked:
                pause = _turn(turns, rules=rules, shards=shards, tell=tell, refreshed=refreshed, recorded=recorded)
                give_back()
                stop.wait(pause, stirred=stirred)
        except DrainedError:
            log.warning("watch.run_left", after_seconds=DRAIN)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    log.warning("watch.stopped")
    return Exit.OK


def _turn(
    turns: Turns,
    *,
    rules: IngestRules,
    shards: Shards,
    tell: Callable[[RunReport], None],
    refreshed: Callable[[Engine], Engine],
    recorded: Callable[[Engine, RunReport, float], None],
) -> timedelta:
    """One run; returns how long to wait for the next."""
    try:
        with turns() as (opened, is_alone):
            if not is_alone:  # an editor's order, another run, a backup brought back
                shards.forget()
            engine = refreshed(opened)
            now, began = engine.clock.now(), engine.clock.monotonic()
            report = run(engine, now=now, rules=rules, shards=shards)
            recorded(engine, report, engine.clock.monotonic() - began)
            states = engine.store.visits.states()
            sources = scheduled(engine.sources, engine.store)
            moments = (next_visit(sources, states, now=now, rules=rules.schedule), next_due(engine, now=now))
    except StoreLockedError as error:
        log.info("watch.waits", error=str(error))
        return SHORTEST
    except (StoreError, DeliveryError) as error:
        log.warning("watch.failed", error=str(error))
        shards.forget()  # what was placed but not saved must not be built upon
        return AFTER_FAULT
    tell(report)
    due = min((moment for moment in moments if moment is not None), default=None)
    return LONGEST if due is None else min(max(due - engine.clock.now(), SHORTEST), LONGEST)
