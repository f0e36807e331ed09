"""A rotation of the notes' key is killed at every place, and goes on."""

import json
import shutil
import signal
import subprocess
import threading
from pathlib import Path
from typing import Any

import pytest
from tests.outside.cli.stage import COMMAND, PATIENCE, Gate, environment

from newsloom.cli.notekeys import note_keys
from newsloom.records.codec import ParsedRecord, parse
from newsloom.testing.failpoints import ROTATING, VARIABLE

WORDS = "Call the harbour master"


def newsloom(desk: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own."""
    command = [*COMMAND, "--desk", str(desk), *words]
    return subprocess.run(
        command, env=environment(**more), capture_output=True, text=True, timeout=PATIENCE * 2, check=False
    )


def data(desk: Path, *words: str) -> Any:
    """What a command that must succeed prints as JSON."""
    done = newsloom(desk, *words, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A desk with one story and a note on it, and the story."""
    folder = tmp_path_factory.mktemp("noted") / "desk"
    gate = Gate()
    with gate.server:
        thread = threading.Thread(target=gate.server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        assert newsloom(folder.parent, "init", str(folder)).returncode == 0
        settings = folder / "newsloom.toml"
        text = settings.read_text(encoding="utf-8").replace(
            "[fetch]\n", '[fetch]\nallow_private = ["127.0.0.1:*"]\nfull_text = false\nworkers = 1\n'
        )
        settings.write_text(f'{text}\n[[source]]\nurl = "{gate.address}/rss"\n', encoding="utf-8")
        assert newsloom(folder, "run").returncode == 0
        gate.server.shutdown()
        thread.join()
    story = data(folder, "stories", "--all")[0]["id"]
    data(folder, "notes", "key")
    data(folder, "notes", "set", story, "--text", WORDS)
    return folder, story


@pytest.mark.slow
@pytest.mark.parametrize("place", ROTATING)
def test_a_killed_rotation_is_resumed(desk: tuple[Path, str], tmp_path: Path, place: str) -> None:
    """After a kill anywhere the note opens with the keys there are; asked again, the rotation is finished."""
    folder, story = desk
    copy = tmp_path / "desk"
    shutil.copytree(folder, copy)
    before = (copy / "notes.key").read_bytes()
    killed = newsloom(copy, "notes", "rotate", **{VARIABLE: place})
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert (copy / "notes.key").stat().st_mode & 0o777 == 0o600
    assert data(copy, "notes", "show", story)["text"] == WORDS
    done = data(copy, "notes", "rotate", "--drop-old")
    assert (copy / "notes.key").read_bytes() != before
    assert note_keys(copy / "notes.key", {})[0].id == done["key"]
    assert data(copy, "notes", "show", story)["text"] == WORDS
    (record,) = (copy / "site/_news").glob("*.md")
    assert isinstance(parse(record.read_bytes()), ParsedRecord)
