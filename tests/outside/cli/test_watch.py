"""A desk that is watched by one process while others give orders to it."""

import json
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.cli.stage import write_desk
from tests.outside.cli.stage import COMMAND, PATIENCE, Gate, environment

from newsloom.cli import main

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]  # many processes, on whatever machine

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts a command; whatever still runs at the end is killed."""
    running: list[subprocess.Popen[str]] = []

    def begin(*words: object) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [*COMMAND, *map(str, words)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment(),
            start_new_session=True,
        )
        running.append(process)
        return process

    yield begin
    for process in running:
        process.kill()
        process.communicate()


@pytest.fixture
def gate() -> Iterator[Gate]:
    """A server that can be slow."""
    gate = Gate()
    thread = threading.Thread(target=gate.server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield gate
    gate.open.set()
    gate.server.shutdown()
    thread.join()
    gate.server.server_close()


@pytest.fixture
def desk(tmp_path: Path, gate: Gate) -> Path:
    """A desk with one quick source and one slow."""
    folder = tmp_path / "desk"
    folder.mkdir()
    with write_desk(folder).open("a", encoding="utf-8") as file:
        file.writelines(f'[[source]]\nid = "{name}"\nurl = "{gate.address}/{name}"\n' for name in ("quick", "slow"))
    return folder


def told(watch: "subprocess.Popen[str]") -> dict[str, dict[str, int]]:
    """What the next run of a watch did."""
    assert watch.stdout is not None
    data: dict[str, dict[str, int]] = json.loads(watch.stdout.readline())
    return data


def test_orders_are_carried_out_while_a_desk_is_watched(
    desk: Path, gate: Gate, start: Start, capsys: pytest.CaptureFixture[str]
) -> None:
    """Between two runs every order finds the desk free, and the watch goes on with what it did."""
    gate.open.set()
    watch = start("run", "--watch", "--json", "--desk", desk)
    assert told(watch)["ingest"]["visited"] == 2
    assert main(["stories", "--all", "--json", "--desk", str(desk)]) == 0
    story = json.loads(capsys.readouterr().out)[0]["id"]
    for words in (f"edition pin {story}", f"mark {story} good", f"edition edit {story} --headline Ours", "run"):
        assert main([*words.split(), "--desk", str(desk), "--wait", "5"]) == 0, capsys.readouterr().err
    capsys.readouterr()
    assert main(["edition", "log", "--json", "--desk", str(desk)]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 2
    watch.send_signal(signal.SIGTERM)
    assert (watch.wait(PATIENCE), "Traceback" in watch.communicate()[1]) == (0, False)


def test_broken_settings_leave_the_last_good_ones_in_force(desk: Path, gate: Gate, start: Start) -> None:
    """Each file is named with its line as soon as it is saved; what is put right is taken in, alerts too."""
    gate.open.set()
    mine, toml = desk / "mine.toml", desk / "newsloom.toml"
    mine.write_text('base = "default"\n', encoding="utf-8")
    good = toml.read_text(encoding="utf-8").replace("[profile]\n", '[profile]\nfile = "mine.toml"\n', 1)
    toml.write_text(good, encoding="utf-8")
    topic = desk / "_data/topics/10-rain.yaml"
    topic.parent.mkdir(parents=True, exist_ok=True)
    topic.write_text("_id: rain\nname: Rain\nany: [flood]\n", encoding="utf-8")
    watch = start("run", "--watch", "--json", "--desk", desk)
    assert watch.stderr is not None
    assert told(watch)["publish"]["shown"] == 0
    for file, text, fault in (
        (mine, 'base = "default"\n[weights]\nhalf_life_hours = -1\n', "mine.toml:3"),
        (topic, "_id: rain\nname: Rain\nparent: snow\n", "10-rain.yaml:3"),
        (toml, good + "[[alert]]\nview = 3\n", "newsloom.toml:"),
    ):
        before = file.read_text(encoding="utf-8")
        file.write_text(text, encoding="utf-8")
        line = watch.stderr.readline()
        assert ("settings.refused" in line, fault in line, "the last good ones" in line) == (True, True, True), line
        told(watch)
        file.write_text(before, encoding="utf-8")
        told(watch)
    mine.write_text('base = "default"\n[weights]\nthreshold = 1\n', encoding="utf-8")
    assert told(watch)["publish"]["shown"] == 1
    watch.send_signal(signal.SIGTERM)
    assert watch.wait(PATIENCE) == 0


def test_an_order_waits_for_the_run_at_work(desk: Path, gate: Gate, start: Start) -> None:
    """It says for whom and how long; if that was too short, it ends with 3, and else it is carried out."""
    watch = start("run", "--watch", "--json", "--desk", desk)
    assert gate.asked.wait(PATIENCE)
    hasty = start("forget", "--undo", "nothing", "--desk", desk, "--wait", "0.3")
    _, err = hasty.communicate(timeout=PATIENCE)
    waits, refused = err.splitlines()
    assert waits.startswith(f"newsloom: the desk is in use by process {watch.pid}, since 20")
    assert waits.endswith("; waiting up to 0.3 s")
    assert (hasty.returncode, "is in use by process" in refused) == (3, True)
    patient = start("forget", "--undo", "nothing", "--desk", desk)
    assert patient.stderr is not None
    assert "waiting up to 30 s" in patient.stderr.readline()
    gate.open.set()
    assert "`nothing` was not removed" in patient.communicate(timeout=PATIENCE)[1]
    assert patient.returncode == 2


def test_one_process_watches_a_desk(desk: Path, gate: Gate, start: Start) -> None:
    """A second watch is refused, even between two runs of the first; when that one is killed another may."""
    gate.open.set()
    watch = start("run", "--watch", "--json", "--desk", desk)
    told(watch)
    second = start("run", "--watch", "--desk", desk)
    _, err = second.communicate(timeout=PATIENCE)
    assert (second.returncode, f"is in use by process {watch.pid}, since 20" in err) == (3, True), err
    watch.kill()
    watch.wait()
    third = start("run", "--watch", "--json", "--desk", desk)
    assert told(third)["ingest"]["visited"] == 0


def test_a_watch_goes_on_with_a_backup_that_was_brought_back(desk: Path, gate: Gate, start: Start) -> None:
    """Its next run is on the database that lies there by then."""
    gate.open.set()
    assert main(["run", "--desk", str(desk)]) == 0
    assert main(["backup", str(desk.parent / "copy"), "--desk", str(desk)]) == 0
    watch = start("run", "--watch", "--json", "--desk", desk)
    told(watch)
    while main(["restore", str(desk.parent / "copy"), "--desk", str(desk)]) == 3:
        time.sleep(0.05)
    assert main(["run", "--desk", str(desk), "--source", "quick"]) == 0
    assert main(["doctor", "--desk", str(desk)]) == 0
    assert watch.poll() is None
