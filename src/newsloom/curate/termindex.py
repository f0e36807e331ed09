"""Where terms stand in a text: thousands of them in one pass.

One automaton (Aho-Corasick) holds the beginning of every phrase with a blank where a word must begin or end, and runs
over the text with blanks for all that is no letter; a second one holds what is written in scripts without blanks.
What they find is looked at again only where more must hold than they know. Regular expressions are asked together
first, one by one only where one of them is there.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ahocorasick_rs import AhoCorasick, MatchKind

from newsloom.curate.patternindex import PatternIndex
from newsloom.text.boundaries import is_spaceless
from newsloom.text.plain import Plain, exact, plain_of, words_between
from newsloom.text.terms import Near, Pattern, Phrase, Term

Span = tuple[int, int]
Found = dict[int, list[Span]]

_Owner = tuple[int, int, int, Phrase | None]  # a term, where it begins and ends beside a hit, what is left to look at
_OPEN = Phrase(())

BREAK = "\0"  # in no text; no phrase and no near term reaches across it


class TermIndex:
    """Finds terms, each by its place in the list it was made from.

    Args:
        terms: what to find; each may stand once only.
    """

    def __init__(self, terms: Sequence[Term]) -> None:
        phrases: dict[Phrase, int] = {term: at for at, term in enumerate(terms) if isinstance(term, Phrase)}
        self._nears: dict[int, list[tuple[int, int, int]]] = {}  # by the number of its left side
        for at, term in enumerate(terms):
            if isinstance(term, Near):
                left, right = (phrases.setdefault(side, -len(phrases) - 1) for side in (term.left, term.right))
                self._nears.setdefault(left, []).append((at, right, term.within))
        self._has_sides = any(at < 0 for at in phrases.values())  # of near terms, that are no terms themselves
        self._spaced = _Automaton({p: at for p, at in phrases.items() if not _is_spaceless(p)}, is_spaced=True)
        self._spaceless = _Automaton({p: at for p, at in phrases.items() if _is_spaceless(p)}, is_spaced=False)
        patterns = {at: term for at, term in enumerate(terms) if isinstance(term, Pattern)}
        self._patterns = PatternIndex(patterns)
        self.has_patterns = bool(patterns)

    def find(self, text: Plain) -> Found:
        """Every place of every term that is there, but of regular expressions, in order; offsets in its form."""
        found: Found = {}
        self._spaced.find(text, text.spaced, found)
        if text.has_spaceless:
            self._spaceless.find(text, text.plain, found)
        self._find_near(text, found)
        if self._has_sides:
            found = {at: spans for at, spans in found.items() if at >= 0}
        return found

    def as_written(self, found: Found, text: Plain) -> Found:
        """The places, found in a text's form, as offsets in what is written."""
        if text.is_as_written:
            return found
        return {at: [(text.begin(start), text.end(end)) for start, end in spans] for at, spans in found.items()}

    def find_patterns(self, text: str) -> Found:
        """Every place of every regular expression that is there, in order."""
        return self._patterns.find(text)

    def _find_near(self, text: Plain, found: Found) -> None:
        starts: list[int] = []
        for left in [one for one in found if one in self._nears]:
            for at, right, within in self._nears[left]:
                if right in found:
                    starts = starts or text.word_starts()
                    if spans := [*_pairs(text, found[left], found[right], within=within, starts=starts)]:
                        found[at] = spans


class _Automaton:
    """The beginnings of some phrases, each with the phrases that may follow from it.

    Args:
        phrases: each with its number.
        is_spaced: whether it runs over the text's form with blanks around words, or else over its plain form.
    """

    def __init__(self, phrases: Mapping[Phrase, int], *, is_spaced: bool) -> None:
        owners: dict[str, list[_Owner]] = {}
        for phrase, at in phrases.items():
            literal, skip = _spaced_literal(phrase) if is_spaced else (phrase.pieces[0].text, 0)
            # What stands in the haystack before the phrase is `skip`, before the form's first character `is_spaced`.
            owners.setdefault(literal, []).append((at, skip - is_spaced, -2 * skip, _rest(phrase, is_spaced=is_spaced)))
        self._owners = [tuple(of) for of in owners.values()]
        self._search = AhoCorasick([*owners], matchkind=MatchKind.Standard) if owners else None

    def find(self, text: Plain, haystack: str, found: Found) -> None:
        """Add the places of the phrases, as offsets in the plain form."""
        if self._search is None:
            return
        owners, spaced = self._owners, text.spaced
        for number, begin, stop in self._search.find_matches_as_indexes(haystack, overlapping=True):
            for at, before, behind, rest in owners[number]:
                if rest is None:
                    end = stop + behind
                elif rest is _OPEN:
                    end = spaced.index(" ", stop) - 1
                else:
                    end = _end(rest, text, begin + before)
                if end >= 0:
                    if at in found:
                        found[at].append((begin + before, end))
                    else:
                        found[at] = [(begin + before, end)]


