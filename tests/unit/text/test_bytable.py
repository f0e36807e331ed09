"""What each character of a text becomes."""

from unicodedata import normalize

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsloom.store.search import indexed
from newsloom.text.bytable import by_table, spaced
from newsloom.text.substance import normalised

MARKS = "\u0301\u0327\u0345\u064b\u05b0\u093c\u1161\u11a8"
LETTERS = "aßÉéŁøİ\u0149ŀᾳ½…ﬁ\u00a8\u00ad\u00a0\u2212-–’.,:_ 0٣12\n日本がก고िк"
TEXTS = st.text(st.one_of(st.sampled_from(MARKS + LETTERS), st.characters(max_codepoint=0x2FFF), st.characters()))


def _folded(text: str) -> str:
    return normalize("NFKC", text.replace("\u00ad", "")).casefold()


FOLDED = by_table(_folded, below=0x3000)


@given(TEXTS)
@example("\u00ad")
@example("Ma\u00dfe \u2026 \u00bd")
def test_a_text_becomes_what_its_rule_makes_of_it(text: str) -> None:
    """A table gives what the rule gives, or leaves the text to the rule."""
    found = FOLDED.of(text)
    assert found is None or "".join(map(chr, found.tolist())) == _folded(text)


@pytest.mark.parametrize("text", ["e\u0301", "\u1100\u1161", "\u0915\u093c", "日本", "\uff76\uff9e", "a\u0345"])
def test_what_minds_its_neighbours_is_left_aside(text: str) -> None:
    """What composes with its neighbours, or stands beyond the table, is left to the rule."""
    assert FOLDED.of(text) is None


@given(st.text("ab \n"))
def test_blanks_are_one_and_never_at_the_ends(text: str) -> None:
    """Runs of blanks become one, those at the ends none."""
    found = by_table(lambda character: character.replace("\n", " "), below=128).of(text)
    assert found is not None
    assert spaced(found) == " ".join(text.split())


@given(TEXTS)
def test_a_long_text_is_indexed_as_short_ones_are(text: str) -> None:
    """How long a text is changes nothing of how the index spells its words."""
    filling = "word " * 40
    assert indexed(f"{filling}\n{text}") == f"{filling}{indexed(text)}".strip()


@given(TEXTS)
def test_the_words_that_count_are_those_of_a_short_text(text: str) -> None:
    """How long a text is changes nothing of which of its words count."""
    filling = "Word " * 80
    assert normalised(f"{filling}\nfirst {text}") == f"{filling.lower()}{normalised(f'first {text}')}"
