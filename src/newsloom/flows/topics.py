"""A desk's topics, from the files of a folder and the tables of newsloom.toml."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from newsloom.curate.taxonomy import parent_faults
from newsloom.curate.topics import TopicBook
from newsloom.errors import RecordError, SettingsError, UsageError
from newsloom.model.judgement import Topic
from newsloom.model.topicrule import THRESHOLD, TopicRules
from newsloom.records.taxonomy import topic
from newsloom.settings import Settings
from newsloom.settings.locate import line_of
from newsloom.settings.topictables import topics_in

_NUMBER = re.compile(r"([0-9]+)-")
_PARENT = re.compile(r"^parent\s*:", re.MULTILINE)


def desk_topics(settings: Settings, *, file: Path | None = None) -> tuple[Topic, ...]:
    """The desk's topics: those with files, with what newsloom.toml says of them, then those of newsloom.toml alone.

    Args:
        settings: the desk.
        file: a TOML file whose `[topic.ID]` tables stand for those of the same id in newsloom.toml.

    Raises:
        UsageError: a topic file cannot be used.
        SettingsError: a parent is unknown, or parents go in a circle; it names file and line. Under the record contract
            parents of topic files have no say, so nothing is wrong with them.
    """
    files = read_topics(settings.topics_folder)
    tables = {topic.id: (topic, settings.path) for topic in settings.own_topics}
    if file is not None:
        tables |= {topic.id: (topic, file) for topic in topics_in(file)}
    topics = with_tables(files, [topic for topic, _ in tables.values()])
    for at_fault, problem in parent_faults(topics):
        table, path = tables.get(at_fault.id, (None, settings.path))
        if table is not None and table.parent:
            line = line_of(path.read_text(encoding="utf-8-sig"), "$.topic", at_fault.id, "parent")
            raise SettingsError(problem, path=path, line=line)
        if settings.profile.name != "smartable":
            raise _parent_fault(settings, at_fault, problem)
    return topics


def book_of(topics: Sequence[Topic], *, contract_only: bool = False) -> TopicBook:
    """The topics, compiled; `contract_only` where keywords mean what the record contract says."""
    return TopicBook(topics, whole_words=not contract_only)


def with_tables(files: Sequence[Topic], tables: Sequence[Topic]) -> tuple[Topic, ...]:
    """The topics of files, each with what the table of its id adds, then the topics that have tables alone."""
    by_id = {table.id: table for table in tables}
    known = {file.id for file in files}
    extended = (_extended(file, by_id[file.id]) if file.id in by_id else file for file in files)
    return (*extended, *(table for table in tables if table.id not in known))


def read_topics(folder: Path) -> tuple[Topic, ...]:
    """The topics of `NN-id.yaml` files, numbers kept, in the order of their names; none where there is no folder.

    Raises:
        UsageError: a file cannot be read, is no topic, or two have one id; it names the file.
    """
    topics: dict[str, Topic] = {}
    for path in sorted(folder.glob("*.yaml")):
        try:
            found = topic(path.read_bytes())
        except OSError as error:
            raise UsageError(f"{path}: cannot be read: {error.strerror}") from error
        except RecordError as error:
            raise UsageError(f"{path}: {error}") from error
        if found.id in topics:
            raise UsageError(f"{path}: another topic file has the id `{found.id}`; give one of them another `_id`")
        number = _NUMBER.match(path.name)
        topics[found.id] = replace(found, number=number and number[1])
    return tuple(topics.values())


def _extended(file: Topic, table: Topic) -> Topic:
    """A topic's file with what its table says beside it; the table's word counts where both speak."""
    return replace(
        file,
        name=file.name if table.name == table.id else table.name,
        shortname=table.shortname or file.shortname,
        parent=table.parent or file.parent,
        description=table.description or file.description,
        keywords=(*file.keywords, *table.keywords),
        hashtags=(*file.hashtags, *table.hashtags),
        images=table.images or file.images,
        services=table.services or file.services,
        rules=_together(file.rules, table.rules),
    )


def _together(one: TopicRules | None, other: TopicRules | None) -> TopicRules | None:
    if one is None or other is None:
        return one or other
    return TopicRules(
        rules=(*one.rules, *other.rules),
        all=(*one.all, *other.all),
        none=(*one.none, *other.none),
        exclude=(*one.exclude, *other.exclude),
        threshold=one.threshold if other.threshold == THRESHOLD else other.threshold,
        weights=tuple((dict(one.weights) | dict(other.weights)).items()),
    )


def _parent_fault(settings: Settings, at_fault: Topic, problem: str) -> SettingsError:
    """The fault with the place of `parent` in the topic's file."""
    for path in sorted(settings.topics_folder.glob("*.yaml")):
        data = path.read_bytes()
        if topic(data).id == at_fault.id:
            text = data.decode("utf-8-sig")
            found = _PARENT.search(text)
            return SettingsError(problem, path=path, line=text.count("\n", 0, found.start()) + 1 if found else None)
    return SettingsError(problem, path=settings.path)
