"""The installed command, as a process among others: signals, pipes, terminals, a second writer."""

import fcntl
import json
import os
import pty
import re
import resource
import signal
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tests.cli.stage import write_desk
from tests.outside.cli.stage import COMMAND, PATIENCE, Gate, environment

from newsloom.cli import main
from newsloom.cli.main import COMMANDS
from newsloom.testing.state import files_of, state_of

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts a command; whatever still runs at the end is killed."""
    running: list[subprocess.Popen[str]] = []

    def begin(*words: object) -> "subprocess.Popen[str]":
        pipe = subprocess.PIPE
        command = [*COMMAND, *map(str, words)]
        process = subprocess.Popen(
            command, stdout=pipe, stderr=pipe, text=True, env=environment(), start_new_session=True
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


def test_help_is_quick() -> None:
    """Help costs less than 0.3 seconds of CPU, whatever else the machine does."""
    for words in (["--help"], ["run", "--help"]):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run([*COMMAND, *words], env=environment(), capture_output=True, check=True, timeout=PATIENCE)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert done.stdout.startswith(b"usage: newsloom")
        assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 0.3


def test_no_help_loads_what_only_work_needs() -> None:
    """No command's help imports a library; that is what keeps all of them quick."""
    script = (
        "import sys; from newsloom.cli import main\n"
        f"for name in {list(COMMANDS)}: main([name, '--help'])\n"
        "print(sorted({m.partition('.')[0] for m in sys.modules} - set(sys.stdlib_module_names) - {'newsloom'}))"
    )
    done = subprocess.run([sys.executable, "-c", script], env=environment(), capture_output=True, text=True, check=True)
    loaded = done.stdout.splitlines()[-1]
    assert not {"msgspec", "structlog", "rich", "sqlalchemy", "aiohttp", "lxml", "numpy"} & set(eval(loaded))  # noqa: S307  our own list


def test_output_may_end_early(tmp_path: Path) -> None:
    """A reader that goes away, as `| head` does, is no fault; neither is a standard output that is closed."""
    write_desk(tmp_path)
    for shell in ('"$@" --help | true', '"$@" --help >&-', '"$@" sources --json --desk "$DESK" >&-'):
        done = subprocess.run(
            ["bash", "-o", "pipefail", "-c", shell, "-", *COMMAND],
            env=environment(DESK=str(tmp_path)),
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )
        assert (done.returncode, done.stderr) == (0, ""), shell


def test_output_may_be_full() -> None:
    """A full disk below standard output is told in one line."""
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*COMMAND, "--help"], env=environment(), stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert (done.returncode, done.stderr) == (2, "newsloom: standard output: No space left on device\n")


@pytest.mark.slow
def test_ctrl_c_loses_nothing(desk: Path, gate: Gate, start: Start) -> None:
    """Ctrl-C while a source is slow ends the run with 130 and a line; the next run gets everything."""
    run = start("run", "--desk", desk)
    assert gate.asked.wait(PATIENCE)
    os.killpg(run.pid, signal.SIGINT)
    out, err = run.communicate(timeout=PATIENCE)
    assert (run.returncode, out, err) == (130, "", "newsloom: interrupted; nothing stored is lost\n")
    gate.open.set()
    assert main(["run", "--desk", str(desk), "--source", "quick", "--source", "slow"]) == 0
    state = state_of(desk / "newsloom.toml")
    assert not state["faults"]
    assert len(state["articles"]) == 1
    assert main(["doctor", "--desk", str(desk)]) == 0


@pytest.mark.slow
def test_a_second_writer_is_told_who_writes(
    desk: Path, gate: Gate, start: Start, capsys: pytest.CaptureFixture[str]
) -> None:
    """A second run is refused with exit 3, the first's process and since when; readers are not; --wait waits."""
    first = start("run", "--desk", desk, "--json")
    assert gate.asked.wait(PATIENCE)
    assert main(["run", "--desk", str(desk)]) == 3
    assert f"{desk} is in use by process {first.pid}, since 20" in capsys.readouterr().err
    assert main(["run", "--desk", str(desk), "--wait", "0.2"]) == 3
    assert main(["stories", "--desk", str(desk)]) == 0
    assert main(["backup", str(desk.parent / "copy"), "--desk", str(desk)]) == 0
    assert main(["restore", str(desk.parent / "copy"), "--desk", str(desk)]) == 3
    second = start("run", "--desk", desk, "--wait", PATIENCE, "--json")
    gate.open.set()
    assert json.loads(first.communicate(timeout=PATIENCE)[0])["ingest"]["visited"] == 2
    assert json.loads(second.communicate(timeout=PATIENCE)[0])["ingest"]["visited"] == 0
    assert (first.returncode, second.returncode) == (0, 0)


