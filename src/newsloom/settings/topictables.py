"""The `[topic.ID]` tables of newsloom.toml: topics, their rules, and rules for topics that have a file."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from newsloom.errors import SettingsError
from newsloom.model.judgement import Topic
from newsloom.model.topicrule import THRESHOLD, ArticleField, TopicRule, TopicRules
from newsloom.settings.document import PLACE, UNKNOWN, no_such, plain_document, refusal
from newsloom.settings.locate import Step, line_of
from newsloom.text.terms import TermError, term

Terms = tuple[str, ...]
_ID = re.compile(r"[a-z0-9][a-z0-9._-]*")
FIELDS = tuple(field.value for field in ArticleField)
LARGEST = 100  # a weight, either way


class RuleTable(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[[topic.ID.rule]]`: one rule."""

    any: Terms = ()
    all: Terms = ()
    none: Terms = ()
    weight: int = 1
    fields: Terms = ()


class TopicTable(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`[topic.ID]`: one topic, or rules for one that has a file."""

    name: str | None = None
    shortname: str | None = None
    parent: str | None = None
    description: str | None = None
    keywords: Terms = ()
    hashtags: Terms = ()
    images: Terms = ()
    services: dict[str, str] = {}
    any: Terms = ()
    all: Terms = ()
    none: Terms = ()
    exclude: Terms = ()
    threshold: int = THRESHOLD
    weights: dict[str, int] = {}
    rule: tuple[RuleTable, ...] = ()


def read_topic_tables(tables: Mapping[str, Any], text: str, path: Path) -> tuple[Topic, ...]:
    """The topics of the tables, in the file's order; what a table leaves out has its default.

    Args:
        tables: id → keys, as TOML gave them.
        text: the file, to name lines.
        path: the file.

    Raises:
        SettingsError: a key is unknown, a value of the wrong kind, a term says nothing or too much.
    """
    return tuple(_Reader(id_, text, path).topic(table) for id_, table in tables.items())


def topics_in(path: Path) -> tuple[Topic, ...]:
    """The topics in a TOML file, whatever else it holds; raises SettingsError as `read_topic_tables`."""
    data, text = plain_document(path)
    tables = data.get("topic", {})
    return read_topic_tables(tables if isinstance(tables, dict) else {"": tables}, text, path)


class _Reader:
    """Reads one table and raises its first fault."""

    def __init__(self, id_: str, text: str, path: Path) -> None:
        self._id = id_
        self._text = text
        self._path = path

    def topic(self, table: object) -> Topic:
        """The topic the table says."""
        if not _ID.fullmatch(self._id):
            raise self._fault(f"`{self._id}` is no id of a topic; lower-case letters, digits and hyphens are wanted")
        read = self._converted(table)
        return Topic(
            id=self._id,
            name=self._id if read.name is None else read.name,
            shortname=read.shortname,
            parent=read.parent,
            description=read.description,
            keywords=read.keywords,
            hashtags=read.hashtags,
            images=read.images,
            services=tuple(read.services.items()),
            rules=self._rules(read),
        )

    def _rules(self, table: TopicTable) -> TopicRules | None:
        for key in ("any", "all", "none", "exclude"):
            self._check_terms(getattr(table, key), key)
        self._check_weight(table.threshold, "threshold", least=1)
        weights = tuple((self._field(name, "weights", name), weight) for name, weight in table.weights.items())
        for field, weight in weights:
            self._check_weight(weight, "weights", field.value, least=0)
        short = [TopicRule(any=table.any, all=table.all)] if table.any or table.all else []
        rules = TopicRules(
            rules=(*short, *(self._rule(rule, number) for number, rule in enumerate(table.rule))),
            all=table.all,
            none=table.none,
            exclude=table.exclude,
            threshold=table.threshold,
            weights=weights,
        )
        if rules == TopicRules():
            return None
        if not rules.rules and not table.keywords and not (table.none or table.exclude):
            raise self._fault("a threshold and weights need rules to weigh; write `any = [...]`")
        return rules

    def _rule(self, table: RuleTable, number: int) -> TopicRule:
        for key in ("any", "all", "none"):
            self._check_terms(getattr(table, key), "rule", number, key)
        if not table.any and not table.all:
            raise self._fault(
                "a rule without `any` and `all` would match everything; name what it looks for", "rule", number
            )
        if not table.weight:
            raise self._fault(
                "a rule of weight 0 does nothing; give it another weight, or take it out", "rule", number, "weight"
            )
        self._check_weight(table.weight, "rule", number, "weight", least=-LARGEST)
        fields = tuple(self._field(name, "rule", number, "fields", n) for n, name in enumerate(table.fields))
        return TopicRule(any=table.any, all=table.all, none=table.none, weight=table.weight, fields=fields)

    def _check_terms(self, terms: Sequence[str], *keys: Step) -> None:
        for number, said in enumerate(terms):
            try:
                term(said)
            except TermError as error:
                raise self._fault(str(error), *keys, number) from error

    def _check_weight(self, weight: int, *keys: Step, least: int) -> None:
        if not least <= weight <= LARGEST:
            named = ".".join(key for key in keys if isinstance(key, str))
            raise self._fault(f"`{named}` is {weight}; a whole number from {least} to {LARGEST} is wanted", *keys)

    def _field(self, name: str, *keys: Step) -> ArticleField:
        if name not in FIELDS:
            raise self._fault(no_such("field", name, FIELDS), *keys)
        return ArticleField(name)

    def _converted(self, table: object) -> TopicTable:
        try:
            return msgspec.convert(table, TopicTable)
        except msgspec.ValidationError as error:
            raise self._invalid(error) from error

    def _invalid(self, error: msgspec.ValidationError) -> SettingsError:
        if unknown := UNKNOWN.match(str(error)):
            where = [*_steps(unknown["path"] or "$")]
            known = (RuleTable if where else TopicTable).__struct_fields__
            return self._fault(
                f"unknown {no_such('key', unknown['key'], known).removeprefix('no ')}", *where, unknown["key"]
            )
        place = PLACE.match(str(error))
        what, where = (place["what"], [*_steps(place["path"] or "$")]) if place else (str(error), [])
        return self._fault(refusal(what), *where)

    def _fault(self, problem: str, *keys: Step) -> SettingsError:
        name = ".".join(["topic", self._id, *(key for key in keys if isinstance(key, str))])
        line = line_of(self._text, "$.topic", self._id, *keys)
        return SettingsError(f"`{name}`: {problem}", path=self._path, line=line)


def _steps(path: str) -> Iterator[Step]:
    """The steps of a path as msgspec names it, as far as it does."""
    for name, index in re.findall(r"\.?([^.\[\]]+)|\[(\d+)\]", path.removeprefix("$").replace("[...]", "")):
        yield name or int(index)
