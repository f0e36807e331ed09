from datetime import UTC, datetime

from newsloom.model.edition import Edition
from newsloom.model.page import Page, Request
from newsloom.model.source import Source, SourceId
from newsloom.registry import PUBLISHERS, names, plugin
from newsloom.sources.feed import FeedReader
from newsloom.testing.contracts import check_publisher, check_source_reader

NOW = datetime(2025, 3, 3, tzinfo=UTC)
RSS = b"<rss version='2.0'><channel><title>Daily</title><item><title>One</title><link>https://d.example/1</link></item></channel></rss>"


def test_the_feed_reader_keeps_the_contract_of_its_kind() -> None:
    """What holds for anybody's plug-in holds for ours."""
    url = "https://d.example/rss"
    page = Page(request=Request(url=url), url=url, status=200, body=RSS, fetched=NOW)
    check_source_reader(FeedReader(), Source(id=SourceId("daily"), url=url), page)


def test_the_publishers_keep_the_contract_of_theirs() -> None:
    """An empty edition is the least that every shape must be able to render."""
    for name in names(PUBLISHERS):
        check_publisher(plugin(PUBLISHERS, name)(), Edition(at=NOW))
