"""What was known when: the publications of a desk, the log of its stories by parts, articles as they stood."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, Connection, Index, Integer, Table, func, select

from newsloom.model.article import Article, ArticleId
from newsloom.model.publication import Logged, Publication
from newsloom.model.story import Change, Evidence, StoryChange
from newsloom.store.columns import Moment
from newsloom.store.database import Database, chunks
from newsloom.store.rows import article_of
from newsloom.store.tables import ARTICLES, CHANGES, IMAGES, MEMBERS, METADATA, NUMBER, REVISIONS

#: Each time the desk published something else than before; part of `tables.METADATA`.
PUBLICATIONS = Table(
    "publications",
    METADATA,
    Column("number", NUMBER, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("newest", Moment),
    Column("mark", Integer),
    Index(None, "at"),
    sqlite_autoincrement=True,
)
PART = 2_000  # changes read at once
_ROW = (PUBLICATIONS.c.at, PUBLICATIONS.c.newest, PUBLICATIONS.c.mark)


@dataclass(frozen=True, slots=True)
class SqlHistory:
    """`History` in a database."""

    database: Database

    def published(self, publication: Publication, *, again: bool = False) -> None:
        """Remember a publication; not one that knew what the last one knew, unless it judged stories `again`."""
        row = {"at": publication.at, "newest": publication.newest, "mark": publication.mark}
        with self.database.writing() as connection:
            last = connection.execute(select(*_ROW).order_by(PUBLICATIONS.c.number.desc()).limit(1)).first()
            if again or last is None or (last.newest, last.mark) != (publication.newest, publication.mark):
                connection.execute(PUBLICATIONS.insert(), row)

    def publications(self, *, since: datetime | None, until: datetime) -> list[Publication]:
        """Those remembered from `since` to `until`, in order."""
        query = select(*_ROW).where(PUBLICATIONS.c.at <= until).order_by(PUBLICATIONS.c.number)
        if since is not None:
            query = query.where(PUBLICATIONS.c.at >= since)
        with self.database.reading() as connection:
            return [Publication(at=at, newest=newest, mark=mark) for at, newest, mark in connection.execute(query)]

    def began(self) -> datetime | None:
        """When the first article was seen that is still stored."""
        with self.database.reading() as connection:
            moment: datetime | None = connection.scalar(select(func.min(ARTICLES.c.first_seen)))
        return moment

    def log(self) -> Iterator[Logged]:
        """The log of stories, oldest first, read in parts; without evidence."""
        names = (CHANGES.c.number, CHANGES.c.kind, CHANGES.c.story, CHANGES.c.other, CHANGES.c.articles, CHANGES.c.at)
        after = 0
        while True:
            query = select(*names).where(CHANGES.c.number > after).order_by(CHANGES.c.number).limit(PART)
            with self.database.reading() as connection:
                part = connection.execute(query).all()
                known = _arrivals(connection, {article for row in part for article in row.articles})
            for row in part:
                change = StoryChange(
                    kind=Change(row.kind), story=row.story, other=row.other, articles=row.articles, at=row.at
                )
                there = [article for article in row.articles if article in known]
                yield Logged(
                    number=row.number,
                    change=change,
                    seen={article: known[article][0] for article in there},
                    dated={article: known[article][1] for article in there},
                )
            if len(part) < PART:
                return
            after = part[-1].number

    def evidence(self, articles: Iterable[ArticleId]) -> dict[ArticleId, Evidence]:
        """Why placed articles are where they are."""
        found: dict[ArticleId, Evidence] = {}
        with self.database.reading() as connection:
            for chunk in chunks(articles):
                query = select(MEMBERS.c.article, MEMBERS.c.evidence).where(MEMBERS.c.article.in_(chunk))
                found.update({ArticleId(article): evidence for article, evidence in connection.execute(query)})
        return found

    def revisions(self) -> list[tuple[datetime, ArticleId]]:
        """When later revisions were met, and of which article; in order."""
        query = select(REVISIONS.c.revised_at, REVISIONS.c.id).where(REVISIONS.c.revised_at.is_not(None))
        with self.database.reading() as connection:
            rows = connection.execute(query.order_by(REVISIONS.c.revised_at, REVISIONS.c.id))
            return [(moment, ArticleId(id_)) for moment, id_ in rows]

    def as_of(self, ids: Iterable[ArticleId], at: datetime) -> dict[ArticleId, Article]:
        """The newest revision of each that was known at a moment; the first, where none was."""
        found: dict[ArticleId, Article] = {}
        query = (
            select(REVISIONS, ARTICLES.c.sequence, ARTICLES.c.feed_fingerprint)
            .join(ARTICLES, ARTICLES.c.id == REVISIONS.c.id)
            .order_by(REVISIONS.c.revision)
        )
        with self.database.reading() as connection:
            for chunk in chunks(ids):
                for row in connection.execute(query.where(REVISIONS.c.id.in_(chunk))).mappings():
                    if row["id"] not in found or row["revised_at"] is None or row["revised_at"] <= at:
                        found[row["id"]] = article_of(row)
        return found

    def repeated(self, *, least: int) -> dict[tuple[str, str], datetime]:
        """The pictures (host, address) on `least` or more different texts of their host, and since when."""
        often = (
            select(IMAGES.c.host, IMAGES.c.url)
            .group_by(IMAGES.c.host, IMAGES.c.url)
            .having(func.count(IMAGES.c.fingerprint.distinct()) >= least)
            .subquery()
        )
        query = (
            select(IMAGES.c.host, IMAGES.c.url, func.min(ARTICLES.c.first_seen).label("seen"))
            .join(often, (often.c.host == IMAGES.c.host) & (often.c.url == IMAGES.c.url))
            .join(ARTICLES, ARTICLES.c.id == IMAGES.c.article)
            .group_by(IMAGES.c.host, IMAGES.c.url, IMAGES.c.fingerprint)
        )
        moments: dict[tuple[str, str], list[datetime]] = {}
        with self.database.reading() as connection:
            for host, url, seen in connection.execute(query):
                moments.setdefault((host, url), []).append(seen)
        return {picture: sorted(seen)[least - 1] for picture, seen in moments.items() if len(seen) >= least}


def _arrivals(connection: Connection, articles: Iterable[str]) -> dict[ArticleId, tuple[datetime, datetime]]:
    """When each was first seen, and its sort date."""
    found: dict[ArticleId, tuple[datetime, datetime]] = {}
    for chunk in chunks(articles):
        query = select(ARTICLES.c.id, ARTICLES.c.first_seen, ARTICLES.c.sort_date).where(ARTICLES.c.id.in_(chunk))
        found.update({ArticleId(id_): (seen, dated) for id_, seen, dated in connection.execute(query)})
    return found
