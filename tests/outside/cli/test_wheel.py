"""The wheel holds all that a desk needs."""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from newsloom import __version__

ROOT = Path(__file__).resolve().parents[3]


def done(*command: object, cwd: Path) -> str:
    """What a command printed; it must succeed. The tree's own package is out of its sight."""
    env = {**os.environ, "OMP_NUM_THREADS": "1"}
    for name in ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH"):
        env.pop(name, None)
    result = subprocess.run(
        [str(word) for word in command], cwd=cwd, env=env, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    """The wheel, built from a copy of the tree."""
    tree = tmp_path / "tree"
    shutil.copytree(ROOT / "src", tree / "src", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tree / name)
    done(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path / "dist", cwd=tree)
    return next((tmp_path / "dist").glob("newsloom-*.whl"))


@pytest.mark.slow
@pytest.mark.skipif(not (ROOT / "README.md").exists(), reason="not a whole tree: README.md is missing")
def test_the_wheel_runs_a_desk(wheel: Path, tmp_path: Path) -> None:
    """Installed alone beside the dependencies, it makes a desk in an empty folder and runs it."""
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if name.startswith("newsloom/")}
    kept = {
        path.relative_to(ROOT / "src").as_posix()
        for path in (ROOT / "src/newsloom").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert packed == kept
    home = tmp_path / "venv"
    done(sys.executable, "-m", "venv", home, cwd=tmp_path)
    done(home / "bin/python", "-m", "pip", "install", "-q", "--no-index", "--no-deps", wheel, cwd=tmp_path)
    say_where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = Path(done(home / "bin/python", "-c", say_where, cwd=tmp_path).strip())
    # The dependencies of this environment, after the new one's own packages; the tree itself is not among them.
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    empty = tmp_path / "empty"
    empty.mkdir()

    def newsloom(*words: object) -> str:
        return done(home / "bin/newsloom", *words, cwd=empty)

    where = done(home / "bin/python", "-c", "import newsloom; print(newsloom.__file__)", cwd=empty)
    assert where.startswith(str(site))
    assert newsloom("--version") == f"newsloom {__version__}\n"
    assert newsloom("init", "desk").startswith("made desk/newsloom.toml")
    assert re.search(r"0 records, 0 shown; [1-9]\d* files written", newsloom("run", "--desk", "desk"))
    assert newsloom("doctor", "--desk", "desk").endswith("all is well\n")
