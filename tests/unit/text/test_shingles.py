"""Runs of three words, in any script."""

import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from newsloom.text.shingles import LONGEST, shingles


def runs(text: str) -> list[str]:
    """The runs as the text writes them."""
    cut = shingles(text)
    return [text[start:end] for start, end in zip(cut.starts, cut.ends, strict=True)]


def test_where_they_stand() -> None:
    """Each run is found where it stands."""
    assert runs("The ferry Halmar, aground.") == ["The ferry Halmar", "ferry Halmar, aground"]


def test_what_makes_no_difference() -> None:
    """Case, accents, punctuation and spaces do not count; words do."""
    plain = shingles("elan vital in the harbour").hashes.tolist()
    assert shingles("  Élan “vital” — in THE\nharbour!").hashes.tolist() == plain
    assert shingles("elan vital in the harbours").hashes.tolist()[:2] == plain[:2]
    assert shingles("elan vital in the harbours").hashes.tolist()[2] != plain[2]


def test_without_spaces() -> None:
    """Where words are not parted, a run is six characters."""
    assert runs("旧港口将于明春关闭") == ["旧港口将于明", "港口将于明春", "口将于明春关", "将于明春关闭"]


def test_hangul_syllables_differ() -> None:
    """Syllables that begin alike are not the same letter."""
    assert set(shingles("한 말 강").hashes.tolist()).isdisjoint(shingles("하 마 가").hashes.tolist())


def test_too_few() -> None:
    """Fewer than three words make no run."""
    assert [len(shingles(text).hashes) for text in ("", " ", "one", "one two", "旧", "旧港口", "?!")] == [0] * 7


def test_long_texts_are_cut() -> None:
    """What is beyond the bound is not read."""
    assert shingles("word " * LONGEST).words == LONGEST // 5


def test_same_everywhere() -> None:
    """The hashes are the same in another process."""
    code = "from newsloom.text.shingles import shingles; print(shingles('The ferry Halmar').hashes[0])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(done.stdout) == int(shingles("The ferry Halmar").hashes[0])


@given(st.text(max_size=60))
def test_any_text(text: str) -> None:
    """Every text is cut without complaint, and every run lies in it, in order."""
    cut = shingles(text)
    assert len(cut.hashes) == len(cut.starts) == len(cut.ends)
    assert all(0 <= start < end <= len(text) for start, end in zip(cut.starts, cut.ends, strict=True))
    assert cut.starts.tolist() == sorted(cut.starts.tolist())


@given(st.lists(st.sampled_from(["ferry", "Torvik", "旧港口", "한국", "élan", "3", "สภา", "-"]), max_size=12))
def test_a_part_has_the_runs_of_the_part(words: list[str]) -> None:
    """A text inside another one brings its runs along."""
    part = " ".join(words)
    whole = set(shingles(f"before it {part} after it").hashes.tolist())
    assert set(shingles(part).hashes.tolist()) <= whole
