"""A record without an article that was taken back."""

from collections.abc import Collection
from dataclasses import replace

from newsloom.model.article import ArticleId
from newsloom.model.record import Record


def without(record: Record, *, articles: Collection[ArticleId], urls: Collection[str]) -> Record | None:
    """The record without related reports at these addresses; None if it is itself of one of the articles.

    A record whose related reports did not name any of them comes back as it was.
    """
    own = {record.web_url, record.original_url, record.amp_url}
    if record.id in articles or not own.isdisjoint(urls):
        return None
    related = tuple(item for item in record.related if item.web_url not in urls and item.amp_url not in urls)
    return record if len(related) == len(record.related) else replace(record, related=related)
