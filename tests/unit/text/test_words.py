"""Cutting text into words that compare."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.text.words import fold, is_number, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Élan, l\u2019été 2031", ("elan", "ete", "2031")),
        ("The mayor's 1,200 votes", ("the", "mayor", "1200", "votes")),
        ("12th package", ("12th", "package")),
        ("snake_case covid-19", ("snake", "case", "covid", "19")),
        ("東京都で停電", ("東京", "京都", "都で", "で停", "停電")),
        ("हिन्दी समाचार", ("हिन्दी", "समाचार")),
        ("ЁЛКА", ("елка",)),
        ("", ()),
        ("?! —", ()),
    ],
)
def test_words_of_many_scripts(text: str, expected: tuple[str, ...]) -> None:
    """Accents, apostrophes, numbers and unspaced scripts are cut as told."""
    assert words(text).folded == expected


@given(st.text())
def test_folded_and_raw_go_together(text: str) -> None:
    """There is a raw word for each folded one, and no folded word holds a space or is empty."""
    cut = words(text)
    assert len(cut.folded) == len(cut.raw)
    assert all(word and not word.isspace() for word in cut.folded)


@given(st.text(alphabet=st.characters(max_codepoint=0x2FF)))
def test_folding_twice_is_folding_once(text: str) -> None:
    """What is folded stays as it is."""
    assert fold(fold(text)) == fold(text)


def test_numbers_carry_a_digit() -> None:
    """Amounts and ordinals are numbers, words are not."""
    assert [w for w in ("12", "12th", "b2b", "twelve") if is_number(w)] == ["12", "12th", "b2b"]
