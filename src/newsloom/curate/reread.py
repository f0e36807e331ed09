"""When the page of an article is read again, and what of it is believed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from newsloom.curate.complete import READ, completed, given_up
from newsloom.curate.standing import with_standing
from newsloom.curate.times import believable
from newsloom.model.article import Admission, Article, Unchanged, Updated
from newsloom.model.draft import Draft, Known
from newsloom.model.metadata import Standing
from newsloom.model.page import Failure, Reason
from newsloom.parse.reading import PageReading
from newsloom.text.fingerprint import fingerprint

VANISHED = frozenset({Reason.NOT_FOUND, Reason.GONE})


@dataclass(frozen=True, slots=True, kw_only=True)
class RereadRules:
    """How often a page is read again, at signs in its feed alone.

    `most` times in all; a mere later `updated` waits until `spacing` has passed since the last one that was honoured,
    twice as long each time. A page that suddenly has less than `least` of the characters it had is not believed.
    """

    most: int = 5
    spacing: timedelta = timedelta(minutes=30)
    least: float = 0.5


def rereads(admissions: Sequence[Admission], *, known: Known, now: datetime, rules: RereadRules) -> list[Draft]:
    """The stored articles whose page shall be read again: their item changed in substance, or says it was updated."""
    found: list[Draft] = []
    for admission in admissions:
        article = _wanting(admission, known, now=now, rules=rules)
        if article is not None:
            found.append(Draft(article=article))
    return found


def after_reading(article: Article, reading: PageReading, *, rules: RereadRules) -> Article:
    """The article with its page as it is now; one that was read before keeps its text where the new one is doubtful."""
    if not was_read(article):
        return completed(article, reading)
    fresh = completed(replace(article, text="", fingerprint=""), reading)
    if _is_believable(article, fresh, rules=rules):
        return fresh
    corrections = fresh.metadata.corrections or article.metadata.corrections
    kept = replace(
        article,
        fingerprint=fingerprint(article.title, article.text or article.lead),
        metadata=replace(article.metadata, corrections=corrections),
    )
    return with_standing(kept, withdrawn=fresh.metadata.standing is Standing.WITHDRAWN)


def after_failure(article: Article, failure: Failure) -> Article:
    """The article without its page; one that was read before keeps its text, and is gone where nothing is there now."""
    if not was_read(article):
        return given_up(article, failure)
    gone = failure.reason in VANISHED or article.metadata.standing is Standing.GONE
    return with_standing(article, withdrawn=article.metadata.standing is Standing.WITHDRAWN, gone=gone)


def was_read(article: Article) -> bool:
    """Whether the article's text came from its page."""
    return article.metadata.page == READ and bool(article.text)


def _wanting(admission: Admission, known: Known, *, now: datetime, rules: RereadRules) -> Article | None:
    if isinstance(admission, Updated):
        article = admission.article
        return article if _may(article, known, rules=rules) else None
    if not isinstance(admission, Unchanged):
        return None
    stored = known.by_url.get(admission.url) or known.by_key.get(admission.item.key)
    claim = believable(admission.item.updated, now=now)
    if stored is None or stored.id != admission.id or claim is None or not _may(stored, known, rules=rules):
        return None
    base = max(filter(None, (stored.updated, stored.first_seen)))
    pause = rules.spacing * 2 ** known.rereads.get(stored.id, 0)
    return replace(stored, updated=claim, revised_at=now) if claim > base and now >= base + pause else None


def _may(article: Article, known: Known, *, rules: RereadRules) -> bool:
    return was_read(article) and article.dropped is None and known.rereads.get(article.id, 0) < rules.most


def _is_believable(earlier: Article, fresh: Article, *, rules: RereadRules) -> bool:
    """A text that shrank, or half of one behind a payment, takes nothing away."""
    if fresh.metadata.is_paywalled and not earlier.metadata.is_paywalled and len(fresh.text) < len(earlier.text):
        return False
    return bool(fresh.text) and len(fresh.text) >= rules.least * len(earlier.text)
