from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from newsloom.curate.cadence import LONGEST, SHORTEST, first_gap, gap_after, pause

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
SPANS = st.timedeltas(timedelta(days=-4000), timedelta(days=4000))
GAPS = st.none() | st.timedeltas(SHORTEST, LONGEST)
BOUNDS = st.timedeltas(timedelta(minutes=1), timedelta(days=30))


@given(GAPS, SPANS, st.floats(0, 4), BOUNDS, BOUNDS)
def test_a_pause_is_within_the_owners_bounds(
    gap: timedelta | None, silence: timedelta, patience: float, least: timedelta, most: timedelta
) -> None:
    """Whatever was learnt, and whatever a clock measured."""
    assert least <= pause(gap, silence=silence, patience=patience, least=least, most=most) <= max(least, most)


@given(GAPS, st.timedeltas(timedelta(0), LONGEST), st.timedeltas(timedelta(0), LONGEST), BOUNDS, BOUNDS)
def test_silence_never_quickens(
    gap: timedelta | None, one: timedelta, other: timedelta, least: timedelta, most: timedelta
) -> None:
    """The longer nothing was new, the longer the wait."""
    short, long = sorted((one, other))
    waits = [pause(gap, silence=silence, patience=0.5, least=least, most=most) for silence in (short, long)]
    assert waits[0] <= waits[1]


@given(GAPS, st.integers(-3, 10_000), SPANS)
def test_a_gap_lies_between_what_was_known_and_what_was_seen(
    known: timedelta | None, new: int, elapsed: timedelta
) -> None:
    """News of a source moves its gap towards them, never beyond; impossible times teach nothing."""
    gap = gap_after(known, new=new, elapsed=elapsed)
    if new <= 0 or not timedelta(0) < elapsed <= LONGEST:
        assert gap == known
        return
    seen = min(max(elapsed / new, SHORTEST), LONGEST)
    second = timedelta(milliseconds=1)
    assert gap is not None
    assert min(seen, known or seen) - second <= gap <= max(seen, known or seen) + second


@given(st.lists(st.none() | SPANS.map(lambda span: NOON + span)))
def test_any_dates_give_a_believable_gap(dates: list[datetime | None]) -> None:
    """Undated, equal, in any order: a gap that can be, or none."""
    gap = first_gap(dates)
    assert gap is None or SHORTEST <= gap <= LONGEST


def test_a_source_that_quickens_is_visited_sooner_and_one_that_falls_silent_later() -> None:
    """The rhythm follows the source, up and down."""
    slow = first_gap(NOON - HOUR * 10 * n for n in range(12))
    assert slow == HOUR * 10
    quick: timedelta | None = slow
    for _ in range(12):
        quick = gap_after(quick, new=1, elapsed=HOUR)
    assert quick is not None
    assert quick < HOUR * 1.5
    bounds = {"patience": 0.5, "least": HOUR / 2, "most": HOUR * 24}
    assert pause(quick, silence=timedelta(0), **bounds) < pause(slow, silence=timedelta(0), **bounds)  # type: ignore[arg-type]  # a mixed dict
    assert pause(quick, silence=HOUR * 100, **bounds) == HOUR * 24  # type: ignore[arg-type]  # as above


def test_one_old_item_kept_on_says_nothing() -> None:
    """The usual gap is a median."""
    dates = [NOON, NOON - HOUR, NOON - HOUR * 2, NOON - HOUR * 3, NOON - timedelta(days=900)]
    assert first_gap(dates) == HOUR
