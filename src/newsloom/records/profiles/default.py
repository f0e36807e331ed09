"""The profile `default`: what an editor would weigh, each point with its reason.

Quality is 0 to 100 and stands still; heat is 0 or more and only cools. Keywords count as whole words, a publisher's
family is one voice however many outlets it has, and a copy of another's text is no voice at all.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from newsloom.model.judgement import Candidate, Coverage, Part, Score, Topic
from newsloom.text.boundaries import contains_word, folded


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """The points of the default profile; its quality parts end at 100 together.

    `source_most`: a tier of 100 earns this; standing is the best single sign of a report's worth, but must not
    decide alone.
    `title_keyword`, `lead_keyword`: a subject named in the headline is the subject, one named in the lead only may
    be its setting.
    `topics_most`: as much as standing, so that a stranger on topic equals a giant off it.
    `author`, `date`, `image`: eight each; a byline, a date and a picture are what mills leave out.
    `length_most` is earned at `length_words` words, where reports (unlike notices) begin to carry their own sources.
    `interest_percent`: the share of quality that counts as heat while fresh; alone it stays below `threshold`
    unless quality is 80.
    `voice`: another independent voice; one beside an article of modest quality (30) publishes it (15 + 25 points),
    and a second report of one event outweighs the best report that nobody else has.
    `half_life`: a day's news is half as hot after 18 hours, when the next morning's papers are out.
    """

    source_most: int = 30
    title_keyword: int = 15
    lead_keyword: int = 6
    topics_most: int = 30
    author: int = 8
    date: int = 8
    image: int = 8
    length_most: int = 16
    length_words: int = 400
    interest_percent: int = 50
    voice: int = 25
    half_life: timedelta = timedelta(hours=18)
    threshold: int = 40


_FULL_TIER = 100  # tiers are points from 0 to 100


@dataclass(frozen=True, slots=True)
class Default:
    """The profile as the engine uses it."""

    name: str = "default"
    weights: Weights = field(default_factory=Weights)

    def topics(self, title: str, lead: str, topics: Iterable[Topic]) -> tuple[Topic, ...]:
        """The topics with a keyword as a whole word in title or lead."""
        return tuple(topic for topic in topics if any(_found(topic, text) for text in (title, lead)))

    def quality(self, candidate: Candidate) -> Score:
        """0 to 100: the source's standing, the topics it is about, and how complete the article is."""
        return Score.of(self._quality_parts(candidate))

    def heat(self, candidate: Candidate, *, quality: Score, now: datetime) -> Score:
        """0 or more: the article's own interest and a part for every independent voice, each cooling by itself.

        Waiting never raises it and another independent voice never lowers it, since parts are rounded down one by one.
        """
        return Score.of(self._heat_parts(candidate, quality.value, now))

    def publishes(self, *, quality: Score, heat: Score) -> bool:
        """Whether heat reaches the threshold."""
        del quality
        return heat.value >= self.weights.threshold

    def _quality_parts(self, candidate: Candidate) -> Iterator[Part]:
        weights = self.weights
        tier = min(max(candidate.tier, 0), _FULL_TIER)
        points = tier * weights.source_most // _FULL_TIER
        yield Part(name="source", points=points, reason=f"the source's tier is {tier} of {_FULL_TIER}")
        yield self._topic_part(candidate)
        yield Part(name="author", points=weights.author * candidate.has_author, reason="names its author")
        yield Part(name="date", points=weights.date * candidate.has_date, reason="says when it appeared")
        yield Part(name="image", points=weights.image * candidate.has_image, reason="has a picture")
        words = min(max(candidate.words, 0), weights.length_words)
        length = words * weights.length_most // weights.length_words
        yield Part(name="length", points=length, reason=f"{candidate.words} words")

    def _topic_part(self, candidate: Candidate) -> Part:
        named = _words(candidate.topics, candidate.title)
        told = _words(candidate.topics, candidate.lead) - named
        points = self.weights.title_keyword * len(named) + self.weights.lead_keyword * len(told)
        places = [
            f"{words} in the {place}" for place, words in (("title", _listed(named)), ("lead", _listed(told))) if words
        ]
        return Part(name="topics", points=min(points, self.weights.topics_most), reason="; ".join(places))

    def _heat_parts(self, candidate: Candidate, quality: int, now: datetime) -> Iterator[Part]:
        fresh = self._freshness(candidate.published, now)
        interest = int(quality * self.weights.interest_percent / 100 * fresh)
        yield Part(name="interest", points=interest, reason=f"quality {quality}, {_age(candidate.published, now)}")
        for report in _voices(candidate):
            points = int(self.weights.voice * self._freshness(report.published, now))
            yield Part(name="voice", points=points, reason=f"{report.outlet}, {_age(report.published, now)}")

    def _freshness(self, moment: datetime, now: datetime) -> float:
        """1 when new, halved with every half-life; what claims to be from the future is new."""
        age = max(now - moment, timedelta())
        return float(0.5 ** (age / self.weights.half_life))


def _voices(candidate: Candidate) -> list[Coverage]:
    """The newest report of each independent voice besides the article's own, by name."""
    own = candidate.family or candidate.outlet
    newest: dict[str, Coverage] = {}
    for report in candidate.coverage:
        if report.is_copy or report.voice == own:
            continue
        known = newest.get(report.voice)
        if known is None or (report.published, report.outlet) > (known.published, known.outlet):
            newest[report.voice] = report
    return [newest[voice] for voice in sorted(newest)]


def _found(topic: Topic, text: str) -> frozenset[str]:
    low = folded(text)
    return frozenset(word for keyword in topic.keywords if contains_word(low, word := folded(keyword)))


def _words(topics: Iterable[Topic], text: str) -> frozenset[str]:
    return frozenset().union(*(_found(topic, text) for topic in topics))


def _listed(words: frozenset[str]) -> str:
    return ", ".join(sorted(words))


def _age(moment: datetime, now: datetime) -> str:
    hours = max(now - moment, timedelta()) // timedelta(hours=1)
    return f"{hours} hours old"
