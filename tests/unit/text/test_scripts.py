"""Which script a text is in."""

from hypothesis import given
from hypothesis import strategies as st

from newsloom.text.scripts import letters_by_script


def test_letters_are_counted_by_script() -> None:
    """A character or syllable counts as three Latin letters; digits and signs as none."""
    assert letters_by_script("Old bridge, 12!") == {"latin": 9}
    assert letters_by_script("Мост 5 м") == {"cyrillic": 5}
    assert letters_by_script("다리") == {"hangul": 6}
    assert letters_by_script("123 🎉") == {}


def test_kana_among_characters_is_japanese() -> None:
    """Unless it is a quoted letter in a long Chinese line."""
    assert letters_by_script("古い橋") == {"kana": 9}
    assert set(letters_by_script("老桥发现裂缝将封闭至秋季の")) == {"han", "kana"}


@given(st.text())
def test_every_text_has_a_count(text: str) -> None:
    """Only letters count, each at least once."""
    found = letters_by_script(text)
    assert all(count > 0 for count in found.values())
    assert sum(found.values()) <= 3 * len(text)


@given(st.text(), st.text(alphabet=st.characters(max_codepoint=0x24F)))
def test_a_text_has_the_letters_of_its_parts(one: str, other: str) -> None:
    """ASCII and other letters are counted apart, and come to the same."""
    both = letters_by_script(f"{other}{other}…").get("latin", 0)
    assert both == 2 * sum(letters_by_script(letter).get("latin", 0) for letter in other)
    assert letters_by_script(one + "abc").get("latin", 0) == letters_by_script(one).get("latin", 0) + 3
