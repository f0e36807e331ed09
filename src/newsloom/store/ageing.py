"""What age takes away of articles: their text, not the fact that they were there."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from newsloom.curate.age import without_text
from newsloom.model.article import Article, ArticleId
from newsloom.store import revisions, rows
from newsloom.store.database import Dialect, chunks
from newsloom.store.tables import ARTICLES, DRAFTS, MEMBERS, REVISIONS, STORIES, UNJUDGED


def drop_texts(connection: Connection, dialect: Dialect, *, before: datetime, at: datetime, most: int) -> int:
    """Drop text and earlier revisions of articles of stories that ended before; returns of how many."""
    ids = _aged(connection, before=before, most=most)
    stored = rows.fetch(connection, ids)
    for article in stored.values():
        _drop(connection, without_text(article, at=at))
    for chunk in chunks(stored):
        dialect.index(connection, [revisions.words(without_text(stored[i], at=at), stored[i].sequence) for i in chunk])
    return len(stored)


def _aged(connection: Connection, *, before: datetime, most: int) -> Sequence[ArticleId]:
    """Articles with a text whose story ended before, and changes no more; oldest first."""
    query = (
        select(ARTICLES.c.id)
        .join(MEMBERS, MEMBERS.c.article == ARTICLES.c.id)
        .join(STORIES, STORIES.c.id == MEMBERS.c.story)
        .where(ARTICLES.c.has_text, ARTICLES.c.sort_date < before, STORIES.c.last < before)
        .where(ARTICLES.c.id.not_in(select(DRAFTS.c.id)), STORIES.c.id.not_in(select(UNJUDGED.c.story)))
        .order_by(ARTICLES.c.sort_date, ARTICLES.c.sequence)
        .limit(most)
    )
    return [ArticleId(id_) for id_ in connection.scalars(query)]


def _drop(connection: Connection, article: Article) -> None:
    row = (REVISIONS.c.id == article.id) & (REVISIONS.c.revision == article.revision)
    values = {"text": article.text, "lead": article.lead, "dropped": article.dropped}
    connection.execute(update(REVISIONS).where(row).values(values))
    connection.execute(update(ARTICLES).where(ARTICLES.c.id == article.id).values(has_text=False))
    connection.execute(delete(REVISIONS).where(REVISIONS.c.id == article.id, REVISIONS.c.revision != article.revision))
