"""The feeds behind an address somebody typed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from newsloom.errors import FeedError, FetchError
from newsloom.model.item import Feed
from newsloom.model.page import Failure, Page, Reason, Request
from newsloom.parse.discover import Candidate, feed_links, sitemap_links
from newsloom.parse.feed import read_feed
from newsloom.parse.sitemap import read_sitemap
from newsloom.seams import Fetcher
from newsloom.text import urls

MOST = 12  # feeds looked at, of a page that names more
LATEST = 3  # items shown of each
_HOPELESS = frozenset({Reason.PRIVATE, Reason.BAD_URL, Reason.DNS, Reason.TLS, Reason.PROXY, Reason.CONNECTION})
"""Failures that other addresses of the same host will share."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A feed, or a news sitemap, that was visited and can be read, and its newest headlines."""

    url: str
    title: str
    latest: tuple[str, ...] = ()
    kind: str = "feed"


def discover(fetcher: Fetcher, url: str) -> list[Found]:
    """The feed at `url`, or those its page names, or those at the usual places of its site, or its news sitemaps.

    All of them were read.

    Raises:
        FetchError: the address brings nothing, and its host has no feed at the usual places either.
        FeedError: there is no feed anywhere; says where it was looked for.
    """
    looked = _Search(fetcher)
    page = looked.page(url)
    if isinstance(page, Failure) and page.reason in _HOPELESS:
        raise FetchError(page.reason, f"{url}: {page.detail}")
    first = page.detail if isinstance(page, Failure) else ""
    if isinstance(page, Page):
        found, first = looked.here(page)
        if found is not None:
            return [found]
    where = page.url if isinstance(page, Page) else url
    links = feed_links(page.body if isinstance(page, Page) else b"", where)
    for named in (True, False):
        if several := looked.readable([link for link in links if link.named is named], _feed):
            return several
    if several := looked.readable(looked.sitemaps(where), _sitemap):
        return several
    problem = f"{url}: {first}; {looked.told()}"
    raise FetchError(page.reason, problem) if isinstance(page, Failure) else FeedError(problem)


class _Search:
    """What was looked for, to be told where nothing was found."""

    def __init__(self, fetcher: Fetcher) -> None:
        self.fetcher = fetcher
        self.named = 0
        self.guessed: list[str] = []

    def page(self, url: str) -> Page | Failure:
        """What is at the address."""
        return next(iter(self.fetcher.fetch([Request(url=url, obey_robots=False)])))

    def here(self, page: Page) -> tuple[Found | None, str]:
        """The page itself as a feed or as a news sitemap; else why it is no feed."""
        try:
            return _feed(page), ""
        except FeedError as error:
            problem = str(error)
        try:
            return _sitemap(page), ""
        except FeedError:
            return None, problem

    def readable(self, links: Iterable[Candidate], read: Callable[[Page], Found]) -> list[Found]:
        """Those of the addresses at which there is something to read, each once, in their order."""
        wanted = list({link.url: link for link in links}.values())[:MOST]
        self.named += sum(link.named for link in wanted)
        self.guessed += [_path(link.url) for link in wanted if not link.named]
        found: dict[str, Found] = {}
        for outcome in self.fetcher.fetch([Request(url=link.url, obey_robots=False) for link in wanted]):
            if isinstance(outcome, Page):
                try:
                    found[outcome.request.url] = read(outcome)
                except FeedError:
                    continue
        ordered = [found[link.url] for link in wanted if link.url in found]
        return list({one.url: one for one in ordered}.values())

    def sitemaps(self, url: str) -> list[Candidate]:
        """The sitemaps that the site's robots.txt names, and where they usually are."""
        robots = self.page(urls.canonical("/robots.txt", url))
        return list(sitemap_links(robots.body if isinstance(robots, Page) else b"", url))

    def told(self) -> str:
        """Where was looked, in a sentence."""
        tried = f" ({self.named} tried)" if self.named else ""
        named = f"it names no feed that can be read{tried}"
        places = ", ".join(self.guessed)
        return f"{named}, and there is none at {places}; `newsloom sources try URL` reads pages without one"


def _feed(page: Page) -> Found:
    feed: Feed = read_feed(page.body, content_type=page.headers.get("content-type", ""), url=page.url)
    latest = tuple(item.title for item in feed.items[:LATEST] if item.title)
    return Found(url=_address(page), title=feed.title, latest=latest)


def _sitemap(page: Page) -> Found:
    """A sitemap that tells of articles, or an index that names some that do: plain ones have no headlines."""
    said = read_sitemap(page.body, url=page.url)
    if not said.is_news and not any("news" in child.url.lower() for child in said.children):
        raise FeedError("a sitemap without news")
    latest = tuple(item.title for item in said.items[:LATEST] if item.title)
    return Found(url=_address(page), title=said.publication, latest=latest, kind="sitemap")


def _address(page: Page) -> str:
    return page.url if page.permanent else page.request.url


def _path(url: str) -> str:
    parsed = urls.parse(url)
    return str(parsed.pathname) if parsed else url
