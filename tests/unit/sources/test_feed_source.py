"""A feed as a source."""

from datetime import UTC, datetime

import pytest

from newsloom.errors import FeedError
from newsloom.model.page import Page, Request
from newsloom.model.source import Source, SourceId, SourceState
from newsloom.sources.feed import FeedReader

DAILY = Source(id=SourceId("daily"), url="https://daily.example/rss")
RSS = "<rss version='2.0'><channel><item><title>Größe</title><link>/a</link></item></channel></rss>"


def a_page(body: bytes, content_type: str = "text/xml") -> Page:
    """A page as fetched from the daily."""
    return Page(
        request=Request(url=DAILY.url), url=DAILY.url, status=200, headers={"content-type": content_type}, body=body,
        fetched=datetime(2026, 3, 7, tzinfo=UTC),
    )  # fmt: skip


def test_the_request_carries_what_the_server_sent() -> None:
    """Validators come from the state, and are never invented."""
    state = SourceState(source=DAILY.id, etag='"x"', last_modified="Sat, 07 Mar 2026 10:00:00 GMT")
    assert FeedReader().request(DAILY, SourceState(source=DAILY.id)).etag is None
    request = FeedReader().request(DAILY, state)
    assert (request.etag, request.last_modified) == (state.etag, state.last_modified)


def test_header_and_address_are_heeded() -> None:
    """The header's charset and the page's address count."""
    feed = FeedReader().read(DAILY, a_page(RSS.encode("iso-8859-1"), "text/xml; charset=iso-8859-1"))
    assert (feed.items[0].title, feed.items[0].url) == ("Größe", "https://daily.example/a")


def test_a_refusal_names_the_source() -> None:
    """What is no feed says whose it is."""
    with pytest.raises(FeedError, match="daily: an HTML page"):
        FeedReader().read(DAILY, a_page(b"<html><body>Sign in</body></html>"))
