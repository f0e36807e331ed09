"""How compiled code reads the words of a text: as `text.words` cuts them, each as one number.

A piece of text between blanks is read if each of its characters stands in the table of `letters`; the others are put
aside for whoever asked. No word goes over a blank.
"""

from typing import Any
from zlib import crc32

from numpy.typing import NDArray

from newsloom.curate.columns import (
    BUCKETS,
    HASH_BITS,
    IS_ALPHA,
    IS_CAPITAL,
    IS_DAY,
    IS_NUMBER,
    IS_ORDINAL,
    IS_SMALL,
    NUMBER_AT,
)
from newsloom.curate.compiled import inner
from newsloom.curate.letters import (
    APOSTROPHE,
    ASIDE,
    BLANK,
    BYTE,
    CAPITAL,
    DIGIT,
    FOLDED,
    FOLDED_BITS,
    LETTER,
    LETTERS,
    POINT,
    SMALL,
    WIDE_BLANK,
    WORD,
)
from newsloom.curate.lookup import none

Table = NDArray[Any]

# Rows of the work: words, where the piece of each begins, pieces put aside, the letters of a piece.
SAID, BEGUN, PUT, SPELT = range(4)
PLACE_BITS = 16  # of a piece put aside: where it begins, where it ends, how many words come before it
PLACE = (1 << PLACE_BITS) - 1
_STEM = 5
_LAST_DAY = 31
_LARGE = 1 << 20
_ALL = (1 << 32) - 1
_TILDE = crc32(b"~") ^ _ALL  # the checksum's state after what marks a stem
_COMMA = 0x2C
_ZERO = 0x30
_S = 0x73
_CASE = 0x20
_MOST_DIGITS = 4  # of an ordinal
_LONGEST_ENDING = 3


def _ending(letters: str) -> int:
    return sum(ord(letter) << (FOLDED_BITS * i) for i, letter in enumerate(reversed(letters)))


_ENDINGS = tuple(
    _ending(letters) for letters in ("st", "nd", "rd", "th", "e", "er", "re", "eme", "de", "ste", "o", "a")
)


@inner
def spelt(codes: Table, edge: int, letters: Table, work: Table) -> tuple[int, int, int]:
    """Read a text's words; returns how many, how many before the edge, and how many pieces are put aside."""
    at, words, titled, left = none(), none(), none(), none()
    while at < len(codes):
        if _sign(codes, at, letters) & BLANK:
            at += 1
            continue
        begin, before = at, words
        at, size = _gathered(codes, begin, letters, work)
        if size < 0:
            work[PUT, left] = begin | at << PLACE_BITS | words << (2 * PLACE_BITS)
            left += 1
        else:
            words = _cut(size, words, letters, work)
        for i in range(before, words):
            work[BEGUN, i] = begin
        if begin < edge:
            titled = words
    return words, titled, left


@inner
def _sign(codes: Table, at: int, letters: Table) -> int:
    """What a character is."""
    code = int(codes[at])
    if code < LETTERS:
        return int(letters[BYTE + code])
    return BLANK if code == WIDE_BLANK else ASIDE


@inner
def _gathered(codes: Table, begin: int, letters: Table, work: Table) -> tuple[int, int]:
    """Lay out the letters of a piece without what marks a possessive; returns its end and size, -1 if it is not read.

    An `'s` is none of the word where the word ends with it.
    """
    at, size, met = begin, none(), none()
    while at < len(codes):
        sign = _sign(codes, at, letters)
        if sign & BLANK:
            break
        met |= sign
        if sign & APOSTROPHE and at > begin and _is_possessive(codes, at, letters):
            at += 2
            continue
        work[SPELT, size] = sign
        size += 1
        at += 1
    return at, -1 if met & ASIDE else size


@inner
def _is_possessive(codes: Table, at: int, letters: Table) -> bool:
    if at + 1 >= len(codes) or int(codes[at + 1]) | _CASE != _S or not _sign(codes, at - 1, letters) & WORD:
        return False
    return at + 2 >= len(codes) or not _sign(codes, at + 2, letters) & WORD


@inner
def _cut(size: int, words: int, letters: Table, work: Table) -> int:
    """Write the words of a piece that is laid out; returns how many words there are now."""
    at = none()
    while at < size:
        if not work[SPELT, at] & WORD:
            at += 1
            continue
        first = at
        while at < size and work[SPELT, at] & WORD:
            at += 1
        while at + 1 < size and work[SPELT, at] & POINT and work[SPELT, at + 1] & DIGIT:
            at += 1
            while at < size and work[SPELT, at] & DIGIT:
                at += 1
        number = _number(first, at, letters, work)
        if number > 0:
            work[SAID, words] = number
            words += 1
    return words


@inner
def _number(first: int, last: int, letters: Table, work: Table) -> int:
    """A word in 64 bits, as `columns` lays it out; 0 for a letter that stands alone, which is dropped."""
    whole, stem = _ALL, _TILDE
    length, kept, digits, value, ending = none(), none(), none(), none(), none()
    kinds, met = -1, none()
    for at in range(first, last):
        sign = int(work[SPELT, at])
        code, second = sign & FOLDED, (sign >> FOLDED_BITS) & FOLDED
        length += 1
        if code == _COMMA:
            continue
        kinds &= sign
        met |= sign
        while code > 0:
            whole = _summed(whole, code, letters)
            if kept < _STEM:
                stem = _summed(stem, code, letters)
            if sign & DIGIT and kept == digits:
                digits += 1
                value = min(10 * value + code - _ZERO, _LARGE)
            elif kept < _MOST_DIGITS + _LONGEST_ENDING:
                ending = ending << FOLDED_BITS | code
            kept += 1
            code, second = second, 0
    if kept == 1 and length == 1 and not kinds & DIGIT:
        return none()
    number = _hashed(whole) | _hashed(stem) << HASH_BITS | _case(int(work[SPELT, first]))
    if kinds & LETTER:
        return number | IS_ALPHA
    return number | (IS_NUMBER | _value(digits, kept, value, ending) if met & DIGIT else 0)


@inner
def _value(digits: int, kept: int, value: int, ending: int) -> int:
    """What a number says: the day of a month, or an ordinal; else 0."""
    if digits == kept:
        return IS_DAY | value << NUMBER_AT if value <= _LAST_DAY else 0
    if 0 < digits <= _MOST_DIGITS and kept - digits <= _LONGEST_ENDING:
        for known in _ENDINGS:
            if ending == known:
                return IS_ORDINAL | value << NUMBER_AT
    return 0


@inner
def _case(sign: int) -> int:
    if sign & CAPITAL:
        return IS_CAPITAL
    return IS_SMALL if sign & SMALL else 0


@inner
def _hashed(state: int) -> int:
    return (state ^ _ALL) % (BUCKETS - 1) + 1


@inner
def _summed(state: int, code: int, letters: Table) -> int:
    """The checksum's state after a character in UTF-8."""
    if code < 0x80:  # noqa: PLR2004  UTF-8's
        return _byte(state, code, letters)
    if code < 0x800:  # noqa: PLR2004  two bytes in UTF-8 up to there
        return _byte(_byte(state, 0xC0 | code >> 6, letters), 0x80 | code & 0x3F, letters)
    state = _byte(_byte(state, 0xE0 | code >> 12, letters), 0x80 | (code >> 6) & 0x3F, letters)
    return _byte(state, 0x80 | code & 0x3F, letters)


@inner
def _byte(state: int, byte: int, letters: Table) -> int:
    return int(letters[(state ^ byte) & (BYTE - 1)]) ^ state >> 8
