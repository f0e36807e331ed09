"""Naming a language, or abstaining."""

import time
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from newsloom.text.language import ANSWER, TRUST, Guess, guess, language_of, primary

HEADLINES = [
    line.split("\t")
    for line in (Path(__file__).parent / "invented/headlines.tsv").read_text(encoding="utf-8").splitlines()
]


def test_clear_texts_are_named() -> None:
    """A few sentences are enough, whatever the feed says."""
    assert language_of("The river rose overnight and the council closed both bridges into the town.", hint="de") == "en"
    assert language_of("Der Fluss stieg über Nacht, und der Stadtrat sperrte beide Brücken in die Stadt.") == "de"


def test_headlines_of_many_languages_are_named_by_their_words_alone() -> None:
    """Or not named; of 139 in 66 languages, one is taken for a neighbour's."""
    answers = [(code, guess(headline)) for code, headline in HEADLINES]
    wrong = [(code, answer) for code, answer in answers if answer.language not in {"", code}]
    assert len(wrong) <= 1
    assert sum(not answer.language for _, answer in answers) <= 3
    assert not [pair for pair in wrong if pair[1].probability >= 0.9]


@pytest.mark.parametrize(("code", "headline"), HEADLINES)
def test_headlines_are_named_where_their_feed_says_so(code: str, headline: str) -> None:
    """In every language."""
    assert language_of(headline, hint=code) == code


def test_a_wrong_declaration_is_overruled() -> None:
    """Templates say `en-US` of anything; the words win, or nothing is said."""
    answers = [(code, language_of(headline, hint="en-US")) for code, headline in HEADLINES]
    assert sum(code == answer for code, answer in answers) >= 134
    assert "en" not in {answer for code, answer in answers if code != "en"}


@pytest.mark.parametrize("text", ["", "Live", "4 7 11 2026 --- 99 12 :: 12", "🎉🎉🎉 🚒", "\ud800\udfff", "!?"])
def test_what_is_too_short_is_not_guessed(text: str) -> None:
    """Digits and emoji are no language's; the feed's word stands."""
    assert guess(text) == Guess()
    assert guess(text, hint="en-GB") == Guess(language="en", probability=TRUST)


def test_neighbours_are_told_apart_by_their_tag() -> None:
    """One headline, three names for its language."""
    headline = "Stari most ostaje zatvoren do jeseni zbog pukotina"
    assert {tag: language_of(headline, hint=tag) for tag in ("sr-Latn", "hr", "bs")} == {
        "sr-Latn": "sr",
        "hr": "hr",
        "bs": "bs",
    }
    assert language_of("Den gamle bro bliver lukket til efteråret", hint="nb") == "no"


def test_a_headline_of_characters_alone_is_chinese_or_japanese() -> None:
    """By characters that only one of them writes, else by what is declared."""
    assert language_of("东京股市连续三天下跌") == "zh"
    assert language_of("東証続落、円安で株価変動") == "ja"
    assert language_of("東京大火 三人死亡", hint="ja") == "ja"
    assert language_of("東京大火 三人死亡", hint="zh-Hant-TW") == "zh"


def test_a_declared_language_nobody_knows_here_is_no_excuse() -> None:
    """The text speaks then."""
    assert language_of("The river rose overnight and the council closed both bridges.", hint="tlh") == "en"


def test_tags_as_feeds_write_them() -> None:
    """The primary subtag in lower case, under one name, or nothing."""
    tags = {
        "en-GB": "en",
        "EN_us": "en",
        " fr ": "fr",
        "nb-NO": "no",
        "nn": "no",
        "iw": "he",
        "in": "id",
        "zh-Hant": "zh",
        "yue": "zh",
        "deu": "de",
        "sr-Latn-RS": "sr",
        "english!": "",
        "": "",
        "x-klingon": "",
        "und": "",
    }
    assert {tag: primary(tag) for tag in tags} == tags


@given(text=st.text(max_size=200), hint=st.sampled_from(["", "en", "ja", "sr", "tlh", "no such tag"]))
@example(text="\ud800 abcdefghijkl", hint="")
@example(text="İİİİİİİİİİİİİİİ", hint="tr")
@settings(max_examples=200, deadline=None)
def test_anything_is_answered(text: str, hint: str) -> None:
    """Always alike, with a probability, and only above the bound."""
    answer = guess(text, hint=hint)
    assert answer == guess(text, hint=hint)
    assert answer == Guess() or ANSWER <= answer.probability <= 1
    assert answer.language == primary(answer.language)


@given(text=st.text(alphabet="0123456789 .,:;!?-–—…%€$#@/|()🎉🚒☔", max_size=100))
def test_without_letters_nothing_is_said(text: str) -> None:
    """However long it is."""
    assert guess(text) == Guess()


def test_it_is_quick() -> None:
    """Well under a millisecond for a headline, however busy the machine."""
    guess("The first question loads the model.")
    start = time.process_time()
    for _, headline in HEADLINES:
        guess(headline)
    assert (time.process_time() - start) / len(HEADLINES) < 0.002
