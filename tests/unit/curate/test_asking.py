from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.curate.asking import fresh_for

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
EARLY, LATE = "Sun, 01 Mar 2026 11:00:00 GMT", "Sun, 01 Mar 2026 12:30:00 GMT"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 0),
        ({"cache-control": "max-age=600"}, 600),
        ({"cache-control": "public, MAX-AGE = 600, must-revalidate"}, 600),
        ({"cache-control": 'max-age="60"'}, 60),
        ({"cache-control": "s-maxage=600"}, 0),
        ({"cache-control": "no-cache"}, 0),
        ({"cache-control": "max-age=600", "age": "100"}, 500),
        ({"cache-control": "max-age=600", "age": "1000"}, 0),
        ({"cache-control": "max-age=600", "expires": LATE}, 600),
        ({"expires": LATE}, 1800),
        ({"expires": LATE, "date": EARLY}, 5400),
        ({"expires": EARLY}, 0),
        ({"expires": "0"}, 0),
        ({"expires": "-1"}, 0),
    ],
)
def test_freshness(headers: dict[str, str], seconds: int) -> None:
    """As the two headers say; the newer one counts."""
    assert fresh_for(headers, now=NOON) == timedelta(seconds=seconds)


@given(
    st.dictionaries(st.sampled_from(["cache-control", "expires", "date", "age"]), st.text() | st.integers().map(str))
)
def test_any_header_is_read_or_passed_over(headers: dict[str, str]) -> None:
    """Nothing a server can send raises, or asks us to come sooner."""
    assert fresh_for(headers, now=NOON) >= timedelta(0)


@given(st.integers())
def test_any_age_is_bounded(seconds: int) -> None:
    """However large the number."""
    assert fresh_for({"cache-control": f"max-age={seconds}"}, now=NOON) >= timedelta(0)
