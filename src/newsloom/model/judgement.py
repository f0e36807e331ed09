"""What is judged, by which topics, and the score that comes out with its receipt."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Self

from newsloom.model.metadata import Genre, Standing
from newsloom.model.topicrule import TopicMatch, TopicRules


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """One subject of a desk, as its topic file says it.

    `id` names its folder in the API; `name` is what records carry; `parent` is another topic's name. A keyword
    listed twice stays listed twice: the `smartable` profile counts it twice. `services` are (service, endpoint)
    pairs; a topic with the service `news` gets its own pages in the JSON API. `number` is what the owner put before
    the id in the file's name, as written there (`10` of `10-ai.yaml`); None where there is none. `rules` say beside the
    keywords which articles it has.
    """

    id: str
    name: str
    shortname: str | None = None
    parent: str | None = None
    description: str | None = None
    keywords: tuple[str, ...] = ()
    hashtags: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    services: tuple[tuple[str, str], ...] = ()
    number: str | None = None
    rules: TopicRules | None = None

    @property
    def has_news(self) -> bool:
        """Whether the topic has pages of its own in the JSON API."""
        return any(service == "news" for service, _ in self.services)


class TopicReason(StrEnum):
    """Why an article has a topic: a closed vocabulary."""

    RULES = "rules"
    KEYWORD = "keyword"
    CHILD = "child"
    SOURCE = "source"


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicFinding:
    """What was found of one topic in one article.

    `score` is the sum of the points of `matches`. `reasons` say why the article has the topic: its rules reach their
    threshold, a keyword is there, it has a topic below, its source or the desk says so; none if it has it not.
    """

    topic: Topic
    score: int = 0
    matches: tuple[TopicMatch, ...] = ()
    reasons: tuple[TopicReason, ...] = ()

    @property
    def is_given(self) -> bool:
        """Whether the article has the topic."""
        return bool(self.reasons)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One reason of a score: what moved it, by how many points, and why in plain words."""

    name: str
    points: int
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """An integer with its receipt; raises ValueError unless the parts sum to it exactly."""

    value: int
    parts: tuple[Part, ...] = ()

    def __post_init__(self) -> None:
        total = sum(part.points for part in self.parts)
        if total != self.value:
            raise ValueError(f"a score's parts must sum to it: {self.value} was said, the parts sum to {total}")

    @classmethod
    def of(cls, parts: Iterable[Part]) -> Self:
        """The score these parts make; parts that move nothing are left out of the receipt."""
        kept = tuple(part for part in parts if part.points)
        return cls(value=sum(part.points for part in kept), parts=kept)


class Originality(StrEnum):
    """Whose text an article has, as its receipt says it: a closed vocabulary."""

    OWN = "a text of its own"
    AGENCY = "an agency's text"
    UNREAD = "too little text to tell whose it is"
    COPY = "repeats another's text"
    AGGREGATED = "shows what others wrote"
    PRESS_RELEASE = "a press release"


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """One report of an event.

    `outlet` says who, `family` of which publisher (empty: the outlet is its own), `voice` whose text it is where that
    is another's, as an agency's (empty: the family's). `is_copy` says that it repeats another report, `is_reprint`
    that this is one of its own family, `is_interested` that it is a press release, which is nobody's report.
    `published` is when (UTC), `tier` the source's standing, `country` and `language` where and in what it appeared
    (empty where unknown), `quality` that of the article.
    """

    outlet: str
    family: str = ""
    voice: str = ""
    is_copy: bool = False
    is_reprint: bool = False
    is_interested: bool = False
    published: datetime
    tier: int = 0
    country: str = ""
    language: str = ""
    quality: int = 0

    @property
    def house(self) -> str:
        """The publisher: the family where one is known, else the outlet."""
        return self.family or self.outlet

    @property
    def speaker(self) -> str:
        """Who speaks: an agency where the text is one's, else the publisher."""
        return self.voice or self.house


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An article as a profile sees it: only what judgement may use.

    `topics` are those the article was given, `matches` the places that speak for topics. `words` counts the text.
    `tier` is the source's standing in points, 0 if unknown, and `tier_of` names whose it is, where not the source's
    own. `originality` says whose text it is, `standing` whether its outlet stands by it. `published` is the time that
    counts for freshness (UTC).
    `outlet`, `family`, `voice`, `country`, `language`, `is_copy` and `is_reprint` are as in `Coverage`, which holds
    the story's other articles, this one not among them.
    """

    title: str
    lead: str = ""
    topics: tuple[Topic, ...] = ()
    matches: tuple[TopicMatch, ...] = ()
    genre: Genre = Genre.REPORT
    originality: Originality = Originality.OWN
    standing: Standing = Standing.STANDS
    has_image: bool = False
    has_author: bool = False
    has_date: bool = True
    has_amp: bool = False
    has_featured: bool = False
    is_paywalled: bool = False
    words: int = 0
    tier: int = 0
    tier_of: str = ""
    outlet: str = ""
    family: str = ""
    voice: str = ""
    is_copy: bool = False
    is_reprint: bool = False
    country: str = ""
    language: str = ""
    published: datetime
    coverage: tuple[Coverage, ...] = ()

    def as_coverage(self, *, quality: int) -> Coverage:
        """The article as one report among those of its story."""
        return Coverage(
            outlet=self.outlet,
            family=self.family,
            voice=self.voice,
            is_copy=self.is_copy,
            is_reprint=self.is_reprint,
            is_interested=self.originality is Originality.PRESS_RELEASE,
            published=self.published,
            tier=self.tier,
            country=self.country,
            language=self.language,
            quality=quality,
        )
