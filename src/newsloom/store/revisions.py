"""How a later version of an article supersedes the newest, inside a transaction that somebody else began."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, select, update

from newsloom.curate.absence import GONE_AFTER
from newsloom.curate.revise import is_another_version
from newsloom.curate.standing import is_withdrawn_by_page, with_standing
from newsloom.model.article import Article, ArticleId
from newsloom.model.removal import Absence
from newsloom.model.story import StoryId
from newsloom.store import images, placing, rows
from newsloom.store.database import Dialect
from newsloom.store.search import indexed
from newsloom.store.sightings import mark
from newsloom.store.tables import ARTICLES, MEMBERS, REVISIONS, UNPLACED

#: Kept of one article: the first and the newest. Feeds that rotate advertisements would fill the disk.
MOST_REVISIONS = 50
#: How often one wording is kept: who goes back and forth between two is followed without filling the disk.
MOST_RETURNS = 2


def supersede(connection: Connection, dialect: Dialect, current: Article, article: Article) -> None:
    """Keep the article as a new revision; in the place of the newest, if nothing but facts about it changed."""
    if not is_another_version(current, article):
        refresh(connection, dialect, current, article)
        return
    number = _returned_to(connection, article)
    if number is None:
        newest = connection.scalar(select(func.max(REVISIONS.c.revision)).where(REVISIONS.c.id == article.id)) or 0
        number = newest + 1
        connection.execute(REVISIONS.insert(), rows.revision_row(article, number))
        surplus = (REVISIONS.c.id == article.id) & REVISIONS.c.revision.between(2, number - MOST_REVISIONS + 1)
        connection.execute(delete(REVISIONS).where(surplus))
    else:
        _write(connection, replace(article, revision=number))
    dialect.index(connection, [words(article, current.sequence)])
    images.remember(connection, dialect, [article])
    mark(connection, dialect, [article])
    _judge_again(connection, dialect, article.id)
    moved = update(UNPLACED).where(UNPLACED.c.id == article.id).values(sort_date=article.sort_date)
    connection.execute(moved)
    _point(connection, current, article, number)


def refresh(connection: Connection, dialect: Dialect, current: Article, article: Article) -> None:
    """Keep what changed of an article besides its wording, in the place of its newest revision."""
    kept: dict[str, Any] = {
        name: getattr(current, name)
        for name in ("title", "lead", "text", "fingerprint", "revision", "revised_at", "first_seen", "sequence")
    }
    fresh = replace(article, **kept)
    if replace(fresh, feed_fingerprint=current.feed_fingerprint, source=current.source) != current:
        _write(connection, fresh)
        mark(connection, dialect, [fresh])
        _judge_again(connection, dialect, article.id)
    _point(connection, current, fresh, current.revision)


def count_rereads(connection: Connection, ids: Sequence[ArticleId]) -> None:
    """Remember that the pages of these were read again."""
    if ids:
        counted = update(ARTICLES).where(ARTICLES.c.id == bindparam("again")).values(rereads=ARTICLES.c.rereads + 1)
        connection.execute(counted, [{"again": i} for i in ids])


def miss(connection: Connection, dialect: Dialect, absences: Iterable[Absence]) -> None:
    """Remember which articles their feed no longer shows, or shows again; after some visits they count as gone."""
    for absence in absences:
        counted = update(ARTICLES).where(ARTICLES.c.id == absence.article).values(missed=absence.times)
        connection.execute(counted)
        current = rows.fetch(connection, [absence.article]).get(absence.article)
        if current is not None:
            gone = absence.times >= GONE_AFTER
            later = with_standing(current, withdrawn=is_withdrawn_by_page(current), gone=gone)
            if later is not current:
                refresh(connection, dialect, current, later)


def words(article: Article, sequence: int) -> tuple[int, str, str]:
    """What the full-text index keeps of an article."""
    return sequence, indexed(article.title), indexed(f"{article.lead}\n{article.text}")


def _returned_to(connection: Connection, article: Article) -> int | None:
    """The newest revision of this very wording, if it was kept often enough."""
    same = (REVISIONS.c.id == article.id) & (REVISIONS.c.fingerprint == article.fingerprint)
    found = connection.scalars(select(REVISIONS.c.revision).where(same).order_by(REVISIONS.c.revision)).all()
    return found[-1] if len(found) >= MOST_RETURNS else None


def _write(connection: Connection, article: Article) -> None:
    row = (REVISIONS.c.id == article.id) & (REVISIONS.c.revision == article.revision)
    values = rows.revision_row(article, article.revision)
    connection.execute(update(REVISIONS).where(row).values(values))


def _point(connection: Connection, current: Article, article: Article, number: int) -> None:
    values = rows.article_row(article, number) | {"first_seen": current.first_seen, "source": current.source}
    connection.execute(update(ARTICLES).where(ARTICLES.c.id == article.id).values(values))


def _judge_again(connection: Connection, dialect: Dialect, article: ArticleId) -> None:
    story = connection.scalar(select(MEMBERS.c.story).where(MEMBERS.c.article == article))
    placing.judge_again(connection, dialect, [] if story is None else [StoryId(story)])
