"""How alike two articles are, and how strongly one belonged to a story, from what was kept of their arrival.

Nothing of the active window is needed, so it can be asked of any two articles, however old.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from math import inf, log

from newsloom.curate.choose import ABSENT, chance, strength
from newsloom.curate.cluster import Clusterer
from newsloom.curate.clusterrules import ClusterRules
from newsloom.curate.copies import CopyOf, copies_in
from newsloom.curate.frozen import links_of
from newsloom.curate.roundup import SIGN
from newsloom.model.article import Article, ArticleId
from newsloom.model.story import Evidence, StoryId

_USUAL = 0.3  # share of matched articles that adds nothing to a story's strength
_ALL_TIMES = timedelta(days=365_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """What two articles have in common: evidence of stage `compared`, its log-odds, the marks of one series."""

    evidence: Evidence
    odds: float
    series: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pull:
    """How strongly an article belonged to a story when it arrived, in log-odds: the best links, and their strength."""

    story: StoryId
    links: tuple[float, ...]
    strength: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Needed:
    """What joining asks of a story's strength in a usual stream: log-odds, and the chance of that."""

    odds: float
    probability: float


def needed(rules: ClusterRules) -> Needed:
    """What joining asks by these rules."""
    return Needed(odds=rules.joining, probability=round(chance(rules.joining), 4))


def likeness(one: Article, other: Article, features: Mapping[ArticleId, bytes], *, rules: ClusterRules) -> Likeness:
    """How alike two articles are, by their features as frozen on arrival, or worked out anew where nothing was kept."""
    earlier, later = sorted((one, other), key=lambda a: (a.sort_date, a.first_seen, a.id))
    scratch = Clusterer(language=one.language, rules=replace(rules, window=_ALL_TIMES))
    for article in (earlier, later):
        if blob := features.get(article.id):
            scratch.restore([(article.id, StoryId(article.id), article.sort_date, blob)])
        elif article is earlier:
            scratch.place(article)
    evidence = scratch.why(later, earlier.id)
    if evidence is None:  # cannot be: the earlier one has just been put there
        raise ValueError(f"article {earlier.id} cannot be compared")
    series = scratch.series(later.id, earlier.id)
    if not evidence.shared and (scratch.is_round_up(one) or scratch.is_round_up(other)):
        series = (SIGN, *series)
    return Likeness(evidence=evidence, odds=round(_odds(evidence.probability), 4), series=series)


def pull(features: bytes, story: StoryId, members: Collection[ArticleId]) -> Pull:
    """How strongly an article belonged to those of a story that were there when it arrived."""
    links = sorted((odds for other, odds in links_of(features) if other in members), reverse=True)
    found = strength(links, size=len(members), share=_USUAL) if links else ABSENT
    return Pull(story=story, links=tuple(links[:2]), strength=round(found, 4))


def resembled(features: bytes) -> dict[ArticleId, float]:
    """What an article resembled when it arrived, with the chance of one event, best first."""
    links = sorted(links_of(features), key=lambda link: -link[1])
    return {other: round(chance(odds), 4) for other, odds in links if odds > ABSENT}


def copied(one: Article, other: Article) -> tuple[ArticleId, CopyOf] | None:
    """Which of two articles repeats the other's text, and what of it; None if neither does."""
    found = copies_in([one, other])
    return next(iter(found.items()), None)


def _odds(probability: float) -> float:
    return log(probability / (1 - probability)) if 0 < probability < 1 else inf if probability else -inf
