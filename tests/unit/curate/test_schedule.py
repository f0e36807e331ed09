import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.curate.schedule import (
    ScheduleRules,
    address,
    after_failure,
    after_reading,
    after_unmodified,
    due,
    is_due,
    next_visit,
    remembered,
    validators,
)
from newsloom.model.item import Feed
from newsloom.model.page import Failure, Page, Reason, Request
from newsloom.model.source import Source, SourceId, SourceState

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
MINUTE, HOUR, DAY, YEAR = (timedelta(minutes=1), timedelta(hours=1), timedelta(days=1), timedelta(days=365))
DAILY = Source(id=SourceId("daily"), url="https://daily.example/rss")
NEW = SourceState(source=DAILY.id, url=DAILY.url)
RULES = ScheduleRules()
FEED = Feed(format="rss20")
SPANS = st.timedeltas(-10 * YEAR, 10 * YEAR)
ANY_RULES = st.builds(
    ScheduleRules,
    interval=st.timedeltas(MINUTE, 30 * DAY),
    longest=st.timedeltas(MINUTE, 30 * DAY),
)


def a_visit(url: str = DAILY.url, *, permanent: bool = False, **headers: str) -> Page:
    """An answer that could be read."""
    request = Request(url=DAILY.url)
    said = {name.replace("_", "-"): value for name, value in headers.items()}
    return Page(request=request, url=url, status=200, headers=said, fetched=NOON, permanent=permanent)


def a_failure(reason: Reason = Reason.SERVER, retry_after: int | None = None) -> Failure:
    """A visit that brought nothing."""
    return Failure(request=Request(url=DAILY.url), reason=reason, detail="so", retry_after_seconds=retry_after)


def read(state: SourceState, page: Page | None = None, *, now: datetime = NOON, feed: Feed = FEED) -> SourceState:
    """The state after one more visit that was read."""
    return after_reading(state, page or a_visit(), feed, added=0, now=now, rules=RULES)


OUTCOMES = st.one_of(
    st.just("read"),
    st.just("unmodified"),
    st.builds(
        a_failure,
        st.sampled_from([r for r in Reason if r not in {Reason.GONE, Reason.OURS, Reason.WAITING}]),
        st.none() | st.integers(),
    ),
)


def after(state: SourceState, outcome: str | Failure, *, now: datetime, rules: ScheduleRules) -> SourceState:
    """The state after any outcome but "gone"."""
    if isinstance(outcome, Failure):
        return after_failure(state, outcome, now=now, rules=rules)
    if outcome == "unmodified":
        return after_unmodified(state, now=now, rules=rules)
    return after_reading(state, a_visit(), FEED, added=0, now=now, rules=rules)


@given(st.lists(OUTCOMES, min_size=1, max_size=6), ANY_RULES)
def test_a_source_is_never_asked_again_before_its_interval(outcomes: list[str | Failure], rules: ScheduleRules) -> None:
    """Whatever it answered, and however the owner set the times: no storm."""
    state, now = NEW, NOON
    for outcome in outcomes:
        state = after(state, outcome, now=now, rules=rules)
        assert not is_due(DAILY, state, now=now, rules=rules)
        assert not is_due(DAILY, state, now=now + rules.interval - timedelta(seconds=1), rules=rules)
        now = state.next_visit or now


@given(st.lists(OUTCOMES, min_size=1, max_size=6), ANY_RULES)
def test_a_source_is_always_asked_again_in_time(outcomes: list[str | Failure], rules: ScheduleRules) -> None:
    """Whatever it answered, short of "gone": no stall."""
    state, now = NEW, NOON
    for outcome in outcomes:
        state = after(state, outcome, now=now, rules=rules)
        longest = max(rules.interval, rules.longest, rules.retry_most)
        assert is_due(DAILY, state, now=now + longest * 1.11, rules=rules)
        now = state.next_visit or now


@given(st.lists(st.tuples(OUTCOMES, SPANS), min_size=1, max_size=8), ANY_RULES)
def test_a_clock_that_jumps_makes_no_storm_and_no_stall(
    turns: list[tuple[str | Failure, timedelta]], rules: ScheduleRules
) -> None:
    """Ten years forward or back: asked once, then regularly again."""
    state = NEW
    for outcome, jump in turns:
        now = NOON + jump
        state = after(state, outcome, now=now, rules=rules)
        assert not is_due(DAILY, state, now=now, rules=rules)
        wait = next_visit([DAILY], {DAILY.id: state}, now=now, rules=rules)
        assert wait is not None
        assert now < wait <= now + max(rules.interval, rules.longest, rules.retry_most) * 1.11


