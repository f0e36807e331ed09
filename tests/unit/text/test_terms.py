"""What a term of a topic's rule says."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.text.terms import Near, Pattern, Phrase, Piece, TermError, term


def word(text: str, written: str = "", *, is_open: bool = False) -> Piece:
    """A piece of a phrase."""
    return Piece(text, written or text, is_open)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Vaccine", Phrase((word("vaccine", "Vaccine"),))),
        (" central  Bank ", Phrase((word("central bank", "central Bank"),))),
        ("central-bank", Phrase((word("central bank"),))),
        ("vaccin*", Phrase((word("vaccin", is_open=True),))),
        (
            "new climat* chang* law",
            Phrase((word("new climat", is_open=True), word("chang", is_open=True), word("law"))),
        ),
        ("the law on climat*", Phrase((word("the law on climat", is_open=True),))),
        ("=AI", Phrase((word("ai", "AI"),), is_exact=True)),
        ("C++", Phrase((word("c++", "C++"),))),
        ("人工*", Phrase((word("人工"),))),
        ("bank ~5 rate", Near(Phrase((word("bank"),)), Phrase((word("rate"),)), 5)),
        ("/gpt-?[0-9]/", Pattern("gpt-?[0-9]")),
        ("=/GPT/", Pattern("GPT", is_exact=True)),
    ],
)
def test_meanings(said: str, meant: object) -> None:
    """Words, phrases, beginnings, exact ones, near ones, regular expressions."""
    assert term(said) == meant


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("", "empty"),
        ("  ", "empty"),
        ("*", "matches everything"),
        ("state * union", "`*` alone matches everything"),
        ("a*", "one letter and `*`"),
        ("*bank", "at the end of a word only"),
        ("b*nk*", "at the end of a word only"),
        ("c+*", "before `*` stands a letter"),
        ("++", "no letter or digit"),
        ("x" * 501, "too long"),
        ("a ~5 b ~5 c", "one ~ joins two sides"),
        ("bank ~ rate", "after ~ stands a number"),
        ("bank ~500 rate", "up to 100"),
        ("bank ~5 *", "`*` alone"),
        ("/a(b/", "missing ): `a(b` (at position 1)"),
        ("/ab[z-a]/", "invalid character class range: `z-a` (at position 4)"),
        ("/a(?=b)/", "no look-around"),
        ("/a*/", "the empty text"),
        ("/./", "in every text"),
        (r"/\w+/", "in every text"),
        ("/gpt", "between two slashes"),
        ("//", "between two slashes"),
        ("/((a{100}){100}){100}/", "repetition"),
        (r"/\pL{1000}\pN{1000}/", "too large; make its repetitions smaller"),
    ],
)
def test_what_cannot_be_is_refused(said: str, why: str) -> None:
    """With what is wrong and what would be right."""
    with pytest.raises(TermError) as caught:
        term(said)
    assert why in str(caught.value)


@given(st.text(max_size=30))
def test_any_text_is_a_term_or_refused(said: str) -> None:
    """Nothing else happens, and a term means the same each time."""
    with suppress(TermError):
        assert term(said) == term(f" {said} ")
