"""What a stream has been like lately."""

from hypothesis import given
from hypothesis import strategies as st

from newsloom.curate.choose import USUAL_GAP
from newsloom.curate.columns import DAY
from newsloom.curate.lately import Lately

_ARRIVALS = st.lists(st.tuples(st.integers(0, 9), st.none() | st.booleans()), max_size=40)


def after(days: list[float]) -> Lately:
    """A stream whose articles came on these days."""
    lately = Lately(300)
    for day in days:
        lately.add(int(day * DAY), matched=False)
    return lately


@given(_ARRIVALS, st.integers(1, 7))
def test_the_latest_by_date_are_counted(arrivals: list[tuple[int, bool | None]], most: int) -> None:
    """Of equal dates the later arrivals count; copies take a place and are neither matched nor not."""
    lately = Lately(most)
    for day, matched in arrivals:
        lately.add(day * DAY, matched=matched)
    known = [matched for _, matched in sorted(arrivals, key=lambda one: one[0])[-most:] if matched is not None]
    assert len(lately) == len(known)
    assert lately.matched == sum(known)


@given(_ARRIVALS, st.integers(1, 7))
def test_what_is_no_longer_remembered_left_no_trace(arrivals: list[tuple[int, bool | None]], most: int) -> None:
    """A stream brought back from its latest articles alone is as it was."""
    whole, again = Lately(most), Lately(most)
    for day, matched in arrivals:
        whole.add(day * DAY, matched=matched)
    oldest = sorted(day for day, _ in arrivals)[-most:][:1]
    for day, matched in arrivals:
        if [day] >= oldest:
            again.add(day * DAY, matched=matched)
    assert (again.gap, again.matched, len(again)) == (whole.gap, whole.matched, len(whole))


def test_a_stream_is_usual_until_it_is_known() -> None:
    """Nothing, and a busy day, are taken for a usual pace; years with an article a week are not."""
    assert after([]).gap == USUAL_GAP
    assert after([0.001 * n for n in range(300)]).gap == USUAL_GAP
    assert 5 < after([7.0 * n for n in range(100)]).gap <= 7


def test_a_few_old_articles_make_no_stream_slow() -> None:
    """Where most came today, what is years old says nothing; nor does what came before a day with many."""
    assert after([-3000, -2000, 0, 0.01, 0.02, 0.03]).gap == USUAL_GAP
    assert after([*(7.0 * n for n in range(100)), *(700 + 0.01 * n for n in range(25))]).gap == USUAL_GAP


def test_a_stream_that_hardly_speaks_is_no_slower_than_can_be_told() -> None:
    """From ten days between two articles on all are alike."""
    assert after([365.0 * n for n in range(9)]).gap == after([100.0 * n for n in range(90)]).gap
