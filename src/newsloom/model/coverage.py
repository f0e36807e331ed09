"""A story's reports as readers may be shown them: who told it, when, in whose words, and how it turned."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from newsloom.model.article import ArticleId
from newsloom.model.judgement import Score
from newsloom.model.life import Revival, Turn
from newsloom.model.metadata import Correction, Genre, Standing
from newsloom.model.source import SourceId
from newsloom.model.story import StoryId


@dataclass(frozen=True, slots=True, kw_only=True)
class CoveringReport:
    """One report of a story: its headline, a short excerpt, its address, never its text.

    `outlet` is who carries it at `domain`, `family` the name of the publisher it belongs to, `voice` the name of who
    speaks: the agency whose text it is, else the family. `published_at` is its sort date (UTC). `copy_of` is the
    report whose text it repeats. `revision` counts the versions that were seen, from 1; `revised_at` is when this one
    was met (UTC, None for the first). Addresses and words are as they came: a publisher makes them safe for its format.
    """

    article: ArticleId
    title: str
    excerpt: str = ""
    url: str = ""
    outlet: str
    domain: str = ""
    family: str = ""
    voice: str = ""
    agency: str = ""
    source: SourceId
    published_at: datetime
    language: str = ""
    authors: tuple[str, ...] = ()
    genre: Genre = Genre.REPORT
    standing: Standing = Standing.STANDS
    corrections: tuple[Correction, ...] = ()
    revision: int = 1
    revised_at: datetime | None = None
    copy_of: ArticleId | None = None
    quality: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryCoverage:
    """All reports of one story, earliest first, its lead, its scores with their receipts, and its turns.

    Nothing in it depends on the clock but `heat`, which is as the record has it, so a page made of it stays true until
    its record changes. A story that went into another one has no reports and names it in `leader`. `independent` counts
    reports of which no two come from one house or speak with one voice.
    """

    story: StoryId
    reports: tuple[CoveringReport, ...] = ()
    lead: ArticleId | None = None
    leader: StoryId | None = None
    independent: int = 0
    quality: Score | None = None
    heat: Score | None = None
    turns: tuple[Turn, ...] = ()
    revivals: tuple[Revival, ...] = ()

    @property
    def originals(self) -> tuple[CoveringReport, ...]:
        """The reports with a text of their own, or whose original is not in the story, earliest first."""
        here = {report.article for report in self.reports}
        return tuple(report for report in self.reports if report.copy_of not in here)

    @property
    def outlets(self) -> int:
        """How many outlets carry it."""
        return len({(report.outlet, report.domain) for report in self.reports})

    @property
    def copies(self) -> int:
        """How many reports repeat another's text."""
        return sum(report.copy_of is not None for report in self.reports)

    @property
    def voices(self) -> tuple[tuple[str, tuple[CoveringReport, ...]], ...]:
        """The originals by who speaks, the earliest voice first: each is one report to a reader who counts."""
        by_voice: dict[str, list[CoveringReport]] = {}
        for report in self.originals:
            by_voice.setdefault(report.voice or report.family or report.outlet, []).append(report)
        return tuple((voice, tuple(reports)) for voice, reports in by_voice.items())

    def copies_of(self, article: ArticleId) -> Sequence[CoveringReport]:
        """The reports that repeat the text of this one, earliest first, copies of copies among them."""
        repeating = {article}
        while True:
            more = {report.article for report in self.reports if report.copy_of in repeating} - repeating
            if not more:
                return [report for report in self.reports if report.article in repeating - {article}]
            repeating |= more
