"""Which rules of a topic hold in an article, and what each place adds to its score."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from newsloom.curate.termindex import Found, Span, merged, overlaps
from newsloom.model.topicrule import ArticleField, TopicRule, TopicRules

FIELDS = tuple(ArticleField)
PLACES = 20  # places of one term in one field that are told; the first of them counts

Number = Callable[[str], int]  # a term as its owner wrote it → its place in the index
Place = tuple[int, int, int, int]  # term, begin, end, points


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """One rule with its terms as numbers; `fields` are places in `FIELDS`, None for all."""

    any: frozenset[int]
    all: tuple[int, ...]
    none: tuple[int, ...]
    weight: int
    fields: frozenset[int] | None

    @property
    def is_simple(self) -> bool:
        """Whether it holds wherever one of its terms is."""
        return not (self.all or self.none)

    @property
    def counted(self) -> frozenset[int]:
        """The terms that count where the rule holds."""
        return self.any.union(self.all)


@dataclass(frozen=True, slots=True)
class CompiledTopic:
    """A topic's rules with their terms as numbers; `weights` by place in `FIELDS`.

    `values` is what a term in a set of fields is worth to a rule of weight 1, by the set's number: the sum of
    2 to the power of each field's place.
    """

    rules: tuple[CompiledRule, ...]
    all: tuple[int, ...]
    none: tuple[int, ...]
    exclude: tuple[int, ...]
    threshold: int
    weights: tuple[int, ...]
    values: tuple[int, ...]
    reads_all: bool


def compiled(rules: TopicRules, number: Number) -> CompiledTopic:
    """The rules with their terms as numbers."""
    weights = tuple(rules.weight_of(field) for field in FIELDS)
    return CompiledTopic(
        rules=tuple(_rule(rule, number) for rule in rules.rules),
        all=tuple(map(number, rules.all)),
        none=tuple(map(number, rules.none)),
        exclude=tuple(map(number, rules.exclude)),
        threshold=rules.threshold,
        weights=weights,
        values=_values(weights),
        reads_all=all(weights),
    )


@lru_cache(maxsize=1024)  # most topics weigh fields alike
def _values(weights: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(
        sum(weight for place, weight in enumerate(weights) if fields >> place & 1)
        for fields in range(1 << len(weights))
    )


def _rule(rule: TopicRule, number: Number) -> CompiledRule:
    return CompiledRule(
        any=frozenset(map(number, rule.any)),
        all=tuple(dict.fromkeys(map(number, rule.all))),
        none=tuple(map(number, rule.none)),
        weight=rule.weight,
        fields=frozenset(map(FIELDS.index, rule.fields)) if rule.fields else None,
    )


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was found in one article: the places of each term, and which field (a place in `FIELDS`) one is in."""

    found: Found
    field_at: Callable[[int], int]

    def masks(self, topic: CompiledTopic) -> Sequence[Span]:
        """The places that count for nothing, in order and apart."""
        if not topic.exclude:
            return ()
        return merged(span for term in topic.exclude for span in self.found.get(term, ()))

    def is_masked(self, span: Span, masks: Sequence[Span]) -> bool:
        """Whether a place begins or ends in a masked one; what is between two words that are near may be masked."""
        begin, end = span
        return bool(masks) and (overlaps((begin, begin + 1), masks) or overlaps((end - 1, end), masks))

    def counting(
        self, term: int, topic: CompiledTopic, masks: Sequence[Span], fields: frozenset[int] | None = None
    ) -> list[Span]:
        """The places of a term that count: in fields that are read, not in a masked place."""
        if fields is None and not masks and topic.reads_all:
            return self.found.get(term, [])
        return [
            span
            for span in self.found.get(term, ())
            if topic.weights[field := self.field_at(span[0])]
            and (fields is None or field in fields)
            and not self.is_masked(span, masks)
        ]


def may_hold(topic: CompiledTopic, evidence: Evidence) -> bool:
    """Whether all is there that must be for the topic, and nothing that must not."""
    if not (topic.all or topic.none):
        return True
    masks = evidence.masks(topic)
    if not all(evidence.counting(term, topic, masks) for term in topic.all):
        return False
    return not any(evidence.counting(term, topic, masks) for term in topic.none)


def places(topic: CompiledTopic, touched: Mapping[int, Sequence[int]], evidence: Evidence) -> list[Place]:
    """The places that count for a topic, with their points; none if it may not hold.

    Args:
        topic: its rules.
        touched: for each rule of which something was found, by its place in the topic, the terms found that count.
        evidence: what was found.
    """
    if not may_hold(topic, evidence):
        return []
    masks = evidence.masks(topic)
    found: list[Place] = []
    for number, terms in touched.items():
        rule = topic.rules[number]
        there = {term: spans for term in terms if (spans := evidence.counting(term, topic, masks, rule.fields))}
        none = (evidence.counting(term, topic, masks, rule.fields) for term in rule.none)
        if rule.is_simple or (_holds(rule, there.keys()) and not any(none)):
            for term, spans in there.items():
                found += _pointed(term, spans, topic, rule.weight, evidence.field_at)
    return found


def _holds(rule: CompiledRule, there: Collection[int]) -> bool:
    return all(term in there for term in rule.all) and (not rule.any or not rule.any.isdisjoint(there))


def _pointed(
    term: int, spans: Sequence[Span], topic: CompiledTopic, weight: int, field_at: Callable[[int], int]
) -> Iterator[Place]:
    """A term's places with their points: the first in each field counts."""
    if len(spans) == 1:
        begin, end = spans[0]
        yield term, begin, end, weight * topic.weights[field_at(begin)]
        return
    told: dict[int, int] = {}
    for begin, end in spans:
        field = field_at(begin)
        before = told.get(field, 0)
        told[field] = before + 1
        if before < PLACES:
            yield term, begin, end, 0 if before else weight * topic.weights[field]
