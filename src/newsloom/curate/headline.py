"""Whose headline a story carries: the best article's, unless the story has turned since and a newer one is as good.

What is as good: at most `COMPARABLE` points of quality below the best.
"""

from collections.abc import Container, Sequence

from newsloom.curate.life import LifeRules, life
from newsloom.model.article import Article, ArticleId
from newsloom.model.life import Telling

COMPARABLE = 10  # points of quality, of 100; a source's tier or a missing author make as much
BEGINNING = 1_000  # characters of a text that count as told at once
FEWEST = 3  # articles: one from before the turn, and two that make it


def turns_told(articles: Sequence[Article], copies: Container[ArticleId], *, language: str) -> dict[ArticleId, int]:
    """How many turns of the story each of its articles has behind it; those before the first are left out."""
    own = [article for article in articles if article.id not in copies]
    if len(own) < FEWEST or max(a.sort_date for a in own) - min(a.sort_date for a in own) <= LifeRules().opening:
        return {}
    tellings = [
        Telling(
            article=article.id,
            at=article.sort_date,
            outlet=article.provider or article.host,
            title=article.title,
            lead=f"{article.lead}\n{article.text[:BEGINNING]}",
            is_copy=article.id in copies,
        )
        for article in articles
    ]
    found = life(tellings, language=language, now=max(one.at for one in tellings))
    moments = [turn.at for turn in found.turns]
    told = {article.id: sum(at <= article.sort_date for at in moments) for article in articles}
    return {article: turns for article, turns in told.items() if turns}


def superseding(standings: Sequence[tuple[int, int, bool]]) -> int:
    """Which article leads, by its place.

    Args:
        standings: of each article its quality, the turns behind it and whether it repeats another's text; best first.
    """
    best, turns, _ = standings[0]
    latest = max(behind for _, behind, _ in standings)
    if latest <= turns:
        return 0
    able = (
        place
        for place, (quality, behind, is_copy) in enumerate(standings)
        if behind == latest and not is_copy and quality >= best - COMPARABLE
    )
    return next(able, 0)
