"""Place new articles in stories, which settles the stories they touch."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from newsloom.curate.cluster import Clusterer
from newsloom.curate.clusterrules import ClusterRules
from newsloom.curate.copies import InheritRules
from newsloom.curate.placement import Placement
from newsloom.curate.rulings import Ruled, bonds
from newsloom.failpoints import fail_at
from newsloom.flows.copies import Inheritance, Texts, inheritances, taken
from newsloom.flows.reports import CurateReport
from newsloom.flows.sense import Reader, reader_of
from newsloom.keeping import Placed, Store, Stories
from newsloom.model.article import Article
from newsloom.model.story import Change, StoryChange
from newsloom.seams import Engine

BATCH = 500  # articles placed between two saves


@dataclass(slots=True, kw_only=True)
class Shards:
    """One clusterer a language, and the texts of all; brought back from the store, kept between a process's runs.

    `mark` tells whether somebody else has changed stories since, an editor for one; `ruled` is what editors said.
    """

    rules: ClusterRules = field(default_factory=ClusterRules)
    inheriting: InheritRules = field(default_factory=InheritRules)
    by_language: dict[str, Clusterer] = field(default_factory=dict)
    texts: Texts | None = None
    ruled: Ruled = field(default_factory=Ruled)
    mark: int = 0
    reader: Reader | None = None

    def catch_up(self, store: Store) -> None:
        """Read what editors ruled, and let go of what is no longer as the store has it."""
        if self.mark != store.stories.mark():
            self.forget()
        holding = bonds(store.rulings.holding())
        self.ruled.bonds, self.ruled.where = holding, store.stories.standing(sorted(holding.named))

    def forget(self) -> None:
        """Let go of everything: it is brought back from the store."""
        self.by_language.clear()
        self.texts = self.reader = None

    def of(self, language: str, *, engine: Engine, since: datetime) -> Clusterer:
        """The clusterer of a language; its active window reaches back from `since`, or the latest placed before.

        What tells what the stream is like may be older.
        """
        if language not in self.by_language:
            reader = self.reader_of(engine, since=since)
            opinion = reader.senses.opinion if reader else None
            clusterer = Clusterer(language=language, rules=self.rules, ruled=self.ruled, opinion=opinion)
            latest = engine.store.stories.latest(language, most=self.rules.recent)
            begins = min([since, *latest[:1]]) - self.rules.window
            begins = min([begins, *latest[-1:]])
            clusterer.restore(engine.store.stories.window(language, since=begins))
            self.by_language[language] = clusterer
        return self.by_language[language]

    def tell(self, changes: Iterable[StoryChange], *, of: Clusterer) -> None:
        """Let the clusterers of other languages know of merges, for editors may have put both into one story."""
        merges = [change for change in changes if change.kind is Change.MERGED]
        for other in self.by_language.values() if merges else ():
            if other is not of:
                for change in merges:
                    other.follow(change)

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
    shards.catch_up(engine.store)
    total = engine.store.articles.unplaced_count()
    while articles := engine.store.articles.unplaced(BATCH):
        _place(engine, articles, shards=shards, report=report)
        engine.progress("placing articles", report.placed, total)
    if report.placed:
        shards.texts_of(engine.store.stories).drop_forgotten(engine.store.stories)
        if shards.reader:
            engine.store.senses.drop(before=shards.reader.senses.since)
    shards.mark = engine.store.stories.mark()
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
    languages = dict.fromkeys(article.language for article in articles)
    active = {name: shards.of(name, engine=engine, since=articles[0].sort_date) for name in languages}
    for article, text in zip(articles, found, strict=True):
        clusterer = active[article.language]
        sense = reader.hear(article, vectors[article.id]) if reader else None
        copy = copies.get(article.id)
        placement = clusterer.place(article, original=copy.original if copy else None)
        if copy and placement.membership.evidence.stage == "copy":
            placement = _with_passage(placement, copy)
            report.copies += 1
        shards.tell(placement.changes, of=clusterer)
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
        changes=tuple(replace(c, evidence=evidence) if c.articles else c for c in placement.changes),
    )


def _count(report: CurateReport, changes: list[StoryChange]) -> None:
    for change in changes:
        report.opened += change.kind is Change.OPENED
        report.moved += len(change.articles) if change.kind is Change.MOVED else 0
        report.merged += change.kind is Change.MERGED
        report.split += change.kind is Change.SPLIT
