"""All that newsloom makes of one page, as plain data: for `newsloom article`."""

import gzip
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from newsloom.curate.single import article_of
from newsloom.errors import PageError, UsageError
from newsloom.flows.images import probe_images
from newsloom.flows.page import SavedPage
from newsloom.keeping import Store
from newsloom.model.article import Article, ArticleId
from newsloom.model.sighting import Sighting
from newsloom.model.site import SiteRules, rules_for
from newsloom.model.story import StoryId
from newsloom.parse.charset import decoded
from newsloom.parse.page import read_page
from newsloom.parse.reading import PageReading
from newsloom.parse.siterules import Match, matches
from newsloom.seams import Fetcher
from newsloom.text.urls import hostname

LARGEST = 32_000_000  # bytes of a page, decoded
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """One page, read.

    `article` is what it would be in the store. `rules` are those its site has, `matches` what each of them found, and
    `plain` the reading without them; both only where there are rules.
    """

    reading: PageReading
    article: Article
    rules: SiteRules | None = None
    matches: tuple[Match, ...] = ()
    plain: PageReading | None = None


def examine(page: SavedPage, *, now: datetime, sites: Iterable[SiteRules] = ()) -> Examined:
    """Read a page as a run would.

    Args:
        page: its bytes and its address; an empty address is taken from the page itself.
        now: the moment it counts as first seen, UTC.
        sites: the owner's rules.

    Raises:
        PageError: the page holds no article; the message says what it is instead.
        UsageError: nothing says where the page came from.
    """
    url = page.url or _own_address(page)
    rules = rules_for(hostname(url), sites)
    reading = read_page(page.body, url=url, content_type=page.content_type, rules=rules)
    article = article_of(reading, now=now)
    if article is None:
        raise PageError("the page has neither title nor text")
    if rules is None:
        return Examined(reading=reading, article=article)
    tree = LexborHTMLParser(decoded(page.body, content_type=page.content_type))
    plain = read_page(page.body, url=url, content_type=page.content_type)
    return Examined(reading=reading, article=article, rules=rules, matches=matches(tree, rules), plain=plain)


def measured(examined: Examined, fetcher: Fetcher) -> Examined:
    """The same with the size of the article's picture, asked for as a run would where the page does not say it."""
    article = examined.article
    ((_, sized),) = probe_images(fetcher, [(article.id, article)], known={})
    return replace(examined, article=sized)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A stored article: its newest revision, the story it is in, and where it was seen."""

    article: Article
    story: StoryId | None
    sightings: tuple[Sighting, ...] = ()


def stored(store: Store, name: str) -> Kept | None:
    """The stored article of this id, if there is one."""
    wanted = ArticleId(name)
    found = store.articles.get([wanted]).get(wanted)
    if found is None:
        return None
    sightings = tuple(store.articles.sightings(wanted))
    return Kept(article=found, story=store.stories.containing(wanted), sightings=sightings)


def page_file(path: Path) -> bytes:
    """A saved page's bytes, gzip undone.

    Raises:
        UsageError: the file cannot be read.
        PageError: it is damaged gzip.
    """
    try:
        with path.open("rb") as file:
            body = file.read(LARGEST + 1)
        if not body.startswith(_GZIP):
            return body
        with gzip.open(path) as packed:
            return packed.read(LARGEST + 1)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise PageError(f"damaged gzip ({error})") from error
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror or error}; give a page's file or address") from error


def _own_address(page: SavedPage) -> str:
    """Where a saved page says it belongs."""
    reading = read_page(page.body, url="https://unknown.invalid/", content_type=page.content_type)
    if reading.canonical and hostname(reading.canonical) != "unknown.invalid":
        return reading.canonical
    raise UsageError("the page does not say where it came from; --url ADDRESS does")
