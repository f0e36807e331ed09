"""Which runs of three words a text holds: as hashes, with where each stands.

Everything is done on arrays, without a Python object a word: an article of 600 words takes about 0.1 ms. Hashes are the
same in every process and on every machine.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from newsloom.text.words import SIGNS, UNSPACED

Hashes = NDArray[np.uint64]
Places = NDArray[np.int64]
Mask = NDArray[np.bool_]

LONGEST = 100_000  # characters read of one text
_RUN = 3  # words in a row tell wordings apart; two do not
_PLANE = 0x40000  # characters beyond are rare enough to part words
_LONE = 0x0E00  # scripts without spaces are above it
_LETTERED = 0x3000  # scripts with case or accents are below it
_WIDE = (0xFF00, 0xFFF0)  # full-width and half-width forms
_BASE = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xBF58476D1CE4E5B9)  # this and the next: finalizer of SplitMix64 (Steele, Lea, Flood 2014)
_STIR = np.uint64(0x94D049BB133111EB)
_HALF = np.uint64(31)
_FIRST, _SECOND = np.uint64(0xD6E8FEB86659FD93), np.uint64(0xCA5A826395121157)
_WORD, _GLYPH = 1, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Shingles:
    """The runs of three words of one text in order: a hash each, and from where to where each stands in the text.

    In scripts without spaces a run is six characters. Case, accents and punctuation make no difference. `words` is how
    many words (or characters, without spaces) were read.
    """

    hashes: Hashes
    starts: Places
    ends: Places
    words: int


@dataclass(frozen=True, slots=True)
class _Tables:
    folded: Hashes  # by code point: its letter without case and accent, 0 for what parts words
    kind: NDArray[np.uint8]  # by code point: 0 parts words, 1 builds words, 2 stands alone
    powers: Hashes
    inverses: Hashes


def shingles(text: str) -> Shingles:
    """All runs of three words of a text; none for fewer words."""
    tables = _tables()
    codes = _codes(text[:LONGEST])
    folded = tables.folded.take(codes, mode="clip")
    starts, ends, alone = _words(folded, codes, tables)
    words = _polynomials(folded, starts, tables)
    words ^= words >> _HALF
    words *= _MIX
    hashes = words[:-2] * _FIRST + words[1:-1] * _SECOND + words[2:]
    first, last = starts[: len(hashes)], ends[_RUN - 1 :]
    if alone is not None:
        kept, hashes, last = _longer(hashes, last, alone[: len(hashes)])
        first = first[kept]
    hashes ^= hashes >> _HALF
    hashes *= _STIR
    hashes ^= hashes >> _HALF
    return Shingles(hashes=hashes, starts=first - 1, ends=last - 1, words=len(words))


def _codes(text: str) -> NDArray[np.uint8] | NDArray[np.uint32]:
    """The characters as numbers, between two spaces."""
    if text.isascii():
        return np.frombuffer(f" {text} ".encode("ascii"), dtype=np.uint8)
    return np.frombuffer(f" {text} ".encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _polynomials(folded: Hashes, starts: Places, tables: _Tables) -> Hashes:
    """Each word's letters as a polynomial, wherever it stands: what parts words adds nothing."""
    if not len(starts):
        return folded[:0]
    return np.add.reduceat(folded * tables.powers[: len(folded)], starts) * tables.inverses[starts]


def _words(
    folded: Hashes, codes: NDArray[np.uint8] | NDArray[np.uint32], tables: _Tables
) -> tuple[Places, Places, Mask | None]:
    """Where words begin and end, and which of them are characters of a script without spaces (None: none)."""
    inside = folded != 0
    if folded.max() >= _LONE:
        glyph = tables.kind.take(codes, mode="clip") == _GLYPH
        if glyph.any():
            edge = glyph[1:] | glyph[:-1] | (inside[1:] != inside[:-1])
            starts = (edge & inside[1:]).nonzero()[0] + 1
            ends = (edge & inside[:-1]).nonzero()[0] + 1
            return starts, ends, glyph[starts]
    edges = (inside[1:] != inside[:-1]).nonzero()[0] + 1
    return edges[0::2], edges[1::2], None


def _longer(hashes: Hashes, last: Places, alone: Mask) -> tuple[Mask, Hashes, Places]:
    """Runs that begin with a lone character take in the next run too: three characters alone say little.

    Returns which runs are left (the last characters of a text begin no run of six), their hashes and where they end.
    """
    doubled = alone.copy()
    doubled[max(0, len(hashes) - _RUN) :] = False
    at = doubled.nonzero()[0]
    out, ends = hashes.copy(), last.copy()
    out[at] = hashes[at] * _MIX + hashes[at + _RUN]
    ends[at] = last[at + _RUN]
    kept = doubled | ~alone
    return kept, out[kept], ends[kept]


@cache
def _tables() -> _Tables:
    kind = np.zeros(_PLANE, dtype=np.uint8)
    folded = np.zeros(_PLANE, dtype=np.uint64)
    every = "".join(map(chr, range(0xD800))) + " " * 0x800 + "".join(map(chr, range(0xE000, _PLANE - 1)))
    for match in re.finditer(rf"(?:[^\W_]|[{SIGNS}])+", every):
        codes = slice(match.start(), match.end())
        kind[codes] = _WORD
        folded[codes] = np.arange(match.start(), match.end(), dtype=np.uint64)
    for match in UNSPACED.finditer(every):
        codes = slice(match.start(), match.end())
        kind[codes] = np.where(kind[codes] > 0, _GLYPH, 0)
    for code in (*np.flatnonzero(kind[:_LETTERED]).tolist(), *range(*_WIDE)):
        folded[code] = ord(_plain(chr(code))) if folded[code] else 0
    powers = np.full(LONGEST + 2, _BASE)
    powers[0] = 1
    inverses = np.full(LONGEST + 2, np.uint64(pow(int(_BASE), -1, 2**64)))
    inverses[0] = 1
    return _Tables(folded=folded, kind=kind, powers=np.cumprod(powers), inverses=np.cumprod(inverses))


def _plain(character: str) -> str:
    """One character without case and accent; a ligature stays what it is."""
    folded = unicodedata.normalize("NFKD", character).casefold()
    bare = [letter for letter in folded if not unicodedata.combining(letter)]
    return bare[0] if len(bare) == 1 else character
