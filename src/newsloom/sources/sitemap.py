"""A source that is a sitemap: its pages are items; an index names the sitemaps that are asked for next."""

from datetime import UTC, datetime

from newsloom.errors import FeedError
from newsloom.model.item import Feed
from newsloom.model.page import Page, Request
from newsloom.model.source import Source, SourceState
from newsloom.parse.sitemap import Child, read_sitemap

ACCEPT = "application/xml, text/xml;q=0.9, */*;q=0.5"

CHILDREN = 20
"""Sitemaps of one index that are read at a visit: those that changed last; undated ones from both its ends."""

_NEVER = datetime.min.replace(tzinfo=UTC)


class SitemapReader:
    """Sources of the kind `sitemap`: news sitemaps, plain ones, indexes of either."""

    def request(self, source: Source, state: SourceState) -> Request:
        """The one page the source names, with the validators its server last sent."""
        return Request(
            url=source.url,
            etag=state.etag,
            last_modified=state.last_modified,
            obey_robots=False,  # a sitemap is published for programs; robots.txt is where most are named
            accept=ACCEPT,
            credential=source.credential,
        )

    def read(self, source: Source, page: Page) -> Feed:
        """What the page says, as a feed; of an index, which pages to ask for next.

        Raises:
            FeedError: the page is no sitemap, or one beyond the limits; the message names the source.
        """
        try:
            found = read_sitemap(page.body, url=page.url)
        except FeedError as error:
            raise FeedError(f"{source.id}: {error}", reason=error.reason) from error
        return Feed(
            format="sitemapindex" if found.children else "newssitemap" if found.is_news else "sitemap",
            title=found.publication,
            language=found.language,
            items=found.items,
            problems=found.problems,
            more=tuple(
                Request(url=child.url, obey_robots=False, accept=ACCEPT, credential=source.credential)
                for child in chosen(found.children)
            ),
        )


def chosen(children: tuple[Child, ...]) -> tuple[Child, ...]:
    """The sitemaps worth a visit: the newest; among undated ones the first and the last, where the newest stand."""
    dated = sorted((c for c in children if c.changed), key=lambda child: child.changed or _NEVER, reverse=True)
    undated = [child for child in children if not child.changed]
    if len(undated) > CHILDREN:
        undated = [*undated[: CHILDREN // 2], *undated[-(CHILDREN // 2) :]]
    return tuple([*dated, *undated][:CHILDREN])
