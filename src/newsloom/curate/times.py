"""Which dates can be believed."""

from datetime import UTC, datetime, timedelta

EARLIEST = datetime(1995, 1, 1, tzinfo=UTC)  # no outlet had a feed before; such dates are zeroes and defaults
TOMORROW = timedelta(hours=24)  # a date further ahead is not a zone's mistake but a wrong date


def believable(date: datetime | None, *, now: datetime) -> datetime | None:
    """A date as far as it can be believed: none before there were feeds, none far ahead, never later than now."""
    if date is None or date < EARLIEST or date > now + TOMORROW:
        return None
    return min(date.astimezone(UTC), now)
