"""How alike two articles are, in numbers: one row of `FEATURES` for each candidate.

Everything is read from slot 0's (or another's) and the candidate's rows. Sums are of whole numbers; a feature that is
not known is NaN.
"""

from math import isnan, sqrt

import numpy as np
from numpy.typing import NDArray

from newsloom.curate.background import usual_likeness
from newsloom.curate.columns import (
    BODY,
    BUCKETS,
    DATED,
    MASS,
    MICROSECONDS,
    NAMES,
    NORM,
    NUMBERS,
    ONE,
    PAIRS,
    PHRASES,
    SOURCE,
    START,
    STEMS,
    TERMS,
    TIME,
    TITLE,
    VIEWS,
)
from newsloom.curate.compiled import inner
from newsloom.curate.lookup import none, put, spot, wipe
from newsloom.curate.state import Found, Rows, Scratch
from newsloom.curate.titleparts import write_parts

Table = NDArray[np.float64]

FEATURES = (
    "title cosine",
    "title shared",
    "title rarest shared",
    "title second shared",
    "title covered",
    "title covered both",
    "stems cosine",
    "stems shared",
    "pairs shared",
    "body cosine",
    "body shared",
    "body rarest shared",
    "body stands out",
    "names cosine",
    "names shared",
    "names rarest shared",
    "names second shared",
    "numbers shared",
    "numbers apart",
    "title in body",
    "rarest unshared",
    "rarest unshared both",
    "title mass",
    "has body",
    "hours",
    "same source",
    "one wording",
    "parts",
    "parts shared",
    "parts rarest",
    "parts second",
    "parts beyond",
    "phrases shared",
    "phrases rarest",
    "phrases second",
)
(
    TITLE_COSINE,
    TITLE_SHARED,
    TITLE_RAREST,
    TITLE_SECOND,
    COVERED,
    COVERED_BOTH,
    STEMS_COSINE,
    STEMS_SHARED,
    PAIRS_SHARED,
    BODY_COSINE,
    BODY_SHARED,
    BODY_RAREST,
    STANDS_OUT,
    NAMES_COSINE,
    NAMES_SHARED,
    NAMES_RAREST,
    NAMES_SECOND,
    NUMBERS_SHARED,
    NUMBERS_APART,
    TITLE_IN_BODY,
    UNSHARED,
    UNSHARED_BOTH,
    TITLE_MASS,
    HAS_BODY,
    HOURS,
    SAME_SOURCE,
    ONE_WORDING,
    PARTS,
    PARTS_SHARED,
    PARTS_RAREST,
    PARTS_SECOND,
    PARTS_BEYOND,
    PHRASES_SHARED,
    PHRASES_RAREST,
    PHRASES_SECOND,
) = range(len(FEATURES))
UNKNOWN = float("nan")
_SLOTS = 2  # words of a wording that change from one to the next
_FRAME = 2  # words that stay, for each that changes
_HOUR = 3600 * MICROSECONDS
_LONE = 1 << 20  # marks a term of one's own that the other has too
# Words of title, text and names are in the table of an article's own terms once, with a weight from 1 for each view.
_TABLE = (0, STEMS, PAIRS, 0, 0, NUMBERS, PHRASES)  # of each view: where its terms are looked up
_SHIFT = (0, 0, 0, 17, 34, 0, 0)  # and where its weight stands
_WEIGHT = (1 << 17) - 1
_COSINES = (TITLE_COSINE, STEMS_COSINE, -1, BODY_COSINE, NAMES_COSINE, -1, -1)  # of each view
DOT, SHARED, COMMON, FIRST, SECOND = range(5)  # the sums of a view


@inner
def compare(mine: int, count: int, rows: Rows, scratch: Scratch, found: Found) -> None:
    """Write the features of so many candidates as seen from an article's slot."""
    size = none()
    for view in range(len(VIEWS)):
        for at in range(START[view], START[view] + rows.facts[mine, TERMS + view]):
            key = _TABLE[view] * BUCKETS + int(rows.ids[mine, at])
            held = int(scratch.values[spot(scratch.keys, key)])
            size = put(scratch, size, key, held | (1 + int(rows.weights[mine, at])) << _SHIFT[view])
    for row in range(count):
        slot, features = int(found.slots[row]), found.features[row]
        _sum_up(slot, rows, scratch)
        _write_cosines(mine, slot, rows, scratch, features)
        _write_words(mine, slot, rows, scratch, features)
        _write_stems(mine, slot, rows, scratch, features)
        write_parts(mine, slot, rows, scratch, features[PARTS : PARTS_BEYOND + 1])
        _write_wording(mine, slot, rows, scratch, features)
        _write_bodies(slot, rows, scratch, features)
        _write_crossed(mine, slot, rows, scratch, features)
        _write_facts(mine, slot, rows, features)
    wipe(scratch, size)
    _write_background(count, found.features)


