import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from newsloom.testing.one_run import run_desk
from newsloom.testing.state import State, differences, state_of

FEEDS = Path(__file__).resolve().parents[3] / "../shared/bench/feeds/real"
NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
DESK = """\
[fetch]
allow_private = ["127.0.0.1:*"]
spacing_seconds = 0
full_text = false
max_age_days = 36500
"""

pytestmark = pytest.mark.skipif(not FEEDS.is_dir(), reason="the collection of real feeds is not here")


class Serve(BaseHTTPRequestHandler):
    """Each feed at its name, with an ETag; no validator is honoured, so that everything is read twice."""

    def do_GET(self) -> None:
        """Answer with the file."""
        path = FEEDS / self.path.strip("/")
        if not path.is_file():
            self.send_error(404)
            return
        body = gzip.decompress(path.read_bytes())
        self.send_response(200)
        self.send_header("ETag", f'"{sha256(body).hexdigest()}"')
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  http.server's name for it
        """Say nothing."""


@contextmanager
def served() -> Iterator[int]:
    """The port at which the feeds are."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Serve) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_second_run_over_real_feeds_changes_nothing(tmp_path: Path) -> None:
    """No feed ends a run; no article is added or revised, no byte of the output changes, and nothing is unsound."""
    names = sorted(path.name for path in FEEDS.glob("*.gz"))
    desk = tmp_path / "newsloom.toml"
    with served() as port:
        sources = [f'[[source]]\nid = "{n}"\nurl = "http://127.0.0.1:{port}/{name}"\n' for n, name in enumerate(names)]
        desk.write_text(DESK + "".join(sources))
        first = run_desk(desk, at=NOW)
        before = of_the_press(state_of(desk))
        second = run_desk(desk, at=NOW + timedelta(days=2))
        after = of_the_press(state_of(desk))
    assert first.ingest.visited == second.ingest.visited == len(names) > 80
    assert len(first.ingest.failed) <= 4
    assert first.ingest.failed.keys() == second.ingest.failed.keys()
    assert first.ingest.added > 1_000
    assert (second.ingest.added, second.ingest.updated, second.curate.placed) == (0, 0, 0)
    assert second.publish.written == second.publish.removed == second.publish.strays == ()
    assert differences(before, after) == []
    assert after["faults"] == {}


def of_the_press(state: State) -> State:
    """The state without what only visits change."""
    return {kind: values for kind, values in state.items() if kind != "sources"}
