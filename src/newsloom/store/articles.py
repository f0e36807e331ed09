"""What is stored of articles, and which of them wait for their page or for a story."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import bindparam, func, select, update

from newsloom.curate.images import REPEATED
from newsloom.failpoints import fail_at
from newsloom.model.article import Article, ArticleId
from newsloom.model.draft import Draft, Known
from newsloom.model.host import HostFacts
from newsloom.model.sighting import Recognition, Sighting
from newsloom.model.source import SourceId
from newsloom.model.visit import Asked, SourceCount
from newsloom.store import arrivals, images, rows, sightings
from newsloom.store.database import Database, beginning_with
from newsloom.store.hosts import learn, learnt
from newsloom.store.recalling import known_each
from newsloom.store.search import wanted
from newsloom.store.tables import ARTICLES, DRAFTS, REVISIONS, UNPLACED
from newsloom.store.tallytable import SOURCE_TALLIES

PART = 500  # articles read at once where all are wanted
_SHOWN = (
    select(ARTICLES.c.id, ARTICLES.c.missed)
    .where(ARTICLES.c.source == bindparam("source_"), ARTICLES.c.sort_date > bindparam("since"))
    .order_by(ARTICLES.c.sequence)
)


@dataclass(frozen=True, slots=True)
class SqlArticles:
    """`Articles` in a database."""

    database: Database

    def known(self, source: SourceId, *, keys: Iterable[str], urls: Iterable[str], marks: Iterable[str] = ()) -> Known:
        """What is stored already under these keys of this source, or these canonical URLs and marks of any source."""
        asked = Asked(source=source, keys=tuple(keys), urls=tuple(urls), marks=tuple(marks))
        return self.known_each([asked])[0]

    def known_each(self, asked: Sequence[Asked]) -> list[Known]:
        """The same for the items of several sources at once, in their order."""
        with self.database.reading() as connection:
            return known_each(connection, asked)

    def drafts(self, limit: int) -> list[Draft]:
        """Articles that still want their page read: least tried first, then oldest."""
        query = select(DRAFTS.c.article, DRAFTS.c.tries).order_by(DRAFTS.c.tries, DRAFTS.c.number).limit(limit)
        with self.database.reading() as connection:
            return [Draft(article=row.article, tries=row.tries) for row in connection.execute(query)]

    def complete(
        self,
        done: Sequence[tuple[ArticleId, Article]],
        *,
        by: Mapping[ArticleId, Recognition] = MappingProxyType({}),
        hosts: Sequence[HostFacts] = (),
    ) -> None:
        """Turn drafts into articles, in one transaction; a draft that is another article becomes its sighting."""
        with self.database.writing() as connection:
            arrivals.complete(connection, self.database.dialect, done, by=by)
            learn(connection, self.database.dialect, hosts)
            fail_at("ingest.completing")

    def hosts(self) -> list[HostFacts]:
        """What the pages read so far say of their sites, by site."""
        with self.database.reading() as connection:
            return learnt(connection)

    def per_host(self) -> dict[str, int]:
        """How many articles each host has."""
        newest = (REVISIONS.c.id == ARTICLES.c.id) & (REVISIONS.c.revision == ARTICLES.c.current)
        query = select(REVISIONS.c.host, func.count()).join(ARTICLES, newest).group_by(REVISIONS.c.host)
        with self.database.reading() as connection:
            return {str(host): int(number) for host, number in connection.execute(query)}

    def sightings(self, article: ArticleId) -> list[Sighting]:
        """Where an article was seen and what it was known by, in order of arrival."""
        with self.database.reading() as connection:
            return sightings.listed(connection, article)

    def shown_since(self, source: SourceId, since: datetime) -> list[tuple[ArticleId, int]]:
        """A source's articles with a sort date after `since`, and at how many visits in a row each was missing."""
        with self.database.reading() as connection:
            rows_ = connection.execute(_SHOWN, {"source_": source, "since": since})
            return [(ArticleId(id_), missed) for id_, missed in rows_.all()]

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

    def named_like(self, beginning: str, *, limit: int) -> list[ArticleId]:
        """Ids of articles that begin so."""
        query = select(ARTICLES.c.id).where(beginning_with(ARTICLES.c.id, beginning)).order_by(ARTICLES.c.id)
        with self.database.reading() as connection:
            return [ArticleId(i) for i in connection.scalars(query.limit(limit))]

    def recent(self, limit: int, *, source: SourceId | None = None) -> list[Article]:
        """The newest articles, of one source or of all, newest first."""
        query = rows.newest().order_by(ARTICLES.c.sort_date.desc(), ARTICLES.c.sequence.desc()).limit(limit)
        if source is not None:
            query = query.where(ARTICLES.c.source == source)
        with self.database.reading() as connection:
            return [rows.article_of(row) for row in connection.execute(query).mappings()]

    def each(self, *, since: datetime | None = None) -> Iterator[Article]:
        """Every article with a sort date from `since` on (all, if None), newest first; read in parts."""
        date, sequence = ARTICLES.c.sort_date, ARTICLES.c.sequence
        query = rows.newest().order_by(date.desc(), sequence.desc()).limit(PART)
        if since is not None:
            query = query.where(date >= since)
        part: list[Article] = []
        while True:
            after = query
            if part:
                last = part[-1]
                after = query.where((date < last.sort_date) | ((date == last.sort_date) & (sequence < last.sequence)))
            with self.database.reading() as connection:
                part = [rows.article_of(row) for row in connection.execute(after).mappings()]
            yield from part
            if len(part) < PART:
                return

    def search(self, words: str, *, limit: int) -> list[ArticleId]:
        """Articles that hold all the words, best first; none if nothing is asked for."""
        asked = wanted(words)
        if not asked:
            return []
        with self.database.reading() as connection:
            return [ArticleId(i) for i in self.database.dialect.find(connection, asked, limit=limit)]

    def bearing(self, pictures: Iterable[tuple[str, str]]) -> list[ArticleId]:
        """The articles on which these pictures (host, address) stand or stood."""
        with self.database.reading() as connection:
            return [ArticleId(article) for article in images.bearing(connection, pictures)]

    def default_images(self, pictures: Iterable[tuple[str, str]]) -> frozenset[tuple[str, str]]:
        """Which of these pictures (host, address) their host puts on any article."""
        with self.database.reading() as connection:
            return images.repeated(connection, pictures, least=REPEATED)

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
        """How many articles came from each source, and the sort date of its newest; no article is counted for it."""
        tally = SOURCE_TALLIES.c
        newest = select(func.max(ARTICLES.c.sort_date)).where(ARTICLES.c.source == tally.source).scalar_subquery()
        number = func.sum(tally.articles)
        query = select(tally.source, number, newest).group_by(tally.source).having(number > 0)
        with self.database.reading() as connection:
            return {SourceId(s): SourceCount(articles=n, newest=at) for s, n, at in connection.execute(query)}

    def pages_per_source(self) -> dict[SourceId, dict[str, int]]:
        """How many articles of each source have which outcome of reading their page; "" are pages nobody wanted."""
        tally = SOURCE_TALLIES.c
        found: dict[SourceId, dict[str, int]] = {}
        query = select(tally.source, tally.page, tally.articles).where(tally.articles > 0)
        with self.database.reading() as connection:
            for source, page, number in connection.execute(query):
                found.setdefault(SourceId(source), {})[page] = number
        return found
