"""A desk, a loopback web server, and the command as a function."""

import shutil
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from tests.cli.stage import Newsloom, Result, Site, write_desk

from newsloom.cli import main


@pytest.fixture
def newsloom(capfd: pytest.CaptureFixture[str]) -> Newsloom:
    """The command, run in this process."""

    def run(*words: object) -> Result:
        capfd.readouterr()
        code = main([str(word) for word in words])
        said = capfd.readouterr()
        return Result(code=code, out=said.out, err=said.err)

    return run


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """A server on loopback."""
    pages: dict[str, tuple[str, bytes]] = {}

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_args: object) -> None:
            """Stay quiet."""

        def do_GET(self) -> None:
            """Answer with the page."""
            kind, body = pages.get(self.path, ("text/plain", b""))
            self.send_response(200 if self.path in pages else 404)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield Site(address=f"http://127.0.0.1:{server.server_address[1]}", pages=pages)
        server.shutdown()
        thread.join()


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with a new newsloom.toml that may visit loopback; old news is welcome."""
    folder = tmp_path / "desk"
    folder.mkdir()
    write_desk(folder)
    return folder


@pytest.fixture
def busy(grown: Path, tmp_path: Path) -> Path:
    """A copy of one's own of the desk that a module's tests share, as its `grown` has made it."""
    desk = tmp_path / "desk"
    shutil.copytree(grown, desk)
    return desk
