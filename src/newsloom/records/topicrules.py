"""The rules in a desk's topic files."""

from newsloom.model.topicrule import THRESHOLD, ArticleField, TopicRule, TopicRules
from newsloom.records.fields import Fields
from newsloom.records.nodes import UnreadableError
from newsloom.text.terms import TermError, term

LARGEST = 100  # a weight, either way
_KEYS = ("any", "all", "none", "exclude", "threshold", "weights", "rules")


def rules_in(fields: Fields) -> TopicRules | None:
    """The rules of a topic file, None without any; raises UnreadableError with the line of a fault."""
    if not set(_KEYS) & set(fields.order):
        return None
    some, every = _terms(fields, "any"), _terms(fields, "all")
    short = (TopicRule(any=some, all=every),) if some or every else ()
    return TopicRules(
        rules=(*short, *map(_rule, fields.items("rules"))),
        all=every,
        none=_terms(fields, "none"),
        exclude=_terms(fields, "exclude"),
        threshold=_weight(fields, "threshold", least=1, default=THRESHOLD),
        weights=_weights(fields.fields("weights")),
    )


def _rule(fields: Fields) -> TopicRule:
    some, every = _terms(fields, "any"), _terms(fields, "all")
    if not some and not every:
        raise UnreadableError(fields.line, "a rule without any and all would match everything; name what it looks for")
    weight = _weight(fields, "weight", least=-LARGEST, default=1)
    if not weight:
        raise UnreadableError(fields.line_of("weight"), "a rule of weight 0 does nothing; give it another weight")
    places = tuple(_field(name, line) for name, line in fields.lined("fields"))
    return TopicRule(any=some, all=every, none=_terms(fields, "none"), weight=weight, fields=places)


def _terms(fields: Fields, name: str) -> tuple[str, ...]:
    for said, line in (found := fields.lined(name)):
        try:
            term(said)
        except TermError as error:
            raise UnreadableError(line, f"{name}: {error}") from error
    return tuple(said for said, _ in found)


def _weights(fields: Fields | None) -> tuple[tuple[ArticleField, int], ...]:
    if fields is None:
        return ()
    return tuple(
        (_field(name, fields.line_of(name)), _weight(fields, name, least=0, default=0)) for name in fields.order
    )


def _weight(fields: Fields, name: str, *, least: int, default: int) -> int:
    weight = fields.number(name)
    if weight is None:
        return default
    if not least <= weight <= LARGEST:
        problem = f"{name} is {weight}; a whole number from {least} to {LARGEST} is wanted"
        raise UnreadableError(fields.line_of(name), problem)
    return weight


def _field(name: str, line: int) -> ArticleField:
    try:
        return ArticleField(name)
    except ValueError as error:
        raise UnreadableError(line, f"no field named `{name}`; there are: {', '.join(ArticleField)}") from error
