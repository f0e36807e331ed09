"""One visit told step by step, and what would be kept of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from newsloom.errors import FeedError
from newsloom.model.page import Page, Reason, Request
from newsloom.parse.feed import read_feed
from newsloom.seams import Fetcher

Facts = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What came of a visit: `verdict` is `kept` or `nothing kept`; `reason` a value of `Reason`, "" if all is well.

    `kept` says what a source at this address would leave behind: items, validators, an address it moved to.
    """

    verdict: str
    reason: str
    detail: str
    status: int | None
    url: str
    hops: tuple[str, ...]
    retry_after_seconds: int | None = None
    wire_bytes: int = 0
    decoded_bytes: int = 0
    kept: Mapping[str, Any] = field(default_factory=dict)


def visit(fetcher: Fetcher, request: Request) -> Told:
    """Make one visit and read what came as a feed; every fault is a value."""
    outcome = next(iter(fetcher.fetch([request])))
    if isinstance(outcome, Page):
        return _read(outcome)
    return Told(
        verdict="nothing kept",
        reason=str(outcome.reason),
        detail=outcome.detail,
        status=outcome.status,
        url=outcome.hops[-1] if outcome.hops else request.url,
        hops=outcome.hops,
        retry_after_seconds=outcome.retry_after_seconds,
    )


def _read(page: Page) -> Told:
    reason, detail, kept = "", "", _kept(page)
    if page.not_modified:
        detail = "not modified: what was kept before stands"
    else:
        try:
            feed = read_feed(page.body, content_type=page.headers.get("content-type", ""), url=page.url)
        except FeedError as error:
            reason, detail, kept = str(Reason(error.reason)), str(error), {}
        else:
            detail = f"{feed.format}: {feed.title or '(no title)'}"
            kept |= {"items": len(feed.items), "format": feed.format, "problems": list(feed.problems)}
    return Told(
        verdict="nothing kept" if reason else "kept",
        reason=reason,
        detail=detail,
        status=page.status,
        url=page.url,
        hops=page.hops,
        wire_bytes=page.wire_bytes,
        decoded_bytes=len(page.body),
        kept=kept,
    )


def _kept(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = {name: page.headers[name] for name in ("etag", "last-modified") if name in page.headers}
    return found | ({"moved_to": page.url} if page.permanent else {})
