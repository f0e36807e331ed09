"""When to visit a source again, and what to remember of each visit."""

import hashlib
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from newsloom.curate.asking import fresh_for
from newsloom.curate.cadence import first_gap, gap_after, pause
from newsloom.curate.holds import held, host_key
from newsloom.curate.times import believable
from newsloom.model.item import Feed
from newsloom.model.page import Failure, Page, Reason
from newsloom.model.source import Source, SourceId, SourceState

FOREVER = timedelta(days=36_500)  # a source that is gone is asked again when its owner says so
_BUSY = frozenset({Reason.RATE_LIMIT, Reason.SERVER})  # what a host says of itself, not of one feed


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleRules:
    """How often to come.

    A source is visited again after the share `patience` of the time in which it usually brings something new, between
    `interval` and `longest`; with 0 always after `interval`. `full_fetch` bounds how long a server's "not modified" is
    believed. A source that has killed its reader `deaths` times in a row is left alone for `quarantine`.
    """

    interval: timedelta = timedelta(minutes=30)
    longest: timedelta = timedelta(hours=24)
    patience: float = 0.5
    retry_least: timedelta = timedelta(minutes=1)
    retry_most: timedelta = timedelta(hours=24)
    full_fetch: timedelta = timedelta(hours=24)
    moves_to_believe: int = 3
    deaths: int = 3
    quarantine: timedelta = timedelta(days=7)

    @property
    def furthest(self) -> timedelta:
        """No next visit is further away than this, unless another clock wrote it."""
        return max(self.interval, self.longest, self.retry_most) * 2


def is_due(source: Source, state: SourceState | None, *, now: datetime, rules: ScheduleRules) -> bool:
    """Whether a source wants a visit.

    A next visit further away than the longest interval was written by a clock that has since gone back: it is due,
    so that no source sleeps for years.
    """
    if source.disabled:
        return False
    if state is None or state.next_visit is None:
        return True
    if state.reason is Reason.GONE:
        return False
    if is_quarantined(state, rules=rules):
        return state.last_visit is None or not timedelta(0) <= now - state.last_visit < rules.quarantine
    return state.next_visit <= now or state.next_visit > now + rules.furthest


def is_quarantined(state: SourceState, *, rules: ScheduleRules) -> bool:
    """Whether a source has killed its reader too often."""
    return state.reason is Reason.WORKER and state.deaths >= rules.deaths


def remembered(source: Source, state: SourceState | None) -> SourceState:
    """What is known of the source at its present address; nothing if its owner has given it another one since."""
    if state is None or (state.url and state.url != source.url):
        return SourceState(source=source.id, url=source.url)
    return state if state.url else replace(state, url=source.url)


def due(
    sources: Iterable[Source], states: Mapping[SourceId, SourceState], *, now: datetime, rules: ScheduleRules
) -> list[Source]:
    """The sources that want a visit, those never visited first, then the longest overdue, then in the owner's order.

    Those whose host has asked to be left alone wait until it may be asked again.
    """
    watched = list(sources)
    holds = held(watched, states, now=now, longest=rules.retry_most)
    waiting = [
        source
        for source in watched
        if is_due(source, states.get(source.id), now=now, rules=rules) and not (holds and host_key(source.url) in holds)
    ]
    return sorted(waiting, key=lambda source: _overdue_since(states.get(source.id), now))


def next_visit(
    sources: Iterable[Source], states: Mapping[SourceId, SourceState], *, now: datetime, rules: ScheduleRules
) -> datetime | None:
    """When the next source comes due; None if none ever will."""
    watched = [source for source in sources if not source.disabled]
    holds = held(watched, states, now=now, longest=rules.retry_most)
    times: list[datetime] = []
    for source in watched:
        moment = now if is_due(source, states.get(source.id), now=now, rules=rules) else states[source.id].next_visit
        if moment is not None:
            times.append(max(moment, holds.get(host_key(source.url), moment)) if holds else moment)
    return min(times, default=None)


def _overdue_since(state: SourceState | None, now: datetime) -> datetime:
    """Since when a source waits; for ever if nothing that can be believed says when."""
    if state is None or state.next_visit is None or state.next_visit > now:
        return datetime.min.replace(tzinfo=UTC)
    return state.next_visit


def validators(state: SourceState, *, now: datetime, rules: ScheduleRules) -> SourceState:
    """The state as the request may use it: without validators if the last full answer is too long ago.

    Some servers say "not modified" for ever.
    """
    if state.last_full is not None and timedelta(0) <= now - state.last_full < rules.full_fetch:
        return state
    return replace(state, etag=None, last_modified=None)


