"""Texts as the numbers of their words."""

from hypothesis import example, given
from hypothesis import strategies as st

from newsloom.curate.columns import HASH, IS_CAPITAL, IS_DAY, IS_NUMBER, IS_ORDINAL, NUMBER, NUMBER_AT
from newsloom.curate.cutting import Cuts, cut, number_of
from newsloom.curate.state import term_hash
from newsloom.text.words import words

TEXTS = st.text(max_size=80) | st.text(alphabet="aAé's’_.,5 6-日本ー\u0301\u017f\u00a0ﬁ½²\"«…", max_size=40)


@given(TEXTS)
@example("x's.5 Q's,5 a.5 .5 1,200 's boys' x's\u0301 日本.5 _a_ U.S. ½x \u00b4a")
def test_a_text_is_its_pieces(text: str) -> None:
    """Cutting piece by piece, remembered or not, gives the words that cutting the whole gives."""
    whole = words(text)
    known = Cuts()
    for _ in range(2):
        reading = known.reading("", text)
        assert reading.said.tolist() == [
            number_of(folded, raw) for folded, raw in zip(whole.folded, whole.raw, strict=True)
        ]
        assert [*reading.words_at(range(len(whole.folded)))] == list(whole.folded)
    assert [pair for piece in text.split() for pair in cut(piece)] == list(zip(whole.folded, whole.raw, strict=True))


@given(
    st.sampled_from(["12th", "6", "31", "32", "999999999999999999", "Torvik", "torvik", "日本", "12345th", "٣", "፩"])
)
def test_a_number_says_what_its_word_is(raw: str) -> None:
    """A word's hash, and what is known of it, are read from its number."""
    (folded,) = words(f"{raw} {raw}").folded[:1]
    number = number_of(folded, raw)
    assert 0 < number < 1 << 62
    assert number & HASH == term_hash(folded)
    assert bool(number & IS_CAPITAL) == raw[0].isupper()
    assert bool(number & IS_NUMBER) == any(map(str.isdecimal, raw))
    value = number >> NUMBER_AT & NUMBER
    assert (value if number & IS_ORDINAL else 0) == (12 if raw == "12th" else 0)
    assert (value if number & IS_DAY else 0) == {"6": 6, "31": 31, "٣": 3}.get(raw, 0)
