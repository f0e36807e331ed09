"""What is known already of the items of many sources, asked at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, select

from newsloom.model.article import Article, ArticleId
from newsloom.model.draft import Known
from newsloom.model.source import SourceId
from newsloom.model.visit import Asked
from newsloom.store import removal, rows, sightings
from newsloom.store.columns import storable
from newsloom.store.database import chunks
from newsloom.store.tables import ARTICLES, DRAFTS, SIGHTINGS

# Questions are put together once: that takes longer than to answer them.
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_DRAFTS = select(DRAFTS.c.article).where(DRAFTS.c.id.in_(_IDS))
_SEEN = select(SIGHTINGS.c.id).where(SIGHTINGS.c.source == bindparam("shown_by"), SIGHTINGS.c.id.in_(_IDS))
_REREADS = select(ARTICLES.c.id, ARTICLES.c.rereads).where(ARTICLES.c.id.in_(_IDS), ARTICLES.c.rereads > 0)


@dataclass(frozen=True, slots=True)
class _Found:
    """What the store has of all that was asked, storable words for all keys."""

    by_key: Mapping[tuple[SourceId, str], ArticleId]
    by_url: Mapping[str, ArticleId]
    by_mark: Mapping[str, Sequence[ArticleId]]
    articles: Mapping[ArticleId, Article]
    rereads: Mapping[ArticleId, int]


def known_each(connection: Connection, asked: Sequence[Asked]) -> list[Known]:
    """What is stored under the keys of each source, and under the addresses and marks of any, in the order asked."""
    keys = {(one.source, storable(key)) for one in asked for key in one.keys if key}
    by_key = sightings.ids_by_keys(connection, keys)
    by_url = sightings.ids_by_url(connection, [storable(url) for one in asked for url in one.urls])
    by_mark = sightings.ids_by_mark(connection, [storable(mark) for one in asked for mark in one.marks])
    ids = dict.fromkeys([*by_key.values(), *by_url.values(), *(i for found in by_mark.values() for i in found)])
    articles = rows.fetch(connection, ids) | _waiting(connection, ids)
    found = _Found(by_key, by_url, by_mark, articles, _rereads(connection, articles))
    gone = removal.any_removed(connection)
    return [_known(connection, one, found, gone=gone) for one in asked]


def _known(connection: Connection, asked: Asked, found: _Found, *, gone: bool) -> Known:
    keys = {key: storable(key) for key in asked.keys}
    urls = {url: storable(url) for url in asked.urls}
    marks = {mark: storable(mark) for mark in asked.marks}
    articles = found.articles
    removed = removal.removed(connection, asked.source, keys=keys, urls=urls, marks=marks) if gone else removal.NOTHING
    at = {url: found.by_url[stored] for url, stored in urls.items() if stored in found.by_url}
    led = {key: found.by_key[asked.source, s] for key, s in keys.items() if (asked.source, s) in found.by_key}
    by_key = {key: articles[id_] for key, id_ in led.items() if id_ in articles}
    by_mark = {mark: [articles[i] for i in found.by_mark.get(s, ()) if i in articles] for mark, s in marks.items()}
    met = {*(a.id for a in by_key.values()), *at.values(), *(a.id for many in by_mark.values() for a in many)}
    return Known(
        by_key=by_key,
        by_url={url: articles[id_] for url, id_ in at.items() if id_ in articles},
        by_mark=by_mark,
        ids=at | removed.addresses,
        removed=frozenset(removed.addresses.values()),
        removed_keys=removed.keys,
        removed_marks=removed.marks,
        rereads={id_: found.rereads[id_] for id_ in met if id_ in found.rereads},
        left_out=_seen_by(connection, asked.source, [i for i in at.values() if i not in articles]),
    )


def _waiting(connection: Connection, ids: Iterable[ArticleId]) -> dict[ArticleId, Article]:
    found: dict[ArticleId, Article] = {}
    for chunk in chunks(ids):
        articles = connection.scalars(_DRAFTS, {"ids": chunk}).all()
        found.update({article.id: article for article in articles})
    return found


def _seen_by(connection: Connection, source: SourceId, ids: Iterable[ArticleId]) -> frozenset[ArticleId]:
    found: set[ArticleId] = set()
    for chunk in chunks(ids):
        found.update(ArticleId(i) for i in connection.scalars(_SEEN, {"shown_by": source, "ids": chunk}))
    return frozenset(found)


def _rereads(connection: Connection, ids: Iterable[ArticleId]) -> dict[ArticleId, int]:
    found: dict[ArticleId, int] = {}
    for chunk in chunks(ids):
        found.update({ArticleId(id_): count for id_, count in connection.execute(_REREADS, {"ids": chunk}).all()})
    return found
