"""The profile `default`: what an editor would weigh, each point with its reason.

Quality is 0 to 100 and stands still; heat is 0 or more and only cools. Keywords count as whole words, a publisher's
family is one voice however many outlets it has, and a copy of another's text is no voice at all.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from newsloom.model.judgement import Candidate, Originality, Part, Score, Topic
from newsloom.model.metadata import Genre, Standing
from newsloom.model.topicrule import ArticleField
from newsloom.model.weights import DefaultWeights
from newsloom.records.profiles.heat import heat_parts
from newsloom.text.boundaries import contains_word, folded
from newsloom.text.headlines import is_shouted
from newsloom.text.keywords import KeywordFinder

__all__ = ["Default", "Weights"]

Weights = DefaultWeights

FULL_TIER = 100  # tiers are points from 0 to 100

#: Which weight an originality or a genre earns; one not named here earns nothing.
OF_ORIGINALITY: Mapping[Originality, str] = MappingProxyType(
    {Originality.OWN: "own_text", Originality.AGENCY: "agency_text", Originality.UNREAD: "unread_text"}
)
OF_GENRE: Mapping[Genre, str] = MappingProxyType(
    dict.fromkeys((Genre.REPORT, Genre.ANALYSIS, Genre.INTERVIEW, Genre.FACT_CHECK), "report")
    | dict.fromkeys((Genre.OBITUARY, Genre.REVIEW, Genre.LIVE_BLOG, Genre.VIDEO), "other_genre")
    | {Genre.OPINION: "opinion"}
)


@dataclass(frozen=True, slots=True)
class Default:
    """The profile as the engine uses it; an owner's own has another name and weights."""

    name: str = "default"
    weights: DefaultWeights = field(default_factory=DefaultWeights)
    _finders: dict[int, tuple[object, KeywordFinder]] = field(default_factory=dict, repr=False, compare=False)

    def __reduce__(self) -> tuple[object, ...]:
        """What is compiled stays in this process; another one compiles it anew."""
        return Default, (self.name, self.weights)

    @property
    def contract_only(self) -> bool:
        """Whether records hold the contract's fields alone."""
        return False

    @property
    def threshold(self) -> int:
        """The heat from which a story is shown."""
        return self.weights.threshold

    def topics(self, title: str, lead: str, topics: Iterable[Topic]) -> tuple[Topic, ...]:
        """The topics with a keyword as a whole word in title or lead."""
        known = topics if isinstance(topics, tuple) else tuple(topics)
        named = self._finder(known).names(title, lead)
        return tuple(topic for topic in known if topic.id in named)

    def quality(self, candidate: Candidate) -> Score:
        """0 to 100: who says it, whose text it is, what it is about, how complete it is, less its faults."""
        return Score.of(self._quality_parts(candidate))

    def heat(self, candidate: Candidate, *, quality: Score, now: datetime) -> Score:
        """0 or more: the best article's interest and a part for every independent voice, each cooling by itself.

        Waiting never raises it, and another independent voice never lowers it, nor any part of it.
        """
        reports = (candidate.as_coverage(quality=quality.value), *candidate.coverage)
        return Score.of(heat_parts(reports, now, self.weights))

    def publishes(self, *, quality: Score, heat: Score) -> bool:
        """Whether heat reaches the threshold."""
        del quality
        return heat.value >= self.weights.threshold

    def _finder(self, topics: tuple[Topic, ...]) -> KeywordFinder:
        """The one for these topics, made once; a desk's topics are one and the same value all the time."""
        kept = self._finders.get(id(topics))
        if kept is None or kept[0] is not topics:
            kept = (topics, KeywordFinder({topic.id: topic.keywords for topic in topics}))
            self._finders.clear()
            self._finders[id(topics)] = kept
        return kept[1]

    def _quality_parts(self, candidate: Candidate) -> Iterator[Part]:
        weights = self.weights
        yield Part(name="article", points=weights.article, reason="where every article starts; faults are taken off")
        yield self._source_part(candidate)
        whose = candidate.originality
        yield Part(name="originality", points=self._of(OF_ORIGINALITY.get(whose)), reason=whose.value)
        genre = candidate.genre
        yield Part(name="genre", points=self._of(OF_GENRE.get(genre)), reason=genre.value)
        yield self._topic_part(candidate)
        yield Part(name="author", points=weights.author * candidate.has_author, reason="somebody signs it")
        dated = candidate.has_date
        said = "says when it appeared" if dated else "does not say when it appeared"
        yield Part(name="date", points=weights.date if dated else -weights.undated, reason=said)
        yield Part(name="image", points=weights.image * candidate.has_image, reason="has a picture of its own")
        yield Part(name="length", points=length_points(candidate.words, weights), reason=_words(candidate, weights))
        yield from self._faults(candidate)

    def _source_part(self, candidate: Candidate) -> Part:
        tier = min(max(candidate.tier, 0), FULL_TIER)
        whose = f" of its {candidate.tier_of}" if candidate.tier_of else ""
        points = tier * self.weights.source_most // FULL_TIER
        return Part(name="source", points=points, reason=f"{candidate.outlet}: tier {tier} of {FULL_TIER}{whose}")

    def _topic_part(self, candidate: Candidate) -> Part:
        named, told = _subjects(candidate)
        points = topic_points(len(named), len(told), self.weights)
        places = [
            f"{words} in the {place}" for place, words in (("title", _listed(named)), ("lead", _listed(told))) if words
        ]
        return Part(name="topics", points=points, reason="; ".join(places))

    def _faults(self, candidate: Candidate) -> Iterator[Part]:
        weights = self.weights
        if candidate.is_paywalled:
            yield Part(name="paywall", points=-weights.paywalled, reason="most readers cannot read it all")
        if is_shouted(candidate.title):
            yield Part(name="headline", points=-weights.shouted, reason="the headline shouts")
        if candidate.standing is Standing.CORRECTED:
            yield Part(name="corrections", points=-weights.corrected, reason="its outlet had to correct it")
        elif candidate.standing is not Standing.STANDS:
            yield Part(name="corrections", points=-weights.gone, reason="its outlet no longer shows it")

    def _of(self, weight: str | None) -> int:
        return getattr(self.weights, weight) if weight else 0


