"""What a feed's date means, in UTC.

The two common forms (RFC 822 and ISO 8601) are read here; the odd ones (asctime, Korean, Greek, Hungarian,
day numbers) by
feedparser. Whether to believe a date is not decided here.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from feedparser.datetimes import _parse_date as parse_odd

LIMIT = 100
"""Characters of a date; longer ones are not read."""

_ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d{1,12})?)? ?([Zz]|[+-]\d\d:?\d\d)?)?", re.ASCII
)
_MAIL = re.compile(
    r"(?:[A-Za-z]{3,9}\.?,? +)?(\d{1,2})[ -]([A-Za-z]{3,9})\.?[ -](\d{4}),? "
    r"(\d\d?):(\d\d)(?::(\d\d))?(?: ([+-]\d{4}|[+-]\d\d:\d\d|[A-Za-z]{1,4}))?",
    re.ASCII,
)
_MONTH_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec"
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES.split(), 1)}
# RFC 822 §5 and the zone names seen in feeds, in hours; an unknown name counts as UTC.
_ZONES = {
    **dict.fromkeys(("ut", "utc", "gmt", "z"), 0),
    **dict.fromkeys(("adt",), -3),
    **dict.fromkeys(("ast", "at", "edt", "et"), -4),
    **dict.fromkeys(("est", "cdt", "ct"), -5),
    **dict.fromkeys(("cst", "mdt", "mt"), -6),
    **dict.fromkeys(("mst", "pdt", "pt"), -7),
    "pst": -8,
    "met": 1,
    "mest": 2,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A time in UTC, and whether the source said in which zone (if not, it is read as UTC)."""

    at: datetime
    zoned: bool


def read_date(raw: str) -> Moment | None:
    """The moment a feed's date names, or None for what cannot be read; never fails."""
    text = " ".join(raw[: LIMIT + 1].split())
    if not text or len(text) > LIMIT:
        return None
    if match := _ISO.fullmatch(text):
        year, month, day, hour, minute, second, zone = match.groups()
        moment = _moment((year, month, day, hour, minute, second), zone)
    elif match := _MAIL.fullmatch(text):
        day, name, year, hour, minute, second, zone = match.groups()
        month = _MONTHS.get(name[:3].lower(), 0)
        moment = _moment((year, month, day, hour, minute, second), zone)
    else:
        moment = None
    return moment or _odd(text)


def _moment(parts: tuple[str | int | None, ...], zone: str | None) -> Moment | None:
    """The moment of year, month, day, hour, minute, second as written, or None if the calendar has no such time."""
    try:
        year, month, day, hour, minute, second = (int(part or 0) for part in parts)
        local = datetime(year, month, day, hour, minute, second, tzinfo=UTC)
        return Moment(at=local - _offset(zone), zoned=bool(zone))
    except (ValueError, OverflowError):
        return None


def _offset(zone: str | None) -> timedelta:
    if not zone or zone[0] not in "+-":
        return timedelta(hours=_ZONES.get((zone or "").lower(), 0))
    size = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
    return -size if zone[0] == "-" else size


_ZONE_AT_END = re.compile(r"(?:[+-]\d\d:?\d\d|[A-Z]{1,5}|[zZ])\)?$")


def _at(parts: Sequence[int]) -> datetime:
    year, month, day, hour, minute, second = parts[:6]
    return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)


def _odd(text: str) -> Moment | None:
    try:
        parts = parse_odd(text)
        return None if parts is None else Moment(at=_at(parts), zoned=bool(_ZONE_AT_END.search(text)))
    except Exception:  # noqa: BLE001  the oldest date readers raise whatever arithmetic raises; a bad date is no date
        return None
