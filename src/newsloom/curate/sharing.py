"""Which words two articles have in common, as evidence that a person can read."""

from collections.abc import Iterable, Sequence

import numpy as np

from newsloom.curate.columns import HASH, ONE
from newsloom.curate.cutting import Cuts, pieces_of
from newsloom.curate.pairs import BODY_COSINE, NAMES_COSINE, STEMS_COSINE, TITLE_COSINE
from newsloom.model.article import Article
from newsloom.model.story import Shared

_SHOWN = (("title", TITLE_COSINE), ("stems", STEMS_COSINE), ("body", BODY_COSINE), ("names", NAMES_COSINE))


def shared_terms(article: Article, common: Iterable[tuple[int, int]], cuts: Cuts, *, most: int) -> tuple[Shared, ...]:
    """The article's words among the `common` terms (each with its weight), heaviest first.

    The article may have been rewritten since its terms were kept: a term it no longer has is left out.
    """
    title, text = pieces_of(article)
    pieces = title + text
    said = (np.frombuffer(cuts.of(pieces), dtype=np.int64) & HASH).tolist()
    first = dict(zip(reversed(said), range(len(said) - 1, -1, -1), strict=True))  # where each term stands first
    heaviest = sorted([(-weight, term) for term, weight in common if term in first])[:most]
    words = cuts.words_at(pieces, [first[term] for _, term in heaviest])
    told = sorted(zip([weight for weight, _ in heaviest], words, strict=True))
    return tuple([Shared(term=word, weight=round(-weight / ONE, 4)) for weight, word in told])


def views_shown(row: Sequence[float]) -> tuple[tuple[str, float], ...]:
    """The likeness of two articles by view, from a row of `pairs.FEATURES`; views one of them lacks are left out."""
    return tuple((view, round(row[column], 4)) for view, column in _SHOWN if row[column] == row[column])
