"""Naming a language, or abstaining."""

from newsloom.text.language import language_of, primary


def test_clear_texts_are_named() -> None:
    """A few sentences are enough, whatever the feed says."""
    assert language_of("The river rose overnight and the council closed both bridges into the town.", hint="de") == "en"
    assert language_of("Der Fluss stieg über Nacht, und der Stadtrat sperrte beide Brücken in die Stadt.") == "de"


def test_unclear_texts_are_not() -> None:
    """Too little text, or none a language owns, is not guessed; the feed's word stands."""
    assert language_of("Live") == ""
    assert language_of("Live", hint="en-GB") == "en"
    assert language_of("4 7 11 2026 --- 99 12 34 77 12 :: 12") in {"", "en"}


def test_tags_as_feeds_write_them() -> None:
    """The primary subtag in lower case, or nothing."""
    assert [primary(tag) for tag in ("en-GB", "EN_us", " fr ", "english!", "", "x-klingon")] == [
        "en",
        "en",
        "fr",
        "",
        "",
        "",
    ]
