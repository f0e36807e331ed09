"""What each character of a text becomes, for all of them at once.

A rule that looks at one character at a time is made a table by code point, once; then a text of 8,000 characters takes
30 µs, where a regular expression takes a millisecond. Characters whose neighbours matter to the rule are no matter for
a table: a text that has one is left to whoever asked.
"""

from collections.abc import Callable
from dataclasses import dataclass
from unicodedata import combining, normalize

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.uint32]

BLANK = np.uint32(0x20)
_DROPPED, _LONG, _ASIDE = np.uint32(0x200000), np.uint32(0x200001), np.uint32(0x200002)  # above all code points
# Vowel signs and letters there compose with what stands before them, though they are no combining characters.
_COMPOSING = ((0x0900, 0x1200), (0x1700, 0x1D00))


@dataclass(frozen=True, slots=True, kw_only=True)
class ByTable:
    """What each character becomes by itself; `long` holds what becomes several."""

    codes: Codes
    long: dict[str, str]

    def of(self, text: str) -> Codes | None:
        """What a text becomes, as code points; None if some character of it stands in no table."""
        found = self._looked_up(text)
        if not len(found) or (most := found.max()) < _DROPPED:
            return found
        if most == _ASIDE:
            return None
        if most == _LONG:
            for character in map(chr, set(_code_points(text)[found == _LONG].tolist())):
                text = text.replace(character, self.long[character])
            found = self._looked_up(text)
        kept: Codes = found[found != _DROPPED]
        return kept

    def _looked_up(self, text: str) -> Codes:
        return self.codes.take(_code_points(text), mode="clip")


def by_table(rule: Callable[[str], str], *, below: int) -> ByTable:
    """The table of a rule, for the characters below a code point.

    Args:
        rule: what a text becomes: character by character, but for what Unicode's normal forms do with neighbours.
        below: the first code point that the table leaves aside.
    """
    became = [_ASIDE if _minds_neighbours(chr(code)) else rule(chr(code)) for code in range(below)]
    stays = {chr(code) for code, text in enumerate(became) if text == chr(code)}
    long = {chr(code): text for code, text in enumerate(became) if isinstance(text, str) and len(text) > 1}
    steady = {character: text for character, text in long.items() if stays.issuperset(text)}
    codes = np.full(below + 1, _ASIDE, dtype=np.uint32)
    for code, text in enumerate(became):
        if isinstance(text, str):
            known = ord(text) if len(text) == 1 else _LONG if chr(code) in steady else _ASIDE
            codes[code] = known if text else _DROPPED
    return ByTable(codes=codes, long=steady)


def spaced(codes: Codes) -> str:
    """The text of these code points, runs of blanks as one, without those at its ends."""
    is_blank = codes == BLANK
    kept = ~is_blank
    kept[1:] |= ~is_blank[:-1]
    return text_of(codes[kept]).strip(" ")


def text_of(codes: Codes) -> str:
    """The text of these code points."""
    return str(codes.tobytes(), "utf-32-le", "surrogatepass")


def _code_points(text: str) -> Codes | NDArray[np.uint8]:
    if text.isascii():
        return np.frombuffer(text.encode("ascii"), dtype=np.uint8)
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _minds_neighbours(character: str) -> bool:
    """Whether a normal form of a text may treat the character as one with what stands before it."""
    first = normalize("NFKD", character)[0]
    return combining(first) != 0 or any(begin <= ord(first) < end for begin, end in _COMPOSING)
