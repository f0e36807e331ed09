"""What two articles have in common, in words and numbers, for people to read."""

from dataclasses import dataclass
from math import exp

from newsloom.curate.frozen import VIEWS, Frozen
from newsloom.curate.pairs import FEATURES, Rows
from newsloom.curate.views import Draft
from newsloom.model.article import ArticleId
from newsloom.model.story import Evidence, Shared

_SHOWN = ("title", "stems", "body", "names")


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """An article's comparison with another: the row of `FEATURES`, the log-odds, the other's features."""

    row: Rows
    odds: float
    theirs: Frozen


def evidence_of(terms: Draft, frozen: Frozen, alike: Alike, *, nearest: ArticleId, stage: str, most: int) -> Evidence:
    """The evidence that an article, by its terms and features, belongs with another, `nearest`.

    `most` shared terms are named.
    """
    row = dict(zip(FEATURES, alike.row.tolist(), strict=True))
    return Evidence(
        stage=stage,
        probability=chance(alike.odds),
        nearest=nearest,
        hours_apart=None if row["hours"] != row["hours"] else row["hours"],
        shared=shared_terms(terms, frozen, alike.theirs, most=most),
        views=tuple((f"{v}", round(row[f"{v} cosine"], 4)) for v in _SHOWN if row[f"{v} cosine"] == row[f"{v} cosine"]),
    )


def chance(odds: float) -> float:
    """The probability of log-odds."""
    return 1 / (1 + exp(-odds))


def shared_terms(terms: Draft, mine: Frozen, theirs: Frozen, *, most: int) -> tuple[Shared, ...]:
    """The words both have, heaviest first."""
    said = [i for i, name in enumerate(VIEWS) if name in {"title", "body", "names"}]
    other = {term for i in said for term in theirs.views[i].ids.tolist()}
    own: dict[int, float] = {}
    for i in said:
        for term, weight in zip(mine.views[i].ids.tolist(), mine.views[i].weights.tolist(), strict=True):
            if term in other:
                own[term] = max(own.get(term, 0.0), min(1.0, weight))
    both = sorted((-weight, terms.words[term]) for term, weight in own.items() if term in terms.words)
    return tuple(Shared(term=word, weight=round(-weight, 4)) for weight, word in both[:most])
