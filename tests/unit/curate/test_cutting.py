"""Texts as the numbers of their words."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsloom.curate.columns import HASH, IS_CAPITAL, IS_DAY, IS_NUMBER, IS_ORDINAL, NUMBER, NUMBER_AT
from newsloom.curate.cutting import Cuts, cut, number_of
from newsloom.curate.letters import LETTERS
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


@pytest.mark.parametrize(
    "text",
    [
        "Straße \u01c4on \u01c5on \u0149a \u017fo's K's 'S x'S x's's a'sb q's.5 5's",
        "1,5 1,200.50 3.5km 12TH 2\u00ba 3ÈME 00012 31 32 10000e 12345th 7,5th .5 5. a,5 ab1e 1e1",
        "\u0423\u043a\u0440\u0430\u0457\u043d\u0430\u02bcs \u043f\u2019\u044f\u0442\u044c",
        "\u0395\u03bb\u03bb\u03ac\u03c2 \u0627\u0644\u0623\u062e\u0628\u0627\u0631",
        "\u05de\u05d9\u05dc\u05d9\u05dd Vi\u1ec7t\u1680Nam\u3000東京 e\u0301lan \ud800x \u00b2x \u00bd \u0663 a_b_1",
    ],
)
def test_compiled_code_reads_what_the_slow_way_reads(text: str) -> None:
    """Each piece of a text gives the same numbers, whether its characters stand in the table or it is put aside."""
    reading = Cuts().reading(text, text)
    found = [pair for piece in text.split() for pair in cut(piece)]
    assert reading.said.tolist() == [number_of(folded, raw) for folded, raw in found] * 2
    assert reading.titled == len(found)
    assert [*reading.words_at(range(2 * len(found)))] == [folded for folded, _ in found] * 2


def test_every_character_is_read_like_its_neighbours() -> None:
    """Whatever a character is, a piece with it gives the words that the slow way gives."""
    cuts = Cuts()
    for code in (*range(0x700), 0x1680, *range(0x1E00, LETTERS + 1), 0x3000, 0xFB01):
        sign = chr(code)
        text = f"a{sign}b {sign} {sign}{sign} 1{sign}2 A{sign}'s q'{sign} x'S{sign} {sign}'s.5 12{sign}"
        found = [number_of(*pair) for piece in text.split() for pair in cut(piece)]
        assert cuts.reading("", text).said.tolist() == found, hex(code)


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
