"""`newsloom mark` keeps what somebody found good or bad, `newsloom tune` proposes weights from it."""

import tomllib
from pathlib import Path

import pytest
from tests.cli.stage import Newsloom, Site, run_quietly, write_desk


@pytest.fixture(scope="module")
def grown(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk that has published twenty-four stories of two feeds. Tests work on copies of it."""
    desk = tmp_path_factory.mktemp("grown")
    write_desk(desk)
    site.feed("/a", "The Daily", *(f"Council {name} opens a bridge in {name}" for name in NAMES[:12]))
    site.feed("/b", "The Post", *(f"Minister of {name} resigns over {name} harbour" for name in NAMES[12:]))
    for name in ("a", "b"):
        run_quietly("--desk", desk, "add", f"{site.address}/{name}", "--id", name, "--yes", "--no-visit")
    run_quietly("--desk", desk, "run")
    return desk


NAMES = [
    first + second for first in ("Mar", "Tel", "Ost", "Pel", "Wex", "Bray") for second in ("tin", "vik", "gor", "ham")
]


def stories(newsloom: Newsloom, desk: Path) -> list[str]:
    """The ids of all stories."""
    return [one["id"] for one in newsloom("--desk", desk, "stories", "--all", "--json").data]


def test_a_mark_is_kept_and_forgotten(newsloom: Newsloom, busy: Path) -> None:
    """Who and when are kept; the latest word of one person on one story counts."""
    story = stories(newsloom, busy)[0]
    assert newsloom("--desk", busy, "mark", story, "good", "--by", "Ana").code == 0
    assert newsloom("--desk", busy, "mark", story, "bad", "--by", "Ana").code == 0
    assert newsloom("--desk", busy, "mark", story, "good", "--by", "Bo").code == 0
    said = newsloom("--desk", busy, "mark", "--json").data["marks"]
    assert [(one["by"], one["is_good"], one["story"]) for one in said] == [("Ana", False, story), ("Bo", True, story)]
    assert "bad" in newsloom("--desk", busy, "mark").out
    assert newsloom("--desk", busy, "mark", story, "--undo", "--by", "Ana").code == 0
    assert newsloom("--desk", busy, "mark", story, "--undo", "--by", "Ana").code != 0
    assert len(newsloom("--desk", busy, "mark", "--json").data["marks"]) == 1
    assert newsloom("--desk", busy, "mark", story).code != 0
    assert "no article" in newsloom("--desk", busy, "mark", "nobody", "good").err


def test_weights_are_proposed_and_written_only_if_asked(newsloom: Newsloom, busy: Path, tmp_path: Path) -> None:
    """Too few marks are refused; what is written is a profile that a desk can use."""
    ids = stories(newsloom, busy)
    assert len(ids) >= 20, len(ids)
    newsloom("--desk", busy, "mark", ids[0], "good")
    refused = newsloom("--desk", busy, "tune")
    assert refused.code != 0
    assert "9 more good and 10 more bad" in refused.err
    for n, story in enumerate(ids[:22]):
        assert newsloom("--desk", busy, "mark", story, "good" if n % 2 else "bad").code == 0
    data = newsloom("--desk", busy, "tune", "--json").data
    assert data["good"] + data["bad"] == len(ids[:22])
    assert data["replay"]["editions"]
    file = busy / "tuned.toml"
    said = newsloom("--desk", busy, "tune", "--write", file)
    assert said.code == 0, said.err
    assert tomllib.loads(file.read_text(encoding="utf-8"))["base"] == "default"
    changed = tmp_path / "changed.toml"
    changed.write_text(f'[profile]\nfile = "{file}"\n', encoding="utf-8")
    assert newsloom("--desk", busy, "replay", "--with", changed).code == 0
    assert newsloom("--desk", busy, "tune", "--write", file).code != 0
