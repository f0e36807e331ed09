"""Where articles were seen, by what they are known again, and which address leads to which.

Everything here may be done twice: what is stored already stays as it is.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, Connection, bindparam, delete, select, tuple_, update

from newsloom.curate.identity import marks_of, view_mark
from newsloom.model import sighting as model
from newsloom.model.article import Article, ArticleId
from newsloom.model.sighting import Recognition
from newsloom.model.source import SourceId
from newsloom.store.database import Dialect, chunks
from newsloom.store.many import write_many
from newsloom.store.tables import ARTICLES, MARKS, SIGHTINGS, URLS

# Questions are put together once: that takes longer than to answer them.
_ASKED: BindParameter[Any] = bindparam("asked", expanding=True)
_BY_KEY = (
    select(SIGHTINGS.c.source, SIGHTINGS.c.key, SIGHTINGS.c.id)
    .where(tuple_(SIGHTINGS.c.source, SIGHTINGS.c.key).in_(_ASKED))
    .order_by(SIGHTINGS.c.number.desc())  # the first sighting is the one that stays
)
_BY_URL = select(URLS.c.url, URLS.c.id).where(URLS.c.url.in_(_ASKED))
_BY_MARK = (
    select(MARKS.c.mark, MARKS.c.id)
    .outerjoin(ARTICLES, ARTICLES.c.id == MARKS.c.id)
    .where(MARKS.c.mark.in_(_ASKED))
    .order_by(ARTICLES.c.sequence.is_(None), ARTICLES.c.sequence, MARKS.c.id)
)


class Sighting(NamedTuple):
    """One source showed one article, under its own key and at a URL; either may be empty."""

    source: SourceId
    key: str
    id: ArticleId
    url: str
    known_by: Recognition | None = None


def sighting(article: Article, by: Recognition = Recognition.FIRST) -> Sighting:
    """Where the article itself says it was seen."""
    return Sighting(article.source, article.key, article.id, article.url, by)


def sight(connection: Connection, dialect: Dialect, sightings: Sequence[Sighting]) -> None:
    """Remember which source showed what: the first article of a key and of a URL stays the one it leads to."""
    seen = list(dict.fromkeys(sightings))
    write_many(connection, dialect.insert_new(SIGHTINGS), [s._asdict() for s in seen])
    at = [s for s in seen if s.url]
    write_many(connection, dialect.insert_new(URLS), [{"url": s.url, "id": s.id} for s in at])
    _keep_marks(connection, dialect, ((view_mark(s.url), s.id) for s in at))


def mark(connection: Connection, dialect: Dialect, articles: Iterable[Article]) -> None:
    """Remember by what these articles, as they are now, are known again."""
    _keep_marks(connection, dialect, ((found, article.id) for article in articles for found in marks_of(article)))


def join(connection: Connection, dialect: Dialect, pairs: Mapping[ArticleId, ArticleId]) -> None:
    """Let all that leads to the first of each pair lead to the second: they turned out to be one article."""
    for joined, article in pairs.items():
        rows = connection.execute(select(SIGHTINGS).where(SIGHTINGS.c.id == joined)).mappings().all()
        found = connection.scalars(select(MARKS.c.mark).where(MARKS.c.id == joined)).all()
        for table in (SIGHTINGS, MARKS):
            connection.execute(delete(table).where(table.c.id == joined))
        sight(connection, dialect, [_of_row(dict(row), article) for row in rows])
        _keep_marks(connection, dialect, ((one, article) for one in found))
        connection.execute(update(URLS).where(URLS.c.id == joined).values(id=article))


def listed(connection: Connection, article: ArticleId) -> list[model.Sighting]:
    """Every sighting of one article, in order of arrival."""
    query = select(SIGHTINGS).where(SIGHTINGS.c.id == article).order_by(SIGHTINGS.c.number)
    return [
        model.Sighting(
            source=SourceId(row["source"]),
            key=row["key"],
            url=row["url"],
            by=Recognition(row["known_by"]) if row["known_by"] else None,
        )
        for row in connection.execute(query).mappings()
    ]


def ids_by_keys(connection: Connection, keys: Iterable[tuple[SourceId, str]]) -> dict[tuple[SourceId, str], ArticleId]:
    """Which article each key of each source led to first."""
    found: dict[tuple[SourceId, str], ArticleId] = {}
    for chunk in chunks(keys):
        rows = connection.execute(_BY_KEY, {"asked": chunk}).all()
        found.update({(SourceId(source), key): ArticleId(id_) for source, key, id_ in rows})
    return found


def ids_by_url(connection: Connection, urls: Iterable[str]) -> dict[str, ArticleId]:
    """Which article each URL leads to: itself, else the first that was seen at another view of it."""
    asked = list(dict.fromkeys(url for url in urls if url))
    found: dict[str, ArticleId] = {}
    for chunk in chunks(asked):
        found.update({url: ArticleId(id_) for url, id_ in connection.execute(_BY_URL, {"asked": chunk}).all()})
    views = {url: view_mark(url) for url in asked if url not in found}
    by_mark = ids_by_mark(connection, views.values())
    return found | {url: by_mark[view][0] for url, view in views.items() if view in by_mark}


def ids_by_mark(connection: Connection, marks: Iterable[str]) -> dict[str, list[ArticleId]]:
    """The articles that have each mark: those that are stored in order of arrival, then the others by id."""
    found: dict[str, list[ArticleId]] = {}
    for chunk in chunks(marks):
        for one, id_ in connection.execute(_BY_MARK, {"asked": chunk}).all():
            found.setdefault(one, []).append(ArticleId(id_))
    return found


def _keep_marks(connection: Connection, dialect: Dialect, pairs: Iterable[tuple[str, ArticleId]]) -> None:
    rows = [{"mark": found, "id": id_} for found, id_ in dict.fromkeys(pairs)]
    write_many(connection, dialect.insert_new(MARKS), rows)


def _of_row(row: Mapping[Any, Any], article: ArticleId) -> Sighting:
    by = row["known_by"]
    return Sighting(
        source=SourceId(row["source"]),
        key=row["key"],
        id=article,
        url=row["url"],
        known_by=Recognition(by) if by else None,
    )
