"""What a run asks of the store again and again is found by index, however much is stored."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import event

from newsloom.keeping import Store
from newsloom.model.article import ArticleId
from newsloom.model.source import SourceId
from newsloom.model.story import Change, StoryId
from newsloom.store.sqlite import SqliteDialect

#: What a run itself empties, or keeps one row a source or site for; reading all of it is what is wanted.
SMALL = ("sources", "drafts", "unplaced", "unjudged", "hosts", "facts")

Asked = list[tuple[str, Sequence[object]]]


@contextmanager
def watched(store: Store) -> Iterator[Asked]:
    """The statements that are run meanwhile."""
    database = store.articles.database  # type: ignore[attr-defined]  # this contract is of stores in databases
    asked: Asked = []

    def note(_connection: object, _cursor: object, sql: str, given: Sequence[object], *_rest: object) -> None:
        if sql.startswith(("SELECT", "INSERT", "UPDATE", "DELETE")):
            asked.append((sql, given))

    for engine in (database.engine, database.writer):
        event.listen(engine, "before_cursor_execute", note)
    yield asked
    for engine in (database.engine, database.writer):
        event.remove(engine, "before_cursor_execute", note)


def steps(store: Store, asked: Asked, *, limited: bool | None = None) -> list[str]:
    """The steps of the statements' plans; of those with a limit, or of those without."""
    database = store.articles.database  # type: ignore[attr-defined]  # as above
    if not isinstance(database.dialect, SqliteDialect):
        pytest.skip("plans are told apart for SQLite alone")
    found: list[str] = []
    with database.reading() as connection:
        for sql in (sql for sql, _ in asked if limited is None or ("LIMIT" in sql) is limited):
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", (None,) * sql.count("?"))
            found += [f"{row[3]} in {sql}" for row in plan]
    return found


def scans(store: Store, asked: Asked) -> list[str]:
    """The steps that read a whole table."""
    return [
        step
        for limited in (True, False)
        for step in steps(store, asked, limited=limited)
        if _is_scan(step, limited=limited)
    ]


def _is_scan(step: str, *, limited: bool) -> bool:
    told = re.match(r"SCAN (\w+)( USING)?", step)
    no_table = "VIRTUAL TABLE" in step or "CONSTANT ROW" in step
    return told is not None and told[1] not in SMALL and not (told[2] and limited) and not no_table


ASKED: dict[str, Callable[[Store, SimpleNamespace], object]] = {
    "known": lambda store, _: store.articles.known(SourceId("daily"), keys=["k"], urls=["https://d.example/a"]),
    "drafts": lambda store, _: store.articles.drafts(10),
    "unplaced": lambda store, _: store.articles.unplaced(10),
    "get": lambda store, _: store.articles.get([ArticleId("a")]),
    "newest": lambda store, _: store.articles.newest(),
    "recent": lambda store, _: store.articles.recent(10),
    "recent of a source": lambda store, _: store.articles.recent(10, source=SourceId("daily")),
    "shown since": lambda store, build: store.articles.shown_since(SourceId("daily"), build.noon),
    "sightings": lambda store, _: store.articles.sightings(ArticleId("a")),
    "revisions": lambda store, _: store.articles.revisions(ArticleId("a")),
    "pictures": lambda store, _: store.articles.default_images([("daily.example", "https://d.example/a.jpg")]),
    "window": lambda store, build: list(store.stories.window("en", since=build.noon)),
    "sketches": lambda store, _: store.stories.sketches(window=timedelta(days=7), most=10),
    "drop sketches": lambda store, _: store.stories.drop_sketches(window=timedelta(days=7), most=10),
    "story": lambda store, _: store.stories.get(StoryId("s1")),
    "containing": lambda store, _: store.stories.containing(ArticleId("a")),
    "since": lambda store, build: store.stories.since(build.noon),
    "newest stories": lambda store, _: store.stories.since(None, limit=10),
    "unjudged": lambda store, _: store.stories.unjudged(),
    "aliases": lambda store, _: store.stories.aliases(),
    "changes": lambda store, _: store.stories.changes(StoryId("s1")),
    "merge": lambda store, build: store.stories.save([], [build.change(Change.MERGED, "s1", other="s2")]),
    "place": lambda store, build: store.stories.save(
        [build.placement(build.article("c"), "s1")], [build.change(Change.JOINED, "s1", "c")]
    ),
    "keep": lambda store, build: build.keep(store, build.article("d")),
    "revise": lambda store, build: store.visits.save(
        store.visits.states()[SourceId("daily")], admissions=[build.updated(build.article("a", text="Another text."))]
    ),
    "complete": lambda store, build: store.articles.complete([(ArticleId("e"), build.article("e"))]),
    "standing": lambda store, _: store.stories.standing([ArticleId("a")]),
    "features": lambda store, _: store.stories.features([ArticleId("a")]),
    "latest": lambda store, _: store.stories.latest("en", most=50),
    "mark": lambda store, _: store.stories.mark(),
    "rulings": lambda store, _: store.rulings.holding(),
    "interventions": lambda store, _: store.interventions.holding(),
    "stories named like": lambda store, _: store.stories.named_like("s1", limit=10),
    "articles named like": lambda store, _: store.articles.named_like("a", limit=10),
    "age": lambda store, build: store.removals.drop_texts(before=build.noon, at=build.noon, most=10),
}


@pytest.mark.parametrize("name", ASKED)
def test_nothing_reads_a_whole_table(store: Store, build: SimpleNamespace, name: str) -> None:
    """What a run asks reads no table from one end to the other, but those it empties itself."""
    build.keep(store, *(build.article(one) for one in "abc"))
    build.place(store, s1=[build.article("a")], s2=[build.article("b")])
    with watched(store) as asked:
        ASKED[name](store, build)
    assert asked
    assert scans(store, asked) == []


def test_a_scan_would_be_seen(store: Store, build: SimpleNamespace) -> None:
    """What counts all articles reads them all, and is told."""
    build.keep(store, build.article("a"))
    with watched(store) as asked:
        store.articles.per_host()
    assert scans(store, asked)


def test_changed_stories_are_not_looked_for_among_all_that_live(store: Store) -> None:
    """Nearly all stories live, so that an index of those is as good as none."""
    with watched(store) as asked:
        store.stories.unjudged()
    assert not any("alias_of" in step.partition(" in ")[0] for step in steps(store, asked))
