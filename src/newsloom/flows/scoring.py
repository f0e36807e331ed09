"""The scores some articles and their stories have by the settings in force, from what is kept of them: nothing is read.

A desk whose weights were changed a moment ago shows the new scores, before any run.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from newsloom.curate.candidates import Directions
from newsloom.curate.judge import weigh
from newsloom.keeping import Store
from newsloom.model.article import ArticleId
from newsloom.seams import Criteria


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """An article's own quality, and its story's heat at the time of the newest stored article."""

    quality: int
    heat: int


def scores_of(store: Store, criteria: Criteria, articles: Iterable[ArticleId]) -> dict[ArticleId, Scored]:
    """The scores of articles; those whose story was not judged since they came are left out."""
    newest = store.articles.newest()
    if newest is None:
        return {}
    wanted = list(articles)
    directions = Directions(criteria)
    scores: dict[ArticleId, Scored] = {}
    for found in store.records.found(set(store.stories.standing(wanted).values())).values():
        weighed = weigh(found.findings, directions=directions, now=newest)
        for one in (*weighed.ranked, *weighed.withdrawn):
            scores[one.finding.article] = Scored(quality=one.quality.value, heat=weighed.heat.value)
    return {article: scores[article] for article in wanted if article in scores}
