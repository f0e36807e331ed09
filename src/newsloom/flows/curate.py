"""Place new articles in stories, which settles the stories they touch."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from newsloom.curate.cluster import Clusterer, ClusterRules
from newsloom.curate.copies import InheritRules
from newsloom.curate.placement import Placement
from newsloom.failpoints import fail_at
from newsloom.flows.copies import Inheritance, Texts, inheritances, taken
from newsloom.flows.reports import CurateReport
from newsloom.flows.sense import Reader, reader_of
from newsloom.keeping import Placed, Stories
from newsloom.model.article import Article
from newsloom.model.story import Change, StoryChange
from newsloom.seams import Engine

BATCH = 500  # articles placed between two saves


@dataclass(slots=True, kw_only=True)
class Shards:
    """One clusterer a language, and the texts of all; brought back from the store, kept between a process's runs."""

    rules: ClusterRules = ClusterRules()
    inheriting: InheritRules = field(default_factory=InheritRules)
    by_language: dict[str, Clusterer] = field(default_factory=dict)
    texts: Texts | None = None
    reader: Reader | None = None

    def of(self, language: str, *, engine: Engine, since: datetime) -> Clusterer:
        """The clusterer of a language; its active window reaches back from `since`."""
        if language not in self.by_language:
            reader = self.reader_of(engine, since=since)
            opinion = reader.senses.opinion if reader else None
            clusterer = Clusterer(language=language, rules=self.rules, opinion=opinion)
            clusterer.restore(engine.store.stories.window(language, since=since - self.rules.window))
            self.by_language[language] = clusterer
        return self.by_language[language]

    def reader_of(self, engine: Engine, *, since: datetime) -> Reader | None:
        """What reads the sense of articles, where the desk has a model."""
        if self.reader is None and engine.embedder is not None:
            window = self.rules.window
            self.reader = reader_of(engine.embedder, engine.store.senses, since=since, window=window)
        return self.reader

    def texts_of(self, stories: Stories) -> Texts:
        """The texts of the last days, in which copies are found whatever their story and language."""
        if self.texts is None:
            texts = Texts()
            texts.restore(stories)
            self.texts = texts
        return self.texts


def curate(engine: Engine, *, shards: Shards) -> CurateReport:
    """Place every article that is in no story yet, in order of time; stories settle as articles arrive.

    A copy goes into its original's story. A batch is saved in one transaction; a process that dies in between finds the
    same articles unplaced and, since clusterers and texts are rebuilt from what was saved, places them the same way.
    """
    report = CurateReport()
    total = engine.store.articles.unplaced_count()
    while articles := engine.store.articles.unplaced(BATCH):
        _place(engine, articles, shards=shards, report=report)
        engine.progress("placing articles", report.placed, total)
    if report.placed:
        shards.texts_of(engine.store.stories).drop_forgotten(engine.store.stories)
        if shards.reader:
            engine.store.senses.drop(before=shards.reader.senses.since)
    fail_at("curate.settled")
    return report


def _place(engine: Engine, articles: list[Article], *, shards: Shards, report: CurateReport) -> None:
    placed: list[Placed] = []
    changes: list[StoryChange] = []
    texts = shards.texts_of(engine.store.stories)
    found = [taken(article, texts=texts) for article in articles]
    reader = shards.reader_of(engine, since=articles[0].sort_date)
    vectors = reader.take(articles) if reader else {}
    copies = inheritances(articles, found, stored=engine.store.articles, rules=shards.inheriting)
    for article, text in zip(articles, found, strict=True):
        clusterer = shards.of(article.language, engine=engine, since=articles[0].sort_date)
        sense = reader.hear(article, vectors[article.id]) if reader else None
        copy = copies.get(article.id)
        placement = clusterer.place(article, original=copy.original if copy else None)
        if copy and placement.membership.evidence.stage == "copy":
            placement = _with_passage(placement, copy)
            report.copies += 1
        changes += placement.changes
        placed.append(
            Placed(
                membership=placement.membership,
                features=clusterer.frozen(article.id),
                sort_date=article.sort_date,
                language=article.language,
                sketch=text.sketch,
                original=text.original,
                sense=sense,
            )
        )
    fail_at("curate.placed")
    engine.store.stories.save(placed, changes)
    fail_at("curate.saved")
    report.placed += len(placed)
    _count(report, changes)


def _with_passage(placement: Placement, copy: Inheritance) -> Placement:
    """The placement with what the copy shares with its original."""
    containment = round(copy.shared.containment, 4)
    evidence = replace(placement.membership.evidence, containment=containment, passage=copy.shared.passage)
    return Placement(
        membership=replace(placement.membership, evidence=evidence),
        changes=tuple(replace(change, evidence=evidence) for change in placement.changes),
    )


def _count(report: CurateReport, changes: list[StoryChange]) -> None:
    for change in changes:
        report.opened += change.kind is Change.OPENED
        report.moved += len(change.articles) if change.kind is Change.MOVED else 0
        report.merged += change.kind is Change.MERGED
        report.split += change.kind is Change.SPLIT
