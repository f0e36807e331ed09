"""What is stored of articles, and which of them wait for their page or for a story."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import JSON, Connection, bindparam, func, select, type_coerce, update

from newsloom.failpoints import fail_at
from newsloom.model.article import Article, ArticleId
from newsloom.model.draft import Draft, Known
from newsloom.model.source import SourceId
from newsloom.seams import SourceCount
from newsloom.store import arrivals, rows
from newsloom.store.columns import storable
from newsloom.store.database import Database, chunks
from newsloom.store.search import wanted
from newsloom.store.tables import ARTICLES, DRAFTS, REMOVALS, REVISIONS, SIGHTINGS, UNPLACED, URLS


@dataclass(frozen=True, slots=True)
class SqlArticles:
    """`Articles` in a database."""

    database: Database

    def known(self, source: SourceId, *, keys: Iterable[str], urls: Iterable[str]) -> Known:
        """What is stored already under these keys of this source, or these canonical URLs of any source."""
        asked_keys = {key: storable(key) for key in keys}
        asked_urls = {url: storable(url) for url in urls}
        with self.database.reading() as connection:
            key_ids = _ids_by_key(connection, source, asked_keys.values())
            url_ids = _ids_by_url(connection, asked_urls.values())
            ids = [*key_ids.values(), *url_ids.values()]
            articles = rows.fetch(connection, ids) | _waiting(connection, ids)
            removed = _removed(connection, ids)
            left_out = _seen_by(connection, source, [i for i in url_ids.values() if i not in articles])
        return Known(
            by_key={k: articles[i] for k, s in asked_keys.items() if (i := key_ids.get(s)) in articles},
            by_url={u: articles[i] for u, s in asked_urls.items() if (i := url_ids.get(s)) in articles},
            removed=removed,
            left_out=left_out,
        )

    def drafts(self, limit: int) -> list[Draft]:
        """Articles that still want their page read: least tried first, then oldest."""
        query = select(DRAFTS.c.article, DRAFTS.c.tries).order_by(DRAFTS.c.tries, DRAFTS.c.number).limit(limit)
        with self.database.reading() as connection:
            return [Draft(article=row.article, tries=row.tries) for row in connection.execute(query)]

    def complete(self, done: Sequence[tuple[ArticleId, Article]]) -> None:
        """Turn drafts into articles, in one transaction."""
        articles = [article if article.id == id_ else replace(article, id=id_) for id_, article in done]
        with self.database.writing() as connection:
            arrivals.complete(connection, self.database.dialect, articles)
            fail_at("ingest.completing")

    def postpone(self, ids: Sequence[ArticleId]) -> None:
        """Count one more failed try at the pages of these drafts."""
        if not ids:
            return
        counted = update(DRAFTS).where(DRAFTS.c.id == bindparam("failed")).values(tries=DRAFTS.c.tries + 1)
        with self.database.writing() as connection:
            connection.execute(counted, [{"failed": i} for i in ids])

    def unplaced(self, limit: int) -> list[Article]:
        """Articles in no story yet, by (sort_date, first_seen, id)."""
        order = (UNPLACED.c.sort_date, UNPLACED.c.first_seen, UNPLACED.c.id)
        with self.database.reading() as connection:
            ids = [ArticleId(i) for i in connection.scalars(select(UNPLACED.c.id).order_by(*order).limit(limit))]
            articles = rows.fetch(connection, ids)
        return [articles[i] for i in ids]

    def unplaced_count(self) -> int:
        """How many articles are in no story yet."""
        with self.database.reading() as connection:
            return connection.scalar(select(func.count()).select_from(UNPLACED)) or 0

    def get(self, ids: Iterable[ArticleId]) -> dict[ArticleId, Article]:
        """The newest revision of each."""
        with self.database.reading() as connection:
            return rows.fetch(connection, ids)

    def revisions(self, article: ArticleId) -> list[Article]:
        """Every version kept, oldest first."""
        query = (
            select(REVISIONS, ARTICLES.c.sequence, ARTICLES.c.feed_fingerprint)
            .join(ARTICLES, ARTICLES.c.id == REVISIONS.c.id)
            .where(REVISIONS.c.id == article)
            .order_by(REVISIONS.c.revision)
        )
        with self.database.reading() as connection:
            return [rows.article_of(row) for row in connection.execute(query).mappings()]

    def recent(self, limit: int, *, source: SourceId | None = None) -> list[Article]:
        """The newest articles, of one source or of all, newest first."""
        query = rows.newest().order_by(ARTICLES.c.sort_date.desc(), ARTICLES.c.sequence.desc()).limit(limit)
        if source is not None:
            query = query.where(ARTICLES.c.source == source)
        with self.database.reading() as connection:
            return [rows.article_of(row) for row in connection.execute(query).mappings()]

    def search(self, words: str, *, limit: int) -> list[ArticleId]:
        """Articles that hold all the words, best first; none if nothing is asked for."""
        asked = wanted(words)
        if not asked:
            return []
        with self.database.reading() as connection:
            return [ArticleId(i) for i in self.database.dialect.find(connection, asked, limit=limit)]

    def newest(self) -> datetime | None:
        """The newest sort date stored: the time at which decay is evaluated."""
        with self.database.reading() as connection:
            moment: datetime | None = connection.scalar(select(func.max(ARTICLES.c.sort_date)))
        return moment

    def count(self) -> int:
        """How many articles are stored."""
        with self.database.reading() as connection:
            return connection.scalar(select(func.count()).select_from(ARTICLES)) or 0

    def per_source(self) -> dict[SourceId, SourceCount]:
        """How many articles came from each source, and the sort date of its newest."""
        query = select(ARTICLES.c.source, func.count(), func.max(ARTICLES.c.sort_date)).group_by(ARTICLES.c.source)
        with self.database.reading() as connection:
            return {SourceId(s): SourceCount(articles=n, newest=at) for s, n, at in connection.execute(query)}

    def pages_per_source(self) -> dict[SourceId, dict[str, int]]:
        """How many articles of each source have which outcome of reading their page; "" are pages nobody wanted."""
        outcome = func.coalesce(type_coerce(REVISIONS.c.metadata, JSON)["page"].as_string(), "")
        query = (
            select(ARTICLES.c.source, outcome, func.count())
            .join_from(
                ARTICLES, REVISIONS, (ARTICLES.c.id == REVISIONS.c.id) & (ARTICLES.c.current == REVISIONS.c.revision)
            )
            .group_by(ARTICLES.c.source, outcome)
        )
        found: dict[SourceId, dict[str, int]] = {}
        with self.database.reading() as connection:
            for source, page, count in connection.execute(query):
                found.setdefault(SourceId(source), {})[page] = count
        return found


def _ids_by_key(connection: Connection, source: SourceId, keys: Iterable[str]) -> dict[str, ArticleId]:
    found: dict[str, ArticleId] = {}
    for chunk in chunks(k for k in keys if k):
        query = (
            select(SIGHTINGS.c.key, SIGHTINGS.c.id)
            .where(SIGHTINGS.c.source == source, SIGHTINGS.c.key.in_(chunk))
            .order_by(SIGHTINGS.c.number.desc())  # the first sighting is the one that stays
        )
        found.update({key: ArticleId(id_) for key, id_ in connection.execute(query)})
    return found


def _ids_by_url(connection: Connection, urls: Iterable[str]) -> dict[str, ArticleId]:
    found: dict[str, ArticleId] = {}
    for chunk in chunks(u for u in urls if u):
        query = select(URLS.c.url, URLS.c.id).where(URLS.c.url.in_(chunk))
        found.update({url: ArticleId(id_) for url, id_ in connection.execute(query)})
    return found


def _waiting(connection: Connection, ids: Iterable[ArticleId]) -> dict[ArticleId, Article]:
    found: dict[ArticleId, Article] = {}
    for chunk in chunks(ids):
        articles = connection.scalars(select(DRAFTS.c.article).where(DRAFTS.c.id.in_(chunk)))
        found.update({article.id: article for article in articles})
    return found


def _seen_by(connection: Connection, source: SourceId, ids: Iterable[ArticleId]) -> frozenset[ArticleId]:
    found: set[ArticleId] = set()
    for chunk in chunks(ids):
        query = select(SIGHTINGS.c.id).where(SIGHTINGS.c.source == source, SIGHTINGS.c.id.in_(chunk))
        found.update(ArticleId(i) for i in connection.scalars(query))
    return frozenset(found)


def _removed(connection: Connection, ids: Iterable[ArticleId]) -> frozenset[ArticleId]:
    found: set[ArticleId] = set()
    for chunk in chunks(ids):
        removed = connection.scalars(select(REMOVALS.c.id).where(REMOVALS.c.id.in_(chunk)))
        found.update(ArticleId(i) for i in removed)
    return frozenset(found)
