"""Whether a text speaks of a keyword: whole words in scripts with spaces, anywhere in scripts without."""

import unicodedata
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

# Scripts that put no blanks between words, so that every place is a boundary: Thai, Lao, Myanmar, Khmer, Kana, CJK
# ideographs with their extensions. (Hangul has blanks, but its particles cling to the word before them, so a word
# may end anywhere there too.)
_SPACELESS = (
    (0x0E00, 0x0EFF),
    (0x1000, 0x109F),
    (0x1780, 0x17FF),
    (0x3040, 0x30FF),
    (0x31F0, 0x31FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xAC00, 0xD7AF),
    (0xF900, 0xFAFF),
    (0xFF66, 0xFF9F),
    (0x20000, 0x3FFFF),
)


@lru_cache(maxsize=512)  # a headline is asked for every topic in turn
def folded(text: str) -> str:
    """The text with case and compatibility forms folded, so that equal words are equal strings."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def contains_word(text: str, word: str) -> bool:
    """Whether `word` stands in `text` with a boundary at both ends; both folded before. Nothing stands nowhere."""
    start = text.find(word) if word else -1
    while start >= 0:
        if is_whole(text, start, start + len(word)):
            return True
        start = text.find(word, start + 1)
    return False


def is_whole(text: str, start: int, end: int) -> bool:
    """Whether what stands there in a folded text has a boundary at both ends."""
    return is_boundary(text, start) and is_boundary(text, end)


def is_boundary(text: str, at: int) -> bool:
    """Whether a word may begin or end before the character at this place."""
    if at in {0, len(text)}:
        return True
    before, after = text[at - 1], text[at]
    if before.isascii() and after.isascii():
        return not (before.isalnum() and after.isalnum())
    if unicodedata.category(after)[0] == "M":  # an accent belongs to the letter before it
        return is_spaceless(after)
    return not (is_word(before) and is_word(after)) or is_spaceless(before) or is_spaceless(after)


def is_word(character: str) -> bool:
    """Whether a character is part of a word: a letter, a digit, or a mark on one."""
    return unicodedata.category(character)[0] in "LNM"


def is_spaceless(character: str) -> bool:
    """Whether a character is of a script in which every place is a boundary."""
    return any(first <= ord(character) <= last for first, last in _SPACELESS)


def spaceless(codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """The same for many characters by their code points."""
    found = np.zeros(len(codes), dtype=np.bool_)
    for first, last in _SPACELESS:
        found |= (codes >= first) & (codes <= last)
    return found