@given(SPANS)
def test_validators_are_used_for_a_day_at_most(jump: timedelta) -> None:
    """Even if the clock has gone back since: a full answer is asked for."""
    state = read(NEW, a_visit(etag='"1"'))
    sent = validators(state, now=NOON + jump, rules=RULES)
    assert (sent.etag == '"1"') is (timedelta(0) <= jump < DAY)


@given(st.integers(-(10**12), 10**12))
def test_retry_after_is_obeyed_within_a_day(seconds: int) -> None:
    """Huge and negative wishes are clamped; the backoff of our own is never shortened by them."""
    state = after_failure(NEW, a_failure(Reason.RATE_LIMIT, seconds), now=NOON, rules=RULES)
    assert state.next_visit is not None
    wait = state.next_visit - NOON
    assert max(min(timedelta(seconds=max(seconds, 0)), DAY), RULES.interval) <= wait <= DAY * 1.1


def test_failures_wait_longer_each_time() -> None:
    """Up to the longest interval."""
    state, waits = NEW, []
    for _ in range(9):
        state = after_failure(state, a_failure(), now=NOON, rules=RULES)
        waits.append((state.next_visit or NOON) - NOON)
    assert waits[0] < HOUR
    assert all(second > first * 1.7 for first, second in itertools.pairwise(waits[:5]))
    assert DAY <= waits[-1] <= DAY * 1.1
    assert read(state).failures == 0


def test_a_source_that_is_gone_is_asked_no_more() -> None:
    """Not even after years; nothing waits for it."""
    state = after_failure(NEW, a_failure(Reason.GONE), now=NOON, rules=RULES)
    assert not is_due(DAILY, state, now=NOON + 9 * YEAR, rules=RULES)
    other = replace(DAILY, id=SourceId("other"))
    assert next_visit([other], {other.id: read(NEW)}, now=NOON, rules=RULES) is not None


def test_a_new_address_is_a_new_beginning() -> None:
    """The owner has mended the address: the old one's validators, moves and end do not count."""
    gone = after_failure(read(NEW, a_visit(etag='"1"')), a_failure(Reason.GONE), now=NOON, rules=RULES)
    mended = replace(DAILY, url="https://daily.example/feed")
    assert remembered(DAILY, gone) == gone
    assert remembered(mended, gone) == SourceState(source=DAILY.id, url=mended.url)
    assert is_due(mended, remembered(mended, gone), now=NOON, rules=RULES)


def test_a_permanent_redirect_is_adopted_the_third_time() -> None:
    """Two may be a mistake."""
    moved = a_visit("https://new.example/rss", permanent=True)
    first = read(NEW, moved)
    second = read(first, moved)
    third = read(second, moved)
    assert [address(DAILY, state, rules=RULES) for state in (first, second)] == [DAILY.url] * 2
    assert address(DAILY, third, rules=RULES) == "https://new.example/rss"
    there = replace(a_visit("https://new.example/rss"), request=Request(url="https://new.example/rss"))
    assert address(DAILY, read(third, there), rules=RULES) == "https://new.example/rss"


@pytest.mark.parametrize(
    "between", [a_visit(), a_visit("https://other.example/rss", permanent=True), a_visit("https://new.example/rss")]
)
def test_redirects_that_disagree_are_not_adopted(between: Page) -> None:
    """One that is temporary, leads elsewhere or is missing begins the count anew."""
    moved = a_visit("https://new.example/rss", permanent=True)
    state = read(read(read(read(NEW, moved), moved), between), moved)
    assert address(DAILY, state, rules=RULES) == DAILY.url


def test_an_adopted_address_that_fails_is_left_for_the_owners() -> None:
    """The old address is asked again; if it answers by itself, the move is forgotten."""
    moved = a_visit("https://new.example/rss", permanent=True)
    state = read(read(read(NEW, moved), moved), moved)
    for _ in range(3):
        assert address(DAILY, state, rules=RULES) == "https://new.example/rss"
        state = after_failure(state, a_failure(Reason.NOT_FOUND), now=NOON, rules=RULES)
    assert address(DAILY, state, rules=RULES) == DAILY.url
    assert address(DAILY, read(state), rules=RULES) == DAILY.url
    assert address(DAILY, read(state, moved), rules=RULES) == "https://new.example/rss"


def test_a_disabled_source_is_never_due() -> None:
    """Not even one never visited."""
    off = replace(DAILY, disabled=True)
    assert due([off], {}, now=NOON, rules=RULES) == []
    assert next_visit([off], {}, now=NOON, rules=RULES) is None


