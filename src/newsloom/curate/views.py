"""What of an article can resemble another: its words by view, weighed and cut.

Seven lexical views, each of which may be empty: title words, title stems (the first letters of each word, which works
for most languages that inflect at the end; in the title's order), title pairs of neighbours, title-with-body words,
names and numbers (from upper case where the case says something), the title's numbers, and the pairs of neighbours of
an article with a text. Beside them stand the marks of a series: how the
title opens, whether it names its own day, and which ordinals count what. All are written to slot 0.
"""

from typing import Any

from numpy.typing import NDArray

from newsloom.curate.columns import (
    BODY,
    BUCKETS,
    COUNTED,
    HASH,
    HASH_BITS,
    IS_ALPHA,
    IS_CAPITAL,
    IS_DAY,
    IS_NUMBER,
    IS_ORDINAL,
    IS_SMALL,
    MASS,
    NAMES,
    NORM,
    NUMBER,
    NUMBER_AT,
    NUMBER_BITS,
    NUMBERS,
    ONE,
    OPENING,
    ORDINAL,
    ORDINALS,
    OWN_DAY,
    PAIRS,
    PHRASES,
    START,
    STEMS,
    TERMS,
    TITLE,
    VIEWS,
    WIDTHS,
)
from newsloom.curate.compiled import inner
from newsloom.curate.lookup import below, none, put, spot, wipe
from newsloom.curate.state import Rows, Scratch, Terms
from newsloom.curate.terms import rarity

_SHOUTED = 6  # tenths of a title's words in upper case: beyond, the case says nothing
_TITLE_COUNTS = 2  # a title's word counts as that many of the body's
_OPENING = 3  # words
_HEAVIEST = (1 << 16) - 1
_FOUND, _SMALL, _NUMBER = 1, 2, 4
_PLACE = 16  # bits beside which a word's place is kept
_TIMES = (1 << _PLACE) - 1


@inner
def draft(said: NDArray[Any], titled: int, day: int, terms: Terms, rows: Rows, scratch: Scratch) -> None:
    """Write the views of an article's words, the first `titled` of them its title's; `day` of the month, or 0."""
    _fetch(said, terms, scratch)
    for i in range(len(said)):
        scratch.rarities[i] = rarity(int(said[i]) & HASH, terms)
    for view in range(len(VIEWS)):
        if view == BODY:
            size = _body(said, titled, terms, scratch)
        elif view == NAMES:
            size = _names(said, titled, scratch)
        elif view == PHRASES:
            size = _phrases(said, titled, terms, scratch)
        else:
            size = _of_title(view, said, min(titled, WIDTHS[TITLE]), terms, scratch)
        _keep(view, size, rows, scratch)
    _marks(said, titled, day, rows)


@inner
def _fetch(said: NDArray[Any], terms: Terms, scratch: Scratch) -> None:
    """Read the counts of all words and pairs in one go, to wait once for what is not in the processor's cache."""
    read, before = 0, 0
    for i in range(len(said)):
        term = int(said[i]) & HASH
        read += int(terms.counts[term, 0]) + int(terms.counts[pair_of(before, term), 0])
        before = term
    scratch.order[0] = read  # for nobody, but what is not used is not read


@inner
def measure(view: int, slot: int, rows: Rows) -> None:
    """Write a view's norm, and the title's mass."""
    norm, mass = 0, 0
    for at in range(START[view], START[view] + rows.facts[slot, TERMS + view]):
        weight = int(rows.weights[slot, at])
        norm += weight * weight
        mass += weight
    rows.facts[slot, NORM + view] = norm
    if view == TITLE:
        rows.facts[slot, MASS] = mass


@inner
def pair_of(left: int, right: int) -> int:
    """The hash of two neighbours, from their own."""
    mixed = left * 0x9E3779B1 + right * 0x85EBCA6B
    return (mixed ^ (mixed >> 21)) % (BUCKETS - 1) + 1


@inner
def _keep(view: int, size: int, rows: Rows, scratch: Scratch) -> None:
    """Write a table of that size, term to weight, as a view: heaviest first, then by hash; stems as they came."""
    for i in range(size):
        at = scratch.used[i]
        scratch.order[i] = ((_HEAVIEST - scratch.values[at]) << HASH_BITS) | scratch.keys[at]
    wipe(scratch, size)
    kept = min(size, WIDTHS[view])
    for i in range(size):
        value = int(scratch.order[i])
        place = i if view == STEMS else below(value, scratch.order, size)
        if place < kept:
            rows.ids[0, START[view] + place] = value & HASH
            rows.weights[0, START[view] + place] = _HEAVIEST - (value >> HASH_BITS)
    rows.facts[0, TERMS + view] = kept
    measure(view, 0, rows)


