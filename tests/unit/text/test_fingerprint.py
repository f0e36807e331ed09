"""Cosmetic changes make no revision; real ones do."""

from hypothesis import example, given
from hypothesis import strategies as st

from newsloom.text.fingerprint import fingerprint


@example("X.,Y.Y")  # initials are no clock
@given(st.text(alphabet="abc XYZ,.!-\n\t", max_size=60))
def test_case_and_blanks_do_not_count(text: str) -> None:
    """Case, punctuation and blanks make no difference."""
    assert fingerprint("T", text) == fingerprint(" t ", "  " + text.upper().replace(",", " , ") + "\n")


@given(st.text(max_size=80))
def test_an_empty_line_at_the_end_does_not_count(text: str) -> None:
    """Whatever the text: what a feed says as a summary alone is the text itself."""
    assert fingerprint("T", text) == fingerprint("T", f"{text}\n")


def test_counters_do_not_count() -> None:
    """Numbers that tick by themselves make no difference."""
    assert fingerprint("Flood", "12 comments. Updated 5 minutes ago") == fingerprint(
        "Flood", "1,300 comments. Updated 2 hours ago"
    )


def test_figures_count() -> None:
    """A corrected figure is another text, and so is a moved border between title and text."""
    assert fingerprint("Flood", "3 boats lost") != fingerprint("Flood", "5 boats lost")
    assert fingerprint("Flood in", "town") != fingerprint("Flood", "in town")