def length_points(words: int, weights: DefaultWeights) -> int:
    """What a text of so many words earns, or loses where it is thin."""
    if words < weights.thin_words:
        return -weights.thin
    return min(words, weights.length_words) * weights.length_most // weights.length_words


def topic_points(named: int, told: int, weights: DefaultWeights) -> int:
    """What so many keywords in the title and others in the lead earn."""
    return min(weights.title_keyword * named + weights.lead_keyword * told, weights.topics_most)


def keywords(candidate: Candidate) -> tuple[int, int]:
    """How many keywords of its topics stand in the title, and how many others in the lead."""
    named, told = _subjects(candidate)
    return len(named), len(told)


def _words(candidate: Candidate, weights: DefaultWeights) -> str:
    return f"{max(candidate.words, 0)} words" + (
        ", no more than a notice" if candidate.words < weights.thin_words else ""
    )


def _subjects(candidate: Candidate) -> tuple[frozenset[str], frozenset[str]]:
    """What speaks for its topics in the title, and what else in the lead: keywords, and what rules have found."""
    listed = [topic for topic in candidate.topics if topic.rules is None]
    ruled = {topic.id for topic in candidate.topics} - {topic.id for topic in listed}

    def matched(field: ArticleField) -> frozenset[str]:
        found = (m for m in candidate.matches if m.field is field and m.points > 0 and m.topic in ruled)
        return frozenset(folded(match.words) for match in found)

    named = _keywords(listed, candidate.title) | matched(ArticleField.TITLE)
    return named, (_keywords(listed, candidate.lead) | matched(ArticleField.LEAD)) - named


def _found(topic: Topic, text: str) -> frozenset[str]:
    low = folded(text)
    return frozenset(word for keyword in topic.keywords if contains_word(low, word := folded(keyword)))


def _keywords(topics: Iterable[Topic], text: str) -> frozenset[str]:
    return frozenset().union(*(_found(topic, text) for topic in topics))


def _listed(words: frozenset[str]) -> str:
    return ", ".join(sorted(words))
