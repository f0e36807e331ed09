"""What tests of the process share: how to call the command, and a server that can be slow."""

import os
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
COMMAND = [sys.executable, "-m", "newsloom"]
PATIENCE = 90  # seconds within which even a busy machine gets a process going
RSS = b"""<rss version="2.0"><channel><title>The Post</title><item><title>Flood in Osterby</title>
<link>https://post.example/1</link><pubDate>Fri, 20 Nov 2026 10:00:00 GMT</pubDate><description>It rained.</description>
</item></channel></rss>"""


def environment(**more: str) -> dict[str, str]:
    """This environment with the tree's own package, compiled once."""
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "OMP_NUM_THREADS": "1", **more}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    return env


class Gate:
    """A server whose /slow answers only when it is let through."""

    def __init__(self) -> None:
        self.asked = threading.Event()
        self.open = threading.Event()
        gate = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_args: object) -> None:
                """Stay quiet."""

            def do_GET(self) -> None:
                """Answer, late if asked slowly."""
                if self.path == "/slow":
                    gate.asked.set()
                    gate.open.wait(60)
                self.send_response(200)
                self.send_header("content-type", "application/rss+xml")
                self.end_headers()
                self.wfile.write(RSS)

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}"
