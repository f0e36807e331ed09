"""Place new articles in stories, which settles the stories they touch."""

from dataclasses import dataclass, field
from datetime import datetime

from newsloom.curate.cluster import Clusterer, ClusterRules
from newsloom.failpoints import fail_at
from newsloom.flows.reports import CurateReport
from newsloom.model.article import Article
from newsloom.model.story import Change, StoryChange
from newsloom.seams import Engine, Placed

BATCH = 500  # articles placed between two saves


@dataclass(slots=True, kw_only=True)
class Shards:
    """One clusterer a language, brought back from the store at first need and kept between runs of one process."""

    rules: ClusterRules = ClusterRules()
    by_language: dict[str, Clusterer] = field(default_factory=dict)

    def of(self, language: str, *, engine: Engine, since: datetime) -> Clusterer:
        """The clusterer of a language; its active window reaches back from `since`."""
        if language not in self.by_language:
            clusterer = Clusterer(language=language, rules=self.rules)
            clusterer.restore(engine.store.stories.window(language, since=since - self.rules.window))
            self.by_language[language] = clusterer
        return self.by_language[language]


def curate(engine: Engine, *, shards: Shards) -> CurateReport:
    """Place every article that is in no story yet, in order of time; stories settle as articles arrive.

    A batch is saved in one transaction; a process that dies in between finds the same articles unplaced and, since the
    clusterers are rebuilt from what was saved, places them the same way.
    """
    report = CurateReport()
    total = engine.store.articles.unplaced_count()
    while articles := engine.store.articles.unplaced(BATCH):
        _place(engine, articles, shards=shards, report=report)
        engine.progress("placing articles", report.placed, total)
    fail_at("curate.settled")
    return report


def _place(engine: Engine, articles: list[Article], *, shards: Shards, report: CurateReport) -> None:
    placed: list[Placed] = []
    changes: list[StoryChange] = []
    for article in articles:
        clusterer = shards.of(article.language, engine=engine, since=articles[0].sort_date)
        placement = clusterer.place(article)
        changes += placement.changes
        placed.append(
            Placed(
                membership=placement.membership,
                features=clusterer.frozen(article.id),
                sort_date=article.sort_date,
                language=article.language,
            )
        )
    fail_at("curate.placed")
    engine.store.stories.save(placed, changes)
    fail_at("curate.saved")
    report.placed += len(placed)
    _count(report, changes)


def _count(report: CurateReport, changes: list[StoryChange]) -> None:
    for change in changes:
        report.opened += change.kind is Change.OPENED
        report.moved += len(change.articles) if change.kind is Change.MOVED else 0
        report.merged += change.kind is Change.MERGED
        report.split += change.kind is Change.SPLIT
