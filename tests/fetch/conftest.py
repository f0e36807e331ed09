"""A raw server on loopback whose every byte a test decides, and a fetcher allowed to reach it."""

import socket
import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from newsloom.fetch import FetchRules, WebFetcher
from newsloom.model.page import Outcome, Request
from newsloom.testing.simulated_clock import SimulatedClock

Script = bytes | Callable[["Peer"], None]
BOUND = 5.0  # seconds a server thread lives at most


@dataclass
class Peer:
    """One connection's request as the server sees it."""

    sock: socket.socket
    path: str
    headers: dict[str, str]
    leave: Callable[[], None]
    ends: float = field(default_factory=lambda: time.monotonic() + BOUND)

    def send(self, data: bytes) -> bool:
        """Send, and say whether the client still listens and time is left.

        The request counts as over from here on: once the client has its answer it may rightly send the next one.
        """
        self.leave()
        try:
            self.sock.sendall(data)
        except OSError:
            return False
        return time.monotonic() < self.ends


class RawServer(socketserver.ThreadingTCPServer):
    """Serves what `scripts` says for each path; counts connections at once and notes when requests start."""

    daemon_threads = True
    request_queue_size = 100

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.scripts: dict[str, Script] = {}
        self.seen: list[tuple[str, dict[str, str]]] = []
        self.starts: list[float] = []
        self.active = 0
        self.most = 0
        self.lock = threading.Lock()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])

    def url(self, path: str = "/") -> str:
        """Give the address of a path."""
        return f"http://127.0.0.1:{self.port}{path}"


class _Handler(socketserver.BaseRequestHandler):
    server: RawServer

    def handle(self) -> None:
        self.request.settimeout(BOUND)
        with suppress(OSError):
            head = b""
            while b"\r\n\r\n" not in head:
                piece = self.request.recv(65536)
                if not piece:
                    return
                head += piece
            self.answer(head)

    def answer(self, head: bytes) -> None:
        lines = head.decode("latin-1").split("\r\n")
        path = lines[0].split(" ")[1]
        headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in lines[1:] if line)}
        server = self.server
        with server.lock:
            server.seen.append((path, headers))
            server.starts.append(time.monotonic())
            server.active += 1
            server.most = max(server.most, server.active)
        present = [path]

        def leave() -> None:
            with server.lock:
                if present:
                    present.pop()
                    server.active -= 1

        try:
            script = server.scripts.get(path, reply(b"nothing here", status="404 Not Found"))
            peer = Peer(self.request, path, headers, leave)
            script(peer) if callable(script) else peer.send(script)
        finally:
            leave()


def reply(body: bytes = b"", *headers: str, status: str = "200 OK", length: int | None = None) -> bytes:
    """A whole HTTP answer; `length` lies about the body's."""
    size = len(body) if length is None else length
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {size}", "Connection: close", *headers]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


@pytest.fixture
def server() -> Iterator[RawServer]:
    """A raw server, stopped after the test."""
    with RawServer() as raw:
        thread = threading.Thread(target=raw.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield raw
        raw.shutdown()
        thread.join()


@pytest.fixture
def make_reply() -> Callable[..., bytes]:
    """The function that composes an answer."""
    return reply


@pytest.fixture
def clock() -> SimulatedClock:
    """A clock on which waiting is free."""
    return SimulatedClock(datetime(2026, 3, 1, 12, tzinfo=UTC))


@pytest.fixture
def visit(server: RawServer, clock: SimulatedClock) -> Iterator[Callable[..., Outcome]]:
    """Fetch one URL or request, with rules as keywords, and give its outcome."""
    fetchers: list[WebFetcher] = []

    def visit(what: str | Request, *, resolver: Any = None, tls: Any = None, **rules: Any) -> Outcome:
        rules.setdefault("allow_private", (f"127.0.0.1:{server.port}",))
        rules.setdefault("deadline_seconds", 2.0)
        fetcher = WebFetcher(FetchRules(**rules), clock, resolver=resolver, tls=tls)
        fetchers.append(fetcher)
        request = Request(url=what, obey_robots=False) if isinstance(what, str) else what
        (outcome,) = fetcher.fetch([request])
        return outcome

    yield visit
    for fetcher in fetchers:
        fetcher.close()
