"""Which shapes a desk publishes, and how those point to each other."""

from collections.abc import Iterator, Sequence
from functools import partial

from newsloom.flows.sitefiles import site_files
from newsloom.model.edition import Edition
from newsloom.model.judgement import Topic
from newsloom.model.listing import Listing
from newsloom.publish.apiv1 import ApiV1
from newsloom.publish.datafiles import DataFiles
from newsloom.publish.feeds import Feeds, feed_files
from newsloom.publish.jsonapi import JsonApi
from newsloom.publish.presets import Pages, presets
from newsloom.publish.schemas import Schemas
from newsloom.publish.site.addresses import ABOUT, ARCHIVE, FRONT, SOURCES, TOPICS, public, story_page, topic_page
from newsloom.publish.site.pages import FeedLink
from newsloom.publish.site.publisher import Site
from newsloom.publish.sitemaps import Sitemaps
from newsloom.publish.under import Under
from newsloom.seams import Publisher
from newsloom.settings import Settings
from newsloom.settings.schema import PRESETS
from newsloom.wiring.rules import feed_rules


def publishers_of(settings: Settings, topics: Sequence[Topic]) -> tuple[Publisher, ...]:
    """The shapes this desk publishes; what is not a page stands where its site generator serves it as it is."""
    said = settings.publish
    preset = presets()[said.preset]
    data = (DataFiles(),) if preset.has_data else ()
    served: tuple[Publisher, ...] = (
        JsonApi(zone=settings.zone),
        Schemas(),
        *((ApiV1(),) if said.api else ()),
        *((Feeds(rules=feed_rules(settings, topics)),) if said.feeds else ()),
        *_maps(settings),
        *((site_of(settings),) if has_site(settings) else ()),
    )
    return (Pages(preset=preset), *data, *(Under(folder=preset.static, publisher=one) for one in served))


def has_site(settings: Settings) -> bool:
    """Whether newsloom makes pages for people: where nobody says, it does unless a site generator does."""
    return settings.publish.preset == PRESETS[0] if settings.pages.site is None else settings.pages.site


def site_of(settings: Settings) -> Site:
    """This desk's website; raises SettingsError or TemplatesError if its owner's templates cannot be used."""
    return Site(
        files=site_files(settings.templates_folder),
        root_topic=settings.topics.root,
        feeds=tuple(feed_links(settings)),
    )


def feed_links(settings: Settings) -> Iterator[FeedLink]:
    """The feeds of all stories, as pages point to them."""
    if not settings.publish.feeds:
        return
    for label, type_, path in feed_files(settings.publish.feed_formats, base_url=settings.desk.base_url):
        yield FeedLink(type=type_, title=f"{settings.desk.title} ({label})", label=label, path=path)


def site_pages(edition: Edition, *, root_topic: str) -> list[str]:
    """The pages of the site beside those of stories; the root topic has none."""
    topics = [topic_page(topic.id) for topic in edition.topics if root_topic not in {topic.name, topic.id}]
    return [public(page) for page in (FRONT, TOPICS, *topics, ARCHIVE, SOURCES, ABOUT)]


def _story_page(listing: Listing) -> str:
    return story_page(listing.path)


def _maps(settings: Settings) -> tuple[Sitemaps, ...]:
    """Site generators map their own pages; there is a sitemap where newsloom makes the pages, or nobody does."""
    if not settings.publish.sitemap:
        return ()
    if has_site(settings):
        return (Sitemaps(story_page=_story_page, pages=partial(site_pages, root_topic=settings.topics.root)),)
    return (Sitemaps(),) if settings.publish.preset == PRESETS[0] else ()
