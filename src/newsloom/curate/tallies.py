"""What weights are put on, as bare numbers: a row an article, so that a million can be weighed at once.

A tally holds for the settings it was made by, all but the profile; names are hashes of theirs.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from enum import IntFlag
from functools import lru_cache
from hashlib import blake2b
from struct import Struct

import numpy as np
from numpy.typing import NDArray

from newsloom.model.judgement import Candidate, Originality
from newsloom.model.metadata import Genre, Standing
from newsloom.text.headlines import is_shouted

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
ORIGINALITIES, GENRES, STANDINGS = tuple(Originality), tuple(Genre), tuple(Standing)

#: One article, little-endian without gaps; times in microseconds since 1970, names as hashes (0: unknown).
ROW = np.dtype(
    [
        ("at", "<i8"),
        ("house", "<u8"),
        ("voice", "<u8"),
        ("country", "<u8"),
        ("language", "<u8"),
        ("words", "<i4"),
        ("tier", "<i2"),
        ("named", "u1"),
        ("told", "u1"),
        ("originality", "u1"),
        ("genre", "u1"),
        ("standing", "u1"),
        ("flags", "u1"),
    ]
)
_PACKED = Struct("<qQQQQihBBBBBB")
_MOST_WORDS, _MOST_TIER, _MOST_BYTE = 2**31 - 1, 2**15 - 1, 255

Tally = NDArray[np.void]
"""An array of `ROW`."""


class Flag(IntFlag):
    """What an article has or is."""

    AUTHOR = 1
    DATE = 2
    IMAGE = 4
    PAYWALLED = 8
    SHOUTED = 16
    COPY = 32
    REPRINT = 64
    WITHDRAWN = 128


def tally_of(candidates: Iterable[tuple[Candidate, tuple[int, int]]]) -> bytes:
    """The tally of a story's articles that count, in their order.

    Args:
        candidates: each with how many keywords of its topics stand in its title, and how many others in its lead.
    """
    return b"".join(_row(candidate, *fit) for candidate, fit in candidates)


def tallies(packed: Iterable[bytes]) -> Tally:
    """The rows of several stories, one after the other."""
    return np.frombuffer(b"".join(packed), dtype=ROW)


def articles_in(packed: bytes) -> int:
    """How many articles a tally is of."""
    return len(packed) // ROW.itemsize


def microseconds(moment: datetime) -> int:
    """A time as tallies have it."""
    return (moment - EPOCH) // MICROSECOND


def _row(candidate: Candidate, named: int, told: int) -> bytes:
    report = candidate.as_coverage(quality=0)
    return _PACKED.pack(
        microseconds(candidate.published),
        _hash(report.house),
        _hash(report.speaker),
        _hash(candidate.country),
        _hash(candidate.language),
        min(max(candidate.words, 0), _MOST_WORDS),
        min(max(candidate.tier, -_MOST_TIER), _MOST_TIER),
        min(named, _MOST_BYTE),
        min(told, _MOST_BYTE),
        ORIGINALITIES.index(candidate.originality),
        GENRES.index(candidate.genre),
        STANDINGS.index(candidate.standing),
        _flags(candidate),
    )


def _flags(candidate: Candidate) -> int:
    return (
        Flag.AUTHOR * candidate.has_author
        + Flag.DATE * candidate.has_date
        + Flag.IMAGE * candidate.has_image
        + Flag.PAYWALLED * candidate.is_paywalled
        + Flag.SHOUTED * is_shouted(candidate.title)
        + Flag.COPY * candidate.is_copy
        + Flag.REPRINT * candidate.is_reprint
        + Flag.WITHDRAWN * (candidate.standing is Standing.WITHDRAWN)
    )


@lru_cache(maxsize=1 << 14)  # few publishers, countries and languages stand in all the rows
def _hash(name: str) -> int:
    """A number of 64 bits, the same on every machine; 0 for no name."""
    return (
        int.from_bytes(blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little") if name else 0
    )
