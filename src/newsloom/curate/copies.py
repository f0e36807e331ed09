"""Which articles of a story repeat another's text, whose text it is, and what they share."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

import numpy as np

from newsloom.curate.agencies import Credit, Sign, credit_of
from newsloom.curate.copyindex import CopyIndex, CopyRules
from newsloom.curate.sketch import sketch_of
from newsloom.model.article import Article, ArticleId
from newsloom.text.shingles import Shingles, shingles

LONGEST_PASSAGE = 200  # characters shown

# One story at a time: every shingle is compared, and nothing is forgotten.
WITHIN_A_STORY = CopyRules(fewest=12, window=timedelta(days=3650), buckets=1 << 14)


class Reason(StrEnum):
    """Why an article counts as the original of a text."""

    OWN = "the agency's own text"
    CREDITED = "an agency's text, met here first"
    FIRST = "came first"


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


def copies_in(articles: Sequence[Article], *, rules: CopyRules = WITHIN_A_STORY) -> dict[ArticleId, CopyOf]:
    """Each copy and what it repeats. An article that is named as an original is never a copy itself.

    A text joins the earlier text it shares most with, in order of (sort_date, id). The original of such a group is the
    agency's own article, else the earliest.
    """
    found: dict[ArticleId, CopyOf] = {}
    for group in _groups(articles, rules):
        original, reason, agency = _original(group)
        cut = shingles(_text(original))
        for article in group:
            if article.id != original.id:
                found[article.id] = _copy(article, original, cut, reason=reason, agency=agency)
    return found


def _groups(articles: Sequence[Article], rules: CopyRules) -> list[list[Article]]:
    """The articles that have a text in common, two or more each, earliest first."""
    index = CopyIndex(rules=rules)
    group_of: dict[ArticleId, list[Article]] = {}
    for article in sorted(articles, key=lambda article: (article.sort_date, article.id)):
        sketch = sketch_of(_text(article), at=article.sort_date, source=article.source, whole=True)
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


def _copy(article: Article, original: Article, cut: Shingles, *, reason: Reason, agency: str) -> CopyOf:
    text = _text(article)
    own = shingles(text)
    return CopyOf(
        original=original.id,
        containment=round(_containment(own, cut), 4),
        passage=_passage(text, own, cut),
        reason=reason,
        agency=agency,
    )


def _containment(one: Shingles, other: Shingles) -> float:
    mine, theirs = np.unique(one.hashes), np.unique(other.hashes)
    shorter = min(len(mine), len(theirs))
    return len(np.intersect1d(mine, theirs, assume_unique=True)) / shorter if shorter else 0.0


def _passage(text: str, own: Shingles, other: Shingles) -> str:
    """The longest run of the text's shingles that the other has, as the text writes it."""
    held = np.concatenate(([False], np.isin(own.hashes, other.hashes), [False]))
    edges = np.flatnonzero(held[1:] != held[:-1])
    if not len(edges):
        return ""
    begins, ends = edges[0::2], edges[1::2]
    longest = int(np.argmax(ends - begins))
    whole = " ".join(text[int(own.starts[begins[longest]]) : int(own.ends[ends[longest] - 1])].split())
    if len(whole) <= LONGEST_PASSAGE:
        return whole
    cut = whole[: LONGEST_PASSAGE - 1]
    return f"{cut.rpartition(' ')[0] or cut}…"


def _text(article: Article) -> str:
    return article.text or article.lead
