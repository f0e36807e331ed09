"""By what a removed article is known again: hashes, so that nothing of it is kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import Connection, delete, select

from newsloom.curate.addresses import article_id
from newsloom.model.article import Article, ArticleId
from newsloom.model.source import SourceId
from newsloom.store.database import Dialect, chunks
from newsloom.store.tables import MARKS, REMOVED_NAMES, REVISIONS, SIGHTINGS, URLS


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """What of the asked was a removed article's: addresses, with the id that stands for each, keys and marks."""

    addresses: dict[str, ArticleId]
    keys: frozenset[str]
    marks: frozenset[str]


_ANY = select(REMOVED_NAMES.c.name).limit(1)
NOTHING = Gone(addresses={}, keys=frozenset(), marks=frozenset())


def any_removed(connection: Connection) -> bool:
    """Whether anything was ever removed; most desks never remove."""
    return connection.execute(_ANY).first() is not None


def not_removed(connection: Connection, articles: Iterable[Article]) -> list[Article]:
    """The articles without those that an owner had removed, under whatever address they come."""
    given = list(articles)
    if not given or not any_removed(connection):
        return given
    names = {article.id: {article.id, article_id(article.url)} for article in given}
    gone = _found(connection, [name for both in names.values() for name in both])
    return [article for article in given if gone.keys().isdisjoint(names[article.id])]


def removed(
    connection: Connection,
    source: SourceId,
    *,
    keys: Mapping[str, str],
    urls: Mapping[str, str],
    marks: Mapping[str, str],
) -> Gone:
    """Which of the addresses, of the source's keys and of the marks are those of removed articles."""
    addresses = {url: article_id(url) for url in urls if url}
    by_key = {key: _name(f"key\n{source}\n{stored}") for key, stored in keys.items() if stored}
    by_mark = {mark: _name(f"mark\n{stored}") for mark, stored in marks.items()}
    gone = _found(connection, [*addresses.values(), *by_key.values(), *by_mark.values()])
    return Gone(
        addresses={url: id_ for url, id_ in addresses.items() if id_ in gone},
        keys=frozenset(key for key, name in by_key.items() if name in gone),
        marks=frozenset(mark for mark, name in by_mark.items() if name in gone),
    )


def keep_names(connection: Connection, dialect: Dialect, removals: Mapping[ArticleId, ArticleId]) -> None:
    """Remember by what the articles are known; of each, the removal that it belongs to is given."""
    names: dict[str, ArticleId] = {}
    for chunk in chunks(removals):
        names |= {id_: removals[id_] for id_ in chunk}
        sightings = select(SIGHTINGS.c.id, SIGHTINGS.c.source, SIGHTINGS.c.key, SIGHTINGS.c.url)
        for id_, source, key, url in connection.execute(sightings.where(SIGHTINGS.c.id.in_(chunk))):
            names |= {_name(f"key\n{source}\n{key}"): removals[id_]} if key else {}
            names |= {article_id(url): removals[id_]} if url else {}
        for table in (URLS, REVISIONS):
            for id_, url in connection.execute(select(table.c.id, table.c.url).where(table.c.id.in_(chunk))):
                names[article_id(url)] = removals[id_]
        for id_, mark in connection.execute(select(MARKS.c.id, MARKS.c.mark).where(MARKS.c.id.in_(chunk))):
            names[_name(f"mark\n{mark}")] = removals[id_]
    rows = [{"name": name, "id": id_} for name, id_ in names.items()]
    if rows:
        connection.execute(dialect.insert_new(REMOVED_NAMES), rows)


def absorb(connection: Connection, dialect: Dialect, drafts: Mapping[ArticleId, ArticleId]) -> None:
    """Let drafts that turned out to be removed articles leave nothing but what these are known by.

    Of each draft the name of its removed article is given: an id, or what stands for an address.
    """
    known = _found(connection, drafts.values())
    keep_names(connection, dialect, {draft: known[name] for draft, name in drafts.items() if name in known})
    for chunk in chunks(drafts):
        for table in (SIGHTINGS, URLS, MARKS):
            connection.execute(delete(table).where(table.c.id.in_(chunk)))


def _name(told: str) -> str:
    return sha256(told.encode()).hexdigest()[:16]


def _found(connection: Connection, names: Iterable[str]) -> dict[str, ArticleId]:
    """Those of the names that are a removed article's, with the removal."""
    found: dict[str, ArticleId] = {}
    for chunk in chunks(names):
        query = select(REMOVED_NAMES.c.name, REMOVED_NAMES.c.id).where(REMOVED_NAMES.c.name.in_(chunk))
        found.update({name: ArticleId(id_) for name, id_ in connection.execute(query)})
    return found
