from hypothesis import given
from hypothesis import strategies as st

from newsloom.text.changes import Change, changes

WORDS = st.lists(st.sampled_from(["fire", "in", "Tallbeck", "two", "three", "hurt"]), max_size=12)


def test_one_word_for_another_is_one_change_with_its_surroundings() -> None:
    """A reader sees where it was, what went and what came."""
    assert list(changes("Two people were hurt in the fire", "Three people were hurt in the fire")) == [
        Change(before="", removed="Two", added="Three", after="people were hurt in the fire")
    ]


def test_blanks_are_no_change() -> None:
    """Line ends move; words stay."""
    assert not list(changes("one two\nthree", "one  two three"))


@given(WORDS)
def test_the_same_words_have_no_change(words: list[str]) -> None:
    """Nothing is made up."""
    assert not list(changes(" ".join(words), " ".join(words)))


@given(WORDS, WORDS)
def test_every_word_that_came_or_went_is_in_a_change(old: list[str], new: list[str]) -> None:
    """Taking out what was removed and putting in what was added leads from the old number of words to the new."""
    found = list(changes(" ".join(old), " ".join(new)))
    removed = sum(len(change.removed.split()) for change in found)
    added = sum(len(change.added.split()) for change in found)
    assert len(old) - removed + added == len(new)
