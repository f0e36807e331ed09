"""A source that is a list of other sources: the feeds of an OPML document, followed as it changes."""

from newsloom.errors import FeedError
from newsloom.model.item import Feed
from newsloom.model.page import Page, Request
from newsloom.model.source import Source, SourceState
from newsloom.model.subscription import Subscription
from newsloom.parse.opml import read_opml, subscriptions

ACCEPT = "text/x-opml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"

LIST_LIMIT = 1_000
"""Feeds of one list that are followed: the first."""


class OpmlReader:
    """Sources of the kind `opml`. They have no items of their own; `flows.lists` asks for their feeds."""

    def request(self, source: Source, state: SourceState) -> Request:
        """The one page the source names, with the validators its server last sent."""
        return Request(
            url=source.url,
            etag=state.etag,
            last_modified=state.last_modified,
            obey_robots=False,  # a list is published for programs
            accept=ACCEPT,
            credential=source.credential,
        )

    def read(self, source: Source, page: Page) -> Feed:
        """What the list is called and what is odd about it; it has no items.

        Raises:
            FeedError: the page is no OPML, names no feed, or is beyond the limits; the message names the source.
        """
        found, problems, title = self.feeds(source, page)
        named = f"{len(found)} feeds" if len(found) != 1 else "1 feed"
        return Feed(format="opml", title=title, problems=(f"a list of {named}", *problems))

    def feeds(self, source: Source, page: Page) -> tuple[tuple[Subscription, ...], tuple[str, ...], str]:
        """The feeds of the list in its order, at most `LIST_LIMIT`; what is odd about it; its title.

        Raises:
            FeedError: as `read`. A list of nothing is one: the feeds known of it stay.
        """
        try:
            opml = read_opml(page.body)
        except FeedError as error:
            raise FeedError(f"{source.id}: {error}") from error
        found = subscriptions(opml)
        if not found:
            raise FeedError(f"{source.id}: the list names no feed; those it named before stay")
        cut = (f"{len(found):,} feeds; the first {LIST_LIMIT:,} are followed",) if len(found) > LIST_LIMIT else ()
        return found[:LIST_LIMIT], (*opml.problems, *cut), opml.title
