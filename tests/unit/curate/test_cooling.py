from datetime import timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from newsloom.curate.cooling import TABLE, WHOLE, left

ages = st.timedeltas(timedelta(), timedelta(days=40))
spans = st.timedeltas(timedelta(), timedelta(days=400))


@given(ages, ages, spans)
def test_nothing_warms_by_waiting(age: timedelta, more: timedelta, half_life: timedelta) -> None:
    """What is left is never more later, and never less than nothing."""
    assert 0 <= left(age + more, half_life=half_life) <= left(age, half_life=half_life) <= WHOLE


@given(st.integers(0, 40), st.integers(1, 10**7))
def test_a_half_life_halves(times: int, seconds: int) -> None:
    """Exactly, as often as it passes."""
    span = timedelta(seconds=seconds)
    assert left(times * span, half_life=span) == WHOLE >> times


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_in_between_it_is_hardly_off(age: int, span: int) -> None:
    """By less than 0.002 % of a whole, against the true power."""
    true = 0.5 ** (age / span)
    assert abs(left(timedelta(seconds=age), half_life=timedelta(seconds=span)) / WHOLE - true) < 0.00002


def test_the_table_is_exact() -> None:
    """Each entry is the whole part of the root it stands for: its power is below, the next number's above."""
    for step, entry in enumerate(TABLE):
        power = Fraction(1 << (64 * 30 - step))
        assert entry**64 <= power < (entry + 1) ** 64


def test_the_future_is_new() -> None:
    """A feed that runs ahead gains nothing."""
    assert left(timedelta(hours=-5), half_life=timedelta(hours=1)) == WHOLE
