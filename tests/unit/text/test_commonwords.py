"""Words that tell no subject."""

from newsloom.text.commonwords import common_in


def test_common_words() -> None:
    """Each with the languages it is common in, whatever its case; others are left out."""
    found = common_in(["the", "Und", "bank", "central bank", "и", "strike"])
    assert "en" in found["the"]
    assert "de" in found["Und"]
    assert "ru" in found["и"]
    assert set(found) == {"the", "Und", "и"}
