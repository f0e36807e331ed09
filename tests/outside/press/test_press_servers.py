import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from press import Press, load_archive, moment

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"


@pytest.fixture(scope="module")
def press() -> Iterator[Press]:
    """The press at the end of the fourth day."""
    with Press.load() as served:
        served.advance("day 4 23:59")
        yield served


def get(url: str, **headers: str) -> tuple[HTTPResponse, bytes]:
    """One request on a connection of its own."""
    parts = urlsplit(url)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    try:
        connection.request("GET", parts.path, headers={name.replace("_", "-"): text for name, text in headers.items()})
        response = connection.getresponse()
        return response, response.read()
    finally:
        connection.close()


def quickest(url: str) -> float:
    """Seconds of the quickest of three requests: a busy machine may hold up one of them."""
    times = []
    for _ in range(3):
        started = time.perf_counter()
        get(url)
        times.append(time.perf_counter() - started)
    return min(times)


def test_every_outlet_answers_at_its_addresses(press: Press) -> None:
    """Home and feed of each outlet are there, each outlet on a port of its own."""
    urls = press.urls()
    for outlet in urls.values():
        assert get(outlet.home)[0].status == 200
        assert get(outlet.feed)[0].status == 200
    assert len({urlsplit(outlet.home).port for outlet in urls.values()}) == len(press.archive.outlets)


def test_truth_names_every_article_by_its_address(press: Press) -> None:
    """Each address is served; labels are the archive's."""
    truth = press.truth()
    assert len(truth) == len(press.archive.articles)
    ledger = [url for url in truth if url.startswith(press.urls()["ledger"].home)]
    assert ledger
    assert all(get(url)[0].status == 200 for url in ledger)
    assert len({label for label in truth.values() if label}) >= 14


def test_conditional_requests_work_on_the_wire(press: Press) -> None:
    """A client that comes back with the ETag gets 304 and no body."""
    url = press.urls()["public"].feed
    tag = get(url)[0].headers["ETag"]
    response, body = get(url, If_None_Match=tag)
    assert (response.status, body) == (304, b"")
    assert press.traffic()["public"].statuses[304] >= 1


def test_the_clock_of_the_answers_is_the_simulated_one(press: Press) -> None:
    """The Date header tells the press's time."""
    assert get(press.urls()["wire"].feed)[0].headers["Date"] == "Thu, 06 Mar 2025 23:59:00 GMT"


def test_head_has_the_length_and_no_body(press: Press) -> None:
    """HEAD answers as GET does, without the text, and the connection goes on."""
    parts = urlsplit(press.urls()["wire"].feed)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    connection.request("HEAD", parts.path)
    head = connection.getresponse()
    assert head.read() == b""
    connection.request("GET", parts.path)
    assert len(connection.getresponse().read()) == int(head.headers["Content-Length"])
    connection.close()


def test_the_slow_outlet_is_slow_and_the_others_are_not(press: Press) -> None:
    """The slow one takes 0.3 s for each answer."""
    assert quickest(press.urls()["tide"].feed) >= 0.3
    assert quickest(press.urls()["wire"].feed) < 0.25


def test_delays_can_be_shortened() -> None:
    """A replay in a hurry sets the delays to nothing."""
    with Press.load(delay_factor=0) as press:
        assert quickest(press.urls()["tide"].feed) < 0.25


def test_requests_and_simultaneous_ones_are_counted() -> None:
    """Four requests at once at the slow outlet are seen as such."""
    with Press.load() as press, ThreadPoolExecutor(4) as pool:
        list(pool.map(get, [press.urls()["tide"].feed] * 4))
        get(press.urls()["wire"].feed)
        tide, wire = press.traffic()["tide"], press.traffic()["wire"]
    assert (tide.requests, tide.most_at_once) == (4, 4)
    assert tide.paths == {"/headlines.xml": 4}
    assert (wire.requests, wire.most_at_once, wire.statuses) == (1, 1, {200: 1})


def test_time_moves_for_all_at_once() -> None:
    """What is not published is not there; after the advance it is."""
    with Press.load() as press:
        (url,) = (url for url in press.truth() if "a-resignation-that-was-overdue" in url)
        press.advance("day 1 18:04")
        assert get(url)[0].status == 404
        press.advance(moment("day 1 18:05"))
        assert get(url)[0].status == 200


def test_leaving_ends_connections_that_are_kept_open() -> None:
    """A client that keeps its connection does not hold the press up."""
    with Press.load() as press:
        parts = urlsplit(press.urls()["wire"].feed)
        connection = HTTPConnection(parts.hostname or "", parts.port, timeout=10)
        connection.request("GET", parts.path)
        connection.getresponse().read()
        started = time.perf_counter()
    assert time.perf_counter() - started < 2
    connection.close()


def test_addresses_exist_only_while_served() -> None:
    """Asking too early is told clearly."""
    with pytest.raises(RuntimeError, match="the press is not served"):
        Press(load_archive()).urls()


def test_the_command_serves_and_prints_an_opml_path() -> None:
    """It lists every outlet, writes the OPML, and ends on Ctrl-C."""
    command = [sys.executable, "-m", "press", "--at", "day 2 18:00"]
    with subprocess.Popen(command, cwd=EXAMPLES, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        lines = []
        for line in process.stdout:
            lines.append(line)
            if line.startswith("Ctrl-C"):
                break
        opml = Path(lines[-2].removeprefix("OPML: ").strip()).read_text("utf-8")
        assert opml.count("<outline ") == len(lines) - 2 == len(load_archive().outlets)
        process.send_signal(2)
        assert process.wait(timeout=10) == 0
