"""Times as readers see them, in the desk's zone and in plain English, whatever the machine speaks."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from newsloom.publish.xmlwriting import rfc3339

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Moment:
    """One time: for machines, with its clock time, its day alone, its clock time alone, and with its weekday."""

    iso: str
    text: str
    day: str
    clock: str
    full: str


def clock_of(zone: str) -> Callable[[datetime], Moment]:
    """What tells times in a zone; each time is told once."""
    place = ZoneInfo(zone)

    @lru_cache(maxsize=4096)
    def moment(at: datetime) -> Moment:
        there = at.astimezone(place)
        day = f"{there.day} {MONTHS[there.month - 1]} {there.year}"
        clock = f"{there.hour:02d}:{there.minute:02d}"
        return Moment(
            iso=rfc3339(at),
            text=f"{there.day} {MONTHS[there.month - 1][:3]} {there.year}, {clock}",
            day=day,
            clock=clock,
            full=f"{DAYS[there.weekday()]} {day}",
        )

    return moment


def month_name(month: str) -> str:
    """`2026-01` as `January 2026`."""
    year, number = month.split("-")
    return f"{MONTHS[int(number) - 1]} {year}" if 1 <= int(number) <= len(MONTHS) else month
