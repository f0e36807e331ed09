"""`newsloom notes` keeps private notes, sealed."""

import io
import re
import sqlite3
import sys
from pathlib import Path

import pytest
from tests.cli.stage import Newsloom, Site, run_quietly, write_desk

from newsloom.records.sealing import KEY_BYTES, NoteKey

WORDS = "Ask Ida about the crane — zebra crossing"


@pytest.fixture(scope="module")
def grown(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with two published stories and a key. Tests work on copies of it."""
    desk = tmp_path_factory.mktemp("grown")
    write_desk(desk)
    site.feed("/n", "The Daily", "Council opens a bridge in Marvik", "Minister resigns over Telgor harbour")
    run_quietly("--desk", desk, "add", f"{site.address}/n", "--id", "n", "--yes", "--no-visit")
    run_quietly("--desk", desk, "run")
    run_quietly("--desk", desk, "notes", "key")
    return desk


def stories(newsloom: Newsloom, desk: Path) -> list[str]:
    """The ids of all stories."""
    return [one["id"] for one in newsloom("--desk", desk, "stories", "--all", "--json").data]


def records(desk: Path) -> str:
    """All records' text."""
    return "".join(path.read_text(encoding="utf-8") for path in sorted((desk / "site/_news").glob("*.md")))


def test_a_note_is_kept_sealed(newsloom: Newsloom, busy: Path) -> None:
    """It is read back; neither the records nor the database hold its words, nor any output the key."""
    story = stories(newsloom, busy)[0]
    said = newsloom("--desk", busy, "notes", "set", story, "--text", WORDS, "--by", "Ana")
    assert said.code == 0, said.err
    shown = newsloom("--desk", busy, "notes", "show", story, "--json").data
    assert (shown["text"], shown["by"]) == (WORDS, "Ana")
    assert WORDS in newsloom("--desk", busy, "notes", "show", story).out
    assert len(re.findall(r'^secured: "[A-Za-z0-9+/=]+;[A-Za-z0-9+/=]+"$', records(busy), re.MULTILINE)) == 1
    database = b"".join(path.read_bytes() for path in busy.glob("newsloom.db*"))
    for words in (WORDS, "zebra"):
        assert words not in records(busy)
        assert words.encode() not in database
    (key,) = re.findall(r"^([A-Za-z0-9+/=]{44})$", (busy / "notes.key").read_text(encoding="utf-8"), re.MULTILINE)
    verbose = newsloom("--desk", busy, "-v", "notes", "list")
    assert story in verbose.out
    assert key not in verbose.out + verbose.err + said.out + said.err


def test_a_note_is_written_over_and_cleared(newsloom: Newsloom, busy: Path) -> None:
    """The last word counts; a cleared note leaves the record as it was before."""
    story, before = stories(newsloom, busy)[0], records(busy)
    for text in ("one", "two"):
        assert newsloom("--desk", busy, "notes", "set", story, "--text", text).code == 0
    assert newsloom("--desk", busy, "notes", "show", story, "--json").data["text"] == "two"
    assert newsloom("--desk", busy, "notes", "clear", story).code == 0
    assert records(busy) == before
    assert "no note on" in newsloom("--desk", busy, "notes", "show", story).err
    assert newsloom("--desk", busy, "notes", "clear", story).code != 0
    assert "no notes yet" in newsloom("--desk", busy, "notes", "list").out


def test_the_wrong_key_changes_nothing(newsloom: Newsloom, busy: Path) -> None:
    """It is told loudly, the record stays readable, and nothing is overwritten, also on other stories."""
    story, other = stories(newsloom, busy)
    assert newsloom("--desk", busy, "notes", "set", story, "--text", WORDS).code == 0
    key_file, before = busy / "notes.key", records(busy)
    own = key_file.read_bytes()
    with sqlite3.connect(busy / "newsloom.db") as database:
        kept = database.execute("SELECT * FROM sealed_notes").fetchall()
    for wrong in (NoteKey(b"w" * KEY_BYTES).text + "\n", ""):
        key_file.write_text(wrong, encoding="utf-8")
        orders = (["set", story, "--text", "x"], ["set", other, "--text", "x"], ["clear", story])
        commands = (["show", story], *orders, ["rotate"])
        for words in commands:
            said = newsloom("--desk", busy, "notes", *words)
            assert said.code != 0, words
            assert "key" in said.err
            assert not said.out
        assert newsloom("--desk", busy, "run").code == 0
        assert newsloom("--desk", busy, "records", "check", busy / "site/_news").code == 0
        assert records(busy) == before
        with sqlite3.connect(busy / "newsloom.db") as database:
            assert database.execute("SELECT * FROM sealed_notes").fetchall() == kept
    key_file.write_bytes(own)
    assert newsloom("--desk", busy, "notes", "show", story, "--json").data["text"] == WORDS


def test_another_key_takes_over(newsloom: Newsloom, busy: Path) -> None:
    """After a rotation the new key opens everything, and the old one can be forgotten."""
    story = stories(newsloom, busy)[0]
    newsloom("--desk", busy, "notes", "set", story, "--text", WORDS)
    first = newsloom("--desk", busy, "notes", "list", "--json").data["notes"][0]["key"]
    before = records(busy)
    said = newsloom("--desk", busy, "notes", "rotate", "--json").data
    assert said["sealed"] == 1
    assert said["key"] != first
    assert records(busy) != before
    assert len((busy / "notes.key").read_text(encoding="utf-8").split("\n")) == 4
    assert newsloom("--desk", busy, "notes", "rotate", "--drop-old").code == 0
    assert len((busy / "notes.key").read_text(encoding="utf-8").split("\n")) == 3
    assert newsloom("--desk", busy, "notes", "show", story, "--json").data["text"] == WORDS


def test_an_open_key_file_is_refused(newsloom: Newsloom, busy: Path) -> None:
    """A key that others can read is none."""
    story = stories(newsloom, busy)[0]
    (busy / "notes.key").chmod(0o644)
    assert "chmod 600" in newsloom("--desk", busy, "notes", "set", story, "--text", "x").err
    assert "sealed_notes" not in records(busy)


def test_without_a_key_nothing_is_noted(newsloom: Newsloom, busy: Path) -> None:
    """What would be right is said."""
    story = stories(newsloom, busy)[0]
    (busy / "notes.key").unlink()
    assert "newsloom notes key" in newsloom("--desk", busy, "notes", "set", story, "--text", "x").err
    assert "newsloom notes key" in newsloom("--desk", busy, "notes", "rotate").err


def test_a_key_file_is_not_made_twice(newsloom: Newsloom, busy: Path) -> None:
    """A key is never written over."""
    before = (busy / "notes.key").read_bytes()
    assert "rotate" in newsloom("--desk", busy, "notes", "key").err
    assert (busy / "notes.key").read_bytes() == before


def test_a_note_comes_from_standard_input(newsloom: Newsloom, busy: Path) -> None:
    """What need not be seen in a list of processes is piped in; nothing is refused."""
    story = stories(newsloom, busy)[0]
    typed, sys.stdin = sys.stdin, io.StringIO("from a pipe\nof two lines\n")
    try:
        assert newsloom("--desk", busy, "notes", "set", story).code == 0
        assert newsloom("--desk", busy, "notes", "show", story, "--json").data["text"] == "from a pipe\nof two lines"
        assert "1 to 20,000" in newsloom("--desk", busy, "notes", "set", story).err
    finally:
        sys.stdin = typed


@pytest.mark.parametrize("words", [["show"], ["list", "x"], ["show", "x", "--text", "y"], ["set", "x", "--drop-old"]])
def test_words_that_make_no_sense_are_refused(newsloom: Newsloom, busy: Path, words: list[str]) -> None:
    """Each with the words that would."""
    assert "newsloom notes" in newsloom("--desk", busy, "notes", *words).err
