"""What each character is to whoever cuts a text into words, in one number, for all that need not know their neighbours.

Compiled code reads words by it as `text.words` cuts them. A piece of text with any other character (a combining sign,
a script written without spaces, a digit that is not European) is left to `text.words`.
"""

import re
from functools import cache

import numpy as np
from numpy.typing import NDArray

from newsloom.text.words import SIGNS, fold

LETTERS = 0x2070  # code points below that have a number; of others only one is a blank
WIDE_BLANK = 0x3000
_OGHAM_BLANK = 0x1680
_CRC = 0xEDB88320
BYTE = 0x100
_READ = (range(0x700), range(0x1E00, LETTERS))  # Latin, Greek, Cyrillic, Hebrew, Arabic and their signs
# The folded character, the second one if it became two, then what it is.
FOLDED_BITS = 16
FOLDED = (1 << FOLDED_BITS) - 1
BLANK, WORD, LETTER, DIGIT, CAPITAL, SMALL, POINT, APOSTROPHE, ASIDE = (1 << (2 * FOLDED_BITS + i) for i in range(9))
_SIGN = re.compile(f"[{SIGNS}]")
_ODD = "\u017f\u02bc"  # an s to a pattern that minds no case; an apostrophe that is a letter


@cache
def letters() -> NDArray[np.int64]:
    """The table of a byte's checksum (CRC-32), then what each character is, by its code point."""
    found = np.full(BYTE + LETTERS, ASIDE, dtype=np.int64)
    found[:BYTE] = [_checksum(byte) for byte in range(BYTE)]
    for codes in _READ:
        for code in codes:
            found[BYTE + code] = _what(chr(code))
    found[BYTE + _OGHAM_BLANK] = BLANK
    return found


def _checksum(byte: int) -> int:
    for _ in range(8):
        byte = byte >> 1 ^ (_CRC if byte & 1 else 0)
    return byte


def _what(character: str) -> int:  # noqa: PLR0911  one answer for each kind
    if character.isspace():
        return BLANK
    if character in "'\u2019`":
        return APOSTROPHE
    if character in ".,":
        return POINT | ord(character)
    if _SIGN.match(character) or character in _ODD:
        return ASIDE
    if character == "_" or not character.isalnum():
        return 0
    if character.isascii() and character.isdigit():
        return WORD | DIGIT | ord(character)
    folded = fold(character)
    if not character.isalpha() or not folded.isalpha() or len(folded) > 2:  # noqa: PLR2004  there is room for two
        return ASIDE
    case = (CAPITAL if character.isupper() else 0) | (SMALL if character.islower() else 0)
    second = ord(folded[1]) << FOLDED_BITS if len(folded) > 1 else 0
    return WORD | LETTER | case | second | ord(folded[0])
