"""An article's title and text as the numbers of their words, which compare quicker than the words."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate
from struct import pack
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from newsloom.curate.columns import (
    HASH_BITS,
    IS_ALPHA,
    IS_CAPITAL,
    IS_DAY,
    IS_NUMBER,
    IS_ORDINAL,
    IS_SMALL,
    NUMBER_AT,
)
from newsloom.curate.state import term_hash
from newsloom.model.article import Article
from newsloom.text.words import UNSPACED, fold_word, is_capitalised, is_number, words

_BODY_CHARACTERS = 700
_TITLE_CHARACTERS = 300
_STEM = 5
_BYTES = 8
_MOST_KNOWN = 1 << 16  # pieces of text, and words, whose numbers are remembered
_LONGEST_KNOWN = 40  # characters
_LAST_DAY = 31
_OUTSIDE = (
    "".join(map(chr, (*range(0x21, 0x30), *range(0x3A, 0x41), *range(0x5B, 0x61), *range(0x7B, 0x7F)))) + "«»“”„‘’–—…"
)
_ORDINAL = re.compile(r"([0-9]{1,4})(?:st|nd|rd|th|e|er|re|eme|de|ste|o|a)")  # as written in Latin script


class Cuts(dict[str, bytes]):
    """Pieces of text between blanks, each with the numbers of its words; those met lately are remembered.

    Two generations of them: what the younger one lacks is taken over from the older.

    No word goes over a blank, so the words of a text are those of its pieces, as `words` cuts them.
    """

    def __init__(self) -> None:
        super().__init__()
        self._older: dict[str, bytes] = {}
        self._bare: dict[str, bytes] = {}

    def __missing__(self, piece: str) -> bytes:
        """Cut a piece that is not remembered."""
        found = self._older.get(piece)
        if found is None:
            found = self._cut(piece)
        if len(piece) <= _LONGEST_KNOWN:
            if len(self) >= _MOST_KNOWN:
                self._older = dict(self)
                self.clear()
            self[piece] = found
        return found

    def _cut(self, piece: str) -> bytes:
        core = piece.strip(_OUTSIDE)
        found = self._bare.get(core)
        if found is None:
            found = _numbers(piece)
            if len(core) <= _LONGEST_KNOWN and core.isalnum():
                if len(self._bare) >= _MOST_KNOWN:
                    self._bare.clear()
                self._bare[core] = found
        return found

    def read(self, pieces: Iterable[str]) -> list[bytes]:
        """The numbers of the words of each piece."""
        return [*map(self.__getitem__, pieces)]


class Reading(NamedTuple):
    """What was read of an article: the pieces of its title and its text, and the numbers of their words."""

    pieces: list[str]
    cuts: list[bytes]
    titled: int  # words of the title

    def said(self) -> NDArray[np.int64]:
        """All words as numbers."""
        return np.frombuffer(b"".join(self.cuts), dtype=np.int64)

    def words_at(self, places: Iterable[int]) -> Iterator[str]:
        """The words at some places among all, as they are compared."""
        ends = [*accumulate(map(len, self.cuts))]
        for place in places:
            at = bisect_right(ends, place * _BYTES)
            yield cut(self.pieces[at])[place - ends[at] // _BYTES][0]  # counted from the piece's end


def reading_of(article: Article, cuts: Cuts, *, text: str | None = None) -> Reading:
    """What is read of an article's title, and of its text (or of another one in its place)."""
    title, body = pieces_of(article, text)
    told, said = cuts.read(title), cuts.read(body)
    return Reading(pieces=title + body, cuts=told + said, titled=sum(map(len, told)) // _BYTES)


def _numbers(piece: str) -> bytes:
    numbers = [number_of(folded, raw) for folded, raw in cut(piece)]
    return pack(f"={len(numbers)}q", *numbers)


def cut(piece: str) -> list[tuple[str, str]]:
    """The words of a piece of text without blanks, folded and as written: what `words` gives, mostly quicker."""
    core = piece.strip(_OUTSIDE)
    if core.isalnum() and (core.isascii() or not UNSPACED.search(core)):
        folded = fold_word(core)
        return [(folded, core)] if folded else []
    found = words(piece)
    return list(zip(found.folded, found.raw, strict=True))


def pieces_of(article: Article, text: str | None = None) -> tuple[list[str], list[str]]:
    """What is read of an article's title, and of its text (or of another one in its place), between blanks."""
    read = (article.text or article.lead) if text is None else text
    return article.title[:_TITLE_CHARACTERS].split(), read[:_BODY_CHARACTERS].split()


def number_of(folded: str, raw: str) -> int:
    """A word in 64 bits, as `columns` lays it out."""
    number = term_hash(folded) | term_hash("~" + folded[:_STEM]) << HASH_BITS
    if folded.isalpha():
        number |= IS_ALPHA
    elif is_number(folded):
        number |= IS_NUMBER | _value(folded)
    if is_capitalised(raw):
        number |= IS_CAPITAL
    elif raw[0].islower():
        number |= IS_SMALL
    return number


def _value(folded: str) -> int:
    if folded.isdecimal():
        return IS_DAY | int(folded) << NUMBER_AT if int(folded[-4:]) == int(folded) <= _LAST_DAY else 0
    ordinal = _ORDINAL.fullmatch(folded)
    return IS_ORDINAL | int(ordinal[1]) << NUMBER_AT if ordinal else 0
