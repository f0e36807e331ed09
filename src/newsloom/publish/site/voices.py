"""Who speaks in a story: its reports by voice, each with the copies of what it said."""

from dataclasses import dataclass

from newsloom.model.article import ArticleId
from newsloom.model.coverage import CoveringReport, StoryCoverage
from newsloom.publish.site.words import name


@dataclass(frozen=True, slots=True)
class Voice:
    """One voice: its reports with a text of their own, and the copies of any of them, earliest first."""

    name: str
    reports: tuple[CoveringReport, ...]
    copies: tuple[CoveringReport, ...] = ()

    @property
    def called(self) -> str:
        """Whose text its copies repeat: the agency's where one is credited with it."""
        agencies = {one.agency for one in (*self.reports, *self.copies) if one.agency}
        return name(min(agencies)) if agencies else self.name


def voices_of(coverage: StoryCoverage) -> tuple[Voice, ...]:
    """The voices of a story, the earliest first; every report belongs to exactly one."""
    repeats = {report.article: report.copy_of for report in coverage.reports}
    by_voice: dict[str, list[CoveringReport]] = {}
    voice_of: dict[ArticleId, str] = {}
    copies: dict[str, list[CoveringReport]] = {}
    roots = {report.article: _root(report.article, repeats) for report in coverage.reports}
    for report in coverage.reports:
        if roots[report.article] == report.article:
            speaker = name(report.voice or report.family or report.outlet, report.domain)
            by_voice.setdefault(speaker, []).append(report)
            voice_of[report.article] = speaker
    for report in coverage.reports:
        if roots[report.article] != report.article:
            copies.setdefault(voice_of[roots[report.article]], []).append(report)
    return tuple(Voice(voice, tuple(own), tuple(copies.get(voice, ()))) for voice, own in by_voice.items())


def _root(article: ArticleId, repeats: dict[ArticleId, ArticleId | None]) -> ArticleId:
    """The report at the end of a chain of copies; where copies go in a circle, the one with the least id in it."""
    seen: list[ArticleId] = []
    while (original := repeats[article]) is not None and original in repeats:
        if article in seen:
            return min(seen[seen.index(article) :])
        seen.append(article)
        article = original
    return article
