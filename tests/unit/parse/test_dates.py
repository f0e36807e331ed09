"""Dates as feeds write them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.parse.dates import read_date


@pytest.mark.parametrize(
    ("raw", "expected", "zoned"),
    [
        ("Sat, 07 Mar 2026 10:30:00 +0100", datetime(2026, 3, 7, 9, 30, tzinfo=UTC), True),
        ("7 Mar 2026 10:30 EST", datetime(2026, 3, 7, 15, 30, tzinfo=UTC), True),
        ("2026-03-07T10:30:00.123Z", datetime(2026, 3, 7, 10, 30, tzinfo=UTC), True),
        ("2026-03-07T10:30:00+05:30", datetime(2026, 3, 7, 5, 0, tzinfo=UTC), True),
        ("2026-03-07T10:30:00-0330", datetime(2026, 3, 7, 14, 0, tzinfo=UTC), True),
        ("2026-03-07 10:30", datetime(2026, 3, 7, 10, 30, tzinfo=UTC), False),
        ("2026-03-07", datetime(2026, 3, 7, tzinfo=UTC), False),
        ("Thu, 01 Jan 1970 00:00:00 GMT", datetime(1970, 1, 1, tzinfo=UTC), True),
        ("2099-12-31T23:59:59Z", datetime(2099, 12, 31, 23, 59, 59, tzinfo=UTC), True),
    ],
)
def test_common_dates(raw: str, expected: datetime, zoned: bool) -> None:
    """Each common form is read in UTC, and whether it told its zone."""
    moment = read_date(raw)
    assert moment is not None
    assert (moment.at, moment.zoned) == (expected, zoned)


@given(st.text(max_size=120) | st.from_regex(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:?\d\d", fullmatch=True))
def test_any_text_is_a_date_or_none(raw: str) -> None:
    """Garbage is no date, and never an exception; what is read is in UTC."""
    moment = read_date(raw)
    assert moment is None or moment.at.tzinfo is UTC


@given(st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30)))  # noqa: DTZ001  made aware below
def test_iso_dates_survive(moment: datetime) -> None:
    """A time written in ISO 8601 is read back to the second."""
    aware = moment.replace(tzinfo=UTC, microsecond=0)
    read = read_date(aware.isoformat())
    assert read is not None
    assert read.at == aware
