"""What date a page's words mean.

The order of day and month is never guessed: 06.01.2026 and 6/1/2026 are no dates, 26.01.2026 and 1/26/2026 are.
"""

import re
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone

from newsloom.parse.months import month_of

LONGEST = 80  # characters of a date
EARLIEST = date(1971, 1, 1)  # zeroes of clocks lie before
LATEST = date(2100, 1, 1)
_SECONDS = 10  # digits of seconds since 1970, from 2001 to 2286
_MILLISECONDS = 13
_CLOCK = (
    r"(?:\D{0,8}?(?P<hour>\d{1,2})(?:[:.h]|\s?Uhr\s?)(?P<minute>\d\d)?(?::(?P<second>\d\d)(?:[.,]\d+)?)?"
    r"\s*(?P<half>[ap]\.?m\.?)?\s*(?P<zone>\(?(?:[A-Z]{3,4}|Z)?[+-]\d\d:?\d\d|Z\b|[A-Z]{3,4}\b)?)?"
)
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_WORD = r"(?P<word>[^\W\d_]{3,12})"
_DAY = r"(?<!\d)(?P<day>\d\d?)(?:st|nd|rd|th|er|º|\.)?"
_FORMS = tuple(
    re.compile(form + r"(?!\d)" + _CLOCK, re.IGNORECASE)
    for form in (
        rf"{_YEAR}\s?[-./年년]\s?(?P<month>\d\d?)\s?[-./月월]\s?(?P<day>\d\d?)(?:\s?[日일])?",
        rf"{_DAY}\s?(?:de\s|of\s)?[\s-]?{_WORD}\.?,?[\s-](?:de\s|del\s)?{_YEAR}",
        rf"{_WORD}\.?\s(?P<day>\d\d?)(?:st|nd|rd|th)?,?\s{_YEAR}",
        rf"(?<!\d)(?P<one>\d\d?)(?P<mark>[./-])(?P<two>\d\d?)(?P=mark){_YEAR}",
        r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)",
    )
)
_JAVASCRIPT = re.compile(
    rf"[A-Z][a-z]{{2}} {_WORD} (?P<day>\d\d?) {_YEAR} "
    r"(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d) (?P<zone>[A-Z]{3}[+-]\d{4})"
)
# Names of zones that mean one thing; IST, BST, CST and the like mean several.
_ZONES = {
    "Z": 0, "UTC": 0, "GMT": 0, "CET": 1, "CEST": 2, "MEZ": 1, "MESZ": 2, "WEST": 1, "EET": 2, "EEST": 3, "MSK": 3,
    "EST": -5, "EDT": -4, "CDT": -5, "MDT": -6, "PST": -8, "PDT": -7, "JST": 9, "KST": 9, "AEST": 10, "AEDT": 11,
    "NZST": 12, "NZDT": 13, "SAST": 2, "WIB": 7, "HKT": 8, "SGT": 8,
}  # fmt: skip


def written_date(text: str) -> datetime | None:
    """Read a date as pages write it; without a zone where none is named, at midnight where no time is.

    Takes ISO 8601 and RFC 5322, seconds and milliseconds since 1970, and days with the month's name or in an order that
    cannot be mistaken. None for what is no date, is older than 1971, or could be two days.
    """
    plain = " ".join(text.split())
    if not plain or len(plain) > LONGEST:
        return None
    for reader in (_iso, _count, _javascript, _written):
        found = reader(plain)
        if found is not None:
            return found if EARLIEST <= found.date() <= LATEST else None
    return None


def _iso(text: str) -> datetime | None:
    if not text[:4].isdigit() or text.isdigit():
        return None
    with suppress(ValueError):
        return datetime.fromisoformat(text)
    with suppress(ValueError):  # "2024-05-17T10:30:00 +0200", "2024-05-17 10:30:00 UTC"
        return datetime.fromisoformat(text.replace(" UTC", "+00:00").replace(" GMT", "+00:00").replace(" +", "+"))
    return None


def _count(text: str) -> datetime | None:
    if not text.isascii() or not text.isdigit() or len(text) not in {_SECONDS, _MILLISECONDS}:
        return None
    return datetime.fromtimestamp(int(text[:_SECONDS]), UTC)


def _javascript(text: str) -> datetime | None:
    found = _JAVASCRIPT.match(text)
    return _dated(found) if found else None


def _written(text: str) -> datetime | None:
    """Read the only day that is written; none if there are several."""
    days: dict[date, datetime] = {}
    for form in _FORMS:
        for found in form.finditer(text):
            moment = _dated(found)
            if moment is not None:
                days.setdefault(moment.date(), moment)
        if days:
            break
    return next(iter(days.values())) if len(days) == 1 else None


def _dated(found: re.Match[str]) -> datetime | None:
    parts = found.groupdict()
    month, day = _month_and_day(parts)
    try:
        hour = int(parts["hour"] or 0)
        half = (parts.get("half") or "").lower()[:1]
        hour = hour % 12 + 12 * (half == "p") if half else hour
        moment = datetime(int(parts["year"]), month, day, hour, int(parts["minute"] or 0), int(parts["second"] or 0))  # noqa: DTZ001  the zone follows
        zone = _zone(parts.get("zone") or "")
        return moment if zone is None else moment.replace(tzinfo=zone)
    except (ValueError, OverflowError):
        return None


def _month_and_day(parts: dict[str, str | None]) -> tuple[int, int]:
    """Give month and day; zeroes, which no calendar has, where they cannot be told."""
    if word := parts.get("word"):
        return month_of(word) or 0, int(parts["day"] or 0)
    if parts.get("month"):
        return int(parts["month"] or 0), int(parts["day"] or 0)
    one, two = int(parts.get("one") or 0), int(parts.get("two") or 0)
    if one == two or two > 12:  # noqa: PLR2004  months
        return one, two
    return (two, one) if one > 12 else (0, 0)  # noqa: PLR2004  as above


def _zone(text: str) -> timezone | None:
    plain = text.strip(" (").upper()
    offset = re.search(r"([+-])(\d\d):?(\d\d)$", plain)
    if offset:
        size = timedelta(hours=int(offset[2]), minutes=int(offset[3]))
        return timezone(-size if offset[1] == "-" else size)
    hours = _ZONES.get(plain)
    return None if hours is None else timezone(timedelta(hours=hours))