@inner
def _sum_up(slot: int, rows: Rows, scratch: Scratch) -> None:
    """Of each view's shared terms: the product of weights, their weight, number, heaviest and second.

    Beside it, what the table holds of each of their terms; 0 where I do not have it.
    """
    for view in range(len(VIEWS)):
        dot, mass, common, first, second = 0, 0, 0, 0, 0
        table, shift = _TABLE[view] * BUCKETS, _SHIFT[view]
        for at in range(START[view], START[view] + rows.facts[slot, TERMS + view]):
            held = int(scratch.values[spot(scratch.keys, table + int(rows.ids[slot, at]))])
            scratch.hits[at] = held
            hit = held >> shift & _WEIGHT
            is_shared = int(hit > 1)  # sums are added to in any case: a processor guesses wrong as often as not
            theirs = int(rows.weights[slot, at]) * is_shared
            dot += (hit - 1) * theirs
            mass += theirs
            common += is_shared
            second = max(second, min(first, theirs))
            first = max(first, theirs)
        scratch.sums[view, DOT] = dot
        scratch.sums[view, SHARED] = mass
        scratch.sums[view, COMMON] = common
        scratch.sums[view, FIRST] = first
        scratch.sums[view, SECOND] = second


@inner
def _write_cosines(mine: int, slot: int, rows: Rows, scratch: Scratch, row: Table) -> None:
    for view in range(len(VIEWS)):
        if _COSINES[view] < 0:
            continue
        one, other = int(rows.facts[mine, NORM + view]), int(rows.facts[slot, NORM + view])
        row[_COSINES[view]] = UNKNOWN
        if one > 0 and other > 0:
            row[_COSINES[view]] = scratch.sums[view, DOT] / (sqrt(float(one)) * sqrt(float(other)))


@inner
def _write_words(mine: int, slot: int, rows: Rows, scratch: Scratch, row: Table) -> None:
    mass = int(scratch.sums[TITLE, SHARED])
    my_mass, their_mass = int(rows.facts[mine, MASS]), int(rows.facts[slot, MASS])
    of_theirs, of_mine = mass / max(their_mass, 1), mass / max(my_mass, 1)
    row[TITLE_SHARED] = mass / ONE
    row[TITLE_RAREST] = scratch.sums[TITLE, FIRST] / ONE
    row[TITLE_SECOND] = scratch.sums[TITLE, SECOND] / ONE
    row[COVERED] = max(of_theirs, of_mine)
    row[COVERED_BOTH] = min(of_theirs, of_mine)
    row[TITLE_MASS] = min(my_mass, their_mass) / ONE
    row[PAIRS_SHARED] = scratch.sums[PAIRS, SHARED] / ONE
    named = rows.facts[mine, NORM + NAMES] > 0 and rows.facts[slot, NORM + NAMES] > 0
    row[NAMES_SHARED] = scratch.sums[NAMES, SHARED] / ONE if named else UNKNOWN
    row[NAMES_RAREST] = scratch.sums[NAMES, FIRST] / ONE if named else UNKNOWN
    row[NAMES_SECOND] = scratch.sums[NAMES, SECOND] / ONE if named else UNKNOWN
    told = rows.facts[mine, TERMS + PHRASES] > 0 and rows.facts[slot, TERMS + PHRASES] > 0
    row[PHRASES_SHARED] = scratch.sums[PHRASES, SHARED] / ONE if told else UNKNOWN
    row[PHRASES_RAREST] = scratch.sums[PHRASES, FIRST] / ONE if told else UNKNOWN
    row[PHRASES_SECOND] = scratch.sums[PHRASES, SECOND] / ONE if told else UNKNOWN


@inner
def _write_stems(mine: int, slot: int, rows: Rows, scratch: Scratch, row: Table) -> None:
    """Stems, and the rarest one either side has alone."""
    shared, theirs_alone, mine_alone = 0, 0, 0
    for at in range(START[STEMS], START[STEMS] + rows.facts[slot, TERMS + STEMS]):
        me, them = int(scratch.hits[at]) - 1, int(rows.weights[slot, at])
        if me > 0:
            shared += min(me, them)
        else:
            theirs_alone = max(theirs_alone, them)
        if me >= 0:
            scratch.values[spot(scratch.keys, STEMS * BUCKETS + int(rows.ids[slot, at]))] += _LONE
    for at in range(START[STEMS], START[STEMS] + rows.facts[mine, TERMS + STEMS]):
        where = spot(scratch.keys, STEMS * BUCKETS + int(rows.ids[mine, at]))
        if scratch.values[where] >= _LONE:
            scratch.values[where] -= _LONE
        else:
            mine_alone = max(mine_alone, int(rows.weights[mine, at]))
    row[STEMS_SHARED] = shared / ONE
    row[UNSHARED] = min(theirs_alone, mine_alone) / ONE
    row[UNSHARED_BOTH] = max(theirs_alone, mine_alone) / ONE


