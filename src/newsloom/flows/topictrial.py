"""Trying topics over what a desk has stored."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import islice
from pathlib import Path

from newsloom.curate.taxonomy import ancestors
from newsloom.curate.topics import TopicBook
from newsloom.curate.topictrial import Trial, counted, doubts, idle, terms_of, trial
from newsloom.errors import UsageError
from newsloom.flows.topics import book_of, desk_topics
from newsloom.keeping import Store
from newsloom.model.article import Article
from newsloom.model.judgement import Topic
from newsloom.model.topicrule import TopicRule, TopicRules
from newsloom.settings import Settings
from newsloom.settings.document import no_such
from newsloom.settings.topictables import topics_in
from newsloom.text.commonwords import common_in
from newsloom.text.terms import TermError, term

MOST = 20_000  # articles topics are tried on unless told otherwise


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is tried: a file of `[topic.ID]` tables instead of the desk's, and a rule beside those a topic has."""

    file: Path | None = None
    any: tuple[str, ...] = ()
    all: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    threshold: int | None = None

    @property
    def is_none(self) -> bool:
        """Whether nothing is changed."""
        return self == Change()


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Which stored articles topics are tried on: those not older than the newest one by more than `back`, at most."""

    back: timedelta | None = None
    most: int = MOST

    def of(self, store: Store) -> Iterator[Article]:
        """The articles, newest first."""
        newest = store.articles.newest()
        since = None if self.back is None or newest is None else newest - self.back
        return islice(store.articles.each(since=since), self.most)


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicRow:
    """One topic as `newsloom topic list` shows it; `articles` are those that have it."""

    id: str
    name: str
    parent: str
    terms: int
    keywords: int
    articles: int


def changed(settings: Settings, id_: str, change: Change) -> tuple[Topic, ...]:
    """The desk's topics as they would be; raises UsageError for a term that cannot be, SettingsError for the file."""
    if change.file is not None:
        known = [table.id for table in topics_in(change.file)]
        if id_ not in known:
            problem = (
                no_such("topic", id_, known) if known else f"no topic named `{id_}`; a [topic.{id_}] table is wanted"
            )
            raise UsageError(f"{change.file}: {problem}")
    listed = [*desk_topics(settings, file=change.file)]
    if not any(topic.id == id_ for topic in listed):
        listed.append(Topic(id=id_, name=id_))
    return tuple(_with_rule(topic, change) if topic.id == id_ else topic for topic in listed)


def tried(settings: Settings, store: Store, id_: str, change: Change, *, window: Window, samples: int) -> Trial:
    """Try a topic, changed or as it is, over stored articles.

    Args:
        settings: the desk.
        store: what it has stored.
        id_: the topic's id.
        change: what is tried.
        window: the articles it is tried on.
        samples: how many articles of each kind are told.

    Raises:
        UsageError: no such topic and nothing that would make it one, or a term that cannot be.
        SettingsError: the file of the change is wrong.
    """
    topics = desk_topics(settings)
    if change.is_none and not any(topic.id == id_ for topic in topics):
        known = [topic.id for topic in topics]
        raise UsageError(no_such("topic", id_, known) if known else f"no topic named `{id_}`; --any TERM tries one")
    before = _book(settings, topics)
    after = before if change.is_none else _book(settings, changed(settings, id_, change))
    sources = {source.id: source for source in settings.sources}
    return trial(window.of(store), id_, before=before, after=after, sources=sources, samples=samples)


def listed(settings: Settings, store: Store, *, window: Window) -> list[TopicRow]:
    """A row a topic, in the desk's order."""
    topics = desk_topics(settings)
    book, counts = _book(settings, topics), Counter[str]()
    named = {source.id: source.topics for source in settings.sources}
    for article in window.of(store):
        counts.update(one.topic.id for one in book.tag(article, named=named.get(article.source, ())))
    above = ancestors(topics)
    return [
        TopicRow(
            id=topic.id,
            name=topic.name,
            parent=next(iter(above.get(topic.id, ())), ""),
            keywords=len(topic.keywords),
            terms=len(terms_of(topic)) - len(set(topic.keywords)),
            articles=counts[topic.id],
        )
        for topic in topics
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What is doubtful about one topic, and what may be of interest."""

    topic: str
    hints: tuple[str, ...]
    notes: tuple[str, ...]


def checked(settings: Settings, store: Store, *, window: Window) -> list[Checked]:
    """The topics about which there is something to say; over stored articles, newest first."""
    topics = desk_topics(settings)
    book = _book(settings, topics)
    counts = counted(window.of(store), book, sources={source.id: source for source in settings.sources})
    common = common_in({said for topic in topics for said in terms_of(topic)})
    found = []
    for topic in topics:
        terms = terms_of(topic)
        hints, notes = doubts(counts, topic.id, terms, common), idle(counts, topic.id, terms)
        if hints or notes:
            found.append(Checked(topic=topic.id, hints=tuple(hints), notes=tuple(notes)))
    return found


def _book(settings: Settings, topics: Sequence[Topic]) -> TopicBook:
    return book_of(topics, contract_only=settings.profile.name == "smartable")


def _with_rule(topic: Topic, change: Change) -> Topic:
    rules = topic.rules or TopicRules()
    for said in (*change.any, *change.all, *change.none, *change.exclude):
        try:
            term(said)
        except TermError as error:
            raise UsageError(str(error)) from error
    rule = TopicRule(any=change.any, all=change.all, none=change.none)
    if (change.none) and not (change.any or change.all):
        raise UsageError("--none says what must not be there; --any or --all says what must")
    return replace(
        topic,
        rules=replace(
            rules,
            rules=(*rules.rules, rule) if change.any or change.all else rules.rules,
            exclude=(*rules.exclude, *change.exclude),
            threshold=rules.threshold if change.threshold is None else change.threshold,
        ),
    )
