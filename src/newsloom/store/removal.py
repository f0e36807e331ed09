"""By what a removed article is known again: hashes, so that nothing of it is kept."""

from collections.abc import Iterable, Mapping
from hashlib import sha256

from sqlalchemy import Connection, select

from newsloom.curate.admit import article_id
from newsloom.model.article import Article, ArticleId
from newsloom.model.source import SourceId
from newsloom.store.database import chunks
from newsloom.store.tables import REMOVED_NAMES


def key_name(source: SourceId, key: str) -> str:
    """What stands for a source's own key."""
    return sha256(f"key\n{source}\n{key}".encode()).hexdigest()[:16]


def not_removed(connection: Connection, articles: Iterable[Article]) -> list[Article]:
    """The articles without those that an owner had removed, under whatever address they come."""
    given = list(articles)
    names = {article.id: {article.id, article_id(article.url)} for article in given}
    gone = _found(connection, [name for both in names.values() for name in both])
    return [article for article in given if gone.isdisjoint(names[article.id])]


def removed(
    connection: Connection, source: SourceId, *, keys: Mapping[str, str], urls: Mapping[str, str]
) -> tuple[frozenset[ArticleId], frozenset[str]]:
    """Which of the addresses (as article ids) and of the source's keys are those of removed articles."""
    addresses = [article_id(url) for url in urls if url]
    named = {key: key_name(source, stored) for key, stored in keys.items() if stored}
    gone = _found(connection, [*addresses, *named.values()])
    return (
        frozenset(id_ for id_ in addresses if id_ in gone),
        frozenset(key for key, name in named.items() if name in gone),
    )


def _found(connection: Connection, names: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for chunk in chunks(names):
        found.update(connection.scalars(select(REMOVED_NAMES.c.name).where(REMOVED_NAMES.c.name.in_(chunk))))
    return found
