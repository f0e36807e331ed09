"""Articles as rows and back."""

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from newsloom.model.article import Article, ArticleId
from newsloom.model.metadata import Metadata
from newsloom.store.columns import storable, storable_value
from newsloom.store.database import chunks
from newsloom.store.tables import ARTICLES, REVISIONS

_TEXTS = tuple(f.name for f in fields(Article) if f.type is str)
_TUPLES = ("authors", "categories")
_COLUMNS = tuple(c.name for c in REVISIONS.columns)
_VALUES = attrgetter(*_COLUMNS)


def clean(article: Article) -> Article:
    """The article as it will be read back: its text made storable."""
    given: dict[str, Any] = {name: getattr(article, name) for name in (*_TEXTS, *_TUPLES)}
    kept: dict[str, Any] = {name: storable(given[name]) for name in _TEXTS}
    kept |= {name: tuple(map(storable, given[name])) for name in _TUPLES}
    metadata = storable_value(article.metadata, Metadata)
    if kept == given and metadata is article.metadata:
        return article
    return replace(article, **kept, metadata=metadata)


def revision_row(article: Article, revision: int) -> dict[str, Any]:
    """One row of `revisions`."""
    return dict(zip(_COLUMNS, _VALUES(article), strict=True)) | {"revision": revision}


def article_row(article: Article, current: int) -> dict[str, Any]:
    """What `articles` keeps of the newest revision."""
    return {
        "id": article.id,
        "source": article.source,
        "language": article.language,
        "first_seen": article.first_seen,
        "sort_date": article.sort_date,
        "feed_fingerprint": article.feed_fingerprint,
        "current": current,
        "page": article.metadata.page,
    }


def newest() -> Select[Any]:
    """The query for the newest revision of articles; `articles` and `revisions` can be filtered and ordered by."""
    return _NEWEST


_CURRENT = (REVISIONS.c.id == ARTICLES.c.id) & (REVISIONS.c.revision == ARTICLES.c.current)
_NEWEST = select(REVISIONS, ARTICLES.c.sequence, ARTICLES.c.feed_fingerprint).select_from(
    ARTICLES.join(REVISIONS, _CURRENT)
)
_NEWEST_OF = _NEWEST.where(ARTICLES.c.id.in_(bindparam("ids", expanding=True)))


def article_of(row: Mapping[Any, Any]) -> Article:
    """The article in a row of `newest`."""
    return Article(**row)


def fetch(connection: Connection, ids: Iterable[ArticleId]) -> dict[ArticleId, Article]:
    """The newest revision of each that is stored."""
    found: dict[ArticleId, Article] = {}
    for chunk in chunks(ids):
        rows = connection.execute(_NEWEST_OF, {"ids": chunk})
        names = tuple(rows.keys())
        articles = [Article(**dict(zip(names, row, strict=True))) for row in rows.all()]
        found.update({article.id: article for article in articles})
    return found
