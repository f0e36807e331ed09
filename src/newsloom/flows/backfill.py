"""Bring in articles that come from an archive and not from a visit."""

from collections.abc import Iterable

from newsloom.keeping import Store
from newsloom.model.article import Added, Article
from newsloom.model.item import Item
from newsloom.model.source import SourceId, SourceState

BATCH = 1_000  # articles kept in one transaction


def backfill(store: Store, articles: Iterable[Article], *, archive: SourceId) -> int:
    """Keep the articles; those already there stay as they are. Returns how many were given.

    Args:
        store: the desk's store.
        articles: complete articles, in any order.
        archive: the name under which the archive is remembered.
    """
    state = SourceState(source=archive)
    given = 0
    waiting: list[Added] = []
    for article in articles:
        waiting.append(Added(item=Item(key=article.key, url=article.url, title=article.title), article=article))
        given += 1
        if len(waiting) == BATCH:
            store.visits.save(state, admissions=waiting)
            waiting = []
    store.visits.save(state, admissions=waiting)
    return given
