"""A skip nobody foresaw fails CI, and a foreseen one does not."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

SUITE = """
import pytest

def test_passes(): pass

@pytest.mark.skip(reason="no moon tonight")
def test_skips(): pass

@pytest.mark.xfail(reason="known to fail")
def test_fails(): assert False
"""


def run_suite(folder: Path, patterns: str, *words: str) -> subprocess.CompletedProcess[str]:
    """What a small suite with one skip says, given the patterns of foreseen skips."""
    (folder / "test_suite.py").write_text(SUITE, encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    (folder / "expected.txt").write_text(patterns, encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    plugin = ["-p", "expected_skips", "--expected-skips", "expected.txt", "-p", "no:cacheprovider"]
    return subprocess.run(
        [sys.executable, "-m", "pytest", *plugin, *words],
        cwd=folder,
        env=environment | {"PYTHONPATH": str(ROOT / ".ci"), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    "words",
    [
        pytest.param((), id="alone"),
        pytest.param(("-p", "xdist.plugin", "-n", "1"), id="spread", marks=pytest.mark.slow),
    ],
)
def test_unforeseen(tmp_path: Path, words: tuple[str, ...]) -> None:
    """An unforeseen skip is named and fails a run whose tests all passed; pytest still has the last line."""
    done = run_suite(tmp_path, "# a comment\n\nno sun\n", *words)
    assert done.returncode == 1
    assert "test_suite.py::test_skips: Skipped: no moon tonight" in done.stdout
    assert "1 passed, 1 skipped, 1 xfailed" in done.stdout.splitlines()[-1]


def test_foreseen(tmp_path: Path) -> None:
    """A foreseen skip changes nothing."""
    done = run_suite(tmp_path, "no m..n\n")
    assert done.returncode == 0
    assert "nobody foresaw" not in done.stdout
