"""A real browser, where one can be had, and the site on a server of its own."""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from newsloom.cli.preview import Handler

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@dataclass(slots=True)
class Seen:
    """What a page did that it should not: asked elsewhere, wrote to the console, opened a dialog, failed."""

    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def dialog(self, address: str, dialog: Any) -> None:
        """Note a dialog, and close it."""
        self.said.append(f"{address}: dialog {dialog.message}")
        dialog.dismiss()


def chromium() -> str | None:
    """The browser: the one named in CHROMIUM, else the first that is installed."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, PROGRAMS)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Headless Chromium."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="no playwright to drive a browser with")
    program = chromium()
    if program is None:
        pytest.skip("no Chromium on this machine; on Debian: apt install chromium")
    with sync_api.sync_playwright() as playwright:
        try:
            started = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        except sync_api.Error as error:
            pytest.skip(f"no Chromium that starts: {str(error).splitlines()[0]}")
        yield started
        started.close()


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Mapping[str, bytes]], str]]:
    """Puts files on a server as `newsloom serve` does, and says where."""
    servers = []

    def put(files: Mapping[str, bytes]) -> str:
        folder = tmp_path_factory.mktemp("site")
        for path, content in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
        return start(folder)

    def start(folder: Path) -> str:
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
        Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_address[1]}/"

    yield put
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture
def open_page(browser: Any) -> Iterator[Callable[..., Any]]:
    """Opens pages in contexts of their own; at the end of the test nothing strange may have been seen in any."""
    contexts: list[Any] = []
    seen = Seen()

    @contextmanager
    def opened(address: str, **options: Any) -> Iterator[Any]:
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        own = address.split("/")[2]
        page.on("request", lambda one: seen.asked.append(one.url) if one.url.split("/")[2:3] != [own] else None)
        page.on("console", lambda one: seen.said.append(f"{address}: {one.text}"))
        page.on("pageerror", lambda one: seen.said.append(f"{address}: {one}"))
        page.on("dialog", lambda one: seen.dialog(address, one))
        page.goto(address, wait_until="load")
        yield page
        context.close()

    yield opened
    assert not seen.asked
    assert not seen.said
