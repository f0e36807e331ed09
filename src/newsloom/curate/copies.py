"""Which articles of a story repeat another's text, whose text it is, and what they share."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from newsloom.curate.agencies import Credit, Sign, credit_of
from newsloom.curate.copyindex import CopyIndex, CopyRules
from newsloom.curate.passages import Common, common, cut, text_of
from newsloom.curate.sketch import outlet_of, sketch_of
from newsloom.model.article import Article, ArticleId

# One story at a time: every shingle is compared, and nothing is forgotten.
WITHIN_A_STORY = CopyRules(fewest=12, window=timedelta(days=3650), buckets=1 << 10)


class Reason(StrEnum):
    """Why an article counts as the original of a text."""

    OWN = "the agency's own text"
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


def copies_in(articles: Sequence[Article], *, rules: CopyRules = WITHIN_A_STORY) -> dict[ArticleId, CopyOf]:
    """Each copy and what it repeats. An article that is named as an original is never a copy itself.

    A text joins the earlier text it shares most with, in order of (sort_date, id). The original of such a group is the
    agency's own article, else the earliest.
    """
    found: dict[ArticleId, CopyOf] = {}
    for group in _groups(articles, rules):
        original, reason, agency = _original(group)
        source = cut(original)
        for article in group:
            if article.id != original.id:
                shared = common(cut(article), source)
                found[article.id] = CopyOf(
                    original=original.id,
                    containment=round(shared.containment, 4),
                    passage=shared.passage,
                    reason=reason,
                    agency=agency,
                )
    return found


def _groups(articles: Sequence[Article], rules: CopyRules) -> list[list[Article]]:
    """The articles that have a text in common, two or more each, earliest first."""
    index = CopyIndex(rules=rules)
    group_of: dict[ArticleId, list[Article]] = {}
    for article in sorted(articles, key=lambda article: (article.sort_date, article.id)):
        sketch = sketch_of(text_of(article), at=article.sort_date, source=outlet_of(article), whole=True)
        matches, _ = index.add(article.id, sketch)
        group = group_of[matches[0].article] if matches else []
        group.append(article)
        group_of[article.id] = group
    groups = {id(group): group for group in group_of.values()}
    return [group for group in groups.values() if len(group) > 1]


def _original(group: Sequence[Article]) -> tuple[Article, Reason, str]:
    """Whose text it is, why, and the agency that the group credits most."""
    credits_ = [credit_of(article) for article in group]
    for article, credit in zip(group, credits_, strict=True):
        if credit is not None and credit.sign is Sign.OWN:
            return article, Reason.OWN, credit.agency
    agency = _agency(credits_)
    return group[0], Reason.CREDITED if agency else Reason.FIRST, agency


def _agency(credits_: Sequence[Credit | None]) -> str:
    """The agency credited with the whole text most often; the one credited first among equals."""
    named = Counter(credit.agency for credit in credits_ if credit is not None and credit.is_whole)
    return named.most_common(1)[0][0] if named else ""
