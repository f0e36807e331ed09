"""Backups taken while a desk works: each is a moment that was, and what is built from it is what would have been."""

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from pathlib import Path

import pytest

from newsloom.store import open_store, restore
from newsloom.testing.feedworld import FIRST, FeedWorld, feed_body
from newsloom.testing.one_run import run_desk
from newsloom.testing.state import differences, generation_of, state_of

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

WORLD = FeedWorld(feeds=30, hosts=1, slow=0, failing=0, hostile=0, changing=60)
MONDAY = FIRST.replace(hour=18)
TUESDAY = MONDAY + timedelta(days=1)
RUN = """
import sys
from datetime import datetime
from pathlib import Path
from newsloom.testing.one_run import run_desk
run_desk(Path(sys.argv[1]), at=datetime.fromisoformat(sys.argv[2]))
"""


@pytest.fixture
def generation() -> list[int]:
    """Which turn of the world is on the air."""
    return [0]


@pytest.fixture
def desk(tmp_path: Path, generation: list[int]) -> Iterator[Path]:
    """A desk that watches thirty feeds of one server."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_args: object) -> None:
            """Stay quiet."""

        def do_GET(self) -> None:
            """Answer with the feed as it is now."""
            feed = int(self.path.rpartition("/")[2])
            body = feed_body(feed, WORLD.version(feed, generation[0]))
            self.send_response(200)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        port = server.server_address[1]
        lines = [
            '[fetch]\nallow_private = ["127.0.0.1:*"]\nspacing_seconds = 0\nfull_text = false\nprobe_images = false'
        ]
        lines += [f'[[source]]\nid = "f{n}"\nurl = "http://127.0.0.1:{port}/{n}"' for n in range(WORLD.feeds)]
        path = tmp_path / "desk" / "newsloom.toml"
        path.parent.mkdir()
        path.write_text("\n".join(lines))
        yield path
        server.shutdown()
        thread.join()


def test_a_backup_under_load_leads_to_the_same_desk(desk: Path, generation: list[int], tmp_path: Path) -> None:
    """Restored and run on, it holds what the desk holds that was never interrupted; its site is the same (F19)."""
    run_desk(desk, at=MONDAY)
    generation[0] = 6
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    backups: list[Path] = []
    worker = subprocess.Popen([sys.executable, "-c", RUN, str(desk), TUESDAY.isoformat()], env=environment)
    with closing(open_store(desk.with_name("newsloom.db"))) as store:
        for number in count():
            over = worker.poll() is not None
            backups.append(tmp_path / f"backup{number}.db")
            store.backup(backups[-1])
            if over:
                break
    assert worker.returncode == 0
    wanted, site = state_of(desk), generation_of(desk.with_name("site"))
    sizes = set()
    for backup in [backups[0], *backups[1:-1][:: max(1, len(backups) // 3)], backups[-1]]:
        folder = tmp_path / backup.stem
        folder.mkdir()
        shutil.copy(desk, folder)
        restore(backup, folder / "newsloom.db")
        with closing(open_store(folder / "newsloom.db", check=True)) as store:
            assert store.check() == []
            sizes.add(store.articles.count())
        run_desk(folder / "newsloom.toml", at=TUESDAY)
        assert differences(wanted, state_of(folder / "newsloom.toml"))[:3] == []
        assert generation_of(folder / "site") == site
        shutil.rmtree(folder)
    assert len(sizes) > 1
