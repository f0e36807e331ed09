"""A newsletter reaches a reader at most once, whatever instruction its sender dies at."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from tests.cli.postoffice import Office, office

from newsloom.model.newsletter import DispatchStatus, Issue
from newsloom.store import open_store
from newsloom.testing.failpoints import VARIABLE

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]  # each sending is a process of its own
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
READERS = [f"r{number}@reader.example" for number in range(5)]
DESK = """
[newsletter.weekly]
from = "news@desk.example"
host = "127.0.0.1"
port = {port}
tls = "none"
recipients = "readers.txt"
per_minute = 6000
"""


@pytest.fixture
def post() -> Iterator[Office]:
    """A mail server."""
    with office() as told:
        yield told


@pytest.fixture
def desk(tmp_path: Path, post: Office) -> Path:
    """A desk whose issue was built and waits to be sent to five readers."""
    (tmp_path / "newsloom.toml").write_text(DESK.format(port=post.port))
    (tmp_path / "readers.txt").write_text("\n".join(READERS))
    store = open_store(tmp_path / "newsloom.db")
    issue = Issue(
        newsletter="weekly",
        number=0,
        at=NOON,
        since=NOON,
        title="W",
        subject="Weekly",
        excerpt="",
        html="<p>@@</p>",
        text="@@\n",
        mark="@@",
    )
    store.newsletters.keep(issue)
    store.close()
    return tmp_path


def sending(desk: Path, *, dies_at: str = "") -> subprocess.Popen[bytes]:
    """`newsloom newsletter send` in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)} | ({VARIABLE: dies_at} if dies_at else {})
    words = [sys.executable, "-m", "newsloom", "newsletter", "send", "--desk", str(desk)]
    return subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def fates(desk: Path) -> dict[str, DispatchStatus]:
    """What became of each reader's letter."""
    store = open_store(desk / "newsloom.db")
    try:
        return {one.reader.address: one.status for one in store.newsletters.dispatches("weekly")}
    finally:
        store.close()


def ids(messages: list[tuple[str, EmailMessage]]) -> list[str]:
    """The ids of messages."""
    return [message["message-id"] for _, message in messages]


@pytest.mark.parametrize(
    "where",
    ["newsletter.listed", "newsletter.sending:3", "newsletter.sent", "newsletter.sent:5", "newsletter.noted:2"],
)
def test_a_kill_sends_nothing_twice(desk: Path, post: Office, where: str) -> None:
    """After a kill the rest is sent; the one under way is listed as unknown, and only an editor sends it again."""
    assert sending(desk, dies_at=where).wait() == -signal.SIGKILL
    assert sending(desk).wait() in {0, 1}
    assert len(post.to) == len(set(post.to))
    found = fates(desk)
    assert set(found) == set(READERS)
    unknown = [address for address, status in found.items() if status is DispatchStatus.UNKNOWN]
    assert {status for address, status in found.items() if address not in unknown} <= {DispatchStatus.SENT}
    assert len(unknown) == (1 if "sending" in where or "sent" in where else 0)
    assert set(READERS) - set(post.to) <= set(unknown)


def test_a_kill_while_the_server_has_the_message(desk: Path, post: Office) -> None:
    """The server got it and its sender died before the answer: it is not sent again by itself, whenever that was."""
    running: list[subprocess.Popen[bytes]] = []
    post.having = lambda: running[0].kill() if len(post.got) == 2 else None
    running.append(sending(desk))
    assert running[0].wait() == -signal.SIGKILL
    post.having = None
    sending(desk).wait()
    assert sorted(post.to) == READERS
    assert sorted(fates(desk).values()) == [DispatchStatus.SENT] * 4 + [DispatchStatus.UNKNOWN]
    assert len(set(ids(post.got))) == 5


def test_two_senders_at_once(desk: Path, post: Office) -> None:
    """The second waits for the first, and finds nothing left to do."""
    both = [sending(desk), sending(desk)]
    assert {one.wait() for one in both} == {0}
    assert sorted(post.to) == READERS
