"""`newsloom forget` and `newsloom diff`: what an owner types and reads."""

from pathlib import Path

import pytest
from tests.cli.stage import Newsloom, Site, run_quietly, write_desk


@pytest.fixture(scope="module")
def grown(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk that has run once over two headlines. Tests work on copies of it."""
    desk = tmp_path_factory.mktemp("grown")
    write_desk(desk)
    address = site.feed("/daily", "The Daily", "Ferry Halmar runs aground", "Market reopens")
    run_quietly("add", address, "--desk", desk, "--id", "daily", "--no-visit")
    run_quietly("run", "--desk", desk)
    return desk


def ids(newsloom: Newsloom, desk: Path, word: str) -> list[str]:
    """The articles that hold a word."""
    return [found["id"] for found in newsloom("search", word, "--desk", desk, "--json").data]


def test_forget_asks_first_and_says_what_stays(newsloom: Newsloom, busy: Path) -> None:
    """Without a terminal it wants `--yes`; a rehearsal changes nothing; backups are the owner's."""
    (id_,) = ids(newsloom, busy, "Halmar")
    asked = newsloom("forget", id_, "--desk", busy)
    assert (asked.code, "--yes" in asked.err) == (2, True)
    assert "would be removed" in newsloom("forget", id_, "--dry-run", "--desk", busy).out
    assert ids(newsloom, busy, "Halmar") == [id_]
    done = newsloom("forget", id_, "--yes", "--reason", "asked for", "--desk", busy)
    assert done.code == 0
    assert "removed 1 article" in done.out
    assert "backups made before still hold it" in done.out
    assert ids(newsloom, busy, "Halmar") == []
    assert not [path for path in busy.rglob("*") if path.is_file() and b"Halmar" in path.read_bytes()]
    assert "1 refused" in newsloom("run", "--source", "daily", "--desk", busy).out


def test_forgetting_twice_ends_what_was_left(newsloom: Newsloom, busy: Path) -> None:
    """It is no error."""
    (id_,) = ids(newsloom, busy, "Halmar")
    assert newsloom("forget", id_, "--yes", "--desk", busy, "--json").data["removed"] == [id_]
    again = newsloom("forget", id_, "--yes", "--desk", busy)
    assert (again.code, "was removed before" in again.out) == (0, True)


def test_a_source_is_counted_first(newsloom: Newsloom, busy: Path) -> None:
    """It is still watched, which is said."""
    assert "2 articles would be removed" in newsloom("forget", "daily", "--dry-run", "--desk", busy).out
    done = newsloom("forget", "daily", "--yes", "--desk", busy)
    assert "removed 2 articles" in done.out
    assert "still watched" in done.out


def test_list_and_undo(newsloom: Newsloom, busy: Path) -> None:
    """What was removed, when and why; then it may come back."""
    assert "nothing was ever removed" in newsloom("forget", "--list", "--desk", busy).out
    (id_,) = ids(newsloom, busy, "Halmar")
    newsloom("forget", id_, "--yes", "--reason", "asked for", "--desk", busy)
    assert "asked for" in newsloom("forget", "--list", "--desk", busy).out
    (removal,) = newsloom("forget", "--list", "--desk", busy, "--json").data
    assert (removal["id"], removal["source"]) == (id_, "daily")
    assert newsloom("forget", id_, "--undo", "--desk", busy).code == 0
    assert newsloom("forget", id_, "--undo", "--desk", busy).code == 2
    newsloom("run", "--source", "daily", "--desk", busy)
    assert ids(newsloom, busy, "Halmar") == [id_]


@pytest.mark.parametrize("words", [[], ["unknown"], ["--undo"], ["x", "--list", "--undo"]])
def test_what_cannot_be_is_said(newsloom: Newsloom, busy: Path, words: list[str]) -> None:
    """In one line."""
    said = newsloom("forget", *words, "--desk", busy)
    assert said.code == 2
    assert len(said.err.splitlines()) == 1


def test_diff_shows_headline_and_figures(newsloom: Newsloom, busy: Path, site: Site) -> None:
    """Each version with its time; by id or address; as data too."""
    (id_,) = ids(newsloom, busy, "Halmar")
    assert "1 version" in newsloom("diff", id_, "--desk", busy).out
    site.feed("/daily", "The Daily", "Ferry Halmar sinks", "Market reopens")
    newsloom("run", "--source", "daily", "--desk", busy)
    shown = newsloom("diff", id_, "--desk", busy).out
    assert "2 versions" in shown
    assert "title: … Ferry Halmar [-runs aground-] {+sinks+} …" in shown
    data = newsloom("diff", f"{site.address}/daily/0", "--desk", busy, "--json").data
    assert (data["id"], data["versions"], data["standing"]) == (id_, 2, "stands")
    assert data["steps"][0]["title"] == [
        {"before": "Ferry Halmar", "removed": "runs aground", "added": "sinks", "after": ""}
    ]
    assert newsloom("diff", "daily", "--desk", busy).code == 2
