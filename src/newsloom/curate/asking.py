"""How long an answer asks pollers to wait, by its headers."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?([0-9]{1,10})", re.ASCII | re.IGNORECASE)
_SECONDS = re.compile(r"[0-9]{1,10}", re.ASCII)
_FOREVER = 10**10


def fresh_for(headers: Mapping[str, str], *, now: datetime) -> timedelta:
    """For how long the answer says it is fresh: `max-age` less `Age`, else `Expires` less `Date`. RFC 9111 §4.2.1.

    Zero where nothing is said, or nothing that can be read; not clamped otherwise.

    Args:
        headers: lower-case names.
        now: stands in for a `Date` that is missing.
    """
    said = _MAX_AGE.search(headers.get("cache-control", ""))
    if said:
        age = headers.get("age", "").strip()
        seconds = int(said[1]) - (int(age) if _SECONDS.fullmatch(age) else 0)
        return timedelta(seconds=min(max(seconds, 0), _FOREVER))
    expires = _moment(headers.get("expires", ""))
    if expires is None:
        return timedelta(0)
    return max(expires - (_moment(headers.get("date", "")) or now), timedelta(0))


def _moment(header: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(header.strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
