"""The data files of topics and organizations, as site generators and `newsloom records score` read them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from newsloom.errors import RecordError
from newsloom.model.edition import Artifact, Edition, Organization
from newsloom.model.judgement import Topic
from newsloom.model.record import storable
from newsloom.records.codec import MARK
from newsloom.records.quoting import bare, quoted
from newsloom.text.hosts import is_web

TOPICS = "_data/topics"
ORGANIZATIONS = "_data/organizations"
_ID = re.compile(r"[a-z0-9][a-z0-9._-]*")


@dataclass(frozen=True, slots=True)
class DataFiles:
    """The publisher of `_data`."""

    def render(self, edition: Edition) -> Iterator[Artifact]:
        """One file a topic, numbered in the edition's order, then one an organization."""
        for number, topic in enumerate(edition.topics):
            name = f"{number:02d}-{_file_name(topic.id, 'topic id')}.yaml"
            yield Artifact(path=f"{TOPICS}/{name}", content=_text(_topic(topic)))
        for known in edition.organizations:
            path = f"{ORGANIZATIONS}/{_file_name(known.domain.lower(), 'domain')}.md"
            yield Artifact(path=path, content=_text([MARK, *_organization(known), MARK, ""]))


def _topic(topic: Topic) -> Iterator[str]:
    yield "taxonomy: topic"
    yield f"_id: {bare(topic.id)}"
    yield f"name: {_bare(topic.name)}"
    for name, value in (("shortname", topic.shortname), ("parent", topic.parent)):
        if value is not None:
            yield f"{name}: {_bare(value)}"
    if topic.description is not None:
        yield f"description: {quoted(storable(topic.description))}"
    yield from _list("keywords", topic.keywords)
    yield from _list("hashtags", topic.hashtags)
    yield from _list("images", topic.images)
    if topic.services:
        yield "services:"
    for service, endpoint in topic.services:
        yield f"  {_bare(service)}: {_bare(endpoint)}"


def _organization(known: Organization) -> Iterator[str]:
    yield "taxonomy: organization"
    yield f"_id: {bare(known.domain)}"
    yield f"name: {_bare(known.name)}"
    yield f"domain: {bare(known.domain)}"
    if known.description is not None:
        yield f"description: {quoted(storable(known.description))}"
    images = [image for image in known.images if is_web(image.url)]
    if images:
        yield "images:"
    for image in images:
        yield f"  - url: {quoted(storable(image.url))}"
        for name, size in (("width", image.width), ("height", image.height)):
            if size is not None:
                yield f"    {name}: {size}"


def _list(name: str, values: Iterable[str]) -> Iterator[str]:
    for number, value in enumerate(values):
        if number == 0:
            yield f"{name}:"
        yield f"  - {_bare(value)}"


def _bare(text: str) -> str:
    return bare(storable(text))


def _text(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def _file_name(name: str, what: str) -> str:
    """The name as a file's: a port's colon becomes a hyphen; anything else outside the plain set is refused."""
    safe = name.replace(":", "-")
    if _ID.fullmatch(safe) is None:
        raise RecordError(
            f"{what} {name!r} cannot name a file: it must be lower-case letters, digits, dots and hyphens"
        )
    return safe