@pytest.mark.parametrize(
    ("wished", "least", "most"), [(-5, HOUR / 2, HOUR), (7200, 2 * HOUR, 3 * HOUR), (10**12, DAY, 2 * DAY)]
)
def test_a_feed_may_ask_for_more_time_but_not_for_more_than_the_longest(
    wished: int, least: timedelta, most: timedelta
) -> None:
    """A `ttl` of weeks is a mistake; one of seconds is not for us."""
    state = read(NEW, feed=replace(FEED, ttl_seconds=wished))
    assert least <= (state.next_visit or NOON) - NOON <= most


@given(st.lists(st.integers(1, 600), min_size=2, max_size=5))
def test_no_source_starves(steps: list[int]) -> None:
    """Whoever asks in whatever rhythm: the source that waits longest comes first, and each has its turn."""
    sources = [replace(DAILY, id=SourceId(name)) for name in ("a", "b", "c")]
    states: dict[SourceId, SourceState] = {}
    turns = dict.fromkeys((source.id for source in sources), 0)
    now = NOON
    for turn in range(60):
        if waiting := due(sources, states, now=now, rules=RULES):
            first = waiting[0]  # only one is served a turn
            turns[first.id] += 1
            states[first.id] = after_reading(
                remembered(first, states.get(first.id)), a_visit(), FEED, added=0, now=now, rules=RULES
            )
        now += timedelta(minutes=steps[turn % len(steps)])
    assert max(turns.values()) - min(turns.values()) <= 2


def test_a_feed_that_kills_its_reader_three_times_is_left_alone_for_a_week() -> None:
    """Then it gets another chance, and a good reading clears its name."""
    state = NEW
    for turn in range(3):
        assert state.deaths == turn
        state = after_failure(state, a_failure(Reason.WORKER), now=NOON, rules=RULES)
    assert not is_due(DAILY, state, now=NOON + 6 * DAY, rules=RULES)
    assert is_due(DAILY, state, now=NOON + 7 * DAY, rules=RULES)
    assert is_due(DAILY, state, now=NOON - YEAR, rules=RULES)
    assert read(state).deaths == 0


def test_want_of_our_own_resources_is_nobodys_failure() -> None:
    """The source keeps its good name and is visited again soon."""
    state = after_failure(read(NEW), a_failure(Reason.OURS), now=NOON + DAY, rules=RULES)
    assert (state.failures, state.reason, state.last_visit) == (0, None, NOON)
    assert not is_due(DAILY, state, now=NOON + DAY, rules=RULES)
    assert is_due(DAILY, state, now=NOON + DAY + 2 * MINUTE, rules=RULES)


@given(st.integers(-(10**9), 10**9))
def test_what_one_feed_was_told_holds_for_its_host(seconds: int) -> None:
    """Between a minute and a day; feeds of other hosts go on, and so does this one once the time is over."""
    other = Source(id=SourceId("other"), url="https://daily.example/other")
    apart = Source(id=SourceId("apart"), url="https://apart.example/rss")
    told = after_failure(NEW, a_failure(Reason.RATE_LIMIT, seconds), now=NOON, rules=RULES)
    states = {DAILY.id: told}
    assert due([other, apart], states, now=NOON, rules=RULES) == [other, apart]  # whose source is not watched any more
    assert due([DAILY, other, apart], states, now=NOON, rules=RULES) == [apart]
    wait = timedelta(seconds=min(max(seconds, 60), 86_400))
    assert next_visit([other, DAILY], states, now=NOON, rules=RULES) == NOON + wait
    assert other in due([DAILY, other], states, now=NOON + wait, rules=RULES)
    assert other in due([DAILY, other], states, now=NOON - YEAR, rules=RULES)


def test_a_server_says_how_long_its_answer_is_fresh() -> None:
    """Headers and feed are lower bounds, up to the owner's longest time."""
    asked = read(NEW, a_visit(cache_control="max-age=7200"))
    assert not is_due(DAILY, asked, now=NOON + 2 * HOUR - MINUTE, rules=RULES)
    forever = read(NEW, a_visit(cache_control="max-age=31536000"))
    assert is_due(DAILY, forever, now=NOON + DAY * 1.11, rules=RULES)
    by_feed = read(NEW, feed=Feed(format="rss20", ttl_seconds=7200))
    later = after_unmodified(by_feed, {}, now=NOON, rules=RULES)
    assert not is_due(DAILY, later, now=NOON + 2 * HOUR - MINUTE, rules=RULES)
