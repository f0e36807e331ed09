"""Hosts that ask to be left alone, and this process when it has no file left to open."""

import errno
import resource
import socket
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from newsloom.fetch import FetchRules, WebFetcher
from newsloom.fetch.failing import is_ours
from newsloom.model.page import Failure, Page, Reason, Request


def requests_for(server: Any, count: int) -> list[Request]:
    """So many pages of one host."""
    return [Request(url=server.url(f"/{n}"), obey_robots=False) for n in range(count)]


@pytest.mark.parametrize(
    ("said", "least", "most"),
    [
        ("120", 120, 120),
        ("0", 60, 60),
        ("-5", 60, 60),
        ("999999999", 86_400, 86_400),
        ("Sun, 01 Mar 2026 12:10:00 GMT", 600, 600),
    ],
)
def test_a_host_that_says_when_is_asked_nothing_before(
    server: Any, clock: Any, make_reply: Callable[..., bytes], said: str, least: int, most: int
) -> None:
    """By seconds or by date, within a minute and a day; the rest of its feeds are told why they wait."""
    for n in range(12):
        server.scripts[f"/{n}"] = make_reply(b"busy", f"Retry-After: {said}", status="429 Too Many Requests")
    rules = FetchRules(allow_private=(f"127.0.0.1:{server.port}",), spacing_seconds=1)
    with WebFetcher(rules, clock) as fetcher:
        first = list(fetcher.fetch(requests_for(server, 12)))
        waiting = [one for one in first if isinstance(one, Failure) and one.reason is Reason.WAITING]
        assert 1 <= len(server.seen) <= 2
        assert len(waiting) == 12 - len(server.seen)
        assert all(0 < (one.retry_after_seconds or 0) <= most for one in waiting)
        asked = len(server.seen)
        clock.advance(least - 10)
        (again,) = fetcher.fetch(requests_for(server, 1))
        assert (isinstance(again, Failure) and again.reason, len(server.seen)) == (Reason.WAITING, asked)
        server.scripts["/0"] = make_reply(b"well")
        clock.advance(20)
        (well,) = fetcher.fetch(requests_for(server, 1))
        assert isinstance(well, Page)


def test_a_fault_without_a_wish_holds_nobody(server: Any, clock: Any, make_reply: Callable[..., bytes]) -> None:
    """A server that fails at one feed may be asked for another."""
    for n in range(4):
        server.scripts[f"/{n}"] = make_reply(b"oh", status="503 Service Unavailable")
    with WebFetcher(FetchRules(allow_private=(f"127.0.0.1:{server.port}",)), clock) as fetcher:
        assert {one.reason for one in fetcher.fetch(requests_for(server, 4)) if isinstance(one, Failure)} == {
            Reason.SERVER
        }
    assert len(server.seen) == 4


@pytest.fixture
def few_files() -> Iterator[Callable[[], None]]:
    """Takes all files this process may still open, until the test is over."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    taken: list[socket.socket] = []

    def take() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(256, before[1]), before[1]))
        with pytest.raises(OSError, match="Too many open files"):
            taken.extend(socket.socket() for _ in range(300))

    yield take
    for each in taken:
        each.close()
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


def test_without_a_file_to_open_nobody_is_blamed(
    server: Any, clock: Any, make_reply: Callable[..., bytes], few_files: Callable[[], None]
) -> None:
    """What cannot be asked for is tried again, then told as our own want; no source has failed."""
    server.scripts["/0"] = make_reply(b"well")
    with WebFetcher(FetchRules(allow_private=(f"127.0.0.1:{server.port}",)), clock) as fetcher:
        list(fetcher.fetch([]))
        fetcher._engine_room()
        few_files()
        (outcome,) = fetcher.fetch(requests_for(server, 1))
        assert isinstance(outcome, Failure)
        assert outcome.reason is Reason.OURS
        assert clock.monotonic() > 20


def test_only_our_own_want_is_ours() -> None:
    """A refusal is not; what was caused by a lack of files is."""
    assert not is_ours(ConnectionRefusedError(errno.ECONNREFUSED, "no"))
    wrapped = ValueError("wrapped")
    wrapped.__cause__ = OSError(errno.EMFILE, "too many")
    assert is_ours(wrapped)
