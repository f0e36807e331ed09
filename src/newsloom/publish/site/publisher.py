"""The publisher of the site."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b

from newsloom import __version__
from newsloom.model.edition import Artifact, Edition
from newsloom.publish.site.addresses import ASSETS
from newsloom.publish.site.cards import Carding
from newsloom.publish.site.files import SiteFiles
from newsloom.publish.site.fixedpages import fixed_pages
from newsloom.publish.site.frontpage import front_page
from newsloom.publish.site.listpages import archive_pages, by_month, topic_pages
from newsloom.publish.site.moments import clock_of
from newsloom.publish.site.pages import FeedLink, desk_view, topic_link
from newsloom.publish.site.printer import Printer
from newsloom.publish.site.searchindex import search_index
from newsloom.publish.site.sourcepages import source_pages
from newsloom.publish.site.storypages import story_pages
from newsloom.publish.site.workshop import Workshop

SHAPE = 2  # of the pages, beside their templates


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The publisher of the site: pages for people.

    `files` are its templates and assets, `root_topic` the name or id of the topic every story has, which gets no page,
    `feeds` those that pages point to.
    """

    files: SiteFiles
    root_topic: str = ""
    feeds: tuple[FeedLink, ...] = ()

    @property
    def fingerprint(self) -> str:
        """Which version of this shape it is, its templates and its settings."""
        return f"site {SHAPE} {__version__} {self.files.digest} {self.root_topic} {self.feeds}"

    def render(self, edition: Edition) -> Iterator[Artifact]:
        """Assets, the front, stories that are due, topics, the archive, sources, search, and the pages always there."""
        for name, content in sorted(self.files.all_assets.items()):
            yield Artifact(path=f"{ASSETS}/{name}", content=content)
        shop = self._workshop(edition)
        months = by_month(shop.shown)
        yield from front_page(shop)
        yield from story_pages(shop)
        yield from topic_pages(shop, months)
        yield from archive_pages(shop, months)
        yield from source_pages(shop)
        yield from search_index(shop)
        yield from fixed_pages(shop, months)

    def _workshop(self, edition: Edition) -> Workshop:
        desk = desk_view(edition.desk, edition.topics, root_topic=self.root_topic, feeds=self.feeds)
        moment = clock_of(edition.desk.time_zone)
        paged = [topic for topic in edition.topics if self.root_topic not in {topic.name, topic.id}]
        links = {topic.name: topic_link(topic) for topic in paged}
        shown = [one for one in edition.listings if one.is_shown]
        shown.sort(key=lambda one: (one.published_at, one.path), reverse=True)
        said = f"{self.fingerprint}\0{desk}\0{edition.desk.time_zone}\0{links}"
        return Workshop(
            edition=edition,
            desk=desk,
            printer=Printer(self.files),
            moment=moment,
            cards=Carding(language=desk.language, moment=moment, topics=links),
            shown=shown,
            links=links,
            mark=blake2b(said.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest(),
        )
