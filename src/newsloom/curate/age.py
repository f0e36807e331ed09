"""What is left of an article whose text was dropped because of its age."""

from dataclasses import replace
from datetime import datetime

from newsloom.curate.prospects import LEAD
from newsloom.model.article import Article, Dropped
from newsloom.text import clean


def without_text(article: Article, *, at: datetime) -> Article:
    """The article with its lead alone: what its record shows of it stays the same.

    Args:
        article: the article as it is.
        at: when the text is dropped, UTC.
    """
    if article.dropped is not None:
        return article
    lead = article.lead or clean.line(article.text, limit=LEAD)
    return replace(article, lead=lead, text="", dropped=Dropped(at=at, words=len(article.text.split())))
