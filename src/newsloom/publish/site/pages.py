"""What every page has beside what it is about: its name, its address, what it says of itself to machines."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from newsloom.model.edition import DeskFacts
from newsloom.model.judgement import Topic
from newsloom.publish.site.addresses import public, root_from, topic_page
from newsloom.publish.site.cards import Link
from newsloom.publish.site.words import excerpt, name, web

IN_BAR = 9  # topics in the bar; the others are on the page of topics
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; manifest-src 'self';"
    " form-action 'self'; base-uri 'none'"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLink:
    """A feed that pages point to: its media type, its full title, what it is called in short, its path."""

    type: str
    title: str
    label: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskView:
    """The desk as every page shows it. `topics` are those in the bar."""

    title: str
    language: str
    base_url: str
    topics: tuple[Link, ...] = ()
    more_topics: bool = False
    feeds: tuple[FeedLink, ...] = ()
    policy: str = POLICY


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView:
    """One page. `section` is the topic it belongs to, `url` its full address where the desk's is known.

    `hidden` pages ask search engines to pass by; `refresh` leads elsewhere; `data` is what it says of itself as
    JSON-LD.
    """

    kind: str
    path: str
    title: str
    description: str
    url: str = ""
    section: str = ""
    hidden: bool = False
    refresh: str = ""
    data: Markup = field(default_factory=Markup)

    @property
    def root(self) -> str:
        """What leads from the page to the root of the site."""
        return root_from(self.path)


def desk_view(facts: DeskFacts, topics: Sequence[Topic], *, root_topic: str, feeds: Sequence[FeedLink]) -> DeskView:
    """The desk with its first topics; the one that every story has is the front page's."""
    shown = [topic for topic in topics if root_topic not in {topic.name, topic.id}]
    return DeskView(
        title=name(facts.title, "News desk"),
        language=facts.language or "en",
        base_url=web(facts.base_url).rstrip("/"),
        topics=tuple(topic_link(topic) for topic in shown[:IN_BAR]),
        more_topics=len(shown) > IN_BAR,
        feeds=tuple(feeds),
    )


def topic_link(topic: Topic) -> Link:
    """A topic by its short name, and its page."""
    return Link(name(topic.shortname or topic.name, topic.id), public(topic_page(topic.id)))


def full_address(desk: DeskView, path: str) -> str:
    """A page's address on the web, where the desk says where it is."""
    return f"{desk.base_url}/{public(path)}" if desk.base_url else ""


def described(text: str) -> str:
    """What a page says of itself in a line."""
    return excerpt(text, most=200)
