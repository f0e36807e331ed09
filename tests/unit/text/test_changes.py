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


def test_scripts_without_blanks_are_read_sign_by_sign() -> None:
    """A figure in the middle of a run, not the run as a whole."""
    assert list(changes("橋の事故で12人が死亡した。", "橋の事故で14人が死亡した。")) == [
        Change(before="橋の事故で", removed="12", added="14", after="人が死亡した。")
    ]
    (change,) = changes("น้ำท่วมเมืองเมื่อวาน", "น้ำท่วมเมืองเมื่อเช้า")
    assert change.before.endswith("เมื่อ")


def test_changes_next_to_each_other_are_one() -> None:
    """A reader sees a phrase, not its syllables."""
    assert [(c.removed, c.added) for c in changes("a big red dog ran", "a small red cat ran")] == [
        ("big red dog", "small red cat")
    ]


def test_long_texts_are_compared_sentence_by_sentence() -> None:
    """In no time."""
    old = " ".join(f"Boat {n} lies in the harbour of Lundy." for n in range(8_000))
    new = old.replace("Boat 7 ", "Ship 7 ").replace("Boat 7990 ", "Ship 7990 ")
    found = list(changes(old, new))
    assert [change.added for change in found] == [
        "Ship 7 lies in the harbour of Lundy.",
        "Ship 7990 lies in the harbour of Lundy.",
    ]


@given(st.text(alphabet="橋の事12 a.\n", max_size=40), st.text(alphabet="橋の事12 a.\n", max_size=40))
def test_no_change_means_the_same_words(old: str, new: str) -> None:
    """In any script: blanks apart, the texts are equal exactly when there is no change."""
    assert (not list(changes(old, new))) == (old.split() == new.split() or "".join(old.split()) == "".join(new.split()))