@pytest.mark.slow
def test_a_watch_ends_when_asked(desk: Path, gate: Gate, start: Start) -> None:
    """SIGTERM between two runs ends at once with 0; each run has told its data in one line."""
    gate.open.set()
    watch = start("run", "--watch", "--json", "--desk", desk)
    assert watch.stdout is not None
    assert json.loads(watch.stdout.readline())["ingest"]["visited"] == 2
    asked = time.monotonic()
    watch.send_signal(signal.SIGTERM)
    watch.communicate(timeout=PATIENCE)
    assert watch.returncode == 0
    assert time.monotonic() - asked < 10


@pytest.mark.slow
def test_a_watch_ends_though_a_source_is_slow(desk: Path, gate: Gate, start: Start) -> None:
    """SIGTERM in the middle of a run lets it end if it can; within ten seconds it is over, and nothing is lost."""
    watch = start("run", "--watch", "--desk", desk)
    assert gate.asked.wait(PATIENCE)
    asked = time.monotonic()
    watch.send_signal(signal.SIGTERM)
    _, err = watch.communicate(timeout=PATIENCE)
    assert (watch.returncode, "Traceback" in err) == (0, False), err
    assert time.monotonic() - asked < 10
    assert not state_of(desk / "newsloom.toml")["faults"]


@pytest.mark.slow
def test_serve_shows_the_newest_generation(desk: Path, gate: Gate, start: Start) -> None:
    """The output is served as harmless files, a new generation at once, nothing outside of it."""
    gate.open.set()
    assert main(["run", "--desk", str(desk)]) == 0
    serve = start("serve", "--port", "0", "--desk", desk)
    assert serve.stdout is not None
    line = serve.stdout.readline()
    port = urlsplit(line[line.index("http://") :].split()[0]).port
    assert port

    def get(path: str) -> tuple[int, str, bytes]:
        connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer.status, answer.headers["content-type"], body

    for path in files_of(desk / "site"):
        assert get(f"/{path}")[2] == (desk / "site" / path).read_bytes()
    assert get("/api/news/index.json")[:2] == (200, "application/json; charset=utf-8")
    record = next((desk / "site/_news").iterdir())
    assert get(f"/_news/{record.name}")[:2] == (200, "text/plain; charset=utf-8")
    for outside in ("/../newsloom.toml", "/%2e%2e/newsloom.toml", "/..%2fnewsloom.toml", "//etc/passwd"):
        assert get(outside)[0] == 404, outside
    (desk / "site").rename(desk / "old")
    (desk / "site").mkdir()
    (desk / "site/new.json").write_bytes(b"{}")
    assert get("/new.json")[2] == b"{}"
    assert main(["serve", "--port", str(port), "--desk", str(desk)]) == 2
    serve.send_signal(signal.SIGINT)
    assert serve.wait(PATIENCE) == 0


def shown_on_a_terminal(*words: object, columns: int, **more: str) -> str:
    """What a command writes to a terminal so wide."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    env = environment(TERM="xterm-256color", **more)
    env.pop("COLUMNS", None)
    command = [*COMMAND, *map(str, words)]
    with subprocess.Popen(command, env=env, stdin=theirs, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        said = b""
        while True:
            try:
                some = os.read(ours, 65536)
            except OSError:  # the terminal is closed once nobody writes
                break
            if not some:
                break
            said += some
        process.wait(PATIENCE)
    os.close(ours)
    return said.decode()


def test_a_narrow_terminal(desk: Path) -> None:
    """A table fits a terminal of 50 columns; with NO_COLOR there is no colour in it."""
    assert main(["run", "--desk", str(desk), "--source", "quick"]) == 0
    shown = shown_on_a_terminal("search", "flood", "--desk", desk, columns=50, NO_COLOR="1")
    text = re.sub(r"\x1b\[[0-9;]*m", "", shown)
    assert "Flood" in text
    assert max(len(line) for line in text.splitlines()) <= 50
    assert not re.search(r"\x1b\[[0-9;]*[349][0-7]m", shown)


@pytest.mark.slow
def test_the_log_goes_to_standard_error(desk: Path, gate: Gate, start: Start) -> None:
    """-v logs beside the data, never into it."""
    gate.open.set()
    run = start("run", "-v", "--json", "--desk", desk)
    out, err = run.communicate(timeout=PATIENCE)
    assert json.loads(out)["ingest"]["visited"] == 2
    assert "info" in err
    assert "\x1b" not in err
