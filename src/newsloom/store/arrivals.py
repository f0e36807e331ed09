"""How articles, revisions and drafts enter the tables, inside a transaction that somebody else began.

Everything here may be done twice: what is stored already stays as it is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, delete, select, update

from newsloom.model.article import Article, ArticleId
from newsloom.model.draft import Draft
from newsloom.model.source import SourceId
from newsloom.store import removal, revisions, rows
from newsloom.store.database import Dialect, chunks
from newsloom.store.tables import ARTICLES, DRAFTS, REVISIONS, SIGHTINGS, UNPLACED, URLS


class Sighting(NamedTuple):
    """One source showed one article, under its own key and at a URL; either may be empty."""

    source: SourceId
    key: str
    id: ArticleId
    url: str


def sighting(article: Article) -> Sighting:
    """Where the article itself says it was seen."""
    return Sighting(article.source, article.key, article.id, article.url)


def add(connection: Connection, dialect: Dialect, articles: Iterable[Article]) -> None:
    """Keep new articles as revision 1; those that are stored already are passed over."""
    kept = removal.not_removed(connection, articles)
    given = {a.id: a for a in map(rows.clean, reversed(kept))}
    stored = _stored(connection, given)
    fresh = [a for a in reversed(given.values()) if a.id not in stored]
    if not fresh:
        return
    connection.execute(ARTICLES.insert(), [rows.article_row(a, 1) for a in fresh])
    connection.execute(REVISIONS.insert(), [rows.revision_row(a, 1) for a in fresh])
    waiting = [{"id": a.id, "sort_date": a.sort_date, "first_seen": a.first_seen} for a in fresh]
    connection.execute(UNPLACED.insert(), waiting)
    _end_drafts(connection, [a.id for a in fresh])
    sequences = _stored(connection, [a.id for a in fresh])
    dialect.index(connection, [revisions.words(a, sequences[a.id]) for a in fresh])


def revise(connection: Connection, dialect: Dialect, articles: Iterable[Article]) -> None:
    """Keep each as a new revision, unless the newest says the same already; its page is not awaited."""
    for article in map(rows.clean, articles):
        current = rows.fetch(connection, [article.id]).get(article.id)
        if current is None:
            add(connection, dialect, [article])
            continue
        _end_drafts(connection, [article.id])
        revisions.supersede(connection, dialect, current, article)


def draft(connection: Connection, dialect: Dialect, drafts: Sequence[Draft]) -> None:
    """Keep articles that wait for their page; a newer text replaces the waiting one and keeps its tries."""
    kept = {a.id for a in removal.not_removed(connection, [d.article for d in drafts])}
    given = {d.article.id: replace(d, article=rows.clean(d.article)) for d in drafts if d.article.id in kept}
    stored = rows.fetch(connection, given)
    for id_, wanted in given.items():
        current = stored.get(id_)
        # The same visit saved again must not ask for a page that was read since.
        if current is not None and not _says_more(wanted.article, current):
            continue
        if not _redraft(connection, wanted.article):
            row = {"id": id_, "tries": wanted.tries, "article": wanted.article}
            connection.execute(dialect.insert_new(DRAFTS), row)


def complete(connection: Connection, dialect: Dialect, articles: Sequence[Article]) -> None:
    """Turn drafts into articles, or into revisions where their article is stored, whose page was then read again."""
    _end_drafts(connection, [a.id for a in articles])
    articles = removal.not_removed(connection, articles)
    sight(connection, dialect, [sighting(a) for a in articles])
    stored = rows.fetch(connection, [a.id for a in articles])
    add(connection, dialect, [a for a in articles if a.id not in stored])
    again = [a for a in map(rows.clean, articles) if a.id in stored]
    for article in again:
        revisions.supersede(connection, dialect, stored[article.id], article)
    revisions.count_rereads(connection, [a.id for a in again])


def sight(connection: Connection, dialect: Dialect, sightings: Sequence[Sighting]) -> None:
    """Remember which source showed what: the first article of a key and of a URL stays the one it leads to."""
    seen = list(dict.fromkeys(sightings))
    if seen:
        connection.execute(dialect.insert_new(SIGHTINGS), [s._asdict() for s in seen])
    urls = [{"url": s.url, "id": s.id} for s in seen if s.url]
    if urls:
        connection.execute(dialect.insert_new(URLS), urls)


def _stored(connection: Connection, ids: Iterable[ArticleId]) -> dict[ArticleId, int]:
    found: dict[ArticleId, int] = {}
    for chunk in chunks(ids):
        query = select(ARTICLES.c.id, ARTICLES.c.sequence).where(ARTICLES.c.id.in_(chunk))
        found.update({ArticleId(id_): sequence for id_, sequence in connection.execute(query)})
    return found


def _says_more(wanted: Article, current: Article) -> bool:
    """Whether a feed changed, or claims a later change, since the article was last read."""
    if current.feed_fingerprint != wanted.feed_fingerprint:
        return True
    return wanted.updated is not None and (current.updated is None or wanted.updated > current.updated)


def _redraft(connection: Connection, article: Article) -> bool:
    found = connection.execute(update(DRAFTS).where(DRAFTS.c.id == article.id).values(article=article))
    return bool(found.rowcount)


def _end_drafts(connection: Connection, ids: Sequence[ArticleId]) -> None:
    if ids:
        connection.execute(delete(DRAFTS).where(DRAFTS.c.id == bindparam("done")), [{"done": i} for i in ids])
