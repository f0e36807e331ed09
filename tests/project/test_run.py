"""`./run` works from anywhere, says what is wrong, and leaves a finished environment alone."""

import os
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
INTERPRETERS = ("python3", "python3.14", "python3.13", "python3.12", "python3.11")

# What stands in for the programs of the environment: it tells how it was called.
TELL = """#!/bin/sh
printf '%s|' "$(basename "$0")" "$(pwd)" "$@"
exit ${TELL_EXIT:-0}
"""


def program(path: Path, text: str = TELL) -> None:
    """An executable script."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout, in a folder with a blank in its name, whose environment is finished."""
    root = tmp_path.resolve() / "my checkout"
    (root / "requirements").mkdir(parents=True)
    shutil.copy2(ROOT / "run", root / "run")
    for name in ("requirements/uv.txt", "requirements/dev.txt", "pyproject.toml"):
        shutil.copy(ROOT / name, root / name)
    for name in ("python", "newsloom", "zensical", "lint-imports"):
        program(root / ".env/venv/bin" / name)
    (root / "bench").mkdir()
    (root / "bench/feeds.py").touch()
    made = "cat requirements/uv.txt requirements/dev.txt pyproject.toml | cksum"
    checksum = subprocess.run(["sh", "-c", made], cwd=root, capture_output=True, text=True, check=True).stdout.strip()
    (root / ".env/stamp").write_text(f"{checksum} {root}\npython3\n", encoding="utf-8")
    return root


def call(script: Path, *words: str, cwd: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """What a call of `./run` said."""
    environment = {name: value for name, value in os.environ.items() if name not in {"PYTHON", "PYTHONPATH"}}
    return subprocess.run(
        [str(script), *words],
        cwd=cwd,
        env=environment | variables,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )


def told(done: subprocess.CompletedProcess[str]) -> list[str]:
    """How the stand-in was called: its name, its directory, its arguments."""
    return done.stdout.split("|")[:-1]


@pytest.mark.parametrize("shell", ["dash", "sh"])
def test_is_posix(shell: str) -> None:
    """Any POSIX shell can read it."""
    if shutil.which(shell) is None:
        shell = "sh"
    assert subprocess.run([shell, "-n", str(ROOT / "run")], check=False).returncode == 0


def test_ci_is_bash() -> None:
    """Bash can read what CI runs."""
    assert subprocess.run(["bash", "-n", str(ROOT / ".ci/run")], check=False).returncode == 0


def test_callers_directory(checkout: Path, tmp_path: Path) -> None:
    """A command runs where its caller stands, so that paths are the caller's."""
    done = call(checkout / "run", "newsloom", "records", "check", "a file.md", cwd=tmp_path)
    assert told(done) == ["newsloom", str(tmp_path.resolve()), "records", "check", "a file.md"]
    assert done.stderr == ""


def test_through_symlinks(checkout: Path, tmp_path: Path) -> None:
    """A symlink to a symlink to it finds the checkout."""
    (tmp_path / "one").symlink_to(checkout / "run")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/two").symlink_to("../one")
    assert told(call(tmp_path / "elsewhere/two", "newsloom", cwd=tmp_path))[0] == "newsloom"


def test_bench_passes_through(checkout: Path, tmp_path: Path) -> None:
    """A benchmark gets its arguments, and its exit code is the caller's."""
    done = call(checkout / "run", "bench", "feeds", "some dir", "--json", cwd=tmp_path, TELL_EXIT="1")
    assert told(done)[2:] == [str(checkout / "bench/feeds.py"), "some dir", "--json"]
    assert done.returncode == 1


@pytest.mark.parametrize("words", [(), ("kils",)])
def test_bench_lists(checkout: Path, words: tuple[str, ...]) -> None:
    """Without the name of a benchmark it lists those there are."""
    done = call(checkout / "run", "bench", *words, cwd=checkout)
    assert done.returncode == 2
    assert "benchmarks: feeds" in done.stderr


def test_test_finds_the_suite(checkout: Path, tmp_path: Path) -> None:
    """`test` without a path runs all of tests/, wherever it is called."""
    words = told(call(checkout / "run", "test", "-k", "feeds", cwd=tmp_path))
    assert words[-1] == str(checkout / "tests")
    assert words[words.index("--rootdir") + 1] == str(checkout)


def test_test_takes_callers_paths(checkout: Path, tmp_path: Path) -> None:
    """`test` with a path runs that path alone."""
    (tmp_path / "test_one.py").touch()
    assert told(call(checkout / "run", "test", "test_one.py", cwd=tmp_path))[-1] == "test_one.py"


def test_unknown_command(checkout: Path) -> None:
    """An unknown command is named, with the way to those there are."""
    done = call(checkout / "run", "tests", cwd=checkout)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "run: no command 'tests'; ./run help lists them\n"


def test_help_needs_nothing(checkout: Path) -> None:
    """`help` makes no environment."""
    shutil.rmtree(checkout / ".env")
    done = call(checkout / "run", "help", cwd=checkout)
    assert done.returncode == 0
    assert "usage: ./run COMMAND" in done.stdout
    assert not (checkout / ".env").exists()


def test_wrong_python(checkout: Path) -> None:
    """A PYTHON that will not do is refused before anything is made."""
    shutil.rmtree(checkout / ".env")
    done = call(checkout / "run", "newsloom", cwd=checkout, PYTHON="/nowhere/python3")
    assert done.returncode == 2
    assert done.stderr.startswith("run: PYTHON=/nowhere/python3 is not a Python 3.11 or newer")
    assert not (checkout / ".env").exists()


def test_shims_that_fail(checkout: Path, tmp_path: Path) -> None:
    """An interpreter that is there and does not run is not taken for one."""
    for name in INTERPRETERS:
        program(tmp_path / "bin" / name, "#!/bin/sh\nexit 127\n")
    shutil.rmtree(checkout / ".env")
    done = call(checkout / "run", "newsloom", cwd=checkout, PATH=f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    assert done.returncode == 2
    assert "no Python 3.11 or newer found" in done.stderr


def test_python_without_venv(checkout: Path, tmp_path: Path) -> None:
    """A Python that cannot make environments is told from none, with the package to install."""
    for name in INTERPRETERS:
        program(tmp_path / "bin" / name, "#!/bin/sh\ncase $2 in *ensurepip*) exit 1 ;; *) exit 0 ;; esac\n")
    shutil.rmtree(checkout / ".env")
    done = call(checkout / "run", "newsloom", cwd=checkout, PATH=f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    assert done.returncode == 2
    assert "apt install python3-venv" in done.stderr


def test_changed_lock(checkout: Path) -> None:
    """Changed locks ask for another set-up; without a README there is no whole checkout to set up."""
    (checkout / "requirements/dev.txt").write_text("", encoding="utf-8")
    done = call(checkout / "run", "newsloom", cwd=checkout)
    assert done.returncode == 2
    assert "this checkout is not whole" in done.stderr
