"""The sitemaps of a desk's site: its own pages, never those it points to; split so that files keep their pages."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import groupby

from newsloom.model.appearance import Appearance, Presence
from newsloom.model.edition import Artifact, Edition, sealed
from newsloom.model.listing import Listing
from newsloom.publish.inert import address, headline, joined, language, name
from newsloom.publish.seals import seal_of
from newsloom.publish.sitemap import (
    MOST_NEWS,
    MapEntry,
    NewsEntry,
    index,
    latest,
    news_urlset,
    parts,
    urlset,
)
from newsloom.text.urls import host_of

FORM = 3  # counts on whenever the same pages are written otherwise
INDEX = "sitemap.xml"
FOLDER = "sitemaps"
BLOCK = 100  # stories of one file, by the order in which they were first published: new ones shift no old ones
NEWS = timedelta(days=2)  # what search engines take for news

_Told = tuple[Listing, Appearance]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitemaps:
    """The publisher of sitemaps.

    `story_page` says at which path of the output a story has its page, by what of its listing never changes; None where
    stories have no pages here. `pages` says which other pages there are. A story whose article stands on the site's own
    host has a page there. Where the desk names no `base_url` there are no sitemaps: they hold addresses in full.
    """

    story_page: Callable[[Listing], str] | None = None
    pages: Callable[[Edition], Sequence[str]] = lambda _edition: ()

    @property
    def fingerprint(self) -> str:
        """Which version of this shape it is."""
        return f"sitemaps {FORM}"

    def render(self, edition: Edition) -> Iterator[Artifact]:
        """The maps of stories, of other pages and of news, then the index of them all."""
        base = edition.desk.base_url
        if not base:
            return
        url = self._address(base)
        told = self._told(edition, url)
        maps: list[MapEntry] = []
        for path, some in _blocks(told):
            maps.append(MapEntry(url=joined(base, path), changed=max(one.changed for _, one in some)))
            seen = [(one.number, one.changed) for _, one in some]  # a number is one story's, whose page stays the same
            yield sealed(path, partial(_stories, some, url), seal=seal_of(FORM, seen))
        for path, entries in self._others(edition):
            maps.append(MapEntry(url=joined(base, path), changed=latest(entries)))
            yield sealed(path, partial(urlset, entries), seal=seal_of(FORM, entries))
        news = _news(told, edition, url)
        if news:
            path = f"{FOLDER}/news.xml"
            maps.append(MapEntry(url=joined(base, path), changed=max(one.published for one in news)))
            yield Artifact(path=path, content=news_urlset(news, publication=name(edition.desk.title)))
        if maps:
            yield Artifact(path=INDEX, content=index(maps))

    def _address(self, base: str) -> Callable[[Listing], str]:
        """What tells the address of a story's page on this site; "" where it has none."""
        if (page := self.story_page) is not None:
            root = joined(base, "")
            return lambda listing: root + page(listing)
        own = host_of(base)
        return lambda listing: address(listing.web_url) if host_of(listing.web_url) == own else ""

    def _told(self, edition: Edition, url: Callable[[Listing], str]) -> Sequence[_Told]:
        """Every shown story with a page of this site, in the order of first publication."""
        shown = [one for one in edition.told if one[1].presence is Presence.SHOWN]
        return shown if self.story_page is not None else [one for one in shown if url(one[0])]

    def _others(self, edition: Edition) -> Iterator[tuple[str, Sequence[MapEntry]]]:
        entries = [MapEntry(url=joined(edition.desk.base_url, path)) for path in self.pages(edition)]
        for number, part in enumerate(parts(entries), 1):
            yield f"{FOLDER}/pages-{number}.xml", part


def _blocks(told: Sequence[_Told]) -> Iterator[tuple[str, Sequence[_Told]]]:
    """Stories in files of a fixed range of numbers each; so few are never too large by their bytes."""
    by_block = groupby(told, lambda one: (one[1].number - 1) // BLOCK + 1)
    return ((f"{FOLDER}/stories-{block}.xml", list(some)) for block, some in by_block)


def _stories(told: Sequence[_Told], url: Callable[[Listing], str]) -> bytes:
    return urlset(MapEntry(url=url(listing), changed=one.changed) for listing, one in told)


def _news(told: Sequence[_Told], edition: Edition, url: Callable[[Listing], str]) -> list[NewsEntry]:
    """The stories told and first published in the last two days, the newest first; an old one found late is no news."""
    since = edition.at - NEWS
    recent = [one for one in told if one[1].first_shown >= since and one[0].published_at >= since][-MOST_NEWS:]
    return [
        NewsEntry(
            url=url(listing),
            title=headline(listing.title),
            language=language(listing.language) or edition.desk.language,
            published=appearance.first_shown,
        )
        for listing, appearance in reversed(recent)
    ]