def _is_spaceless(phrase: Phrase) -> bool:
    return any(is_spaceless(character) for piece in phrase.pieces for character in piece.text)


def _spaced_literal(phrase: Phrase) -> tuple[str, int]:
    """What an automaton looks for of a phrase, and how many characters of it stand before the phrase."""
    first = phrase.pieces[0]
    spaced = plain_of(first.text).spaced
    starts_with_sign = spaced[1] == " "
    ends_open = first.is_open or spaced[-2] == " "
    return spaced[starts_with_sign : -1 if ends_open else None], 0 if starts_with_sign else 1


def _rest(phrase: Phrase, *, is_spaced: bool) -> Phrase | None:
    """What is left to be looked at where an automaton found a phrase's beginning.

    Nothing where that is all of it: one word without signs, of one kind of script. `_OPEN` where that word may go on.
    """
    first = phrase.pieces[0]
    spaced = plain_of(first.text).spaced[1:-1]
    is_one_word = " " not in spaced if is_spaced else all(map(is_spaceless, first.text))
    if phrase.is_exact or len(phrase.pieces) > 1 or not is_one_word:
        return phrase
    if first.is_open:
        return _OPEN if is_spaced else phrase
    return None


def _end(phrase: Phrase, text: Plain, start: int) -> int:
    """Where a phrase that begins at a place of the plain form ends, -1 if it is not there."""
    plain, spaced = text.plain, text.spaced
    if start < 0 or (spaced[start] != " " and spaced[start + 1 : start + 2] != " "):
        return -1
    at = start
    for number, piece in enumerate(phrase.pieces):
        if number:
            if plain[at : at + 1] != " ":
                return -1
            at += 1
        if not plain.startswith(piece.text, at):
            return -1
        end = at + len(piece.text)
        if phrase.is_exact and exact(text.written[text.begin(at) : text.end(end)]) != piece.written:
            return -1
        at = spaced.index(" ", end + 1) - 1 if piece.is_open else end
    ends_in_word = spaced[at] != " " and spaced[at + 1] != " "
    return -1 if ends_in_word else at


def _pairs(
    text: Plain, left: Sequence[Span], right: Sequence[Span], *, within: int, starts: list[int]
) -> Iterator[Span]:
    """For each place of the one the nearest of the other that is near enough, as one span; each span once."""
    begins = [span[0] for span in right]
    given: set[Span] = set()
    for one in left:
        at = bisect_left(begins, one[0])
        near = [
            (between, other)
            for other in right[max(at - 1, 0) : at + 2]
            if (between := _between(text, one, other, within=within, starts=starts)) is not None
        ]
        if near:
            _, other = min(near)
            span = min(one[0], other[0]), max(one[1], other[1])
            if span not in given:
                given.add(span)
                yield span


def _between(text: Plain, one: Span, other: Span, *, within: int, starts: list[int]) -> int | None:
    """How many words stand between two places; None if too many, or if they overlap or are of different fields."""
    first, second = sorted((one, other))
    if first[1] > second[0]:
        return None
    between = words_between(starts, first[1], second[0])
    return between if between <= within and BREAK not in text.plain[first[1] : second[0]] else None


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same places, in order, those that overlap as one."""
    whole: list[Span] = []
    for start, end in sorted(spans):
        if whole and start <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
        else:
            whole.append((start, end))
    return whole


def overlaps(span: Span, masks: Sequence[Span]) -> bool:
    """Whether a place has a character in common with one of these, which are in order and apart."""
    after = bisect_left(masks, (span[1], -1))
    return after > 0 and masks[after - 1][1] > span[0]
