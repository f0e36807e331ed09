"""What `[publish]` says of feeds: checked where the file alone can tell, and where topics are known."""

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from newsloom.errors import SettingsError
from newsloom.model.judgement import Topic
from newsloom.settings.document import no_such
from newsloom.settings.locate import line_of
from newsloom.settings.places import place_fault
from newsloom.settings.schema import PRESETS, Publish

FORMATS = ("rss", "atom", "json")


def checked_publish(said: Publish, text: str, path: Path) -> Publish:
    """The table; raises SettingsError naming file and line where a format is none, or an address no address."""
    if said.preset not in PRESETS:
        problem = no_such("preset", said.preset, PRESETS)
        raise SettingsError(problem, path=path, line=line_of(text, "$.publish.preset"))
    for form in said.feed_formats:
        if form not in FORMATS:
            raise _fault(no_such("format of feeds", form, FORMATS), "feed_formats", text, path)
    if said.feeds and not said.feed_formats:
        raise _fault("`feed_formats` names none; write `feeds = false` for no feeds", "feed_formats", text, path)
    if said.hub and not _is_web(said.hub):
        raise _fault(f"`{said.hub}` is no address of a hub; it must start with https:// or http://", "hub", text, path)
    for problem in filter(None, map(place_fault, said.to)):
        raise _fault(problem, "to", text, path)
    return said


def topics_with_feeds(said: Publish, topics: Sequence[Topic], path: Path) -> frozenset[str] | None:
    """The ids of the topics that have feeds, None for all; raises SettingsError where one named is none."""
    if not said.feed_topics:
        return None
    ids = {topic.name: topic.id for topic in topics} | {topic.id: topic.id for topic in topics}
    for name in said.feed_topics:
        if name not in ids:
            known = [topic.id for topic in topics]
            problem = no_such("topic", name, known) if known else f"no topic named `{name}`; the desk has no topics"
            raise _fault(problem, "feed_topics", path.read_text(encoding="utf-8-sig"), path)
    return frozenset(ids[name] for name in said.feed_topics)


def _is_web(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and not any(c.isspace() for c in url)


def _fault(problem: str, key: str, text: str, path: Path) -> SettingsError:
    return SettingsError(problem, path=path, line=line_of(text, f"$.publish.{key}"))
