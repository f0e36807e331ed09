"""Taking articles back: what is deleted, what is kept of the fact, and what age takes away."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, delete, func, or_, select, update

from newsloom.curate.addresses import article_id
from newsloom.failpoints import fail_at
from newsloom.model.article import ArticleId
from newsloom.model.removal import Removal, Rewriting, Traces
from newsloom.model.story import Change, Evidence, StoryId
from newsloom.store import ageing, placing, removal
from newsloom.store.alerts import forget_articles
from newsloom.store.columns import Words
from newsloom.store.database import Database, Dialect, chunks
from newsloom.store.listings import clear
from newsloom.store.newsletters import forget_issues
from newsloom.store.notetable import SEALED_NOTES
from newsloom.store.records import row_of
from newsloom.store.tables import (
    ARTICLES,
    CHANGES,
    DRAFTS,
    FACTS,
    FINDINGS,
    MARKS,
    MEMBERS,
    REMOVALS,
    REMOVED_NAMES,
    REVISIONS,
    SIGHTINGS,
    SKETCHES,
    SLOTS,
    SOURCES,
    STORIES,
    UNJUDGED,
    UNPLACED,
    URLS,
)
from newsloom.text.urls import canonical

#: The fact that deleted rows still stand in free places of the file.
UNSCRUBBED = "unscrubbed"
#: Articles up to which the rows that name them are searched for; for more of them all rows are read.
FEW = 8


@dataclass(frozen=True, slots=True)
class SqlRemovals:
    """`Removals` in a database."""

    database: Database

    def find(self, wanted: str) -> list[ArticleId]:
        """The article or draft of this id or address, or all that came from a source of this id; none if none is."""
        urls = {wanted, canonical(wanted)} - {""}
        with self.database.reading() as connection:
            ids = [wanted, *connection.scalars(select(URLS.c.id).where(URLS.c.url.in_(urls)))]
            found = set(connection.scalars(select(ARTICLES.c.id).where(ARTICLES.c.id.in_(ids))))
            found |= set(connection.scalars(select(DRAFTS.c.id).where(DRAFTS.c.id.in_(ids))))
            if not found:
                found |= set(connection.scalars(select(ARTICLES.c.id).where(ARTICLES.c.source == wanted)))
                found |= {a.id for a in connection.scalars(select(DRAFTS.c.article)) if a.source == wanted}
        return [ArticleId(id_) for id_ in sorted(found)]

    def before(self, wanted: str) -> list[ArticleId]:
        """What was removed before under this id, address or source."""
        names = {article_id(wanted), article_id(canonical(wanted) or wanted)}
        by_name = select(REMOVED_NAMES.c.id).where(REMOVED_NAMES.c.name.in_(names))
        query = select(REMOVALS.c.id).where(
            (REMOVALS.c.id == wanted) | (REMOVALS.c.source == wanted) | REMOVALS.c.id.in_(by_name)
        )
        with self.database.reading() as connection:
            return [ArticleId(id_) for id_ in connection.scalars(query.order_by(REMOVALS.c.id))]

    def traces(self, ids: Sequence[ArticleId]) -> Traces:
        """What is stored of these articles besides their text."""
        with self.database.reading() as connection:
            return _traces(connection, ids)

    def remove(self, ids: Sequence[ArticleId], *, at: datetime, reason: str, rewriting: Rewriting) -> None:
        """Forget the articles and rewrite the records that told of them, in one transaction; the removals are kept."""
        with self.database.writing() as connection:
            _scrub_evidence(connection, ids)
            for chunk in chunks(ids):
                forget_articles(connection, chunk)
                forget_issues(connection, chunk, at=at)
                _keep_the_fact(connection, self.database.dialect, chunk, at=at, reason=reason)
                stories = _leave_stories(connection, self.database.dialect, chunk, at=at)
                _delete(connection, self.database.dialect, chunk)
                placing.judge_again(connection, self.database.dialect, stories)
            _rewrite(connection, self.database.dialect, rewriting)
            connection.execute(self.database.dialect.insert_or_replace(FACTS), {"name": UNSCRUBBED, "value": "yes"})
            fail_at("forget.removing")

    def all(self) -> list[Removal]:
        """Every removal, newest first."""
        with self.database.reading() as connection:
            rows = connection.execute(select(REMOVALS).order_by(REMOVALS.c.at.desc(), REMOVALS.c.id)).mappings()
            return [Removal(**row) for row in rows]

    def lift(self, id_: ArticleId) -> bool:
        """Let a removed article come back when it is polled; False if it was not removed.

        Its source is asked for its whole feed again: "not modified" would leave the article away.
        """
        with self.database.writing() as connection:
            source = connection.scalar(select(REMOVALS.c.source).where(REMOVALS.c.id == id_))
            gone = connection.execute(delete(REMOVALS).where(REMOVALS.c.id == id_)).rowcount
            forgotten = update(SOURCES).where(SOURCES.c.source == source).values(etag=None, last_modified=None)
            connection.execute(forgotten)
        return gone > 0

    def scrub(self) -> bool:
        """Leave nothing of removed texts in free places of the files; False when somebody who reads prevents it."""
        dialect = self.database.dialect
        with self.database.writing() as connection:
            dialect.tidy(connection)
        if not dialect.scrub(self.database.writer):
            return False
        with self.database.writing() as connection:
            connection.execute(delete(FACTS).where(FACTS.c.name == UNSCRUBBED))
        return True

    def is_scrubbed(self) -> bool:
        """Whether there is nothing to scrub."""
        with self.database.reading() as connection:
            return connection.scalar(select(func.count()).select_from(FACTS).where(FACTS.c.name == UNSCRUBBED)) == 0

    def drop_texts(self, *, before: datetime, at: datetime, most: int) -> int:
        """Drop text and earlier revisions of articles of stories that ended before; returns of how many."""
        with self.database.writing() as connection:
            return ageing.drop_texts(connection, self.database.dialect, before=before, at=at, most=most)


def _traces(connection: Connection, ids: Iterable[ArticleId]) -> Traces:
    titles: set[str] = set()
    urls: set[str] = set()
    stories: set[str] = set()
    for chunk in chunks(ids):
        query = select(REVISIONS.c.title, REVISIONS.c.url, REVISIONS.c.amp_url).where(REVISIONS.c.id.in_(chunk))
        for title, url, amp_url in connection.execute(query):
            titles.add(title)
            urls |= {url, amp_url}
        for article in connection.scalars(select(DRAFTS.c.article).where(DRAFTS.c.id.in_(chunk))):
            titles.add(article.title)
            urls |= {article.url, article.amp_url}
        urls.update(connection.scalars(select(URLS.c.url).where(URLS.c.id.in_(chunk))))
        urls.update(connection.scalars(select(SIGHTINGS.c.url).where(SIGHTINGS.c.id.in_(chunk))))
        stories.update(connection.scalars(select(MEMBERS.c.story).where(MEMBERS.c.article.in_(chunk))))
    return Traces(
        stories=tuple(map(StoryId, sorted(stories))), titles=tuple(sorted(titles)), urls=tuple(sorted(urls - {""}))
    )


def _keep_the_fact(
    connection: Connection, dialect: Dialect, ids: Sequence[ArticleId], *, at: datetime, reason: str
) -> None:
    drafts = connection.scalars(select(DRAFTS.c.article).where(DRAFTS.c.id.in_(ids)))
    sources: dict[str, str] = {article.id: article.source for article in drafts}
    stored = select(ARTICLES.c.id, ARTICLES.c.source).where(ARTICLES.c.id.in_(ids))
    sources |= {row.id: row.source for row in connection.execute(stored)}
    facts = [{"id": id_, "at": at, "source": source, "reason": reason} for id_, source in sources.items()]
    if facts:
        connection.execute(dialect.insert_or_replace(REMOVALS), facts)
    removal.keep_names(connection, dialect, {ArticleId(id_): ArticleId(id_) for id_ in sources})


def _leave_stories(
    connection: Connection, dialect: Dialect, ids: Sequence[ArticleId], *, at: datetime
) -> list[StoryId]:
    """Take the articles out of their stories, with a line in the log; returns the stories that go on."""
    left: dict[StoryId, list[ArticleId]] = {}
    for article, story in connection.execute(
        select(MEMBERS.c.article, MEMBERS.c.story).where(MEMBERS.c.article.in_(ids)).order_by(MEMBERS.c.place)
    ):
        left.setdefault(StoryId(story), []).append(ArticleId(article))
    connection.execute(delete(MEMBERS).where(MEMBERS.c.article.in_(ids)))
    for story, articles in left.items():
        said = {"kind": Change.REMOVED.value, "story": story, "other": None, "articles": tuple(articles), "at": at}
        connection.execute(CHANGES.insert(), said | {"evidence": None})
    living = set(connection.scalars(select(MEMBERS.c.story).where(MEMBERS.c.story.in_(list(left)))))
    ended = [story for story in left if story not in living]
    connection.execute(delete(STORIES).where(STORIES.c.id.in_(ended) | STORIES.c.alias_of.in_(ended)))
    connection.execute(delete(UNJUDGED).where(UNJUDGED.c.story.in_(ended)))
    connection.execute(delete(FINDINGS).where(FINDINGS.c.story.in_(list(left))))
    going_on = [story for story in left if story in living]
    placing.write_stories(connection, dialect, going_on)
    return going_on


def _scrub_evidence(connection: Connection, ids: Collection[ArticleId]) -> None:
    """Leave of evidence that tells of the articles only who decided, and how surely: it names their words."""
    gone = set(ids)
    members = select(MEMBERS.c.place, MEMBERS.c.article, MEMBERS.c.evidence)
    for place, article, evidence in connection.execute(_telling(members, MEMBERS, gone)):
        if evidence.nearest in gone or article in gone:
            _bare(connection, MEMBERS, MEMBERS.c.place == place, evidence)
    changes = select(CHANGES.c.number, CHANGES.c.articles, CHANGES.c.evidence).where(CHANGES.c.evidence.is_not(None))
    for number, articles, evidence in connection.execute(_telling(changes, CHANGES, gone)):
        if evidence.nearest in gone or not gone.isdisjoint(articles):
            _bare(connection, CHANGES, CHANGES.c.number == number, evidence)


def _telling(query: Select[Any], table: Table, ids: Collection[ArticleId]) -> Select[Any]:
    """The query for the rows that name one of a few articles; of many, every row is looked at once."""
    if len(ids) > FEW:
        return query
    own = table.c.article if table is MEMBERS else table.c.articles
    told = [column.cast(Words).contains(id_) for column in (table.c.evidence, own) for id_ in sorted(ids)]
    return query.where(or_(*told))


def _bare(connection: Connection, table: Table, row: ColumnElement[bool], evidence: Evidence) -> None:
    bare = Evidence(stage=evidence.stage, probability=evidence.probability, ruling=evidence.ruling)
    connection.execute(update(table).where(row).values(evidence=bare))


def _pass_on_texts(connection: Connection, ids: Sequence[ArticleId]) -> None:
    """Let the first of the copies that stay be the original of the others, where the original goes."""
    heirs: dict[str, str] = {}
    query = select(SKETCHES.c.article, SKETCHES.c.original).order_by(SKETCHES.c.number)
    for article, original in connection.execute(query.where(SKETCHES.c.original.in_(ids))):
        if article not in ids:
            heirs.setdefault(original, article)
    for original, heir in heirs.items():
        connection.execute(update(SKETCHES).where(SKETCHES.c.original == original).values(original=heir))


def _delete(connection: Connection, dialect: Dialect, ids: Sequence[ArticleId]) -> None:
    sequences = connection.scalars(select(ARTICLES.c.sequence).where(ARTICLES.c.id.in_(ids))).all()
    if sequences:
        dialect.unindex(connection, sequences)
    _pass_on_texts(connection, ids)
    for table in (DRAFTS, UNPLACED, REVISIONS, SIGHTINGS, URLS, MARKS, ARTICLES):
        connection.execute(delete(table).where(table.c.id.in_(ids)))


def _rewrite(connection: Connection, dialect: Dialect, rewriting: Rewriting) -> None:
    for chunk in chunks(rewriting.given_up):
        connection.execute(delete(SLOTS).where(SLOTS.c.story.in_(chunk)))
        connection.execute(delete(SEALED_NOTES).where(SEALED_NOTES.c.story.in_(chunk)))
    clear(connection, dialect, [*sorted(rewriting.given_up), *(slot.story for slot in rewriting.slots)])
    if rewriting.slots:
        connection.execute(dialect.insert_or_replace(SLOTS), [row_of(slot) for slot in rewriting.slots])
