"""A story in a list: what lists, fronts and archives show of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from markupsafe import Markup

from newsloom.model.coverage import StoryCoverage
from newsloom.model.listing import Listing
from newsloom.publish.site.addresses import story_page
from newsloom.publish.site.moments import Moment
from newsloom.publish.site.words import counted, excerpt, headline, name, tongue

DOTS = 12  # reports that are drawn as dots


@dataclass(frozen=True, slots=True)
class Link:
    """A name and where it leads, relative to the site's root."""

    name: str
    href: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a story rests on, in words and as a row of dots: full ones for independent reports, rings for copies."""

    words: str
    dots: Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A story in a list. `href` is relative to the site's root, `mark` the attributes of an element with its words."""

    href: str
    title: str
    excerpt: str
    mark: Markup
    outlet: str
    when: Moment
    topic: Link | None
    reports: int
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Carding:
    """What makes cards: the desk's language, how times are told, the topics by name."""

    language: str
    moment: Callable[[datetime], Moment]
    topics: Mapping[str, Link]

    def card(self, listing: Listing, *, coverage: StoryCoverage | None = None, brief: bool = False) -> Card:
        """A story's card, with its evidence where its coverage is known; a brief one has no excerpt."""
        return Card(
            href=story_page(listing.path),
            title=headline(listing.title),
            excerpt="" if brief else excerpt(listing.excerpt),
            mark=tongue(listing.language, self.language),
            outlet=name(listing.provider, listing.domain),
            when=self.moment(listing.published_at),
            topic=self.topic(listing),
            reports=listing.reports,
            evidence=None if coverage is None else evidence(coverage.independent, coverage.copies),
        )

    def topic(self, listing: Listing) -> Link | None:
        """The topic a story is shown under: the first of its own that has a page."""
        return next((self.topics[topic] for topic in listing.topics if topic in self.topics), None)


@lru_cache(maxsize=1024)
def evidence(independent: int, copies: int) -> Evidence:
    """What so many independent reports and copies are called and drawn as."""
    words = "one report" if independent <= 1 and not copies else counted(independent, "independent report")
    if copies:
        words += f", {counted(copies, 'copy', 'copies')}"
    full = min(independent, DOTS)
    rings = min(copies, DOTS - full)
    return Evidence(words, Markup("<i></i>" * full + '<i class="c"></i>' * rings))  # noqa: S704  two constants
