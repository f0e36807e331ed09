"""The article of a page that no feed announced."""

from dataclasses import replace
from datetime import datetime

from newsloom.curate.admit import AdmitRules, admit
from newsloom.curate.complete import completed
from newsloom.model.article import Added, Article
from newsloom.model.draft import Known
from newsloom.model.item import Feed, Item
from newsloom.model.source import Source, SourceId
from newsloom.parse.reading import PageReading


def article_of(reading: PageReading, *, now: datetime) -> Article | None:
    """What an article would be that was met at `now` by this page alone; None without title and text.

    Args:
        reading: what the page says.
        now: when it was read, UTC.
    """
    title = reading.title or reading.text[:200]
    item = Item(url=reading.url, title=title)
    source = Source(id=SourceId("page"), url=reading.url)
    feed = Feed(format="page", items=(item,))
    decision = admit(feed, source=source, known=Known(), first_visit=False, now=now, rules=AdmitRules())[0]
    if not isinstance(decision, Added):
        return None
    bare = replace(decision.article, lead="", text="", language="", metadata=type(decision.article.metadata)())
    return completed(bare, reading)
