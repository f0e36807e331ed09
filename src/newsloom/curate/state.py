"""The arrays clustering works on, in groups that are handed around together."""

from collections.abc import Mapping
from math import log2, sqrt
from typing import NamedTuple, TypeVar
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from newsloom.curate.columns import BUCKETS, FACTS, MOST_WORDS, ONE, VIEWS, WIDTH

INDEXED = 48  # terms an article is found by
BLOCK = 16
OLD, NEW, FILLED, LIVE, FIRST = range(5)  # columns of a block
ARRIVALS, FREE, LEFT = range(3)  # of the index's ends
FEATURE_COUNT = 35
LOG_BITS = 16
LOG_TABLE = 1 << 13
SPOTS = 1 << 11  # of the table of an article's own terms: twice as many as it has, mostly ten times
_UNKNOWN = 1000  # articles a language without a table is taken to have had, none of them with any term
_SATURATION = 1.2  # BM25's k1
_Number = TypeVar("_Number", bound=np.generic)


class Rows(NamedTuple):
    """Active articles, one a slot: terms and weights by view, and facts. Slot 0 is the article at hand."""

    ids: NDArray[np.int32]
    weights: NDArray[np.uint16]
    facts: NDArray[np.int64]


class Terms(NamedTuple):
    """In how many articles each term stands: ever, and in the window; `totals` are the articles, counted likewise.

    `logs` are binary logarithms times 2^16; `often` is what a number of mentions weighs.
    """

    counts: NDArray[np.int32]
    totals: NDArray[np.int64]
    logs: NDArray[np.int64]
    often: NDArray[np.int64]


class Index(NamedTuple):
    """Articles by term, in blocks of slots that fit a line of the processor's cache.

    `head` is a term's latest block. A block holds the older and the newer one, where it is filled up to, how many of
    its slots are live (one that left is 0), then slots in order of arrival. `posted` says, of each slot, by which terms
    and where it is found. `ends` holds the number of arrivals, the first free block and how many are free.
    """

    head: NDArray[np.uint32]
    blocks: NDArray[np.uint32]
    posted: NDArray[np.uint32]
    ends: NDArray[np.int64]


class Scratch(NamedTuple):
    """Room to work in, left clean.

    A hashed table with the spots in use; what is to be sorted; how rare each word of an article is; of two articles,
    the hits of each term and the sums of each view; of candidates, scores by slot and the slots that have one.
    """

    keys: NDArray[np.int64]
    values: NDArray[np.int64]
    used: NDArray[np.int64]
    order: NDArray[np.int64]
    rarities: NDArray[np.int64]
    hits: NDArray[np.int64]
    sums: NDArray[np.int64]
    scores: NDArray[np.int32]
    touched: NDArray[np.uint32]


class Found(NamedTuple):
    """Candidates as they were found: slots, features, log-odds in `POINTS`; whether they are a series, and surely so.

    `order` has the likeliest first, `likely` the log-odds themselves.
    `sided` has each feature twice: one that is not known is NaN, which goes right, then below all numbers.
    """

    slots: NDArray[np.int64]
    features: NDArray[np.float64]
    odds: NDArray[np.int64]
    apart: NDArray[np.int64]
    never: NDArray[np.int64]
    sided: NDArray[np.float64]
    order: NDArray[np.int64]
    likely: NDArray[np.float64]


class Trees(NamedTuple):
    """The combiner: `node` holds a column of `Found.sided` and the left child, which the right one follows.

    A leaf is its own left child, and its threshold is infinite. `value` is in `POINTS`.
    """

    roots: NDArray[np.uint32]
    node: NDArray[np.uint32]
    threshold: NDArray[np.float64]
    value: NDArray[np.int64]
    depth: int


def term_hash(term: str) -> int:
    """The hash a term is kept as, from 1; 0 is no term."""
    return crc32(term.encode()) % (BUCKETS - 1) + 1


def empty_rows(size: int) -> Rows:
    """Rows for that many slots."""
    return Rows(
        ids=np.zeros((size, WIDTH), dtype=np.int32),
        weights=np.zeros((size, WIDTH), dtype=np.uint16),
        facts=np.zeros((size, FACTS), dtype=np.int64),
    )


def warm_terms(warm: Mapping[str, int], *, articles: int) -> Terms:
    """Counts as a language's table has them; an unknown language starts with articles that hold no term."""
    counts = np.zeros((BUCKETS, 2), dtype=np.int32)
    for term, count in warm.items():
        counts[term_hash(term), 0] += count
    logs = [0, *(round(log2(n) * (1 << LOG_BITS)) for n in range(1, LOG_TABLE))]
    often = [round(ONE * sqrt(n * (_SATURATION + 1) / (n + _SATURATION))) for n in range(3 * MOST_WORDS)]
    return Terms(
        counts=counts,
        totals=np.array([articles or _UNKNOWN, 0], dtype=np.int64),
        logs=np.array(logs, dtype=np.int64),
        often=np.array(often, dtype=np.int64),
    )


def empty_index(size: int) -> Index:
    """An index of that many slots."""
    return with_blocks(
        Index(
            head=np.zeros(BUCKETS, dtype=np.uint32),
            blocks=np.zeros((1, BLOCK), dtype=np.uint32),  # the first block is none
            posted=np.zeros((size, INDEXED, 2), dtype=np.uint32),
            ends=np.zeros(3, dtype=np.int64),
        ),
        size * INDEXED,
    )


def with_blocks(index: Index, size: int) -> Index:
    """The index with so many blocks, the new ones free."""
    before = len(index.blocks)
    blocks = taller(index.blocks, size)
    blocks[before:, OLD] = np.arange(before + 1, size + 1)
    blocks[-1, OLD] = index.ends[FREE]
    index.ends[FREE] = before
    index.ends[LEFT] += size - before
    return index._replace(blocks=blocks)


def clean_scratch(size: int) -> Scratch:
    """Room for that many slots."""
    return Scratch(
        keys=np.zeros(SPOTS, dtype=np.int64),
        values=np.zeros(SPOTS, dtype=np.int64),
        used=np.zeros(SPOTS, dtype=np.int64),
        order=np.zeros(2 * MOST_WORDS, dtype=np.int64),
        rarities=np.zeros(MOST_WORDS, dtype=np.int64),
        hits=np.zeros(WIDTH, dtype=np.int64),
        sums=np.zeros((len(VIEWS), 5), dtype=np.int64),
        scores=np.zeros(size, dtype=np.int32),
        touched=np.zeros(size, dtype=np.uint32),
    )


def no_candidates(most: int) -> Found:
    """Room for that many candidates."""
    return Found(
        slots=np.zeros(most, dtype=np.int64),
        features=np.zeros((most, FEATURE_COUNT)),
        odds=np.zeros(most, dtype=np.int64),
        apart=np.zeros(most, dtype=np.int64),
        never=np.zeros(most, dtype=np.int64),
        sided=np.zeros((most, 2 * FEATURE_COUNT)),
        order=np.zeros(most, dtype=np.int64),
        likely=np.zeros(most),
    )


def taller(table: NDArray[_Number], size: int) -> NDArray[_Number]:
    """The table with more rows."""
    grown = np.zeros((size, *table.shape[1:]), dtype=table.dtype)
    grown[: len(table)] = table
    return grown
