import gzip
import time
import zlib
from collections.abc import Callable
from typing import Any

import pytest

from newsloom.model.page import Failure, Page, Reason, Request

Visit = Callable[..., Any]
MB = 1_000_000


def test_plain_page(server: Any, visit: Visit, make_reply: Any) -> None:
    """A page comes with its bytes, its headers in lower case and its size on the wire."""
    server.scripts["/"] = make_reply(b"hello", "ETag: x", "X-A: 1", "X-A: 2")
    page = visit(server.url())
    assert isinstance(page, Page)
    assert (page.body, page.status, page.wire_bytes, page.url) == (b"hello", 200, 5, server.url())
    assert page.headers["etag"] == "x"
    assert page.headers["x-a"] == "1, 2"


def test_we_say_who_we_are(server: Any, visit: Visit, make_reply: Any) -> None:
    """The request names newsloom and a contact, and carries no cookie and no invented validator."""
    server.scripts["/"] = make_reply(b"x", "Set-Cookie: a=b")
    visit(server.url(), user_agent="newsloom/0.1 (+https://desk.example/contact)")
    sent = server.seen[0][1]
    assert sent["user-agent"] == "newsloom/0.1 (+https://desk.example/contact)"
    assert not {"cookie", "if-none-match", "if-modified-since", "authorization"} & set(sent)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "raw-deflate", "br"])
def test_one_encoding_is_decoded(server: Any, visit: Visit, make_reply: Any, encoding: str) -> None:
    """Each encoding we offer is undone; both sizes are known."""
    text = b"words and words " * 5_000
    if encoding == "br":
        packed = pytest.importorskip("brotli").compress(text)
    elif encoding == "raw-deflate":
        packer = zlib.compressobj(wbits=-15)
        packed = packer.compress(text) + packer.flush()
    else:
        packed = gzip.compress(text) if encoding == "gzip" else zlib.compress(text)
    server.scripts["/"] = make_reply(packed, f"Content-Encoding: {encoding.removeprefix('raw-')}")
    page = visit(server.url())
    assert page.body == text
    assert page.wire_bytes == len(packed)


@pytest.mark.parametrize("encoding", ["gzip", "br"])
def test_bomb_is_cut_at_the_decoded_limit(server: Any, visit: Visit, make_reply: Any, encoding: str) -> None:
    """A small body that decodes to hundreds of megabytes costs no more than the limit."""
    zeros = b"\0" * (200 * MB)
    packed = gzip.compress(zeros, 1) if encoding == "gzip" else pytest.importorskip("brotli").compress(zeros, quality=0)
    server.scripts["/"] = make_reply(packed, f"Content-Encoding: {encoding}")
    started = time.perf_counter()
    outcome = visit(server.url(), max_decoded_bytes=4 * MB)
    assert outcome.reason is Reason.TOO_LARGE
    assert time.perf_counter() - started < 1


def test_nested_encodings_are_refused(server: Any, visit: Visit, make_reply: Any) -> None:
    """Two encodings on top of each other are not undone."""
    server.scripts["/"] = make_reply(gzip.compress(gzip.compress(b"x")), "Content-Encoding: gzip, gzip")
    assert visit(server.url()).reason is Reason.BAD_RESPONSE


def test_many_gzip_members_are_refused(server: Any, visit: Visit, make_reply: Any) -> None:
    """A body of a million tiny members does not keep us busy."""
    server.scripts["/"] = make_reply(gzip.compress(b"") * 100_000, "Content-Encoding: gzip")
    assert visit(server.url()).reason is Reason.TOO_LARGE


def test_truncated_gzip_is_a_failure(server: Any, visit: Visit, make_reply: Any) -> None:
    """A stream that has not ended is no page, even where the length says all is there."""
    server.scripts["/"] = make_reply(gzip.compress(b"x" * 1000)[:-9], "Content-Encoding: gzip")
    assert visit(server.url()).reason is Reason.BAD_RESPONSE


def test_endless_chunks_are_cut(server: Any, visit: Visit) -> None:
    """A body without an end is cut at the limit for bytes on the wire."""

    def endless(peer: Any) -> None:
        peer.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while peer.send(b"10000\r\n" + b"x" * 65536 + b"\r\n"):
            pass

    server.scripts["/"] = endless
    outcome = visit(server.url(), max_wire_bytes=2 * MB)
    assert outcome.reason is Reason.TOO_LARGE


def test_announced_giant_is_not_read(server: Any, visit: Visit, make_reply: Any) -> None:
    """A length beyond the limit ends the visit at the headers."""
    server.scripts["/"] = make_reply(b"x", length=500 * MB)
    outcome = visit(server.url())
    assert outcome.reason is Reason.TOO_LARGE
    assert "500,000,000" in outcome.detail


