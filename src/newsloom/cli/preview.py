"""The output folder in a browser, on this machine only."""

import sys
from contextlib import suppress
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from signal import SIGTERM
from socketserver import TCPServer
from typing import Any

from newsloom.cli.output import print_json
from newsloom.cli.signals import interrupted, on
from newsloom.errors import UsageError

# The site's own script and style, and nothing that stands in a page: what comes from feeds must not run here.
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'"
)


MISSING = "404.html"


class Handler(SimpleHTTPRequestHandler):
    """Files of the newest generation; records and data files are shown as text."""

    extensions_map = {  # noqa: RUF012  the parent's own way to say it
        **SimpleHTTPRequestHandler.extensions_map,
        ".md": "text/plain; charset=utf-8",
        ".yaml": "text/plain; charset=utf-8",
        ".json": "application/json; charset=utf-8",
    }

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Show the site's own page for an address that leads nowhere."""
        page = Path(self.directory) / MISSING
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            return super().send_error(code, message, explain)
        content = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)
        return None

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002, ANN401  the parent's signature
        """Stay quiet."""

    def end_headers(self) -> None:
        """Say what may run here."""
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()


class Server(ThreadingHTTPServer):
    """Listens on this machine and asks nobody for its name: a name server that is slow to answer would hold it up."""

    def server_bind(self) -> None:
        """Take the port."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = "localhost", self.server_address[1]


def serve(folder: Path, *, port: int, as_json: bool = False) -> None:
    """Serve `folder` on the loopback address until interrupted; raises UsageError if the port is taken.

    The folder is looked up by name at each request, so a new generation shows at once.
    """
    try:
        server = Server(("127.0.0.1", port), partial(Handler, directory=str(folder)))
    except OSError as error:
        raise UsageError(f"port {port} cannot be used: {error.strerror}; --port names another") from error
    with server:
        url = f"http://127.0.0.1:{server.server_address[1]}/"
        if as_json:
            print_json({"folder": folder, "url": url})
        else:
            print(f"{folder} is at {url} until you press Ctrl-C")
        sys.stdout.flush()
        with suppress(KeyboardInterrupt), on(SIGTERM, call=interrupted):
            server.serve_forever()
