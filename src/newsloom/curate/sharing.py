"""Which words two articles have in common, as evidence that a person can read."""

from collections.abc import Iterable, Sequence

from newsloom.curate.columns import HASH, ONE
from newsloom.curate.cutting import Reading
from newsloom.curate.pairs import BODY_COSINE, NAMES_COSINE, STEMS_COSINE, TITLE_COSINE
from newsloom.model.story import Shared

_SHOWN = (("title", TITLE_COSINE), ("stems", STEMS_COSINE), ("body", BODY_COSINE), ("names", NAMES_COSINE))


def shared_terms(reading: Reading, common: Iterable[tuple[int, int]], *, most: int) -> tuple[Shared, ...]:
    """The words that were read among the `common` terms (each with its weight), heaviest first.

    An article may have been rewritten since its terms were kept: a term it no longer has is left out.
    """
    said: list[int] = (reading.said & HASH).tolist()
    place = dict(zip(reversed(said), range(len(said) - 1, -1, -1), strict=True))  # of each term the first
    heaviest = sorted([(-weight, term) for term, weight in common if term in place])[:most]
    found = [(weight, place[term]) for weight, term in heaviest]
    words = reading.words_at([place for _, place in found])
    told = sorted(zip([weight for weight, _ in found], words, strict=True))
    return tuple([Shared(term=word, weight=round(-weight / ONE, 4)) for weight, word in told])


def views_shown(row: Sequence[float]) -> tuple[tuple[str, float], ...]:
    """The likeness of two articles by view, from a row of `pairs.FEATURES`; views one of them lacks are left out."""
    return tuple((view, round(row[column], 4)) for view, column in _SHOWN if row[column] == row[column])
