"""What an owner writes down to say which articles a topic has."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from msgspec import Struct


class ArticleField(StrEnum):
    """Where in an article a rule may look; `tags` are the outlet's own, `url` is the path of the address."""

    TITLE = "title"
    LEAD = "lead"
    TEXT = "text"
    SECTION = "section"
    URL = "url"
    TAGS = "tags"


#: What a place is worth by its field: a subject in the headline is the subject, one in the text may be an aside.
FIELD_WEIGHTS: Mapping[ArticleField, int] = MappingProxyType(
    {
        ArticleField.TITLE: 3,
        ArticleField.LEAD: 2,
        ArticleField.TEXT: 1,
        ArticleField.SECTION: 2,
        ArticleField.URL: 1,
        ArticleField.TAGS: 2,
    }
)
THRESHOLD = 2  # one word somewhere in the text is a mention; one in the lead, or two words, are a subject


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicRule:
    """One rule: terms as the owner wrote them (`text.terms` says what they mean).

    It holds where each term of `all` is found, one of `any` if there are some, and none of `none`. Then each term found
    is worth `weight` times the weight of its field, once a field. `fields` are those it looks in; empty: all.
    """

    any: tuple[str, ...] = ()
    all: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    weight: int = 1
    fields: tuple[ArticleField, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicRules:
    """All rules of a topic, beside its keywords.

    `all` and `none` are terms that must, and must not, be in an article of the topic, whatever its rules say. What
    stands in a place of an `exclude` term counts for nothing. The topic is an article's if the rules that hold sum to
    `threshold` or more. `weights` are points by field, of those that differ from `FIELD_WEIGHTS`; 0 is not read.
    """

    rules: tuple[TopicRule, ...] = ()
    all: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    threshold: int = THRESHOLD
    weights: tuple[tuple[ArticleField, int], ...] = ()

    def weight_of(self, field: ArticleField) -> int:
        """What a place in a field is worth."""
        return dict(self.weights).get(field, FIELD_WEIGHTS[field])


class TopicMatch(Struct, frozen=True, kw_only=True, array_like=True):
    """One place of an article that speaks for a topic, or against it.

    `topic` is the id of the topic, `rule` the term or keyword that was found, as its owner wrote it. `start` and `end`
    are offsets in characters of `field`, `words` what stands there. `points` is what the place adds to the topic's
    score: 0 where the same term counted in that field already, less than 0 where its rule speaks against the topic.
    """

    topic: str
    rule: str
    field: ArticleField
    start: int
    end: int
    words: str
    points: int