@inner
def _of_title(view: int, said: NDArray[Any], opening: int, terms: Terms, scratch: Scratch) -> int:
    """Put a view of the title's first words in the table; returns its size.

    A stem is as rare as the last word that has it, a pair no rarer than its words together.
    """
    size, before, left = none(), 0, 0
    for i in range(opening):
        word = int(said[i])
        term = word & HASH
        weight = int(scratch.rarities[i])
        key, value = term, weight
        if view == STEMS:
            key = (word >> HASH_BITS) & HASH
        elif view == PAIRS:
            key = pair_of(before, term) if i > 0 else 0
            value = min(rarity(key, terms), left + weight)
        elif view == NUMBERS and not word & IS_NUMBER:
            key = 0
        if key > 0:
            size = put(scratch, size, key, value)
        before, left = term, weight
    return size


@inner
def _body(said: NDArray[Any], titled: int, terms: Terms, scratch: Scratch) -> int:
    size = none()
    for i in range(len(said) if len(said) > titled else 0):
        term = int(said[i]) & HASH
        times = int(scratch.values[spot(scratch.keys, term)])  # an empty spot's value is 0
        if times == 0:
            times = i << _PLACE
        size = put(scratch, size, term, times + (_TITLE_COUNTS if i < titled else 1))
    for i in range(size):
        at = scratch.used[i]
        times = int(terms.often[scratch.values[at] & _TIMES])
        scratch.values[at] = scratch.rarities[scratch.values[at] >> _PLACE] * times // ONE
    return size


@inner
def _phrases(said: NDArray[Any], titled: int, terms: Terms, scratch: Scratch) -> int:
    """Neighbours in a title or a text, as rare as they are together, no rarer than both words."""
    size, before, left = none(), 0, 0
    for i in range(len(said) if len(said) > titled else 0):
        term, weight = int(said[i]) & HASH, int(scratch.rarities[i])
        if i not in (0, titled):
            key = pair_of(before, term)
            size = put(scratch, size, key, min(rarity(key, terms), left + weight))
        before, left = term, weight
    return size


@inner
def _names(said: NDArray[Any], titled: int, scratch: Scratch) -> int:
    """Numbers, and words written with a capital that the article never writes small.

    A part whose capitals are too many says nothing by its case. A text in one case has no names: numbers alone would
    pass for all of them.
    """
    size = none()
    title, text = _is_cased(said, none(), titled), _is_cased(said, titled, len(said))
    for i in range(len(said)):
        word = int(said[i])
        marks = _NUMBER if word & IS_NUMBER else 0
        if title if i < titled else text:
            marks |= (_FOUND if word & IS_CAPITAL else 0) | (_SMALL if word & IS_SMALL else 0)
        if marks > 0:
            known = int(scratch.values[spot(scratch.keys, word & HASH)])
            if known == 0:
                known = i << _PLACE
            size = put(scratch, size, word & HASH, known | marks)
    return _named(size, said, titled, scratch)


@inner
def _is_cased(said: NDArray[Any], first: int, last: int) -> bool:
    capitals = 0
    for i in range(first, last):
        capitals += 1 if int(said[i]) & IS_CAPITAL else 0
    return 10 * capitals <= _SHOUTED * (last - first)


@inner
def _named(size: int, said: NDArray[Any], titled: int, scratch: Scratch) -> int:
    """Leave in the table what is a name, with its weight; returns how many that are."""
    any_found = False
    names = 0
    for i in range(size):
        marks = scratch.values[scratch.used[i]]
        any_found |= (marks & _FOUND) > 0
        if marks & _NUMBER or (marks & _FOUND and not marks & _SMALL):
            scratch.order[names] = marks >> _PLACE
            names += 1
    wipe(scratch, size)
    if len(said) > titled and not any_found:
        return 0
    for i in range(names):
        place = scratch.order[i]
        put(scratch, i, int(said[place]) & HASH, int(scratch.rarities[place]))
    return names


@inner
def _marks(said: NDArray[Any], titled: int, day: int, rows: Rows) -> None:
    opening = min(titled, WIDTHS[TITLE])
    mixed = none()
    for i in range(_OPENING if opening > _OPENING else 0):
        mixed = pair_of(mixed, int(said[i]) & HASH)
    rows.facts[0, OPENING] = mixed
    rows.facts[0, OWN_DAY] = 0
    for i in range(opening):
        word = int(said[i])
        if day > 0 and word & IS_DAY and (word >> NUMBER_AT) & NUMBER == day:
            rows.facts[0, OWN_DAY] = 1
    rows.facts[0, COUNTED] = 0
    for i in range(len(said) - 1):  # the title beyond its opening counts nothing, and nothing across its end
        if i < opening - 1 or i >= titled:
            _count(int(said[i]), int(said[i + 1]), rows)


@inner
def _count(word: int, after: int, rows: Rows) -> None:
    """What an ordinal counts: in `the 12th aid package`, aid has 12. The first one of each stands."""
    known = int(rows.facts[0, COUNTED])
    if known == ORDINALS or not word & IS_ORDINAL or not after & IS_ALPHA:
        return
    for i in range(known):
        if rows.facts[0, ORDINAL + i] >> NUMBER_BITS == after & HASH:
            return
    rows.facts[0, ORDINAL + known] = ((after & HASH) << NUMBER_BITS) | ((word >> NUMBER_AT) & NUMBER)
    rows.facts[0, COUNTED] = known + 1
