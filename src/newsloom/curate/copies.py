"""Which articles of a story repeat another's text, whose text it is, and what they share."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType

from newsloom.curate.agencies import Credit, Sign, credit_of
from newsloom.curate.copyindex import CopyIndex
from newsloom.curate.copyrules import CopyRules, Match
from newsloom.curate.passages import Common, common, cut, shared, text_of
from newsloom.curate.sketch import SHORTEST, outlet_of, sketch_of
from newsloom.model.article import Article, ArticleId
from newsloom.text.shingles import shingles

# One story at a time: every shingle is compared, nothing is forgotten. Reports of one event have phrases in common.
WITHIN_A_STORY = CopyRules(spread=0.5, spread_margin=0.5, fewest=12, window=timedelta(days=3650), buckets=1 << 10)
WHOLE, DIGEST = 0.7, 0.5  # of a text: one piece is it, two make a digest of it
APART = 0.75  # of a piece: it stands beside the other
STILL = 1 / 3  # of the shorter text: a copy that its outlet has rewritten further is a report of its own
NOTHING: Mapping[ArticleId, ArticleId] = MappingProxyType({})


class Reason(StrEnum):
    """Why an article counts as the original of a text."""

    OWN = "the agency's own text"
    NAMED = "named as the original"
    CREDITED = "an agency's text, met here first"
    FIRST = "came first"


@dataclass(frozen=True, slots=True, kw_only=True)
class InheritRules:
    """When a copy goes into the story of its original unseen.

    `containment` is the least share of the shorter text in the longer one, `own` between two texts of one outlet;
    `extent` the least share of the longer text in the shorter one: a digest is not the story of one of its parts.
    `blocks` is the least share of the shorter text that stands in whole passages: a form filled in anew has none.
    `told` is the least share of a headline's words in what is shared; both headlines must be `told` where one text is
    only a part of the other, its `extent` below `whole`.
    """

    containment: float = 0.5
    own: float = 0.8
    extent: float = 0.3
    blocks: float = 0.5
    told: float = 0.3
    whole: float = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyOf:
    """What an article repeats.

    `original` is the article whose text it is, or the first that brought it, and `reason` why that one. `agency` is
    credited with the text, empty if none is. `containment` is the share of the shorter text's runs of three words that
    the longer one holds too; `passage` the longest run of words in both, at most 200 characters.
    """

    original: ArticleId
    containment: float
    passage: str
    reason: Reason
    agency: str = ""


def is_read(article: Article) -> bool:
    """Whether there is text enough to tell a copy by."""
    return len(text_of(article).split()) >= SHORTEST or shingles(text_of(article)).words >= SHORTEST


def nearest_of(matches: Sequence[Match], originals: Mapping[ArticleId, ArticleId]) -> ArticleId | None:
    """The earlier text that a text repeats; None if it repeats none, or is a digest.

    A digest holds pieces of several texts, one beside the other, that together are most of it; none of them alone is.

    Args:
        matches: what it shares enough with, nearest first.
        originals: of each earlier text the article whose text it is.
    """
    if not matches:
        return None
    nearest = matches[0]
    for other in matches[1:]:
        apart = other.besides >= APART * other.covered and originals[other.article] != originals[nearest.article]
        if apart and nearest.covered < WHOLE and nearest.covered + other.besides >= DIGEST:
            return None
    return nearest.article


def inherited(article: Article, original: Article, *, rules: InheritRules) -> Common | None:
    """What a copy shares with its original; None if it is not sure enough to go into that one's story unseen.

    What is refused here is compared like any other article, so a wrong refusal costs little.
    """
    found = common(cut(article), cut(original))
    outlet = outlet_of(article)
    least = rules.own if outlet and outlet == outlet_of(original) else rules.containment
    told = found.told if found.extent >= rules.whole else found.both_told
    sure = found.containment >= least and found.extent >= rules.extent and found.blocks >= rules.blocks
    return found if sure and told >= rules.told and not found.is_form else None


def copies_in(
    articles: Sequence[Article],
    *,
    known: Mapping[ArticleId, ArticleId] = NOTHING,
    rules: CopyRules = WITHIN_A_STORY,
) -> dict[ArticleId, CopyOf]:
    """Each copy and what it repeats. An article that is named as an original is never a copy itself.

    A text joins the earlier text it shares most with, in order of (sort_date, id). The original of such a group is the
    agency's own article, else the one that another's page names, else the earliest.

    Args:
        articles: those of one story, as they read now.
        known: copies as they were recognised on arrival, and of what. They count while a third is still the same.
        rules: what counts as a copy.
    """
    found: dict[ArticleId, CopyOf] = {}
    for group in _groups(articles, known, rules):
        original, reason, agency = _original(group)
        source = cut(original)
        for article in group:
            if article.id != original.id:
                both = shared(cut(article), source)
                found[article.id] = CopyOf(
                    original=original.id,
                    containment=round(both.containment, 4),
                    passage=both.passage,
                    reason=reason,
                    agency=agency,
                )
    return found


def _groups(articles: Sequence[Article], known: Mapping[ArticleId, ArticleId], rules: CopyRules) -> list[list[Article]]:
    """The articles that have a text in common, two or more each, earliest first."""
    index = CopyIndex(rules=rules)
    near = _told_of(articles, known)
    group_of: dict[ArticleId, list[Article]] = {}
    for article in sorted(articles, key=lambda article: (article.sort_date, article.id)):
        sketch = sketch_of(text_of(article), at=article.sort_date, source=outlet_of(article), whole=True)
        matches, _ = index.add(article.id, sketch)
        found = [match.article for match in matches] or [
            other.id for other in near.get(article.id, ()) if other.id in group_of and _is_still(article, other)
        ]
        group = group_of[found[0]] if found else []
        group.append(article)
        group_of[article.id] = group
    groups = {id(group): group for group in group_of.values()}
    return [group for group in groups.values() if len(group) > 1]


def _told_of(articles: Sequence[Article], known: Mapping[ArticleId, ArticleId]) -> dict[ArticleId, list[Article]]:
    """For each article those that what is known, or an address that is named, relates it to; both ways."""
    at_hand = {article.id: article for article in articles}
    urls = {article.url: article for article in articles}
    near: dict[ArticleId, list[Article]] = {}
    for article in sorted(articles, key=lambda article: article.id):
        for other in (at_hand.get(known.get(article.id, article.id)), urls.get(article.metadata.canonical)):
            if other is not None and other.id != article.id:
                near.setdefault(article.id, []).append(other)
                near.setdefault(other.id, []).append(article)
    return near


def _is_still(article: Article, other: Article) -> bool:
    return shared(cut(article), cut(other)).containment >= STILL


def _original(group: Sequence[Article]) -> tuple[Article, Reason, str]:
    """Whose text it is, why, and the agency that the group credits most."""
    credits_ = [credit_of(article) for article in group]
    for article, credit in zip(group, credits_, strict=True):
        if credit is not None and credit.sign is Sign.OWN:
            return article, Reason.OWN, credit.agency
    agency = _agency(credits_)
    named = {article.metadata.canonical for article in group}
    for article in group:
        if article.url in named:
            return article, Reason.NAMED, agency
    return group[0], Reason.CREDITED if agency else Reason.FIRST, agency


def _agency(credits_: Sequence[Credit | None]) -> str:
    """The agency credited with the whole text most often; the one credited first among equals."""
    named = Counter(credit.agency for credit in credits_ if credit is not None and credit.is_whole)
    return named.most_common(1)[0][0] if named else ""
