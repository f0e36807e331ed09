"""What the full-text index sees of a text: folded words, the same for every database.

Words are case-folded and lose their accents; scripts written without spaces become overlapping pairs of characters.
What comes out holds only letters, digits and single spaces, so that no index reads operators or punctuation into it.
"""

import re
import unicodedata
from functools import cache

from newsloom.text.bytable import ByTable, by_table, spaced

#: Han, kana, Hangul, Thai, Lao, Myanmar, Khmer: a run of these is cut into characters and pairs.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_RUN = re.compile(f"[{_UNSPACED}]+|[^\\W_{_UNSPACED}]+")
_IS_UNSPACED = re.compile(f"[{_UNSPACED}]")
#: Latin, Greek and Cyrillic accents, Hebrew points, Arabic vowel signs: left out by many who search.
_ACCENTS = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]")
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "\u0131": "i", "þ": "th"})
_LONG = 100  # characters from which on a table is quicker than a regular expression
_TABLED = 0x3000  # beyond are scripts written without spaces


def _folded(text: str) -> str:
    folded = text.casefold()
    if folded.isascii():
        return folded
    apart = unicodedata.normalize("NFKD", folded)
    return unicodedata.normalize("NFKC", _ACCENTS.sub("", apart)).casefold().translate(_LETTERS)


def indexed(text: str) -> str:
    """The text as the index keeps it: words with one space between; unspaced scripts as characters and pairs."""
    found = _letters().of(text) if len(text) >= _LONG else None
    return _indexed(text) if found is None else spaced(found)


@cache
def _letters() -> ByTable:
    return by_table(_spelt, below=_TABLED)


def _spelt(character: str) -> str:
    """The character folded, what is no word as blanks."""
    return "".join(one if _RUN.match(one) else " " for one in _folded(character))


def _indexed(text: str) -> str:
    words: list[str] = []
    for run in _RUN.findall(_folded(text)):
        if _IS_UNSPACED.match(run):
            words.extend(run)
            words.extend(_pairs(run))
        else:
            words.append(run)
    return " ".join(words)


def wanted(words: str) -> list[str]:
    """The words a query asks for, all of which must be there; each once, in order."""
    asked: dict[str, None] = {}
    for run in _RUN.findall(_folded(words)):
        if _IS_UNSPACED.match(run):
            asked.update(dict.fromkeys(_pairs(run) or [run]))
        else:
            asked[run] = None
    return list(asked)


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)]
