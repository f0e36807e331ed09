"""A source that is a page without a feed: what its owner's selectors find there are its items."""

from newsloom.errors import FeedError
from newsloom.model.item import Feed
from newsloom.model.page import Page, Request
from newsloom.model.source import Selectors, Source, SourceState
from newsloom.parse.pagelist import read_listing

ACCEPT = "text/html, application/xhtml+xml;q=0.9, */*;q=0.5"


class PageReader:
    """Sources of the kind `page`."""

    def request(self, source: Source, state: SourceState) -> Request:
        """The one page the source names; unlike a feed it was made for people, so robots.txt is asked."""
        return Request(
            url=source.url,
            etag=state.etag,
            last_modified=state.last_modified,
            obey_robots=True,
            accept=ACCEPT,
            credential=source.credential,
        )

    def read(self, source: Source, page: Page) -> Feed:
        """What the page lists, as a feed.

        Raises:
            FeedError: the page cannot be read, or nothing on it is where the selectors say.
        """
        select = source.select or Selectors(items="article")
        try:
            said = read_listing(
                page.body, url=page.url, select=select, content_type=page.headers.get("content-type", "")
            )
        except FeedError as error:
            raise FeedError(f"{source.id}: {error}") from error
        return Feed(format="page", title=said.title, language=said.language, items=said.items, problems=said.problems)
