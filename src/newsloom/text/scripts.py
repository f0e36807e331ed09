"""Which script a text is written in, and how surely."""

import re
import string
from bisect import bisect_right
from collections import Counter
from functools import lru_cache

_RANGES: tuple[tuple[int, str, int], ...] = (  # first code point, script, how many Latin letters one letter is worth
    (0x0041, "latin", 1),
    (0x0370, "greek", 1),
    (0x0400, "cyrillic", 1),
    (0x0530, "armenian", 1),
    (0x0590, "hebrew", 1),
    (0x0600, "arabic", 1),
    (0x0900, "devanagari", 1),
    (0x0980, "bengali", 1),
    (0x0A00, "gurmukhi", 1),
    (0x0A80, "gujarati", 1),
    (0x0B00, "oriya", 1),
    (0x0B80, "tamil", 1),
    (0x0C00, "telugu", 1),
    (0x0C80, "kannada", 1),
    (0x0D00, "malayalam", 1),
    (0x0D80, "sinhala", 1),
    (0x0E00, "thai", 1),
    (0x0E80, "lao", 1),
    (0x0F00, "tibetan", 1),
    (0x1000, "burmese", 1),
    (0x10A0, "georgian", 1),
    (0x1100, "hangul", 3),
    (0x1200, "ethiopic", 1),
    (0x13A0, "", 1),
    (0x1780, "khmer", 1),
    (0x1800, "", 1),
    (0x1E00, "latin", 1),
    (0x1F00, "greek", 1),
    (0x2000, "", 1),
    (0x3040, "kana", 3),
    (0x3100, "", 1),
    (0x3130, "hangul", 3),
    (0x3190, "", 1),
    (0x3400, "han", 3),
    (0xA000, "", 1),
    (0xAC00, "hangul", 3),
    (0xD800, "", 1),
    (0xF900, "han", 3),
    (0xFB00, "", 1),
    (0xFB1D, "hebrew", 1),
    (0xFB50, "arabic", 1),
    (0xFE00, "", 1),
    (0xFE70, "arabic", 1),
    (0xFF00, "", 1),
    (0xFF21, "latin", 1),
    (0xFF66, "kana", 3),
    (0xFFA0, "", 1),
    (0x20000, "han", 3),
    (0x32000, "", 1),
)
_STARTS = tuple(start for start, _, _ in _RANGES)
_ASCII_LETTERS = string.ascii_letters.encode()
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_LEAST_KANA = 0.1  # of the letters of a Japanese text; a Chinese one may quote a の


def letters_by_script(text: str) -> dict[str, int]:
    """How many letters there are of each script, counted as the Latin letters they stand for.

    Kana and Han together are counted as kana where there is enough kana to be Japanese.
    """
    return dict(_letters_by_script(text))


@lru_cache(maxsize=16)  # a text is asked for its letters, then weighed by them
def _letters_by_script(text: str) -> tuple[tuple[str, int], ...]:
    if text.isascii():
        count = sum(map(str.isalpha, text))
        return (("latin", count),) if count else ()
    plain = text.encode("ascii", "ignore")  # punctuation apart, many texts are nothing else
    found: Counter[str] = Counter({"latin": len(plain) - len(plain.translate(None, _ASCII_LETTERS))})
    for letter, times in Counter(_NOT_ASCII.findall(text)).items():  # a text has few different letters
        if letter.isalpha():
            _, script, weight = _RANGES[bisect_right(_STARTS, ord(letter)) - 1]
            found[script] += weight * times
    del found[""]
    east = found["han"] + found["kana"]
    if found["kana"] > _LEAST_KANA * east:
        found["kana"] = east
        del found["han"]
    return tuple((script, count) for script, count in found.items() if count)


def main_script(text: str) -> tuple[str, float]:
    """The script most of a text is in, and the share of its letters that are; ("", 0) for a text without letters."""
    found = letters_by_script(text)
    if not found:
        return "", 0.0
    script = max(found, key=lambda name: (found[name], name))
    return script, found[script] / sum(found.values())
