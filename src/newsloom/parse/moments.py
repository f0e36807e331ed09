"""When a page says its article was published and changed."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from newsloom.parse.head import Found, Head

_PUBLISHED = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "parsely-pub-date",
    "dc.date.issued",
    "dc.date",
    "date",
    "pubdate",
    "sailthru.date",
)
_MODIFIED = ("article:modified_time", "og:updated_time", "datemodified", "last-modified")


def published(head: Head, html: str) -> datetime | None:
    """Give when the article appeared; `html` is the page's markup, to guess from where nothing is said."""
    return _moment(head, "published", linked_key="datePublished", metas=_PUBLISHED) or _guessed(head, html)


def modified(head: Head) -> datetime | None:
    """Give when the article was last changed."""
    return _moment(head, "modified", linked_key="dateModified", metas=_MODIFIED)


def when(value: str) -> datetime | None:
    """Read an ISO 8601 or RFC 5322 date."""
    text = value.strip()[:60]
    with suppress(ValueError):
        return datetime.fromisoformat(text)
    with suppress(ValueError, TypeError, IndexError, OverflowError):
        return parsedate_to_datetime(text)
    return None


def _moment(head: Head, name: str, *, linked_key: str, metas: tuple[str, ...]) -> datetime | None:
    """Give one date, aware of its zone; one without a zone is taken as UTC and remarked on."""
    for value, source in _dates(head, linked_key, metas):
        found = when(value)
        if found is None:
            head.problems.append(f"{name} {value[:40]!r} is no date")
            continue
        if found.tzinfo is None:
            head.problems.append(f"{name} {value[:40]!r} has no zone; taken as UTC")
            found = found.replace(tzinfo=UTC)
        head.provenance[name] = source
        return found
    return None


def _dates(head: Head, linked_key: str, metas: tuple[str, ...]) -> Iterator[Found]:
    yield from head.said(linked_key)
    yield from head.metas(*metas)
    for node in head.tree.css(f'time[itemprop~="{linked_key}"], time[pubdate]')[:3]:
        yield node.attributes.get("datetime") or "", "html"


def _guessed(head: Head, html: str) -> datetime | None:
    """Ask htmldate, which looks at addresses and visible dates: a day, at midnight UTC, marked as guessed."""
    from htmldate import find_date  # noqa: PLC0415  a second of imports that most pages never need

    try:
        day = find_date(html, url=head.url, original_date=True, extensive_search=False)
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        return None
    found = when(day) if day else None
    if found is None:
        return None
    head.provenance["published"] = "guessed"
    return found.replace(tzinfo=UTC)
