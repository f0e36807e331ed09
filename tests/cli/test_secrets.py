"""A source that lets in only who knows a word: its feed, its articles' pages, and what is told of a visit."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from tests.cli.stage import Newsloom, write_desk

from newsloom.store import open_store
from newsloom.testing.builders import a_page

WORD = "open-barley"
TEXT = "The council met in the old hall and voted on what is to become of the place. " * 30


@dataclass(slots=True)
class Door:
    """A site whose pages are for those who say the word in a header of its own; `told` is what each request said."""

    address: str
    locked: bool
    pages: dict[str, bytes] = field(default_factory=dict)
    told: dict[str, str | None] = field(default_factory=dict)


@contextmanager
def door(*, locked: bool) -> Iterator[Door]:
    """It, on the air."""
    found = Door("", locked)

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_args: object) -> None:
            """Stay quiet."""

        def do_GET(self) -> None:
            """Let in, or not."""
            found.told[self.path] = self.headers.get("X-Subscriber")
            body = found.pages.get(self.path, b"")
            is_in = not found.locked or found.told[self.path] == WORD
            self.send_response((200 if body else 404) if is_in else 401)
            self.send_header("content-length", str(len(body) if is_in else 0))
            self.end_headers()
            self.wfile.write(body if is_in else b"")

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        found.address = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield found
        server.shutdown()
        thread.join()


@pytest.fixture
def doors() -> Iterator[tuple[Door, Door]]:
    """One that is locked, with a feed of two articles, of which the second is elsewhere."""
    with ExitStack() as stack:
        home, away = (stack.enter_context(door(locked=locked)) for locked in (True, False))
        links = [f"{home.address}/news/2026/03/02/bridge-closed", f"{away.address}/news/2026/03/02/ferry-returns"]
        items = "".join(
            f"<item><title>Report {n} from the old town</title><link>{link}</link><guid>{n}</guid></item>"
            for n, link in enumerate(links)
        )
        home.pages["/rss"] = f"<rss version='2.0'><channel><title>Daily</title>{items}</channel></rss>".encode()
        for place, link in zip((home, away), links, strict=True):
            place.pages[link.removeprefix(place.address)] = a_page("Report from the old town", TEXT)
        yield home, away


@pytest.fixture
def desk(tmp_path: Path, doors: tuple[Door, Door], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A desk that knows the word from its environment and reads pages."""
    monkeypatch.setenv("DAILY_WORD", WORD)
    path = write_desk(tmp_path)
    path.write_text(path.read_text().replace("full_text = false", "full_text = true"))
    with path.open("a") as file:
        file.write(f'[[source]]\nid = "daily"\nurl = "{doors[0].address}/rss"\n[source.access]\n')
        file.write('kind = "header"\nheader = "X-Subscriber"\nvariable = "DAILY_WORD"\n')
    return tmp_path


def test_the_pages_of_a_source_are_opened_as_its_feed_is(
    newsloom: Newsloom, desk: Path, doors: tuple[Door, Door]
) -> None:
    """At its own origin alone: an article that stands elsewhere is asked for without the word, and so is robots.txt."""
    home, away = doors
    report = newsloom("run", "--desk", desk, "--json").data["ingest"]
    assert (report["added"], report["pages_read"], report["failed"]) == (2, 2, {})
    said = {path.rpartition("/")[2]: word for path, word in {**home.told, **away.told}.items()}
    assert (said["rss"], said["bridge-closed"], said["ferry-returns"]) == (WORD, WORD, None)
    assert set(away.told.values()) == {None}
    store = open_store(desk / "newsloom.db")
    try:
        assert all("old hall" in article.text for article in store.articles.each())
    finally:
        store.close()


def test_one_visit_is_told_without_the_word(newsloom: Newsloom, desk: Path) -> None:
    """Under whatever name of a header the owner gives it; without it the door is shut."""
    told = newsloom("fetch", "daily", "--desk", desk, "--json")
    assert (told.data["verdict"], told.data["kept"]["items"]) == ("kept", 2)
    asked = next(step for step in told.data["steps"] if step["step"] == "asked")
    assert asked["headers"]["X-Subscriber"] == "(hidden)"
    plain = newsloom("fetch", "daily", "--desk", desk)
    assert WORD not in told.out + told.err + plain.out + plain.err
    url = told.data["asked"]
    assert newsloom("fetch", url, "--desk", desk, "--json").data["status"] == 401
