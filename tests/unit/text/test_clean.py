"""Plain text: what is dropped, collapsed and cut."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.text.clean import capped, evened, line, prose, stripped

NAUGHTY = [
    "a\x00b",
    "\ud800x",
    "\u202eevil\u202c",
    "\ufeffbom",
    "\ufffe\uffff",
    "Ŧ\x85x",
    "\u2066iso\u2069",
    "e\u0301",
    "👩\u200d🚒",
]


@given(st.text(alphabet=st.characters(exclude_categories=[])))
def test_stripped_text_is_storable(text: str) -> None:
    """No control, no surrogate, no pairing mark is left; the text is NFC and encodes."""
    out = stripped(text)
    assert out.encode("utf-8").decode("utf-8") == out
    assert "\x00" not in out
    assert not {"\u202e", "\u2066", "\ufeff"} & set(out)
    assert unicodedata.is_normalized("NFC", out)
    assert stripped(out) == out


@given(st.text(), st.integers(min_value=0, max_value=50))
def test_capped_text_is_short(text: str, limit: int) -> None:
    """A cap is a cap, and what fits is not touched."""
    out = capped(text, limit)
    assert len(out) <= limit
    assert out == text or len(text) > limit


@given(st.text() | st.sampled_from(NAUGHTY))
def test_a_line_is_one_line(text: str) -> None:
    """No line ends, no double blanks, none at the ends."""
    out = line(text)
    assert out == " ".join(out.split())
    assert line(out) == out


@given(st.text(st.sampled_from("aé e\u0301\u00a0\u2028\t\n\x85\u200d\u202e\ufeff\ufdd0東"), max_size=12))
def test_nothing_to_strip_is_seen_rightly(text: str) -> None:
    """What passes as a line without being looked at closely is what a close look makes of it."""
    assert line(text) == " ".join(stripped(text).split())


def test_cut_at_a_word() -> None:
    """A cut falls between words and is marked."""
    assert capped("the river rose again tonight", 16) == "the river rose…"


def test_prose_keeps_paragraphs() -> None:
    """Paragraphs stay apart by one empty line; a line end stays a line end."""
    assert prose("a  b\r\nc\n \n\n d\t", limit=100) == "a b\nc\n\nd"


@pytest.mark.parametrize(
    ("text", "expected"), [("a\x00b", "ab"), ("a\x0bb", "a b"), ("e\u0301", "é"), ("\u202eabc", "abc")]
)
def test_what_goes(text: str, expected: str) -> None:
    """Controls go, those that part words leave a blank."""
    assert line(text) == expected


@given(st.text(alphabet=st.characters(exclude_categories=[])) | st.text(alphabet=" \t\n\x1c\x85\u2028\u3000ab"))
def test_every_kind_of_blank_is_evened(text: str) -> None:
    """What a regular expression takes for a blank is one: runs of them become a space."""
    assert evened(text) == re.sub(r"\s+", " ", text).strip()


@given(st.text(alphabet=st.characters(max_codepoint=127)))
def test_printable_text_is_stripped_of_nothing(text: str) -> None:
    """Only controls go from an ASCII text, and those that are blanks stay."""
    kept = [one for one in text if one.isprintable() or one in "\t\n\r\x0b\x0c"]
    assert stripped(text) == "".join(kept).replace("\x0b", " ").replace("\x0c", " ")
