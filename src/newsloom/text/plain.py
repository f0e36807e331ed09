"""A text as terms are looked up in it: folded, blanks and hyphens alike, with the way back to what is written.

Every character is folded by itself, so that a text's form is that of its pieces: case and accents go as in `words`,
invisible characters vanish, each blank, line end and hyphen is one blank. So a phrase is found however its words are
joined, but not across an empty line, a comma or a spaced dash, which are more than one character.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from newsloom.text.boundaries import is_spaceless, is_word, spaceless
from newsloom.text.words import fold

_JOINTS = frozenset("-_\u2010\u2011\u2013")  # hyphens, and the en dash of `Lima–Quito`
_APOSTROPHES = frozenset("\u2019\u02bc\u2018`\u00b4")
_INVISIBLE = frozenset("\u0640")  # the Arabic tatweel, which only stretches a word
_ASCII_JOINTS = str.maketrans("-_\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f`", " " * 11 + "'")
_ASCII_SIGNS = str.maketrans({chr(code): " " for code in range(0x80) if not chr(code).isalnum()})
_SAME = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xAC00, 0xD7A3))  # their own form: ideographs, Hangul syllables
FEW = 40  # kinds of characters that are replaced one by one; more of them go by a table


@dataclass(frozen=True, slots=True)
class _Shifts:
    """Where a form is longer or shorter than what is written.

    `written` and `plain` are the offsets of the characters that do not become one character; `lengths` is what they
    become, `sums` what their forms are longer by, up to and with each.
    """

    written: tuple[int, ...] = ()
    plain: tuple[int, ...] = ()
    lengths: tuple[int, ...] = ()
    sums: tuple[int, ...] = ()

    def begin(self, at: int) -> int:
        """The written character that the form's character at this place comes from."""
        last = bisect_right(self.plain, at) - 1
        if last >= 0 and at < self.plain[last] + self.lengths[last]:
            return self.written[last]
        return at - (self.sums[last] if last >= 0 else 0)

    def at(self, written: int) -> int:
        """The place in the form that a written character comes to."""
        before = bisect_left(self.written, written) - 1
        return written + (self.sums[before] if before >= 0 else 0)

    def end(self, at: int) -> int:
        """The end of the written character that the form's character before this place comes from."""
        return self.begin(at - 1) + 1 if at else 0


_NONE = _Shifts()


@dataclass(frozen=True, slots=True)
class Plain:
    """One text, ready to be searched.

    `plain` is its form. `spaced` is the form with a blank for everything that is no letter or digit of a script with
    blanks between words, and with one blank before and one behind: `spaced[i + 1]` stands for `plain[i]`.
    `has_spaceless` says whether it has text in a script without such blanks.
    """

    written: str
    plain: str
    spaced: str
    shifts: _Shifts
    has_spaceless: bool = False

    @property
    def is_as_written(self) -> bool:
        """Whether each character of the form stands at the place it comes from."""
        return self.shifts is _NONE

    def begin(self, at: int) -> int:
        """Where in the written text the character at this place of the form begins."""
        return at if self.shifts is _NONE else self.shifts.begin(at)

    def end(self, at: int) -> int:
        """Where in the written text the character before this place of the form ends."""
        return at if self.shifts is _NONE else self.shifts.end(at)

    def at(self, written: int) -> int:
        """Where in the form the character at this place of the written text stands, or the next one that is left."""
        return written if self.shifts is _NONE else self.shifts.at(written)

    def word_starts(self) -> list[int]:
        """Where in the form words start, in order; two characters of a spaceless script are a word."""
        written = _codes(self.spaced) != ord(" ")
        starts: NDArray[np.bool_] = written[1:-1] & ~written[:-2]
        if self.has_spaceless:
            starts |= _every_second(spaceless(_codes(self.plain)))
        places: list[int] = np.flatnonzero(starts).tolist()
        return places


