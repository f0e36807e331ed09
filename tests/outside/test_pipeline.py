"""The benchmark from HTML to stories, run as its user runs it."""

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PARAGRAPH = (
    "The council of {town} voted on {day} to mend the {thing}, which had been shut since the storm of last year. "
)


def bench(*words: object) -> subprocess.CompletedProcess[str]:
    """The benchmark in a process of its own."""
    return subprocess.run(
        [sys.executable, ROOT / "bench/pipeline.py", *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )


def saved(path: Path, count: int) -> Path:
    """A file of pages, each about another town."""
    with gzip.open(path, "wt", encoding="utf-8") as lines:
        for number in range(count):
            text = PARAGRAPH.format(town=f"Town{number}", day="Monday", thing=f"bridge {number}") * 4
            html = f"<html><title>Bridge of Town{number}</title><body><p>{text}</p><p>{text}</p></body></html>"
            lines.write(json.dumps({"url": f"https://town{number}.example/a", "html": html}) + "\n")
        lines.write(json.dumps({"url": "https://empty.example/", "html": ""}) + "\n")
    return path


@pytest.mark.slow
def test_every_page_is_counted(tmp_path: Path) -> None:
    """Pages read and refused add up; each article is in a story; cost and memory are told."""
    done = bench(saved(tmp_path / "pages.jsonl.gz", 40), "--json")
    figures = json.loads(done.stdout)
    assert done.returncode in {0, 1}
    assert (figures["pages"], figures["read"], figures["failed"]) == (21, 20, 1)
    assert 1 <= figures["stories"] <= 41
    assert figures["pages_per_cpu_second"] > 0
    assert 20 < figures["megabytes_of_a_worker"] < 400


@pytest.mark.slow
def test_a_file_that_is_none_is_told(tmp_path: Path) -> None:
    """What cannot be measured ends with exit code 2 and the place."""
    path = tmp_path / "pages.jsonl"
    path.write_text('{"url": "https://a.example/"}\n', encoding="utf-8")
    done = bench(path)
    assert done.returncode == 2
    assert "line 1 is no object with `url` and `html`" in done.stderr
    assert bench(tmp_path / "missing").returncode == 2
