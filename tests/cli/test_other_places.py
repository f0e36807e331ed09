"""The output beyond its folder: an rsync daemon and a hub on loopback, and a repository that keeps no memory."""

import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from tests.cli.stage import Newsloom, Site

from newsloom.flows.beyond import feeds_among
from newsloom.settings.gitignore import patterns, with_ours
from newsloom.settings.places import place_fault


@pytest.fixture
def busy(newsloom: Newsloom, desk: Path, site: Site) -> Path:
    """A desk with a source that was not visited yet."""
    address = site.feed("/daily", "The Daily", "Ferry Halmar runs aground", "Market reopens")
    newsloom("add", address, "--desk", desk, "--id", "daily", "--no-visit")
    return desk


def say(desk: Path, **keys: str) -> None:
    """Put keys under [publish], and an address under [desk]."""
    file = desk / "newsloom.toml"
    lines = "".join(f"{key} = {value}\n" for key, value in keys.items())
    text = file.read_text(encoding="utf-8").replace("[publish]\n", f"[publish]\n{lines}")
    file.write_text(text.replace("[desk]\n", '[desk]\nbase_url = "https://news.example"\n'), encoding="utf-8")


def a_port() -> int:
    """One that nobody listens at."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture
def daemon(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """An rsync daemon with one module: its address, and the folder behind it."""
    if shutil.which("rsync") is None:
        pytest.skip("no rsync here: the system has no such command")
    folder, port = tmp_path / "served", a_port()
    folder.mkdir()
    said = f"use chroot = no\n[news]\npath = {folder}\nread only = no\nuid = {os.getuid()}\ngid = {os.getgid()}\n"
    config = tmp_path / "rsyncd.conf"
    config.write_text(f"pid file = {tmp_path}/rsyncd.pid\nlog file = {tmp_path}/rsyncd.log\n{said}")
    command = ["rsync", "--daemon", "--no-detach", "--address=127.0.0.1", f"--port={port}", f"--config={config}"]
    with subprocess.Popen(command) as process:
        for _ in range(100):
            with socket.socket() as one:
                if one.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield f"rsync://127.0.0.1:{port}/news/", folder
        process.terminate()


def test_a_run_brings_its_output_to_an_rsync_daemon(newsloom: Newsloom, busy: Path, daemon: tuple[str, Path]) -> None:
    """All of it once, then what changed; what stands there besides stays."""
    address, folder = daemon
    (folder / "robots.txt").write_text("theirs")
    say(busy, to=f'["{address}desk"]')
    (folder / "desk").mkdir()
    first = newsloom("run", "--desk", busy)
    assert " sent, 0 removed" in first.out
    assert "has what was published last" in newsloom("doctor", "--desk", busy).out
    site = busy / "site"
    names = {one.relative_to(site).as_posix() for one in site.rglob("*") if one.is_file()}
    assert names == {
        one.relative_to(folder / "desk").as_posix() for one in (folder / "desk").rglob("*") if one.is_file()
    }
    assert f"{address}desk: 0 files sent, 0 removed" in newsloom("publish", "--desk", busy).out


def test_a_place_that_is_not_there_harms_nothing(newsloom: Newsloom, busy: Path) -> None:
    """It is told in the output and by doctor, and the folder is published."""
    say(busy, to=f'["rsync://127.0.0.1:{a_port()}/news/desk"]')
    done = newsloom("run", "--desk", busy)
    assert done.code == 0
    assert "not brought there: " in done.out
    assert (busy / "site/index.html").is_file()
    doctor = newsloom("doctor", "--desk", busy)
    assert doctor.code == 1
    assert "rsync" in doctor.out


@pytest.mark.parametrize(
    "address",
    [
        "-e sh:x",
        "host",
        "ftp://host/x",
        "s3://B_ucket/x",
        "rsync://u:secret@host/m",
        "a b:/x",
        "--rsh=x:y",
        "s3://",
        "h:",
    ],
)
def test_an_address_that_is_none_is_refused(newsloom: Newsloom, busy: Path, address: str) -> None:
    """By file and line, without a word of what might be a secret."""
    say(busy, to=f'["{address}"]')
    done = newsloom("publish", "--desk", busy)
    assert done.code == 2
    assert "newsloom.toml:" in done.err
    assert "secret" not in done.err


@pytest.mark.parametrize(
    "address", ["me@host:/srv/x", "host:folder", "rsync://h:873/m/x", "s3://my-bucket/a/b", "[::1]:/x"]
)
def test_an_address_that_is_one_is_taken(address: str) -> None:
    """ssh, a daemon, a bucket."""
    assert not place_fault(address)


class Hub(BaseHTTPRequestHandler):
    """A hub that notes what it is told."""

    def do_POST(self) -> None:
        """Take a form."""
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.server.told.append(form)  # type: ignore[attr-defined]  # ours
        self.send_response(self.server.answer)  # type: ignore[attr-defined]  # ours
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Print nothing."""


