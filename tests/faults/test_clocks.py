"""Worker processes whose clocks are wrong: what they make of pages has its time from the run, never from themselves."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

DECADE = 10 * 365 * 24 * 3600  # seconds

RUN = """
import sys
import time
from datetime import timedelta
from pathlib import Path

from newsloom.testing.builders import NOON, a_desk, a_page, an_item, rss
from newsloom.workers import KillablePool, PoolRules


def main():
    items = [
        an_item("Flood", summary="Water."),
        an_item("Undated", summary="No day is named.", published=None),
        an_item("Tomorrow", summary="Ahead of us.", published=NOON + timedelta(hours=30)),
    ]
    text = "The council met in the old hall and voted on what is to become of the place. " * 12
    pages = {"https://daily.example/rss": rss(*items)} | {item.url: a_page(item.title, text) for item in items}
    with KillablePool(PoolRules(workers=2)) as pool, a_desk(Path(sys.argv[1]), pages, executor=pool) as desk:
        print(round(pool.submit(time.time).result() - time.time()))
        desk.run()
        for article in sorted(desk.articles(), key=lambda one: one.id):
            print(article)


if __name__ == "__main__":
    main()
"""


def run(folder: Path, library: Path, ahead: int) -> tuple[int, list[str]]:
    """How far the workers' clocks are from ours, and what a desk stored of three items with pages."""
    folder.mkdir()
    script = folder / "one_run.py"  # workers look for what began them, so it must be a file
    script.write_text(RUN, encoding="utf-8")
    paths = os.pathsep.join(path for path in sys.path if path)
    environment = os.environ | {"PYTHONPATH": paths, "LD_PRELOAD": str(library), "CLOCK_AHEAD": str(ahead)}
    command = [sys.executable, str(script), str(folder)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    off, *lines = done.stdout.splitlines()
    return int(off), [line for line in lines if line.startswith("Article(")]


def test_workers_have_the_runs_time(tmp_path: Path) -> None:
    """Ten years ahead or behind, they store what they store with right clocks (F24)."""
    compiler = shutil.which("cc")
    if compiler is None or not sys.platform.startswith("linux"):
        pytest.skip("no C compiler here")
    library = tmp_path / "clock.so"
    source = Path(__file__).with_name("clock.c")
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"], check=True)
    right = run(tmp_path / "right", library, 0)
    assert right[0] == 0
    assert len(right[1]) == 3
    for ahead in (DECADE, -DECADE):
        off, stored = run(tmp_path / f"by{ahead}", library, ahead)
        assert abs(off - ahead) <= 5
        assert stored == right[1]
