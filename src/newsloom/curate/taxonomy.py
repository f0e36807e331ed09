"""Which topic stands below which."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches

from newsloom.model.judgement import Topic


def parents(topics: Iterable[Topic]) -> dict[str, str]:
    """The id of each topic's parent, of those that have one that is there; a parent is named by name or by id."""
    listed = list(topics)
    ids = {topic.id: topic.id for topic in listed} | {topic.name: topic.id for topic in reversed(listed)}
    return {topic.id: ids[topic.parent] for topic in listed if topic.parent is not None and topic.parent in ids}


def ancestors(topics: Iterable[Topic]) -> dict[str, tuple[str, ...]]:
    """The ids above each topic, the nearest first; a circle ends where it closes."""
    above = parents(topics)
    return {topic: tuple(_chain(topic, above)) for topic in above}


def parent_faults(topics: Sequence[Topic]) -> Iterator[tuple[Topic, str]]:
    """Topics with a parent that cannot be, each with what is wrong and what would be right."""
    above = parents(topics)
    names = [topic.name for topic in topics]
    in_circles: set[str] = set()
    for topic in topics:
        if topic.parent is not None and topic.id not in above:
            near = get_close_matches(topic.parent, names, n=1)
            hint = f"did you mean `{near[0]}`?" if near else "name one that is there, or take `parent` out"
            yield topic, f"no topic `{topic.parent}` to be the parent of `{topic.id}`; {hint}"
        circle = _circle(topic.id, above)
        if circle and not in_circles & set(circle):
            in_circles |= set(circle)
            yield topic, f"the parents go in a circle: {' → '.join((*circle, circle[0]))}; take one `parent` out"


def _chain(topic: str, above: Mapping[str, str]) -> Iterator[str]:
    seen = {topic}
    while (topic := above.get(topic, "")) and topic not in seen:
        seen.add(topic)
        yield topic


def _circle(topic: str, above: Mapping[str, str]) -> tuple[str, ...]:
    """The circle a topic is part of; empty if there is none."""
    chain = (topic, *_chain(topic, above))
    return chain if above.get(chain[-1]) == topic else ()
