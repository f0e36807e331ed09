"""What of a text counts: its words without what ticks, counts, advertises and points elsewhere by itself.

Case, blanks, punctuation and typography do not count; figures, names and every other word do: from "12 dead" to "14
dead" is a change of substance. A currency, a percent sign and a minus before a figure count as words do.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib.resources import files

from ahocorasick_rs import AhoCorasick

from newsloom.text.bytable import ByTable, by_table, spaced, text_of

_LONGEST_PIECE = 160  # characters; what is longer is no clock or counter
_LONGEST_NOTE = 400  # characters of an advertisement's line or of a pointer elsewhere
_LONGEST_ASKING = 240  # characters of a line that wants something of the reader
_BEFORE = 8  # characters before a number that say "ago"
_LONG = 300  # characters from which on a table is quicker than a regular expression
_TABLED = 0x3000  # beyond are scripts and pictures whose characters are read one text at a time

_VOWEL_SIGNS = "\u0300-\u036f\u0900-\u0963\u0966-\u0dff\u0e00-\u0eff\u1000-\u1049\u1780-\u17d3"
_UNSEEN = re.compile("[\u00ad\u0591-\u05c7\u064b-\u065f\u0670\u200b-\u200f\u2060\ufeff]")  # soft hyphens, points
_MINUS = re.compile(r"-(?=\d)(?<![\w.,]-)")  # begins with one character, which is found quickly
_SIGN = re.compile("\u2212(?=\\d)(?<![\\w.,]\u2212)")
_THOUSANDS = re.compile(r"[.,'\u2019](?=\d{3}(?!\d))(?<=\d[.,'\u2019])")
_WORD = re.compile(rf"[\w{_VOWEL_SIGNS}]+")
_NOT_WORDS = re.compile(rf"[^\w\n{_VOWEL_SIGNS}$€£¥₹₽₩₺₴¢%‰°+]+")
_NOT_WORDS_ASCII = re.compile(r"[^a-z0-9\n$%+]+")
_BORDER = re.compile(
    r"[.!?\u3002\u0964\u0965\u061f|\u00b7\u2022\u2013\u2014/-](?:[\"'\u201d\u2019\u00bb)\]]*\s+|(?=[^\x00-\x7f])(?<![.|/-]))"
)
_NUMBER = re.compile(r"\d[\d.,]*\s?")
_POINTS = frozenset(".,")
_DIGIT = re.compile(r"\d")
_CLOCK = re.compile(r"\d+(?:[smhdk]|st|nd|rd|th|er|[hu]\d\d)?")


def _opening(phrases: list[str]) -> re.Pattern[str]:
    listed = "|".join(re.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True))
    return re.compile(rf"[\s\[(*\u3010]*(?:{listed})\s*(?:$|[:\u2013\u2014|\])\u3011\uff1a-])")


_TABLE = tomllib.loads((files(__package__) / "data/furniture.toml").read_text(encoding="utf-8"))
_MOVING = frozenset(_TABLE["moving"].split())
_GLUE = frozenset(_TABLE["glue"].split())
_UNSPACED = re.compile("|".join(map(re.escape, sorted(_TABLE["unspaced"].split(), key=len, reverse=True))))
_AFTER_NUMBER = re.compile("|".join(f"(?:{pattern})" for pattern in _TABLE["ticking"]))
_AGO_BEFORE = tuple(f"{word} " for word in _TABLE["ago_before"])
_AGO_UNIT = re.compile(rf"(?:{_TABLE['ago_unit']})")
_NOTE = _opening([*_TABLE["advertisement"], *_TABLE["elsewhere"]])
_ASKING = AhoCorasick(_TABLE["asking"])


def normalised(text: str) -> str:
    """The words that count, in one spelling, single blanks between them; what ticks inside sentences left out."""
    return _normalised(text) if len(text) < _LONG else _words(_folded(text))


@lru_cache(maxsize=256)  # a title is asked for its words again and again
def _normalised(text: str) -> str:
    return _words(_folded(text))


def substance(text: str) -> str:
    """The same without whole sentences and lines that are no part of the article.

    A text that is nothing else keeps its words.
    """
    return _words("\n".join(_kept(text))) or normalised(text)


def same_in_substance(one: str, other: str) -> bool:
    """Whether two wordings say the same: the same words, or the same sentences in another order."""
    if one == other:
        return True
    mine, theirs = _pieces(one), _pieces(other)
    if " ".join(mine) != " ".join(theirs) and set(mine) != set(theirs):
        return False
    return bool(mine) or normalised(one) == normalised(other)


def _folded(text: str) -> str:
    return _THOUSANDS.sub("", _lower(text))


def _lower(text: str) -> str:
    if text.isascii():
        return text.lower()
    found = _lowers().of(text) if len(text) >= _LONG else None
    return _lower_rule(text) if found is None else text_of(found)


def _lower_rule(text: str) -> str:
    return unicodedata.normalize("NFKC", _UNSEEN.sub("", text)).casefold()


@cache
def _lowers() -> ByTable:
    return by_table(_lower_rule, below=_TABLED)


def _plain(folded: str) -> str:
    """The words of each line."""
    still = _stilled(folded)
    return (_NOT_WORDS_ASCII if still.isascii() else _NOT_WORDS).sub(" ", still)


def _words(folded: str) -> str:
    """The words of all lines, single blanks between them."""
    if len(folded) < _LONG:
        return " ".join(_plain(folded).split())
    found = _letters().of(_stilled(folded))
    return " ".join(_plain(folded).split()) if found is None else spaced(found)


@cache
def _letters() -> ByTable:
    return by_table(lambda character: _NOT_WORDS.sub(" ", character).replace("\n", " "), below=_TABLED)


def _stilled(folded: str) -> str:
    """The text with a minus as a word and without what ticks."""
    still = _MINUS.sub(" minus ", _still(folded))
    return (_SIGN.sub(" minus ", still) if "\u2212" in still else still).replace("_", " ")


def _pieces(text: str) -> list[str]:
    """The sentences that count, in order."""
    return [words for piece in _plain("\n".join(_kept(text))).split("\n") if (words := piece.strip())]


def _kept(text: str) -> list[str]:
    """The same as written."""
    kept: list[str] = []
    for line in _folded(text).split("\n"):
        if not _is_note(line):
            kept += _standing(_BORDER.split(line))
    return kept


def _standing(pieces: Iterable[str]) -> Iterator[str]:
    """The sentences of a line that do not move; after one that does, a single word of that kind belongs to it."""
    moved = False
    for piece in pieces:
        words = _moving_words(piece) if len(piece) <= _LONGEST_PIECE else 0
        moved = words > 1 or (words > 0 and (moved or _DIGIT.search(piece) is not None))
        if not moved:
            yield piece


def _is_note(line: str) -> bool:
    """Whether a line is an advertisement, points elsewhere, or wants something of the reader."""
    if len(line) > _LONGEST_NOTE:
        return False
    return _NOTE.match(line) is not None or (
        len(line) <= _LONGEST_ASKING and bool(_ASKING.find_matches_as_indexes(line))
    )


def _moving_words(piece: str) -> int:
    """How many words of clocks, calendars and counters a sentence has, if it consists of them; else 0."""
    moving = 0
    for found in _WORD.finditer(piece):
        word = found[0]
        # A letter alone is an initial, unless it counts hours.
        if word in _MOVING and (len(word) > 1 or _DIGIT.search(piece)):
            moving += 1
        elif word not in _GLUE and not _CLOCK.fullmatch(word):
            rest, cut = ("", 0) if word.isascii() else _UNSPACED.subn("", word)
            if not cut or (rest and not rest.isdigit()):
                return 0
            moving += cut
    return moving


def _still(folded: str) -> str:
    """The text without what ticks inside its sentences: "12 comments", "5 minutes ago"."""
    kept: list[str] = []
    at = 0
    for number in _NUMBER.finditer(folded):
        start, end = number.span()
        if folded[start - 1 : start] in _POINTS:
            continue  # the rest of another number
        ago = folded.endswith(_AGO_BEFORE, max(at, start - _BEFORE), start)
        after = (_AGO_UNIT if ago else _AFTER_NUMBER).match(folded, end)
        if after is not None and start >= at:
            kept.append(folded[at:start])
            at = after.end()
    return " ".join((*kept, folded[at:])) if kept else folded
