"""The form of a text in which terms are looked up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.text.boundaries import is_spaceless, is_word
from newsloom.text.plain import exact, form, plain_of

TEXTS = st.text(
    st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("aAeé -–\n'’ßﬁİΣσς.,人のไ가ा\u0301\u00ad½…")),
    max_size=40,
)


@given(TEXTS)
def test_every_character_has_its_own_form(text: str) -> None:
    """So a text's form is that of its pieces, however it is worked out."""
    found = plain_of(text)
    assert found.plain == "".join(map(form, text))
    assert found.spaced == f" {''.join(c if is_word(c) and not is_spaceless(c) else ' ' for c in found.plain)} "
    assert found.has_spaceless == any(map(is_spaceless, found.plain))


@given(TEXTS)
def test_every_place_leads_back_to_what_is_written(text: str) -> None:
    """The form of what a place comes from holds what stands at the place."""
    found = plain_of(text)
    for start in range(len(found.plain)):
        for end in range(start + 1, len(found.plain) + 1):
            written = text[found.begin(start) : found.end(end)]
            assert found.plain[start:end] in plain_of(written).plain
            assert len(plain_of(written).plain) <= end - start + 2 * 18  # no character has a longer form


@pytest.mark.slow
def test_a_form_is_its_own_form() -> None:
    """Whatever the character, and whatever its case."""
    for code in range(0x20000):
        character = chr(code)
        assert "".join(map(form, form(character))) == form(character)
        if len(character.lower()) == 1:
            assert form(character.lower()) == form(character)
        if 0x3400 <= code <= 0x4DBF or 0x4E00 <= code <= 0x9FFF or 0xAC00 <= code <= 0xD7A3:
            assert form(character) == character
            assert is_spaceless(character)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Élan VITAL", "elan vital"),
        ("e\u0301lan", "elan"),
        ("Groß", "gross"),
        ("ﬁve", "five"),
        ("vac\u00adcine", "vaccine"),
        ("machine-learning", "machine learning"),
        ("Lima–Quito", "lima quito"),
        ("a — b", "a — b"),
        ("today’s", "today's"),
        ("\uff21\uff29", "ai"),
        ("ΟΔΟΣ", "οδοσ"),
        ("a\nb\u00a0c", "a b c"),
    ],
)
def test_forms(text: str, plain: str) -> None:
    """Case, accents, hyphens and apostrophes do not tell texts apart; other signs stay."""
    assert plain_of(text).plain == plain


def test_words_are_counted_in_every_script() -> None:
    """Two characters of a script without blanks are one word."""
    assert plain_of("one two-three, four").word_starts() == [0, 4, 8, 15]
    assert plain_of("人工知能 AI").word_starts() == [0, 2, 5]


def test_exact_text_keeps_case_and_accents() -> None:
    """Only how words are joined does not count."""
    assert exact("É-LAN’s") == "É LAN's"
