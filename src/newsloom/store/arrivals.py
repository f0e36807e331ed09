"""How articles, revisions and drafts enter the tables, inside a transaction that somebody else began.

Everything here may be done twice: what is stored already stays as it is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection, bindparam, delete, select, update

from newsloom.model.article import Article, ArticleId
from newsloom.model.draft import Draft
from newsloom.model.sighting import Recognition
from newsloom.store import images, removal, revisions, rows
from newsloom.store.database import Dialect, chunks
from newsloom.store.many import write_many
from newsloom.store.sightings import join, mark, sight, sighting
from newsloom.store.tables import ARTICLES, DRAFTS, REVISIONS, UNPLACED

_NEW_ARTICLE, _NEW_REVISION, _WAITING = ARTICLES.insert(), REVISIONS.insert(), UNPLACED.insert()
_SEQUENCES = select(ARTICLES.c.id, ARTICLES.c.sequence).where(ARTICLES.c.id.in_(bindparam("ids", expanding=True)))
_DRAFT_DONE = delete(DRAFTS).where(DRAFTS.c.id == bindparam("done"))


def add(connection: Connection, dialect: Dialect, articles: Iterable[Article]) -> None:
    """Keep new articles as revision 1; those that are stored already are passed over."""
    kept = removal.not_removed(connection, articles)
    given = {a.id: a for a in map(rows.clean, reversed(kept))}
    stored = _stored(connection, given)
    fresh = [a for a in reversed(given.values()) if a.id not in stored]
    if not fresh:
        return
    write_many(connection, _NEW_ARTICLE, [rows.article_row(a, 1) for a in fresh])
    write_many(connection, _NEW_REVISION, [rows.revision_row(a, 1) for a in fresh])
    waiting = [{"id": a.id, "sort_date": a.sort_date, "first_seen": a.first_seen} for a in fresh]
    write_many(connection, _WAITING, waiting)
    images.remember(connection, dialect, fresh)
    mark(connection, dialect, fresh)
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
        mark(connection, dialect, [wanted.article])


def complete(
    connection: Connection,
    dialect: Dialect,
    done: Sequence[tuple[ArticleId, Article]],
    *,
    by: Mapping[ArticleId, Recognition],
) -> None:
    """Turn drafts into articles, or into revisions where their article is stored, whose page was then read again.

    A draft that turned out to be another article ends as a sighting of that one; one that turned out to be an article
    that was removed leaves its addresses to be known again by.
    """
    ids = [draft for draft, _ in done]
    _end_drafts(connection, [*ids, *(article.id for _, article in done)])
    staying = {article.id for article in removal.not_removed(connection, (article for _, article in done))}
    removal.absorb(connection, dialect, {draft: a.id for draft, a in done if a.id not in staying})
    done = [(draft, article) for draft, article in done if article.id in staying]
    join(connection, dialect, {draft: article.id for draft, article in done if draft != article.id})
    articles = [article for _, article in done]
    sight(connection, dialect, [sighting(a, by.get(draft, Recognition.FIRST)) for draft, a in done])
    stored = rows.fetch(connection, [a.id for a in articles])
    add(connection, dialect, [a for a in articles if a.id not in stored])
    again = [rows.clean(a) for a in articles if a.id in stored]
    for article in again:
        revisions.supersede(connection, dialect, stored[article.id], article)
    revisions.count_rereads(connection, [a.id for draft, a in done if a.id in stored and draft == a.id])


def _stored(connection: Connection, ids: Iterable[ArticleId]) -> dict[ArticleId, int]:
    found: dict[ArticleId, int] = {}
    for chunk in chunks(ids):
        found.update({ArticleId(id_): number for id_, number in connection.execute(_SEQUENCES, {"ids": chunk}).all()})
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
    write_many(connection, _DRAFT_DONE, [{"done": i} for i in ids])
