"""Alerts survive the death of the process at any instruction: nothing is lost, and nothing decided twice."""

import base64
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from newsloom.model.alert import MessageStatus
from newsloom.store import open_store
from newsloom.testing.failpoints import ALERTING, VARIABLE

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]  # each run is a process of its own
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
DESK = """
[fetch]
allow_private = ["127.0.0.1:*"]
spacing_seconds = 0
full_text = false
max_age_days = 36500
interval_minutes = 1

[profile]
threshold = 1

[view."floods"]
any = ["flood*"]

[channel.desk]
kind = "webhook"
url = "{address}/hook"
secret_env = "HOOK"

[[alert]]
view = "floods"
channels = ["desk"]

[[source]]
id = "daily"
url = "{address}/rss"
"""
RUN = """
import sys
from datetime import datetime
from pathlib import Path
from newsloom.testing.one_run import run_desk
run_desk(Path(sys.argv[1]), at=datetime.fromisoformat(sys.argv[2]))
"""


class Town:
    """A feed, and an endpoint that keeps the id of what it gets; it refuses while `is_down`."""

    def __init__(self) -> None:
        self.titles = ["Nothing happened"]
        self.got: list[tuple[str, str]] = []
        self.is_down = False
        self.address = ""

    def feed(self) -> bytes:
        """RSS of the titles, oldest first."""
        items = "".join(
            f"<item><title>{title}</title><link>http://127.0.0.1/{n}</link><guid>{n}</guid>"
            f"<pubDate>Sun, 01 Mar 2026 {10 + n}:00:00 GMT</pubDate><description>{title} {chr(97 + n) * 9} "
            f"{' '.join(f'w{n}x{i}' for i in range(60))}</description></item>"
            for n, title in enumerate(self.titles)
        )
        return f"<rss version='2.0'><channel><title>D</title>{items}</channel></rss>".encode()


@pytest.fixture(scope="module")
def town() -> Iterator[Town]:
    """One on loopback."""
    told = Town()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_args: object) -> None:
            """Stay quiet."""

        def do_GET(self) -> None:
            """Give the feed."""
            body = told.feed() if self.path == "/rss" else b""
            self.send_response(200 if body else 404)
            self.send_header("content-type", "application/rss+xml")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            """Take the message."""
            body = self.rfile.read(int(self.headers["content-length"]))
            if not told.is_down:
                told.got.append((self.headers["webhook-id"], json.loads(body)["data"]["headline"]))
            self.send_response(503 if told.is_down else 200)
            self.send_header("content-length", "0")
            self.end_headers()

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        told.address = f"http://127.0.0.1:{server.server_address[1]}"
        yield told
        server.shutdown()
        thread.join()


def run(desk: Path, *, hours: float, dies_at: str = "") -> int:
    """One run in a process of its own, which may die; returns how it ended."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    environment["HOOK"] = "whsec_" + base64.b64encode(b"k" * 24).decode()
    environment |= {VARIABLE: dies_at} if dies_at else {}
    at = (NOON + timedelta(hours=hours)).isoformat()
    done = subprocess.run([sys.executable, "-c", RUN, str(desk), at], env=environment, check=False, capture_output=True)
    return done.returncode


@pytest.fixture(scope="module")
def known(town: Town, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a desk that knows its first story."""
    folder = tmp_path_factory.mktemp("known")
    (folder / "newsloom.toml").write_text(DESK.format(address=town.address), encoding="utf-8")
    town.titles = town.titles[:1]
    assert run(folder / "newsloom.toml", hours=0) == 0
    return folder


@pytest.fixture
def desk(town: Town, known: Path, tmp_path: Path) -> Path:
    """A copy of that desk, which hears of two floods in its next run."""
    shutil.copytree(known, tmp_path, dirs_exist_ok=True)
    town.titles = ["Nothing happened", "Flood at Torvik", "Floods reach Brayfell"]
    town.got, town.is_down = [], False
    return tmp_path / "newsloom.toml"


@pytest.mark.parametrize("where", ALERTING)
def test_a_kill_neither_loses_nor_doubles_a_decision(desk: Path, town: Town, where: str) -> None:
    """Wherever a run dies, the next one tells what is left; what arrives twice arrives under one id."""
    assert run(desk, hours=1, dies_at=where) == -signal.SIGKILL
    assert run(desk, hours=2) == 0
    store = open_store(desk.with_name("newsloom.db"))
    try:
        told = sorted(notice.headline for notice in store.alerts.log(limit=100))
        messages = store.alerts.messages()
    finally:
        store.close()
    assert told == ["Flood at Torvik", "Floods reach Brayfell"]
    assert {message.status for message in messages} == {MessageStatus.SENT}
    assert sorted(headline for _, headline in {*town.got}) == told
    assert len(town.got) <= len(told) + 1


def test_a_target_that_is_down(desk: Path, town: Town) -> None:
    """While nobody answers messages wait, each with its next try; then they arrive, once each."""
    town.is_down = True
    assert run(desk, hours=1) == 0
    store = open_store(desk.with_name("newsloom.db"))
    waiting = store.alerts.messages(MessageStatus.WAITING)
    store.close()
    assert len(waiting) == 2
    assert all(message.due > NOON + timedelta(hours=1) for message in waiting if message.tries)
    town.is_down = False
    assert run(desk, hours=30) == 0
    assert sorted(headline for _, headline in town.got) == ["Flood at Torvik", "Floods reach Brayfell"]
