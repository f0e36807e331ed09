"""What readers may be shown of how a story was covered, from what judging found and what is stored of its articles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from newsloom.curate.candidates import Directions
from newsloom.curate.life import turns_of
from newsloom.model.article import Article, ArticleId
from newsloom.model.coverage import CoveringReport, StoryCoverage
from newsloom.model.finding import Finding, FoundStory
from newsloom.model.life import Revival, Telling, Turn
from newsloom.model.record import Record
from newsloom.model.story import StoryId
from newsloom.records.compose import excerpt_of
from newsloom.text.urls import site_of

BEGINNING = 1_000  # characters of a text that count as told at once


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells how stories were covered; `directions` say who publishes at a host and whose voice that is."""

    directions: Directions

    def coverage(
        self, story: StoryId, record: Record, found: FoundStory | None, articles: Mapping[ArticleId, Article]
    ) -> StoryCoverage:
        """The coverage of one story.

        Args:
            story: its id.
            record: as it is published.
            found: what was found of its articles; None of a story that went into another, or was never judged.
            articles: those of the story that are stored.
        """
        findings = [] if found is None else [one for one in found.findings if one.article in articles]
        findings.sort(key=lambda one: (one.at, one.article))
        quality = {} if found is None else _qualities(found, record)
        reports = tuple(self._report(one, articles[one.article], quality.get(one.article)) for one in findings)
        turns, revivals = self._turns(findings, articles)
        scores = record.scores
        voices = {one.voice for one in reports if one.copy_of is None}
        return StoryCoverage(
            story=story,
            reports=reports,
            lead=found.order[0] if found is not None and found.order else None,
            leader=None if record.leader is None else StoryId(record.leader),
            independent=len(voices) if record.independent is None else record.independent,
            quality=None if scores is None else scores.quality,
            heat=None if scores is None else scores.heat,
            turns=turns,
            revivals=revivals,
        )

    def family_of(self, finding: Finding) -> str:
        """The name of the publisher an article's outlet belongs to."""
        voice = self.directions.voice(finding)
        return self.directions.criteria.providers.family_name(voice) if voice else self.directions.outlet(finding)

    def _report(self, finding: Finding, article: Article, quality: int | None) -> CoveringReport:
        providers = self.directions.criteria.providers
        family = self.family_of(finding)
        agency = providers.family_name(providers.family_named(finding.agency)) if finding.agency else ""
        return CoveringReport(
            article=article.id,
            title=article.title,
            excerpt=excerpt_of(article),
            url=article.url,
            outlet=self.directions.outlet(finding),
            domain=site_of(article.url),
            family=family,
            voice=agency or family,
            agency=agency,
            source=article.source,
            published_at=article.sort_date,
            language=article.language,
            authors=article.authors,
            genre=finding.genre,
            standing=article.metadata.standing,
            corrections=article.metadata.corrections,
            revision=article.revision,
            revised_at=article.revised_at,
            copy_of=finding.copy_of,
            quality=quality,
        )

    def _turns(
        self, findings: Sequence[Finding], articles: Mapping[ArticleId, Article]
    ) -> tuple[tuple[Turn, ...], tuple[Revival, ...]]:
        """The turns of a story; the texts of one that judging found none in are not read again."""
        turned = any(one.turns for one in findings)
        return turns_of(
            [self._telling(one, articles[one.article]) for one in findings],
            language=articles[findings[0].article].language if findings else "",
            turned=turned,
        )

    def _telling(self, finding: Finding, article: Article) -> Telling:
        return Telling(
            article=article.id,
            at=article.sort_date,
            outlet=self.directions.outlet(finding),
            title=article.title,
            lead=f"{article.lead}\n{article.text[:BEGINNING]}",
            is_copy=finding.copy_of is not None,
        )


def _qualities(found: FoundStory, record: Record) -> dict[ArticleId, int | None]:
    """The quality of each article that counts: the record has them in their order."""
    return dict(zip(found.order, (record.quality, *(item.quality for item in record.related)), strict=False))