def after_reading(
    state: SourceState, page: Page, feed: Feed, *, added: int, now: datetime, rules: ScheduleRules
) -> SourceState:
    """The state after a visit that was read in full; the validators are those that came with these items."""
    read = replace(
        _moved(state, page, rules),
        etag=page.headers.get("etag"),
        last_modified=page.headers.get("last-modified"),
        last_full=now,
        last_new=now if added else state.last_new,
        gap_seconds=_gap(state, feed, added=added, now=now),
        asked_seconds=min(feed.ttl_seconds or 0, round(rules.longest.total_seconds())),
        deaths=0,
        items_seen=len(feed.items),
        title=feed.title or state.title,
        site_url=feed.url or state.site_url,
    )
    return _well(read, page.headers, now=now, rules=rules)


def after_unmodified(
    state: SourceState, headers: Mapping[str, str] | None = None, *, now: datetime, rules: ScheduleRules
) -> SourceState:
    """The state after a "not modified" with these headers: all is well, nothing is new."""
    return _well(state, headers or {}, now=now, rules=rules)


def _well(state: SourceState, headers: Mapping[str, str], *, now: datetime, rules: ScheduleRules) -> SourceState:
    asked = max(fresh_for(headers, now=now), timedelta(seconds=state.asked_seconds))
    seconds = _seconds_until(state, asked=asked, now=now, rules=rules)
    return replace(
        state,
        last_visit=now,
        last_success=now,
        next_visit=now + timedelta(seconds=seconds),
        failures=0,
        reason=None,
        detail="",
        interval_seconds=seconds,
        retry_at=None,
    )


def after_failure(state: SourceState, failure: Failure, *, now: datetime, rules: ScheduleRules) -> SourceState:
    """The state after a visit that brought nothing: later each time, and never sooner than the server asked.

    What failed for want of our own resources says nothing of the source: it is visited again soon.
    """
    if failure.reason is Reason.OURS:
        return replace(state, next_visit=now + rules.retry_least * _jitter(state.source, 0))
    failures = state.failures + 1
    wait = min(rules.interval * 2 ** min(failures - 1, 20), max(rules.interval, rules.longest))
    asked = _asked_to_wait(failure, rules)
    if asked is not None:
        wait = max(wait, asked)
    wait = FOREVER if failure.reason is Reason.GONE else wait * _jitter(state.source, failures)
    return replace(
        state,
        last_visit=now,
        next_visit=now + wait,
        failures=failures,
        reason=failure.reason,
        detail=failure.detail,
        retry_at=now + asked if asked is not None and failure.reason in _BUSY else None,
        deaths=state.deaths + (failure.reason is Reason.WORKER),
    )


def _asked_to_wait(failure: Failure, rules: ScheduleRules) -> timedelta | None:
    if failure.retry_after_seconds is None:
        return None
    asked = timedelta(seconds=min(max(failure.retry_after_seconds, 0), FOREVER.total_seconds()))
    return min(max(asked, rules.retry_least), rules.retry_most)


def _gap(state: SourceState, feed: Feed, *, added: int, now: datetime) -> int | None:
    """The usual seconds between two new items, as they are known after this visit."""
    if state.last_success is None:
        gap = first_gap(believable(item.published or item.updated, now=now) for item in feed.items)
    else:
        known = None if state.gap_seconds is None else timedelta(seconds=state.gap_seconds)
        gap = gap_after(known, new=added, elapsed=now - (state.last_new or state.last_success))
    return None if gap is None else round(gap.total_seconds())


def _seconds_until(state: SourceState, *, asked: timedelta, now: datetime, rules: ScheduleRules) -> int:
    """Seconds until the next regular visit, by the source's own rhythm or longer if it asks, with a little jitter."""
    wait = pause(
        None if state.gap_seconds is None else timedelta(seconds=state.gap_seconds),
        silence=now - (state.last_new or now),
        patience=rules.patience,
        least=rules.interval,
        most=rules.longest,
    )
    wished = max(wait, min(asked, rules.longest)).total_seconds()
    return max(round(wished * _jitter(state.source, 0)), math.ceil(rules.interval.total_seconds()))


def _jitter(source: SourceId, turn: int) -> float:
    """Between 1 and 1.1, the same for the same source and turn: a thousand sources never come due in one second."""
    digest = hashlib.blake2b(f"{source}:{turn}".encode(), digest_size=2).digest()
    return 1 + int.from_bytes(digest) / 655_350


def _moved(state: SourceState, page: Page, rules: ScheduleRules) -> SourceState:
    """Count permanent redirects to one same address; it is adopted once it was seen often enough.

    It is left again when the owner's own address answers by itself.
    """
    if not page.permanent:
        adopted = state.moved_seen >= rules.moves_to_believe and page.url != state.url
        return state if adopted else replace(state, moved_to=None, moved_seen=0)
    seen = state.moved_seen + 1 if state.moved_to == page.url else 1
    return replace(state, moved_to=page.url, moved_seen=seen)


def address(source: Source, state: SourceState, *, rules: ScheduleRules) -> str:
    """Where to ask: the owner's address, or the one it has moved to for good, as long as that answers."""
    if state.moved_to and state.moved_seen >= rules.moves_to_believe and state.failures < rules.moves_to_believe:
        return state.moved_to
    return source.url
