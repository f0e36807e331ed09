"""An article's title and text as the numbers of their words, which compare quicker than the words."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
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
from newsloom.curate.letters import letters
from newsloom.curate.look import spell
from newsloom.curate.spelling import BEGUN, PLACE, PLACE_BITS, PUT, SAID
from newsloom.curate.state import term_hash
from newsloom.model.article import Article
from newsloom.text.words import UNSPACED, fold_word, is_capitalised, is_number, words

_BODY_CHARACTERS = 700
_TITLE_CHARACTERS = 300
_STEM = 5
_BYTES = 8
_ROOM = _TITLE_CHARACTERS + 1 + _BODY_CHARACTERS + 1  # characters, of which there are no fewer than words
_MOST_KNOWN = 1 << 16  # pieces of text, and words, whose numbers are remembered
_LONGEST_KNOWN = 40  # characters
_LAST_DAY = 31
_OUTSIDE = (
    "".join(map(chr, (*range(0x21, 0x30), *range(0x3A, 0x41), *range(0x5B, 0x61), *range(0x7B, 0x7F)))) + "«»“”„‘’–—…"
)
_ORDINAL = re.compile(r"([0-9]{1,4})(?:st|nd|rd|th|e|er|re|eme|de|ste|o|a)")  # as written in Latin script


Numbers = NDArray[np.int64]


class Cuts(dict[str, bytes]):
    """Reads texts; pieces that compiled code leaves are cut here, and remembered with the numbers of their words.

    Two generations of them: what the younger one lacks is taken over from the older.

    No word goes over a blank, so the words of a text are those of its pieces, as `words` cuts them.
    """

    def __init__(self) -> None:
        super().__init__()
        self._older: dict[str, bytes] = {}
        self._bare: dict[str, bytes] = {}
        self._letters = letters()
        self._work = np.zeros((4, _ROOM), dtype=np.int64)

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

    def reading(self, title: str, text: str) -> "Reading":
        """What is read of a title and a text."""
        title = title[:_TITLE_CHARACTERS]
        whole = f"{title}\n{text[:_BODY_CHARACTERS]}"
        codes = np.frombuffer(whole.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        count, titled, left = spell(codes, len(title), self._letters, self._work)
        said, begun = self._work[SAID, :count].copy(), self._work[BEGUN, :count].copy()
        if not left:
            return Reading(whole, said, begun, titled)
        said, begun = self._filled(whole, said, begun, self._work[PUT, :left].tolist())
        return Reading(whole, said, begun, int(np.searchsorted(begun, len(title))))

    def _filled(self, whole: str, said: Numbers, begun: Numbers, aside: Iterable[int]) -> tuple[Numbers, Numbers]:
        """The words and where their pieces begin, with those of the pieces put aside in their places."""
        words, places = [], []
        done = 0
        for put in aside:
            begin, end, before = put & PLACE, (put >> PLACE_BITS) & PLACE, put >> (2 * PLACE_BITS)
            found = self[whole[begin:end]]
            words += [said[done:before].tobytes(), found]
            places += [begun[done:before].tobytes(), pack("=q", begin) * (len(found) // _BYTES)]
            done = before
        words.append(said[done:].tobytes())
        places.append(begun[done:].tobytes())
        return _array(words), _array(places)


def _array(parts: Iterable[bytes]) -> Numbers:
    """Numbers from their bytes, as an array like any other: what cannot be written to would be compiled for again."""
    return np.frombuffer(bytearray().join(parts), dtype=np.int64)


class Reading(NamedTuple):
    """What was read of an article: title and text, their words as numbers, and where in them each word's piece begins.

    The first `titled` words are the title's.
    """

    whole: str
    said: Numbers
    begun: Numbers
    titled: int

    def words_at(self, places: Iterable[int]) -> Iterator[str]:
        """The words at some places among all, as they are compared."""
        begun = self.begun.tolist()
        for place in places:
            piece = self.whole[begun[place] :].split(maxsplit=1)[0]
            yield cut(piece)[place - bisect_left(begun, begun[place])][0]


def reading_of(article: Article, cuts: Cuts, *, text: str | None = None) -> Reading:
    """What is read of an article's title, and of its text (or of another one in its place)."""
    return cuts.reading(article.title, (article.text or article.lead) if text is None else text)


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
