"""Apprise: what reaches a place at least is sent; addresses are never told."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from newsloom.deliver.notify import AppriseChannel
from newsloom.model.alert import Fate, Letter, MessageId

pytest.importorskip("apprise")
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # Apprise's own, on some Pythons
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LETTER = Letter(id=MessageId("msg_1"), made=NOON, desk="A desk", notices=(), is_sample=True)


@pytest.fixture
def place() -> Iterator[tuple[str, list[bytes]]]:
    """A server that takes whatever is posted."""
    got: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_args: object) -> None:
            """Stay quiet."""

        def do_POST(self) -> None:
            """Take it."""
            got.append(self.rfile.read(int(self.headers["content-length"])))
            self.send_response(200)
            self.send_header("content-length", "0")
            self.end_headers()

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield f"json://127.0.0.1:{server.server_address[1]}/hush", got
        server.shutdown()
        thread.join()


def test_a_message_arrives(place: tuple[str, list[bytes]]) -> None:
    """Title and text come where the address leads."""
    address, got = place
    answer = AppriseChannel(urls=(address,)).send(LETTER, now=NOON)
    assert (answer.fate, len(got)) == (Fate.SENT, 1)
    assert b"this channel works" in got[0]


def test_one_of_two_places_is_enough(place: tuple[str, list[bytes]]) -> None:
    """What reached one place is not sent again for the other's sake."""
    answer = AppriseChannel(urls=("json://127.0.0.1:9/hush", place[0])).send(LETTER, now=NOON)
    assert (answer.fate, answer.detail) == (Fate.SENT, "delivered to 1 of 2")


def test_what_apprise_does_not_know_is_the_owners_to_mend() -> None:
    """An address that is none is named by its number alone."""
    answer = AppriseChannel(urls=("hush-hush",)).send(LETTER, now=NOON)
    assert (answer.fate, "hush" in answer.detail) == (Fate.UNREADY, False)


def test_a_place_that_is_down_may_be_up_later() -> None:
    """Where nothing was reached, the message is tried again."""
    assert AppriseChannel(urls=("json://127.0.0.1:9/hush",)).send(LETTER, now=NOON).fate is Fate.FAILED
