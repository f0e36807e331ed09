"""One outlet's HTTP server: threads, sockets, counting; what it says is `press.site`'s affair."""

import socket
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from press.site import Answer, Site

HOST = "127.0.0.1"
_POLL = 0.02  # seconds until a server notices that it shall stop
_SILENCE = 30.0  # seconds a kept connection may say nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Traffic:
    """What was asked of one outlet: requests, the most answered at once, and counts by path and by status."""

    requests: int
    most_at_once: int
    paths: Mapping[str, int]
    statuses: Mapping[int, int]


class Tally:
    """Counts the requests of one outlet, safe between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._paths: Counter[str] = Counter()
        self._statuses: Counter[int] = Counter()
        self._active = 0
        self._most = 0

    def begin(self, path: str) -> None:
        """A request has come."""
        with self._lock:
            self._paths[path] += 1
            self._active += 1
            self._most = max(self._most, self._active)

    def end(self, status: int) -> None:
        """It is about to be answered."""
        with self._lock:
            self._active -= 1
            self._statuses[status] += 1

    def traffic(self) -> Traffic:
        """The counts so far."""
        with self._lock:
            return Traffic(
                requests=self._paths.total(),
                most_at_once=self._most,
                paths=dict(self._paths),
                statuses=dict(self._statuses),
            )


class OutletServer(ThreadingHTTPServer):
    """Listens from construction, answers from `start` on; `stop` also ends connections that clients keep open."""

    daemon_threads = False  # stop() waits for them, so that no socket outlives the press
    request_queue_size = 128
    site: Site

    def __init__(self, port: int, *, clock: Callable[[], datetime], delay: float) -> None:
        self.tally = Tally()
        self.clock = clock
        self.delay = delay
        self._connections: set[socket.socket] = set()
        self._guard = threading.Lock()
        self._thread = threading.Thread(target=self.serve_forever, args=(_POLL,), daemon=True)
        super().__init__((HOST, port), _Handler)

    @property
    def home(self) -> str:
        """Its address without a slash at the end."""
        return f"http://{HOST}:{self.server_port}"

    def start(self, site: Site) -> None:
        """Answer for this site from now on."""
        self.site = site
        self._thread.start()

    def stop(self) -> None:
        """End all connections and free the port."""
        if self._thread.is_alive():
            self.shutdown()
            self._thread.join()
        with self._guard:
            for connection in self._connections:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
        self.server_close()

    def process_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401  socketserver's own signature
        """Remember the connection, then serve it in a thread."""
        with self._guard:
            self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:  # noqa: ANN401  socketserver's own signature
        """Forget the connection and close it."""
        with self._guard:
            self._connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401  socketserver's own signature
        """A client that goes away in the middle is not worth a word; anything else is."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = _SILENCE
    wbufsize = 1 << 16  # head and body leave in one write; in two, delayed acknowledgements cost 40 ms each
    server: OutletServer

    def do_GET(self) -> None:
        self._serve(with_body=True)

    def do_HEAD(self) -> None:
        self._serve(with_body=False)

    def log_message(self, *_: object) -> None:
        """Say nothing: the counts are what is looked at."""

    def _serve(self, *, with_body: bool) -> None:
        server = self.server
        server.tally.begin(self.path)
        status = HTTPStatus.INTERNAL_SERVER_ERROR
        try:
            time.sleep(server.delay)
            now = server.clock()
            asked = {name.lower(): value for name, value in self.headers.items()}
            answer = server.site.answer(self.path, asked, now=now)
            status = answer.status
        finally:
            server.tally.end(status)  # before writing, so that who has read an answer finds it counted
        self._write(answer, now, with_body=with_body)

    def _write(self, answer: Answer, now: datetime, *, with_body: bool) -> None:
        self.send_response_only(answer.status)
        self.send_header("Date", format_datetime(now, usegmt=True))
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.status is not HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Type", answer.kind)
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if with_body:
            self.wfile.write(answer.body)
