"""Runs that are killed, as the benchmark of kills makes them; a few here, a thousand by hand."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_run_killed_anywhere_loses_and_doubles_nothing() -> None:
    """At failpoints and at random moments; the desk is afterwards what an undisturbed run leaves (F01, F02)."""
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT / "examples")])
    done = subprocess.run(
        [sys.executable, ROOT / "bench/kills.py", "--n", "10", "--seed", "7", "--json"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": paths},
    )
    figures = json.loads(done.stdout)
    assert (done.returncode, figures["faults"]) == (0, [])
    assert figures["killed"] >= 5