def _every_second(marked: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The first, third, fifth … of each run of marked places."""
    places = np.arange(len(marked))
    opening = marked.copy()
    opening[1:] &= ~marked[:-1]
    since = places - np.maximum.accumulate(np.where(opening, places, 0))
    second: NDArray[np.bool_] = since % 2 == 1
    return marked & ~second


def plain_of(text: str) -> Plain:
    """The text, ready to be searched."""
    if text.isascii():
        plain = text.lower().translate(_ASCII_JOINTS)
        return Plain(text, plain, f" {plain.translate(_ASCII_SIGNS)} ", _NONE)
    low = text.lower()
    low = low if len(low) == len(text) else text
    characters, same = _characters(low)
    known = [(character, *_about(character)) for character in characters]
    plain = low
    for character, of, _, _ in known:
        if of != character:
            plain = plain.replace(character, of)
    spaced = _spaced(plain, "".join([signs for _, _, signs, _ in known]), same)
    shifts = _shifts(low, {character: len(of) for character, of, _, _ in known if len(of) != 1})
    has_spaceless = len(same) > 0 or any(is_there for _, _, _, is_there in known)
    return Plain(text, plain, f" {spaced} ", shifts, has_spaceless)


def _codes(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def _characters(text: str) -> tuple[list[str], NDArray[np.int64]]:
    """The different characters of a text; many times as quick as a set of them.

    Apart from them the codes of those that stay as they are, all of spaceless scripts: ideographs, Hangul syllables.
    """
    codes = _codes(text)
    seen = np.zeros(int(codes.max()) + 1, dtype=np.bool_)
    seen[codes] = True
    there = np.flatnonzero(seen)
    same = np.zeros(len(there), dtype=np.bool_)
    for first, last in _SAME:
        same |= (there >= first) & (there <= last)
    return [chr(code) for code in there[~same].tolist()], there[same]


@lru_cache(maxsize=1 << 14)  # a text has few different characters, and the next one has the same
def form(character: str) -> str:
    """What becomes of one character: another, several, or nothing."""
    folded = "".join(map(_single, fold(_single(character))))
    again = "".join(map(_single, fold(folded)))
    return again if len(again) == len(folded) else folded


def _single(character: str) -> str:
    if character in _JOINTS or character.isspace():
        return " "
    if character in _APOSTROPHES:
        return "'"
    return "" if character in _INVISIBLE or unicodedata.category(character) == "Cf" else character


def exact(text: str) -> str:
    """A text whose case and accents count: blanks and hyphens alike, apostrophes alike, nothing invisible."""
    return "".join(c if form(c) not in {" ", "'", ""} else form(c) for c in unicodedata.normalize("NFC", text))


def _spaced(plain: str, signs: str, same: NDArray[np.int64]) -> str:
    if len(signs) + len(same) > FEW:
        codes = _codes(plain)
        table = np.arange(int(codes.max()) + 1, dtype="<u4")
        table[_codes(signs)] = ord(" ")
        table[same] = ord(" ")
        return table[codes].tobytes().decode("utf-32-le", "surrogatepass")
    for sign in (*signs, *map(chr, same.tolist())):
        plain = plain.replace(sign, " ")
    return plain


@lru_cache(maxsize=1 << 14)  # as `form`
def _about(character: str) -> tuple[str, str, bool]:
    """A character's form, what of it is no part of a word with blanks around it, and whether it is of such a script."""
    of = form(character)
    signs = "".join(c for c in of if c != " " and (not is_word(c) or is_spaceless(c)))
    return of, signs, any(map(is_spaceless, of))


def _shifts(text: str, lengths: dict[str, int]) -> _Shifts:
    if not lengths:
        return _NONE
    written = tuple(_places(text, lengths))
    sizes = tuple(lengths[text[at]] for at in written)
    sums = tuple(accumulate(size - 1 for size in sizes))
    plain = tuple(at + before for at, before in zip(written, (0, *sums), strict=False))
    return _Shifts(written, plain, sizes, sums)


def _places(text: str, characters: dict[str, int]) -> Iterator[int]:
    listed = "".join(map(re.escape, characters))
    return (found.start() for found in re.finditer(f"[{listed}]", text))


def words_between(starts: list[int], begin: int, end: int) -> int:
    """How many words stand between two places: those that start from `begin` on and before `end`."""
    return bisect_left(starts, end) - bisect_left(starts, begin)
