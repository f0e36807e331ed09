"""`newsloom alerts`: what an owner types and reads."""

import base64
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from tests.cli.stage import Newsloom, Site

KEY = "whsec_" + base64.b64encode(b"k" * 24).decode()
TABLES = """
[view."ferries"]
any = ["ferr*"]

[channel.desk]
kind = "webhook"
url = "{address}/hook/very-secret"
secret_file = "hook.key"

[[alert]]
view = "ferries"
channels = ["desk"]
"""


@dataclass(slots=True)
class Hook:
    """An endpoint that answers as told and keeps what it got."""

    address: str = ""
    status: int = 200
    got: list[dict[str, object]] = field(default_factory=list)


@pytest.fixture
def hook() -> Iterator[Hook]:
    """One on loopback."""
    told = Hook()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_args: object) -> None:
            """Stay quiet."""

        def do_POST(self) -> None:
            """Answer as told."""
            told.got.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
            self.send_response(told.status)
            self.send_header("content-length", "0")
            self.end_headers()

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        told.address = f"http://127.0.0.1:{server.server_address[1]}"
        yield told
        server.shutdown()
        thread.join()


@pytest.fixture
def watched(newsloom: Newsloom, desk: Path, site: Site, hook: Hook) -> Path:
    """A desk that has run once, and whose alert tells of ferries."""
    newsloom("add", site.feed("/daily", "Daily", "Comet seen over Brayfell"), "--desk", desk, "--id", "d", "--no-visit")
    file = desk / "newsloom.toml"
    text = file.read_text().replace("# threshold = 36 ", "threshold = 1 ") + TABLES.format(address=hook.address)
    file.write_text(text)
    (desk / "hook.key").write_text(KEY)
    (desk / "hook.key").chmod(0o600)
    assert "told of 0 stories" in newsloom("run", "--desk", desk).out
    return desk


def test_from_a_feed_to_a_webhook(newsloom: Newsloom, watched: Path, site: Site, hook: Hook) -> None:
    """A story that fits arrives signed; list, log and replay tell of it; a second run tells nothing."""
    site.feed("/daily", "Daily", "Comet seen over Brayfell", "Ferry Halmar runs aground off Torvik")
    dry = newsloom("run", "--desk", watched, "--source", "d", "--dry-run")
    assert ("told of 1 story" in dry.out, hook.got) == (True, [])
    assert "told of 1 story, 1 message sent" in newsloom("run", "--desk", watched, "--source", "d").out
    (said,) = hook.got
    assert said["type"] == "story.entered"
    assert newsloom("run", "--desk", watched, "--source", "d", "--json").data["alerts"]["told"] == 0
    listed = newsloom("alerts", "list", "--desk", watched)
    assert all(word in listed.out for word in ("ferries", "any of ferr*", "desk", "webhook", "Ferry Halmar", "well"))
    assert "very-secret" not in listed.out + listed.err
    assert "Ferry Halmar" in newsloom("alerts", "log", "--desk", watched).out
    log = newsloom("alerts", "log", "--desk", watched, "--json").data
    assert (log[0]["notice"]["causes"], log[0]["messages"][0]["status"]) == (["entered"], "sent")
    replayed = newsloom("alerts", "replay", "--since", "7d", "--desk", watched, "--json").data
    assert [one["headline"] for one in replayed] == ["Ferry Halmar runs aground off Torvik"]
    assert "1 notice would have been given" in newsloom("alerts", "replay", "--desk", watched).out
    assert len(hook.got) == 1


def test_a_channel_that_is_down(newsloom: Newsloom, watched: Path, site: Site, hook: Hook) -> None:
    """The run goes on and says so; `list` tells what waits, and `retry` brings it once the endpoint is back."""
    hook.status = 500
    site.feed("/daily", "Daily", "Comet seen over Brayfell", "Ferry Halmar runs aground off Torvik")
    done = newsloom("run", "--desk", watched, "--source", "d")
    assert (done.code, "1 failed and to be tried again" in done.out, "desk: answered 500" in done.out) == (
        0,
        True,
        True,
    )
    assert newsloom("alerts", "--desk", watched, "--json").data["channels"][0]["waiting"] == 1
    hook.status = 410
    assert newsloom("alerts", "retry", "--desk", watched).code == 1
    listed = newsloom("alerts", "list", "--desk", watched).out
    assert all(
        word in listed for word in ("closed by the other side", "--channel desk", "dead", "msg_", "Ferry Halmar")
    )
    hook.status = 204
    again = newsloom("alerts", "retry", "--channel", "desk", "--desk", watched)
    assert (again.code, "1 message sent" in again.out) == (0, True)
    assert newsloom("alerts", "list", "--desk", watched, "--json").data["given_up"] == []


def test_a_sample_is_marked(newsloom: Newsloom, watched: Path, hook: Hook) -> None:
    """`test` sends one that says it is one, and fails where the channel does."""
    assert "ok     desk: answered 200" in newsloom("alerts", "test", "--desk", watched).out
    assert hook.got[0]["type"] == "alert.test"
    hook.status = 403
    failed = newsloom("alerts", "test", "desk", "--desk", watched)
    assert (failed.code, "FAULT  desk: answered 403" in failed.out) == (1, True)
    assert newsloom("alerts", "test", "dusk", "--desk", watched).code == 2


def test_a_missing_secret(newsloom: Newsloom, watched: Path, site: Site, hook: Hook) -> None:
    """The run goes on, says what is missing with file and line, and sends when it is there."""
    (watched / "hook.key").rename(watched / "elsewhere")
    site.feed("/daily", "Daily", "Comet seen over Brayfell", "Ferry Halmar runs aground off Torvik")
    done = newsloom("run", "--desk", watched, "--source", "d")
    assert (done.code, "newsloom.toml:" in done.out, "hook.key cannot be read" in done.out) == (0, True, True)
    doctor = newsloom("doctor", "--desk", watched).out
    assert "FAULT  channel desk" in doctor
    (watched / "elsewhere").rename(watched / "hook.key")
    assert "1 message sent" in newsloom("run", "--desk", watched, "--source", "d").out
    assert len(hook.got) == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("shw",), "invalid choice"),
        (("list", "x"), "one word too many"),
        (("log", "--since", "7d"), "belongs to `newsloom alerts replay`"),
        (("replay", "--alert", "nobody"), "no alert `nobody`; there are: ferries"),
        (("retry", "msg_nope"), "no message `msg_nope` that was given up"),
        (("retry", "--channel", "dusk"), "no channel `dusk`; there are: desk"),
    ],
)
def test_bad_words(newsloom: Newsloom, watched: Path, words: tuple[str, ...], said: str) -> None:
    """What cannot be is refused in one line that says what would be right."""
    done = newsloom("alerts", *words, "--desk", watched)
    assert (done.code, said in done.err) == (2, True), done.err


def test_a_view_of_everything_is_warned_of(newsloom: Newsloom, watched: Path) -> None:
    """`list` and `doctor` say so; the desk goes on."""
    file = watched / "newsloom.toml"
    file.write_text(file.read_text().replace('any = ["ferr*"]\n', ""))
    assert "lets every published story through" in newsloom("alerts", "--desk", watched).out
    assert "lets every published story through" in newsloom("doctor", "--desk", watched).out


def test_a_desk_without_alerts(newsloom: Newsloom, desk: Path) -> None:
    """There is nothing to list, and it says how to begin."""
    assert '[view."name"]' in newsloom("alerts", "--desk", desk).out
    assert newsloom("alerts", "test", "--desk", desk).code == 2
