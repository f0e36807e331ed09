"""The sitemaps of a desk's site: its own pages, never those it points to; split so that files keep their pages."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from newsloom.model.appearance import Appearance, Presence
from newsloom.model.edition import Artifact, Edition, Listing, sealed
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

FORM = 2  # counts on whenever the same pages are written otherwise
INDEX = "sitemap.xml"
FOLDER = "sitemaps"
BLOCK = 500  # stories of one file, by the order in which they were first published: new ones shift no old ones
NEWS = timedelta(days=2)  # what search engines take for news

_Told = tuple[Listing, Appearance, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitemaps:
    """The publisher of sitemaps.

    `story_page` says at which path of the output a story has a page ("": it has none), `pages` which other pages there
    are. A story whose article stands on the site's own host counts as its page too. Where the desk names no `base_url`
    there are no sitemaps: they hold addresses in full.
    """

    story_page: Callable[[Listing], str] = lambda _listing: ""
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
        told = [*self._told(edition)]
        maps: list[MapEntry] = []
        for path, entries in (*_blocks(told), *self._others(edition)):
            maps.append(MapEntry(url=joined(base, path), changed=latest(entries)))
            yield sealed(path, partial(urlset, entries), seal=seal_of(FORM, entries))
        news = _news(told, edition)
        if news:
            path = f"{FOLDER}/news.xml"
            maps.append(MapEntry(url=joined(base, path), changed=max(one.published for one in news)))
            yield Artifact(path=path, content=news_urlset(news, publication=name(edition.desk.title)))
        if maps:
            yield Artifact(path=INDEX, content=index(maps))

    def _told(self, edition: Edition) -> Iterator[_Told]:
        """Every shown story with a page of this site, in the order of first publication."""
        known, own = edition.ledger.appearances, host_of(edition.desk.base_url)
        shown = [
            (listing, appearance)
            for listing in edition.listings
            if (appearance := known.get(listing.story)) is not None and appearance.presence is Presence.SHOWN
        ]
        base = joined(edition.desk.base_url, "")
        for listing, appearance in sorted(shown, key=lambda one: one[1].number):
            page = base + path if (path := self.story_page(listing)) else ""
            url = page or (address(listing.web_url) if host_of(listing.web_url) == own else "")
            if url:
                yield listing, appearance, url

    def _others(self, edition: Edition) -> Iterator[tuple[str, Sequence[MapEntry]]]:
        entries = [MapEntry(url=joined(edition.desk.base_url, path)) for path in self.pages(edition)]
        for number, part in enumerate(parts(entries), 1):
            yield f"{FOLDER}/pages-{number}.xml", part


def _blocks(told: Sequence[_Told]) -> Iterator[tuple[str, Sequence[MapEntry]]]:
    """Stories in files of a fixed range of numbers each; a file too large by its bytes is followed by more."""
    by_block: dict[int, list[MapEntry]] = {}
    for _, appearance, url in told:
        entry = MapEntry(url=url, changed=appearance.changed)
        by_block.setdefault((appearance.number - 1) // BLOCK + 1, []).append(entry)
    for block, entries in by_block.items():
        for number, part in enumerate(parts(entries), 1):
            yield f"{FOLDER}/stories-{block}{f'-{number}' if number > 1 else ''}.xml", part


def _news(told: Sequence[_Told], edition: Edition) -> list[NewsEntry]:
    """The stories told and first published in the last two days, the newest first; an old one found late is no news."""
    since = edition.at - NEWS
    recent = [one for one in told if min(one[1].first_shown, one[0].published_at) >= since][-MOST_NEWS:]
    return [
        NewsEntry(
            url=url,
            title=headline(listing.title),
            language=language(listing.language) or edition.desk.language,
            published=appearance.first_shown,
        )
        for listing, appearance, url in reversed(recent)
    ]
