"""Which addresses the items of a feed have, which articles those make, and by what they may be known already."""

import hashlib
from datetime import datetime

from newsloom.curate.identity import marks
from newsloom.model.article import ArticleId
from newsloom.model.item import Item
from newsloom.text import html
from newsloom.text.urls import canonical
from newsloom.text.variants import same_article_key
from newsloom.text.wrappers import unwrapped


def address(item: Item) -> str:
    """The canonical address of an item: its link, else its key where that is one; "" if there is none.

    A feed proxy's, a redirector's or a cache's address is undone where the real one stands in it.
    """
    return canonical(unwrapped(item.url)) or (
        canonical(unwrapped(item.key)) if item.key.startswith(("http://", "https://")) else ""
    )


def marks_at(url: str, item: Item) -> tuple[str, ...]:
    """By what the article of an item at this canonical address may be known already, besides its key and address."""
    return marks(url, html.line(item.title), said(item))[1:]


def article_id(url: str) -> ArticleId:
    """The id of the article whose first canonical address this is; all views of the address give the same."""
    return ArticleId(hashlib.sha256(same_article_key(url).encode()).hexdigest()[:16])


def said(item: Item) -> datetime | None:
    """When the outlet says it appeared; some formats know only when it was last changed."""
    return item.published or item.updated
