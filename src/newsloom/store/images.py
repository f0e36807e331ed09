"""Which pictures stand on which articles of a host."""

from collections.abc import Iterable

from sqlalchemy import Connection, func, select

from newsloom.model.article import Article
from newsloom.store.columns import storable
from newsloom.store.database import Dialect, chunks
from newsloom.store.many import write_many
from newsloom.store.tables import IMAGES


def remember(connection: Connection, dialect: Dialect, articles: Iterable[Article]) -> None:
    """Remember the pictures of articles that are stored already; what is remembered stays."""
    rows = [
        {"url": article.image.url, "host": article.host, "article": article.id, "fingerprint": article.fingerprint}
        for article in articles
        if article.image is not None
    ]
    write_many(connection, dialect.insert_new(IMAGES), rows)


def bearing(connection: Connection, pictures: Iterable[tuple[str, str]]) -> list[str]:
    """The articles on which these pictures (host, address) stand or stood."""
    asked = {(storable(host), storable(url)) for host, url in pictures}
    found: list[str] = []
    for chunk in chunks(sorted({url for _, url in asked})):
        rows = connection.execute(select(IMAGES.c.host, IMAGES.c.url, IMAGES.c.article).where(IMAGES.c.url.in_(chunk)))
        found += [article for host, url, article in rows if (host, url) in asked]
    return sorted(set(found))


def repeated(connection: Connection, pictures: Iterable[tuple[str, str]], *, least: int) -> frozenset[tuple[str, str]]:
    """Those of the pictures (host, address) that stand on `least` or more different texts of their host."""
    asked = {(storable(host), storable(url)): (host, url) for host, url in pictures}
    found: set[tuple[str, str]] = set()
    for chunk in chunks(sorted({url for _, url in asked})):
        query = (
            select(IMAGES.c.host, IMAGES.c.url)
            .where(IMAGES.c.url.in_(chunk))
            .group_by(IMAGES.c.host, IMAGES.c.url)
            .having(func.count(IMAGES.c.fingerprint.distinct()) >= least)
        )
        found.update((host, url) for host, url in connection.execute(query))
    return frozenset(asked[picture] for picture in found if picture in asked)
