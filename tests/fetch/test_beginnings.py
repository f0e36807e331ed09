"""Only the beginning of a body is wanted."""

import gzip
from collections.abc import Callable
from typing import Any

import pytest

from newsloom.model.page import Failure, Page, Reason, Request

Visit = Callable[..., Any]


def first(url: str, size: int = 1_000) -> Request:
    """Ask for so many bytes."""
    return Request(url=url, obey_robots=False, first_bytes=size)


def test_a_range_is_asked_for(server: Any, visit: Visit, make_reply: Any) -> None:
    """Uncompressed, and a partial answer is an answer."""
    server.scripts["/"] = make_reply(b"x" * 1_000, status="206 Partial Content")
    page = visit(first(server.url()))
    assert isinstance(page, Page)
    assert (page.body, page.status) == (b"x" * 1_000, 206)
    sent = server.seen[0][1]
    assert (sent["range"], sent["accept-encoding"]) == ("bytes=0-999", "identity")


def test_a_server_that_knows_no_ranges_costs_little(server: Any, visit: Visit) -> None:
    """It is hung up on after the beginning, however much it announces and sends."""
    sent = []

    def endless(peer: Any) -> None:
        peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: 9999999999\r\n\r\n")
        while peer.send(b"x" * 65_536):
            sent.append(65_536)

    server.scripts["/"] = endless
    page = visit(first(server.url()))
    assert isinstance(page, Page)
    assert page.body == b"x" * 1_000
    assert sum(sent) < 50_000_000


@pytest.mark.parametrize("size", [1, 10, 999, 1_000])
def test_a_shorter_body_comes_whole(server: Any, visit: Visit, make_reply: Any, size: int) -> None:
    """Nothing is waited for."""
    server.scripts["/"] = make_reply(b"x" * size)
    assert visit(first(server.url())).body == b"x" * size


def test_a_bomb_in_the_beginning_is_cut(server: Any, visit: Visit, make_reply: Any) -> None:
    """A compressed answer nobody asked for is decoded as far as the beginning reaches."""
    server.scripts["/"] = make_reply(gzip.compress(b"x" * 10_000_000), "Content-Encoding: gzip")
    outcome = visit(first(server.url()))
    assert (isinstance(outcome, Page) and outcome.body == b"x" * 1_000) or outcome.reason is Reason.TOO_LARGE


def test_a_partial_answer_nobody_asked_for_is_a_failure(server: Any, visit: Visit, make_reply: Any) -> None:
    """Half a page is no page."""
    server.scripts["/"] = make_reply(b"x" * 1_000, status="206 Partial Content")
    outcome = visit(server.url())
    assert isinstance(outcome, Failure)
    assert outcome.reason is Reason.BAD_RESPONSE


def test_redirects_and_refusals_are_as_for_pages(server: Any, visit: Visit, make_reply: Any) -> None:
    """Each hop asks for the range again; an absent picture is not found; a private host is not dialled."""
    server.scripts["/"] = make_reply(b"", "Location: /there", status="302 Found")
    server.scripts["/there"] = make_reply(b"here")
    assert visit(first(server.url())).body == b"here"
    assert [headers["range"] for _, headers in server.seen] == ["bytes=0-999"] * 2
    assert visit(first(server.url("/absent"))).reason is Reason.NOT_FOUND
    closed = visit(first(server.url()), allow_private=(), ports=(80, server.port))
    assert closed.reason is Reason.PRIVATE
