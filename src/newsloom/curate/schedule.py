"""When to visit a source again, and what to remember of each visit."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from newsloom.model.item import Feed
from newsloom.model.page import Failure, Page, Reason
from newsloom.model.source import Source, SourceId, SourceState

FOREVER = timedelta(days=36_500)  # a source that is gone is asked again when its owner says so


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleRules:
    """How often to come. `full_fetch` bounds how long a server's "not modified" is believed."""

    interval: timedelta = timedelta(minutes=30)
    longest: timedelta = timedelta(hours=24)
    retry_least: timedelta = timedelta(minutes=1)
    retry_most: timedelta = timedelta(hours=24)
    full_fetch: timedelta = timedelta(hours=24)
    moves_to_believe: int = 3


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
    furthest = max(rules.interval, rules.longest, rules.retry_most) * 2
    return state.next_visit <= now or state.next_visit > now + furthest


def remembered(source: Source, state: SourceState | None) -> SourceState:
    """What is known of the source at its present address; nothing if its owner has given it another one since."""
    if state is None or (state.url and state.url != source.url):
        return SourceState(source=source.id, url=source.url)
    return replace(state, url=source.url)


def due(
    sources: Iterable[Source], states: Mapping[SourceId, SourceState], *, now: datetime, rules: ScheduleRules
) -> list[Source]:
    """The sources that want a visit, those never visited first, then the longest overdue, then in the owner's order."""
    waiting = [source for source in sources if is_due(source, states.get(source.id), now=now, rules=rules)]
    return sorted(waiting, key=lambda source: _overdue_since(states.get(source.id), now))


def next_visit(
    sources: Iterable[Source], states: Mapping[SourceId, SourceState], *, now: datetime, rules: ScheduleRules
) -> datetime | None:
    """When the next source comes due; None if none ever will."""
    waiting = [source for source in sources if not source.disabled]
    times = [
        now if is_due(source, states.get(source.id), now=now, rules=rules) else states[source.id].next_visit
        for source in waiting
    ]
    return min((time for time in times if time is not None), default=None)


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
    seconds = interval_seconds(state.source, wished=feed.ttl_seconds, rules=rules)
    moved = _moved(state, page, rules)
    return replace(
        moved,
        etag=page.headers.get("etag"),
        last_modified=page.headers.get("last-modified"),
        last_visit=now,
        last_success=now,
        last_full=now,
        last_new=now if added else state.last_new,
        next_visit=now + timedelta(seconds=seconds),
        failures=0,
        reason=None,
        detail="",
        interval_seconds=seconds,
        items_seen=len(feed.items),
        title=feed.title or state.title,
        site_url=feed.url or state.site_url,
    )


def after_unmodified(state: SourceState, *, now: datetime, rules: ScheduleRules) -> SourceState:
    """The state after a "not modified": all is well, nothing is new."""
    seconds = max(state.interval_seconds, interval_seconds(state.source, wished=None, rules=rules))
    return replace(
        state,
        last_visit=now,
        last_success=now,
        next_visit=now + timedelta(seconds=seconds),
        failures=0,
        reason=None,
        detail="",
        interval_seconds=seconds,
    )


def after_failure(state: SourceState, failure: Failure, *, now: datetime, rules: ScheduleRules) -> SourceState:
    """The state after a visit that brought nothing: later each time, and never sooner than the server asked."""
    failures = state.failures + 1
    wait = min(rules.interval * 2 ** min(failures - 1, 20), max(rules.interval, rules.longest))
    if failure.retry_after_seconds is not None:
        asked = timedelta(seconds=min(max(failure.retry_after_seconds, 0), FOREVER.total_seconds()))
        wait = max(wait, min(max(asked, rules.retry_least), rules.retry_most))
    wait = FOREVER if failure.reason is Reason.GONE else wait * _jitter(state.source, failures)
    return replace(
        state,
        last_visit=now,
        next_visit=now + wait,
        failures=failures,
        reason=failure.reason,
        detail=failure.detail,
    )


def interval_seconds(source: SourceId, *, wished: int | None, rules: ScheduleRules) -> int:
    """Seconds until the next regular visit: the owner's interval, or longer if the feed asks, with a little jitter."""
    least = rules.interval.total_seconds()
    asked = min(wished or 0, rules.longest.total_seconds())
    return round(max(least, asked) * _jitter(source, 0))


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
