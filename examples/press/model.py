"""What the invented press is made of: outlets, and articles that may change after they are published."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

FIRST_DAY = date(2025, 3, 3)  # a Monday; all moments are UTC
DAYS = 4
_MOMENT = re.compile(r"day ([1-9]) ([01]\d|2[0-3]):([0-5]\d)")


class PressDataError(ValueError):
    """The press's data cannot be used; the message names the file and says what would be right."""


def moment(text: str) -> datetime:
    """The UTC time that ``"day 2 18:00"`` names, counted from ``FIRST_DAY``; raises `PressDataError`."""
    found = _MOMENT.fullmatch(text)
    if found is None:
        raise PressDataError(f"no moment {text!r}; write it like 'day 2 18:00'")
    day, hour, minute = map(int, found.groups())
    return datetime.combine(FIRST_DAY + timedelta(days=day - 1), time(hour, minute), UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """How an outlet fails from ``start`` until ``end``: ``error`` (500s), ``truncated`` or ``malformed`` (feed)."""

    start: datetime
    end: datetime
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """One outlet and its habits.

    ``feed`` is rss, atom, rdf or json; ``detail`` is what its entries hold: titles, summary or full.
    ``address`` is the template of article paths: year, month, day, section, slug and number may stand in it.
    ``delay`` is in seconds. ``credit`` is the sign an agency puts into its texts, or empty.
    """

    id: str
    name: str
    motto: str
    kind: str
    feed: str
    detail: str
    feed_path: str
    zone: str
    address: str
    layout: str
    credit: str
    amp: bool
    json_ld: bool
    open_graph: bool
    pictures: bool
    validators: bool
    delay: float
    faults: tuple[Fault, ...]

    def fault(self, now: datetime) -> str | None:
        """The kind of fault this outlet shows now, if any."""
        return next((fault.kind for fault in self.faults if fault.start <= now < fault.end), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What an article says from ``at`` on; ``body`` is its paragraphs, plain text."""

    at: datetime
    title: str
    summary: str
    body: tuple[str, ...]
    correction: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article of one outlet; ``event`` is what it truly is about (None for an item of its own).

    ``versions`` are in order of time and never empty; ``number`` is the outlet's own number for it.
    """

    key: str
    outlet: str
    event: str | None
    section: str
    byline: str | None
    number: int
    path: str
    copy_of: str | None
    versions: tuple[Version, ...]

    @property
    def published(self) -> datetime:
        """When its first version appeared."""
        return self.versions[0].at

    def at(self, now: datetime) -> Version | None:
        """What it says now, or None before publication."""
        return next((version for version in reversed(self.versions) if version.at <= now), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """All outlets and all articles, the articles in order of publication."""

    outlets: tuple[Outlet, ...]
    articles: tuple[Article, ...]
    names: tuple[str, ...]

    def outlet(self, outlet_id: str) -> Outlet:
        """The outlet with this id; raises KeyError."""
        for outlet in self.outlets:
            if outlet.id == outlet_id:
                return outlet
        raise KeyError(outlet_id)

    def of(self, outlet_id: str) -> tuple[Article, ...]:
        """One outlet's articles, oldest first."""
        return tuple(article for article in self.articles if article.outlet == outlet_id)
