"""The profile `smartable`: scores of the system whose records newsloom reads, exactly.

Its faults are kept with it: keywords match inside words, nothing cools, a mill with many keywords outranks its
source. For a desk that is not bound to that system's numbers there is the profile `default`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from newsloom.curate.tiers import tier_at
from newsloom.model.judgement import Candidate, Part, Score, Topic
from newsloom.model.record import DEMOTED, Record
from newsloom.model.weights import SmartableWeights


class Demotion(StrEnum):
    """Whether another member of a record's group leads it, as far as the record alone can tell."""

    LEADS = "leads"
    DEMOTED = "demoted"
    UNDECIDABLE = "undecidable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What a record's scores must be. Where demotion is undecidable, `heat` and `published` are those of a leader."""

    quality: Score
    heat: Score
    published: bool
    demotion: Demotion

    @property
    def shown_heat(self) -> int:
        """The heat that stands in the record."""
        return DEMOTED if self.demotion is Demotion.DEMOTED else self.heat.value


@dataclass(frozen=True, slots=True)
class Smartable:
    """The profile as the engine uses it; an owner's own has another name and weights."""

    name: str = "smartable"
    weights: SmartableWeights = field(default_factory=SmartableWeights)

    @property
    def contract_only(self) -> bool:
        """Whether records hold the contract's fields alone."""
        return True

    @property
    def threshold(self) -> int:
        """The heat from which a record is published."""
        return self.weights.threshold

    def topics(self, title: str, lead: str, topics: Iterable[Topic]) -> tuple[Topic, ...]:
        """The topics with a keyword in the title; the lead does not count here."""
        del lead  # that system reads titles only
        return tuple(topic for topic in topics if keyword_count(title, topic))

    def quality(self, candidate: Candidate) -> Score:
        """Topics and their keywords, image, AMP page, featured content and source, less the long title's penalty."""
        return Score.of(_quality_parts(candidate, self.weights))

    def heat(self, candidate: Candidate, *, quality: Score, now: datetime) -> Score:
        """Quality and ten points for each related report; time does not matter."""
        del now  # no decay in that system
        return _heat(quality, len(candidate.coverage), self.weights)

    def publishes(self, *, quality: Score, heat: Score) -> bool:
        """Whether heat reaches the threshold."""
        del quality
        return heat.value >= self.weights.threshold


def keyword_count(title: str, topic: Topic) -> int:
    """How many of the topic's keywords are inside the title, whatever their case; one listed twice counts twice."""
    low = title.lower()
    return sum(keyword.lower() in low for keyword in topic.keywords if keyword)


def tier_of(record: Record, tiers: Mapping[str, int]) -> int:
    """The tier of the record's source: that of webUrl, else of originalUrl."""
    return tier_at(record.web_url or record.original_url or "", tiers) or 0


def candidate_of(record: Record, topics: Mapping[str, Topic], tiers: Mapping[str, int]) -> Candidate:
    """A record as the profile sees it; a topic without an entry in `topics` counts as one without keywords."""
    return Candidate(
        title=record.title,
        lead=record.excerpt,
        topics=tuple(topics.get(name) or Topic(id=name, name=name) for name in record.topics),
        has_image=bool(record.images),
        has_amp=record.amp_url is not None,
        has_featured=record.featured_content is not None,
        tier=tier_of(record, tiers),
        outlet=record.provider.domain,
        published=record.published_at,
    )


def demotion(quality: int, related: Iterable[int | None]) -> Demotion:
    """Who leads: a related report of strictly better quality does; an equal one may, which one file cannot tell."""
    best = max((points for points in related if points is not None), default=None)
    if best is None or best < quality:
        return Demotion.LEADS
    return Demotion.DEMOTED if best > quality else Demotion.UNDECIDABLE


def expected(
    record: Record, topics: Mapping[str, Topic], tiers: Mapping[str, int], *, profile: Smartable | None = None
) -> Expected:
    """The scores of a record from its own fields, the desk's topics by name and its tiers by host.

    `profile` is an owner's own that starts from this one.
    """
    profile = profile or Smartable()
    quality = profile.quality(candidate_of(record, topics, tiers))
    heat = _heat(quality, len(record.related), profile.weights)
    place = demotion(quality.value, (item.quality for item in record.related))
    published = place is not Demotion.DEMOTED and heat.value >= profile.threshold
    return Expected(quality=quality, heat=heat, published=published, demotion=place)


def _quality_parts(candidate: Candidate, weights: SmartableWeights) -> Iterable[Part]:
    for topic in candidate.topics:
        found = keyword_count(candidate.title, topic)
        reason = f"topic {topic.name}, {found} keywords in the title"
        yield Part(name="topic", points=weights.topic + weights.keyword * found, reason=reason)
    yield Part(name="image", points=weights.image * candidate.has_image, reason="has an image")
    yield Part(name="amp", points=weights.amp * candidate.has_amp, reason="has an AMP page")
    yield Part(name="featured", points=weights.featured * candidate.has_featured, reason="has featured content")
    yield Part(name="source", points=candidate.tier, reason="the source's tier")
    excess = max(0, (len(candidate.title) - weights.long_title) // 2)  # §3: every second character costs a point
    free = f"{len(candidate.title)} characters, {weights.long_title} are free"
    yield Part(name="long title", points=-excess, reason=free)


def _heat(quality: Score, related: int, weights: SmartableWeights) -> Score:
    coverage = Part(name="coverage", points=weights.related * related, reason=f"{related} related reports")
    return Score.of((Part(name="quality", points=quality.value, reason="the article's own quality"), coverage))
