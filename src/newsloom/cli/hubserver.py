"""Where hubs call: a small server that answers their questions and leaves what they say for the next run."""

import sys
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from signal import SIGTERM
from typing import Any
from urllib.parse import parse_qs, urlsplit

from newsloom.cli.output import print_json
from newsloom.cli.signals import interrupted, on
from newsloom.curate.websub import is_signed
from newsloom.errors import UsageError
from newsloom.flows.websub import CONFIRMED, DENIED, PUSHED, hooks_of, leave_word
from newsloom.model.websub import Hook

LARGEST = 8_000_000  # bytes of a push
LONGEST = 2_000  # characters of a challenge
SECONDS = 10  # a caller may keep us waiting


class HubHandler(BaseHTTPRequestHandler):
    """Answers hubs. Whoever does not know a token learns nothing; what is not signed is not heard."""

    timeout = SECONDS
    server_version = "newsloom"
    sys_version = ""

    def __init__(self, *args: Any, folder: Path, **kwargs: Any) -> None:  # noqa: ANN401  the parent's signature
        self.folder = folder
        super().__init__(*args, **kwargs)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ANN401  the parent's signature
        """Stay quiet: addresses hold tokens."""

    def do_GET(self) -> None:
        """A hub asks whether we meant it (WebSub §5.3)."""
        hook = self._hook()
        said = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query, max_num_fields=20).items()}
        if hook is None or said.get("hub.topic") != hook.topic:
            return self._answer(HTTPStatus.NOT_FOUND)
        challenge = said.get("hub.challenge", "")
        match said.get("hub.mode"):
            case "subscribe" if 0 < len(challenge) <= LONGEST and hook.asked is not None:
                leave_word(self.folder, hook.token, CONFIRMED, lease=_lease(said))
                return self._answer(HTTPStatus.OK, challenge.encode())
            case "denied":
                leave_word(self.folder, hook.token, DENIED)
                return self._answer(HTTPStatus.OK)
        return self._answer(HTTPStatus.NOT_FOUND)  # nobody here wished to be forgotten

    def do_POST(self) -> None:
        """A hub says that something is new (WebSub §7). A forged push is answered alike, and ignored."""
        hook = self._hook()
        if hook is None:
            return self._answer(HTTPStatus.GONE)
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit() and int(length) <= LARGEST):
            return self._answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        content = self.rfile.read(int(length))
        if len(content) == int(length) and is_signed(
            content, self.headers.get("X-Hub-Signature", ""), secret=hook.secret
        ):
            leave_word(self.folder, hook.token, PUSHED)
        return self._answer(HTTPStatus.ACCEPTED)

    def _hook(self) -> Hook | None:
        token = urlsplit(self.path).path.rpartition("/")[2]
        return next((hook for hook in hooks_of(self.folder) if hook.token == token), None)

    def _answer(self, status: HTTPStatus, body: bytes = b"") -> None:
        self.close_connection = True
        self.send_response(status)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _lease(said: Mapping[str, str]) -> int | None:
    word = said.get("hub.lease_seconds", "")
    return int(word) if word.isascii() and word.isdigit() and len(word) <= len("31536000000") else None


def hub_server(folder: Path, host: str, port: int) -> ThreadingHTTPServer:
    """The server, bound and not yet serving; raises UsageError if the place is taken."""
    try:
        server = ThreadingHTTPServer((host, port), partial(HubHandler, folder=folder))
    except OSError as error:
        raise UsageError(f"{host}:{port} cannot be used: {error.strerror}; --listen names another place") from error
    server.daemon_threads = True
    return server


def listen(folder: Path, host: str, port: int, *, as_json: bool) -> None:
    """Serve until interrupted."""
    with hub_server(folder, host, port) as server:
        place = f"{host}:{server.server_address[1]}"
        if as_json:
            print_json({"listen": place})
        else:
            print(f"hubs are heard at {place} until you press Ctrl-C")
        sys.stdout.flush()
        with suppress(KeyboardInterrupt), on(SIGTERM, call=interrupted):
            server.serve_forever()
