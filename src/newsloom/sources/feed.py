"""A source that is a feed: one page wanted, its entries yielded."""

from newsloom.errors import FeedError
from newsloom.model.item import Feed
from newsloom.model.page import Page, Request
from newsloom.model.source import Source, SourceState
from newsloom.parse.feed import read_feed

# What a feed reader says it takes; some servers answer an HTML page to anything else.
ACCEPT = (
    "application/atom+xml, application/rss+xml, application/rdf+xml, application/feed+json, "
    "application/xml;q=0.9, */*;q=0.5"
)


class FeedReader:
    """Sources of the kind `feed`: RSS, RDF, Atom, JSON Feed."""

    def request(self, source: Source, state: SourceState) -> Request:
        """The one page a feed source wants, with the validators its server last sent."""
        return Request(
            url=source.url,
            etag=state.etag,
            last_modified=state.last_modified,
            obey_robots=False,  # a feed is published for pollers; robots.txt speaks of pages
            accept=ACCEPT,
            credential=source.credential,
        )

    def read(self, source: Source, page: Page) -> Feed:
        """What the page says, as a feed.

        Raises:
            FeedError: the page is no feed, or one beyond the limits; the message names the source.
        """
        try:
            return read_feed(page.body, content_type=page.headers.get("content-type", ""), url=page.url)
        except FeedError as error:
            raise FeedError(f"{source.id}: {error}", reason=error.reason) from error