@inner
def _write_wording(mine: int, slot: int, rows: Rows, scratch: Scratch, row: Table) -> None:
    """Numbers, and whether the titles are equal but for a word or two in another's place: `Forecast for …`."""
    words, numbers = int(scratch.sums[TITLE, COMMON]), int(scratch.sums[NUMBERS, COMMON])
    my_numbers = int(rows.facts[mine, TERMS + NUMBERS]) - numbers
    their_numbers = int(rows.facts[slot, TERMS + NUMBERS]) - numbers
    mine_alone = int(rows.facts[mine, TERMS + TITLE]) - words - my_numbers
    theirs_alone = int(rows.facts[slot, TERMS + TITLE]) - words - their_numbers
    most = max(mine_alone, theirs_alone)
    worded = min(mine_alone, theirs_alone) >= 1 and most <= _SLOTS and words >= _FRAME * most
    row[NUMBERS_SHARED] = scratch.sums[NUMBERS, SHARED] / ONE
    row[NUMBERS_APART] = min(my_numbers, their_numbers)
    row[ONE_WORDING] = 1.0 if worded else 0.0


@inner
def _write_bodies(slot: int, rows: Rows, scratch: Scratch, row: Table) -> None:
    """What only articles with text have."""
    if isnan(row[BODY_COSINE]):
        row[HAS_BODY] = 0.0
        row[BODY_SHARED] = UNKNOWN
        row[BODY_RAREST] = UNKNOWN
        return
    shared, rarest = 0, 0
    for at in range(START[BODY], START[BODY] + rows.facts[slot, TERMS + BODY]):
        hit = int(scratch.hits[at]) >> _SHIFT[BODY] & _WEIGHT
        if hit > 1:
            both = int(sqrt(float((hit - 1) * int(rows.weights[slot, at]))))
            shared += both
            rarest = max(rarest, both)
    row[HAS_BODY] = 1.0
    row[BODY_SHARED] = shared / ONE
    row[BODY_RAREST] = rarest / ONE


@inner
def _write_crossed(mine: int, slot: int, rows: Rows, scratch: Scratch, row: Table) -> None:
    """The larger part of one title's weight found in the other's body."""
    their_terms = int(rows.facts[slot, TERMS + BODY])
    if their_terms == 0 and rows.facts[mine, TERMS + BODY] == 0:
        row[TITLE_IN_BODY] = UNKNOWN
        return
    in_theirs, in_mine = 0, 0
    for at in range(START[BODY], START[BODY] + their_terms):
        in_theirs += max(0, (int(scratch.hits[at]) & _WEIGHT) - 1)
    for at in range(START[TITLE], START[TITLE] + rows.facts[slot, TERMS + TITLE]):
        in_mine += int(rows.weights[slot, at]) * int(scratch.hits[at] >> _SHIFT[BODY] & _WEIGHT > 0)
    my_part = in_theirs / max(int(rows.facts[mine, MASS]), 1)
    row[TITLE_IN_BODY] = max(my_part, in_mine / max(int(rows.facts[slot, MASS]), 1))


@inner
def _write_facts(mine: int, slot: int, rows: Rows, row: Table) -> None:
    dated = rows.facts[mine, DATED] > 0 and rows.facts[slot, DATED] > 0
    row[HOURS] = abs(int(rows.facts[mine, TIME]) - int(rows.facts[slot, TIME])) / _HOUR if dated else UNKNOWN
    one, other = int(rows.facts[mine, SOURCE]), int(rows.facts[slot, SOURCE])
    row[SAME_SOURCE] = UNKNOWN
    if one > 0 and other > 0:
        row[SAME_SOURCE] = 1.0 if one == other else 0.0


@inner
def _write_background(count: int, features: Table) -> None:
    """By how much a text is nearer than those of other events usually are."""
    usual = usual_likeness(features[:count, BODY_COSINE])
    for row in range(count):
        features[row, STANDS_OUT] = features[row, BODY_COSINE] - usual
