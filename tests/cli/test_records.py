"""`newsloom records` on files and folders: identical, different, torn."""

from pathlib import Path

import pytest
from tests.cli.stage import Newsloom, write_desk
from tests.records.desk import TIERS, written


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A folder of fifty records with their topics, beside a desk that judges as they were judged."""
    assert len(list(written(tmp_path / "archive"))) == 50
    (tmp_path / "desk").mkdir()
    path = write_desk(tmp_path / "desk")
    tiers = "[tiers]\n" + "".join(f'"{host}" = {points}\n' for host, points in TIERS.items())
    text = path.read_text(encoding="utf-8").replace('name = "default"', 'name = "smartable"')
    path.write_text(text.partition("[tiers]")[0] + tiers, encoding="utf-8")
    return tmp_path / "archive"


def records_in(folder: Path) -> list[Path]:
    """The records not archived."""
    return sorted((folder / "_news").glob("*.md"))


def test_check_of_a_folder(newsloom: Newsloom, archive: Path) -> None:
    """All identical: a line, exit 0; --json says the same."""
    assert newsloom("records", "check", archive).out == "50 of 50 identical\n"
    data = newsloom("records", "check", archive, "--json").data
    assert (data["records"], data["identical"], data["ok"], data["files"]) == (50, 50, True, [])


def test_check_names_the_first_difference(newsloom: Newsloom, archive: Path) -> None:
    """A record that would be written otherwise is exit 1, with its file, line and both texts."""
    path = records_in(archive)[3]
    path.write_bytes(path.read_bytes().replace(b"heat: ", b"heat:  "))
    for where in (archive, path):
        result = newsloom("records", "check", where)
        assert result.code == 1
        assert f"{path}:" in result.out
        assert "  expected heat: " in result.out
    assert newsloom("records", "check", path, "--json").data["files"][0]["path"] == str(path)


def test_torn_files_are_told_and_left_alone(newsloom: Newsloom, archive: Path) -> None:
    """A torn file is named, does not fail the check, and keeps its bytes; the score passes over it."""
    path = records_in(archive)[0]
    path.write_bytes(path.read_bytes()[:90])
    before = path.read_bytes()
    result = newsloom("records", "check", archive)
    assert (result.code, "49 of 50 identical, 1 torn" in result.out, str(path) in result.out) == (0, True, True)
    scored = newsloom("records", "score", archive, "--desk", archive.parent / "desk", "--json")
    assert (scored.code, [file["path"] for file in scored.data["torn"]]) == (0, [str(path)])
    assert path.read_bytes() == before


def test_score_finds_every_difference(newsloom: Newsloom, archive: Path) -> None:
    """Right scores are exit 0, a wrong one exit 1 and named; the desk's file may be given itself."""
    desk = archive.parent / "desk/newsloom.toml"
    right = newsloom("records", "score", archive, "--desk", desk)
    assert right.code == 0, right.out
    assert "48 of 48 scored records exact" in right.out
    path = next(path for path in records_in(archive) if b"quality: 37" in path.read_bytes())
    path.write_bytes(path.read_bytes().replace(b"quality: 37", b"quality: 36", 1))
    wrong = newsloom("records", "score", archive, "--desk", desk)
    assert (wrong.code, f"{path}: quality is 36, computed 37" in wrong.out) == (1, True)
    assert newsloom("records", "score", archive, "--desk", desk, "--json").data["ok"] is False


def test_score_says_what_it_needs(newsloom: Newsloom, archive: Path, tmp_path: Path) -> None:
    """Missing paths, topics or a desk are wrong use, said in a line."""
    desk = archive.parent / "desk"
    lonely = tmp_path / "elsewhere"
    lonely.mkdir()
    (lonely / "one.md").write_bytes(records_in(archive)[0].read_bytes())
    for words, said in (
        (("score", lonely, "--desk", desk), "--topics DIR"),
        (("score", archive, "--desk", desk, "--topics", tmp_path / "none"), "no folder at"),
        (("score", tmp_path / "none", "--desk", desk), "no file or folder at"),
        (("check", tmp_path / "none"), "no file or folder at"),
        (("score", archive, "--desk", tmp_path / "nodesk"), "there is no desk here"),
    ):
        result = newsloom("records", *words)
        assert (result.code, result.out, said in result.err) == (2, "", True), result
    topics = archive / "_data/topics"
    assert newsloom("records", "score", lonely, "--desk", desk, "--topics", topics).code == 0
