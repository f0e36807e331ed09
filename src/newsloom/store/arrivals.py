"""How articles, revisions and drafts enter the tables, inside a transaction that somebody else began.

Everything here may be done twice: what is stored already stays as it is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select, update

from newsloom.model.article import Article, ArticleId
from newsloom.model.draft import Draft
from newsloom.model.sighting import Recognition
from newsloom.model.story import StoryId
from newsloom.store import placing, rows
from newsloom.store.database import Dialect, chunks
from newsloom.store.search import indexed
from newsloom.store.sightings import join, mark, sight, sighting
from newsloom.store.tables import ARTICLES, DRAFTS, MEMBERS, REMOVALS, REVISIONS, UNPLACED

#: Kept of one article: the first and the newest. Feeds that rotate advertisements would fill the disk.
MOST_REVISIONS = 50


def add(connection: Connection, dialect: Dialect, articles: Iterable[Article]) -> None:
    """Keep new articles as revision 1; those that are stored already are passed over."""
    given = {a.id: a for a in map(rows.clean, reversed(list(articles)))}
    stored = _stored(connection, given)
    fresh = [a for a in reversed(given.values()) if a.id not in stored]
    if not fresh:
        return
    connection.execute(ARTICLES.insert(), [rows.article_row(a, 1) for a in fresh])
    connection.execute(REVISIONS.insert(), [rows.revision_row(a, 1) for a in fresh])
    waiting = [{"id": a.id, "sort_date": a.sort_date, "first_seen": a.first_seen} for a in fresh]
    connection.execute(UNPLACED.insert(), waiting)
    mark(connection, dialect, fresh)
    _end_drafts(connection, [a.id for a in fresh])
    sequences = _stored(connection, [a.id for a in fresh])
    dialect.index(connection, [_words(a, sequences[a.id]) for a in fresh])


def revise(connection: Connection, dialect: Dialect, articles: Iterable[Article]) -> None:
    """Keep each as a new revision, unless the newest says the same already; its page is not awaited."""
    for article in map(rows.clean, articles):
        current = rows.fetch(connection, [article.id]).get(article.id)
        if current is None:
            add(connection, dialect, [article])
            continue
        _end_drafts(connection, [article.id])
        _supersede(connection, dialect, current, article)


def draft(connection: Connection, dialect: Dialect, drafts: Sequence[Draft]) -> None:
    """Keep articles that wait for their page; a newer text replaces the waiting one and keeps its tries."""
    given = {d.article.id: replace(d, article=rows.clean(d.article)) for d in drafts}
    stored = rows.fetch(connection, given)
    for id_, wanted in given.items():
        current = stored.get(id_)
        # The same visit saved again must not ask for a page that was read since.
        if current is not None and current.feed_fingerprint == wanted.article.feed_fingerprint:
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
    """Turn drafts into articles, or into revisions where their article is stored; the same fingerprint makes none.

    A draft that turned out to be another article ends as a sighting of that one.
    """
    ids = [draft for draft, _ in done]
    joined = {draft: article.id for draft, article in done if draft != article.id}
    _end_drafts(connection, [*ids, *(article.id for _, article in done)])
    join(connection, dialect, joined)
    gone = removed(connection, [article.id for _, article in done])
    articles = [article for _, article in done if article.id not in gone]
    sight(connection, dialect, [sighting(a, by.get(draft, Recognition.FIRST)) for draft, a in done])
    stored = rows.fetch(connection, [a.id for a in articles])
    add(connection, dialect, [a for a in articles if a.id not in stored])
    for article in map(rows.clean, articles):
        current = stored.get(article.id)
        if current is None:
            continue
        if current.fingerprint == article.fingerprint:
            article = replace(current, feed_fingerprint=article.feed_fingerprint)  # noqa: PLW2901  the cosmetic change is dropped
        _supersede(connection, dialect, current, article)


def removed(connection: Connection, ids: Iterable[ArticleId]) -> frozenset[ArticleId]:
    """Which of these an owner had removed."""
    found: set[ArticleId] = set()
    for chunk in chunks(ids):
        found.update(ArticleId(i) for i in connection.scalars(select(REMOVALS.c.id).where(REMOVALS.c.id.in_(chunk))))
    return frozenset(found)


def _stored(connection: Connection, ids: Iterable[ArticleId]) -> dict[ArticleId, int]:
    found: dict[ArticleId, int] = {}
    for chunk in chunks(ids):
        query = select(ARTICLES.c.id, ARTICLES.c.sequence).where(ARTICLES.c.id.in_(chunk))
        found.update({ArticleId(id_): sequence for id_, sequence in connection.execute(query)})
    return found


def _supersede(connection: Connection, dialect: Dialect, current: Article, article: Article) -> None:
    number = current.revision
    if not _says_the_same(current, article):
        number += 1
        connection.execute(REVISIONS.insert(), rows.revision_row(article, number))
        surplus = (REVISIONS.c.id == article.id) & REVISIONS.c.revision.between(2, number - MOST_REVISIONS + 1)
        connection.execute(delete(REVISIONS).where(surplus))
        dialect.index(connection, [_words(article, current.sequence)])
        mark(connection, dialect, [article])
        story = connection.scalar(select(MEMBERS.c.story).where(MEMBERS.c.article == article.id))
        placing.judge_again(connection, dialect, [] if story is None else [StoryId(story)])
        moved = update(UNPLACED).where(UNPLACED.c.id == article.id).values(sort_date=article.sort_date)
        connection.execute(moved)
    values = rows.article_row(article, number) | {"first_seen": current.first_seen, "source": current.source}
    connection.execute(update(ARTICLES).where(ARTICLES.c.id == article.id).values(values))


def _says_the_same(current: Article, article: Article) -> bool:
    plain: dict[str, Any] = {"revision": 0, "sequence": 0, "feed_fingerprint": "", "first_seen": current.first_seen}
    return replace(current, **plain) == replace(article, **plain)


def _redraft(connection: Connection, article: Article) -> bool:
    found = connection.execute(update(DRAFTS).where(DRAFTS.c.id == article.id).values(article=article))
    return bool(found.rowcount)


def _end_drafts(connection: Connection, ids: Sequence[ArticleId]) -> None:
    if ids:
        connection.execute(delete(DRAFTS).where(DRAFTS.c.id == bindparam("done")), [{"done": i} for i in ids])


def _words(article: Article, sequence: int) -> tuple[int, str, str]:
    return sequence, indexed(article.title), indexed(f"{article.lead}\n{article.text}")