@pytest.mark.parametrize("start", [b"HTTP/1.1 200 OK\r\nX-Slow: ", b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n"])
def test_dripping_is_cut_at_the_deadline(server: Any, visit: Visit, start: bytes) -> None:
    """Headers or a body at a byte per moment end when the deadline does."""

    def drip(peer: Any) -> None:
        peer.send(start)
        while peer.send(b"x"):
            time.sleep(0.05)

    server.scripts["/"] = drip
    started = time.perf_counter()
    assert visit(server.url(), deadline_seconds=0.3).reason is Reason.TIMEOUT
    assert time.perf_counter() - started < 1.0


def test_silent_server_is_cut_at_the_deadline(server: Any, visit: Visit) -> None:
    """A server that never answers costs the deadline, no more."""
    server.scripts["/"] = lambda _: time.sleep(1)
    assert visit(server.url(), deadline_seconds=0.2).reason is Reason.TIMEOUT


@pytest.mark.parametrize(
    "headers",
    [["X: " + "y" * MB], [f"X-{n}: y" for n in range(5_000)]],
    ids=["one megabyte", "five thousand"],
)
def test_header_floods_are_refused(server: Any, visit: Visit, make_reply: Any, headers: list[str]) -> None:
    """Neither one huge header nor thousands of small ones are kept."""
    server.scripts["/"] = make_reply(b"x", *headers)
    assert visit(server.url()).reason is Reason.BAD_RESPONSE


@pytest.mark.parametrize("tenth", range(10))
def test_truncated_body_is_a_failure(server: Any, visit: Visit, make_reply: Any, tenth: int) -> None:
    """A connection closed before the announced length never makes a page."""
    body = b"y" * 10_000
    server.scripts["/"] = make_reply(body[: 1_000 * tenth], length=len(body))
    outcome = visit(server.url())
    assert isinstance(outcome, Failure)
    assert outcome.reason is Reason.BAD_RESPONSE


def test_truncated_chunks_are_a_failure(server: Any, visit: Visit) -> None:
    """A chunked body without its last chunk is no page."""
    server.scripts["/"] = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"
    assert visit(server.url()).reason is Reason.BAD_RESPONSE


def test_surplus_is_never_the_next_answer(server: Any, visit: Visit, make_reply: Any) -> None:
    """Bytes beyond the announced length are not taken for the next answer of the host."""
    forged = make_reply(b"forged")
    server.scripts["/"] = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok" + forged
    server.scripts["/next"] = make_reply(b"honest")
    first = visit(server.url())
    assert isinstance(first, Failure) or first.body == b"ok"
    assert visit(server.url("/next")).body == b"honest"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"HTTP/1.0 200 OK\r\n\r\nold but fine", b"old but fine"),
        (b"HTTP/1.1 200 OK\r\n\r\nno length", b"no length"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nbad\r\n0\r\n\r\n", None),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\nhello", None),
        (b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello", None),
        (b"SSH-2.0-OpenSSH_9\r\n\r\n", None),
        (b"HTTP/1.1 999999 What\r\n\r\n", None),
        (b"\0\0\0\0", None),
        (b"", None),
    ],
)
def test_odd_http_is_a_page_or_a_clean_failure(server: Any, visit: Visit, raw: bytes, expected: bytes | None) -> None:
    """Old and odd servers are read where they can be; garbage is a failure in the vocabulary."""
    server.scripts["/"] = raw
    outcome = visit(server.url())
    if expected is None:
        assert outcome.reason in {Reason.BAD_RESPONSE, Reason.CONNECTION}
    else:
        assert outcome.body == expected


def test_conditional_request_and_not_modified(server: Any, visit: Visit) -> None:
    """Validators are echoed as they were given, and 304 to them is a page without a body."""
    server.scripts["/"] = b'HTTP/1.1 304 Not Modified\r\nETag: W/"1"\r\n\r\n'
    page = visit(
        Request(url=server.url(), etag='W/"1"', last_modified="Sun, 01 Mar 2026 10:00:00 GMT", obey_robots=False)
    )
    assert (page.not_modified, page.status, page.body) == (True, 304, b"")
    assert server.seen[0][1]["if-none-match"] == 'W/"1"'
    assert server.seen[0][1]["if-modified-since"] == "Sun, 01 Mar 2026 10:00:00 GMT"


def test_not_modified_that_was_not_asked_for(server: Any, visit: Visit) -> None:
    """A 304 to a request without validators is a fault of the server."""
    server.scripts["/"] = b"HTTP/1.1 304 Not Modified\r\n\r\n"
    assert visit(server.url()).reason is Reason.BAD_RESPONSE


def test_validators_cannot_smuggle_headers(server: Any, visit: Visit, make_reply: Any) -> None:
    """A line break in a stored validator does not become a header."""
    server.scripts["/"] = make_reply(b"x")
    visit(Request(url=server.url(), etag='"a"\r\nX-Evil: 1', obey_robots=False))
    assert "x-evil" not in server.seen[0][1]
