"""What `[edition]` makes of the front: its rules, with the quotas of topics by their names."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from newsloom.errors import SettingsError
from newsloom.model.front import FrontRules
from newsloom.model.judgement import Topic
from newsloom.settings.document import no_such
from newsloom.settings.locate import line_of
from newsloom.settings.schema import EditionTable


def front_rules(table: EditionTable, topics: Sequence[Topic], path: Path, *, root: str) -> FrontRules:
    """The rules of a desk's front; raises SettingsError where a quota's topic is none, naming file and line.

    Args:
        table: `[edition]`.
        topics: the desk's.
        path: the file it stands in.
        root: id or name of the topic every record has, which has no quota unless one is said.
    """
    names = {topic.id: topic.name for topic in topics} | {topic.name: topic.name for topic in topics}
    for name in table.topics:
        if name not in names:
            known = [topic.id for topic in topics]
            problem = no_such("topic", name, known) if known else f"no topic named `{name}`; the desk has no topics"
            raise _fault(problem, name, path)
    return FrontRules(
        size=table.size,
        threshold=table.threshold,
        oldest=timedelta(hours=table.oldest_hours),
        source_share=table.source_share,
        family_share=table.family_share,
        topic_share=table.topic_share,
        per_topic={names[name]: places for name, places in table.topics.items()},
        everywhere=frozenset({names.get(root, root)} - {""}),
        in_a_row=table.in_a_row,
    )


def check_quotas(quotas: Mapping[str, Any], path: Path) -> None:
    """Raise SettingsError where a topic's quota is no number of places."""
    for name, places in quotas.items():
        if isinstance(places, bool) or not isinstance(places, int) or places < 0:
            raise _fault(f"the quota of topic `{name}` is no number of places; one is wanted as 4", name, path)


def _fault(problem: str, name: str, path: Path) -> SettingsError:
    line = line_of(path.read_text(encoding="utf-8-sig"), "$.edition.topics", name)
    return SettingsError(f"[edition.topics]: {problem}", path=path, line=line)
