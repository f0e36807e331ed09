"""Whether what was found of a whole story holds for a part of it, as it stood before more articles came.

Articles that repeat no other are found alike in every part. Those of one text are if all of them are there, or one of
them alone: then it repeats nobody. Of two out of three, which repeats which is to be read.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from newsloom.curate.headline import FEWEST
from newsloom.curate.life import LifeRules, life
from newsloom.model.article import ArticleId
from newsloom.model.finding import Finding, FoundStory
from newsloom.model.life import Telling
from newsloom.model.metadata import Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class PartFound:
    """What is found of the articles of a part, in their order; how often it turned is open if it `may_turn`."""

    findings: tuple[Finding, ...]
    may_turn: bool


def part_of(articles: Sequence[ArticleId], kept: Mapping[ArticleId, FoundStory]) -> PartFound | None:
    """What is found of a part of a story; None if that is to be read from texts.

    Args:
        articles: those of the part, in the story's order.
        kept: for each article what was found of the whole story it is in now.
    """
    wholes = {kept[article].story: kept[article] for article in articles if article in kept}
    if len(wholes) != 1 or any(article not in kept for article in articles):
        return None
    (whole,) = wholes.values()
    by_id = {finding.article: finding for finding in whole.findings}
    of = [by_id[article] for article in articles]
    if len(of) == len(by_id):
        return PartFound(findings=tuple(of), may_turn=False)
    alone = _alone(set(articles), whole.findings)
    if alone is None:
        return None
    found = tuple(replace(one, turns=0, copy_of=None if one.article in alone else one.copy_of) for one in of)
    return PartFound(findings=found, may_turn=_may_turn(found))


def _alone(part: set[ArticleId], findings: Sequence[Finding]) -> set[ArticleId] | None:
    """The articles of the part whose text nobody else there has; None if who repeats whom is open."""
    groups: dict[ArticleId, set[ArticleId]] = {}
    for one in findings:
        if one.copy_of is not None:
            groups.setdefault(one.copy_of, {one.copy_of}).add(one.article)
    agencies = {one.article for one in findings if one.agency}
    alone: set[ArticleId] = set()
    for original, group in groups.items():
        there = group & part
        if there == group:
            continue
        if len(there) > 1 or (original in there and original in agencies):  # a copy may have credited the agency
            return None
        alone |= there
    return alone


def _may_turn(findings: Sequence[Finding]) -> bool:
    """Whether texts may tell a turn: headlines alone do, which know less of what was told before, if texts do."""
    own = [one for one in findings if one.copy_of is None and one.standing is not Standing.WITHDRAWN]
    if len(own) < FEWEST or max(one.at for one in own) - min(one.at for one in own) <= LifeRules().opening:
        return False
    tellings = [Telling(article=o.article, at=o.at, outlet=o.provider or o.host, title=o.title) for o in own]
    language = min(one.language for one in findings)
    return bool(life(tellings, language=language, now=max(one.at for one in tellings)).turns)