@pytest.fixture
def hub() -> Iterator[ThreadingHTTPServer]:
    """One on loopback."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hub)
    server.told, server.answer = [], 204  # type: ignore[attr-defined]  # ours
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_hub_is_told_of_feeds_that_changed(newsloom: Newsloom, busy: Path, hub: ThreadingHTTPServer) -> None:
    """Once, by their addresses; of nothing when nothing changed; one that refuses is no error."""
    say(busy, hub=f'"http://127.0.0.1:{hub.server_port}/"')
    assert newsloom("run", "--desk", busy).code == 0
    (told,) = hub.told  # type: ignore[attr-defined]  # ours
    assert told["hub.mode"] == ["publish"]
    assert "https://news.example/feeds/atom.xml" in told["hub.url"]
    newsloom("publish", "--desk", busy)
    assert len(hub.told) == 1  # type: ignore[attr-defined]  # ours
    hub.answer = 500  # type: ignore[attr-defined]  # ours
    (busy / "site/feeds/atom.xml").unlink()
    done = newsloom("publish", "--desk", busy)
    assert done.code == 0
    assert "the hub was not told of new feeds: it answered 500" in done.out
    assert newsloom("publish", "--dry-run", "--desk", busy).code == 0


def test_feeds_are_known_by_their_paths() -> None:
    """Also below the folder of a site generator, from which they are served at the root."""
    paths = ["static/feeds/topics/sea/rss.xml", "feeds/feed.json", "feeds/other.txt", "news/feeds/x.html", "index.html"]
    addresses = ["https://d.example/feeds/feed.json", "https://d.example/feeds/topics/sea/rss.xml"]
    assert feeds_among(paths, base="https://d.example/") == addresses
    assert feeds_among(paths, base="") == []


def test_a_desk_under_git_keeps_no_memory_there(newsloom: Newsloom, tmp_path: Path) -> None:
    """Settings and output are what Git sees; what stands in a `.gitignore` already stays."""
    if shutil.which("git") is None:
        pytest.skip("Git is not installed")
    desk = tmp_path / "desk"
    desk.mkdir()
    (desk / ".gitignore").write_text("*.bak")
    assert newsloom("init", desk).code == 0
    subprocess.run(["git", "init", "--quiet", desk], check=True)
    secret = [".site.newsloom/manifest-1", "newsloom.db", "newsloom.db-wal", "newsloom.db.lock", "notes.key", "x.bak"]
    kept = ["newsloom.toml", ".gitignore", "site/index.html", "_data/topics/1.yaml", "sub/newsloom.db"]
    for name in (*secret, *kept):
        file = desk / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    command = ["git", "-C", str(desk), "ls-files", "--others", "--exclude-standard"]
    found = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert sorted(found) == sorted(kept)


def test_what_is_ignored_follows_the_settings_and_is_said_once() -> None:
    """Folders of the owner's naming; what lies outside the desk is nobody's business here."""
    said = {"output": "out/pub", "database": "../mind.db", "keys": "/etc/keys"}
    assert patterns(**said) == ["/out/.pub.newsloom/"]
    once = with_ours("", output="a[b", database="x.db", keys="k")
    assert "/.a\\[b.newsloom/" in once
    assert with_ours(once, output="a[b", database="x.db", keys="k") == once
