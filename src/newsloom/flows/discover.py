"""The feeds behind an address somebody typed."""

from dataclasses import dataclass

from newsloom.errors import FeedError, FetchError
from newsloom.model.item import Feed
from newsloom.model.page import Failure, Page, Request
from newsloom.parse.discover import feed_links
from newsloom.parse.feed import read_feed
from newsloom.seams import Fetcher

MOST = 12  # feeds looked at, of a page that names more
LATEST = 3  # items shown of each


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A feed that was visited and can be read, and its newest headlines."""

    url: str
    title: str
    latest: tuple[str, ...] = ()


def discover(fetcher: Fetcher, url: str) -> list[Found]:
    """The feed at `url`, or those its page names, or those at the usual places of its site; all of them were read.

    Raises:
        FetchError: the address brings nothing.
        FeedError: there is no feed there, nor one named, nor at the usual places.
    """
    page = _page(fetcher, url)
    try:
        return [_found(page, _read(page))]
    except FeedError as error:
        first = error
    links = feed_links(page.body, page.url)
    for named in (True, False):
        if found := _readable(fetcher, [link.url for link in links if link.named is named][:MOST]):
            return found
    raise FeedError(f"{url}: {first}; its page names no feed that can be read, and none is at the usual places")


def _page(fetcher: Fetcher, url: str) -> Page:
    outcome = next(iter(fetcher.fetch([Request(url=url, obey_robots=False)])))
    if isinstance(outcome, Failure):
        raise FetchError(outcome.reason, f"{url}: {outcome.detail}")
    return outcome


def _readable(fetcher: Fetcher, urls: list[str]) -> list[Found]:
    """Those addresses at which a feed can be read, in their order."""
    found: dict[str, Found] = {}
    for outcome in fetcher.fetch([Request(url=url, obey_robots=False) for url in dict.fromkeys(urls)]):
        if isinstance(outcome, Page):
            try:
                found[outcome.request.url] = _found(outcome, _read(outcome))
            except FeedError:
                continue
    return [found[url] for url in dict.fromkeys(urls) if url in found]


def _read(page: Page) -> Feed:
    return read_feed(page.body, content_type=page.headers.get("content-type", ""), url=page.url)


def _found(page: Page, feed: Feed) -> Found:
    latest = tuple(item.title for item in feed.items[:LATEST] if item.title)
    return Found(url=page.url if page.permanent else page.request.url, title=feed.title, latest=latest)
