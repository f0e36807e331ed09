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
from newsloom.text.urls import parse

TOPICS = "_data/topics"
ORGANIZATIONS = "_data/organizations"
_ID = re.compile(r"[a-z0-9][a-z0-9._-]*")
_OUTSIDE = re.compile(r"[^a-z0-9._-]")


@dataclass(frozen=True, slots=True)
class DataFiles:
    """The publisher of `_data`."""

    @property
    def fingerprint(self) -> str:
        """Which version of this shape it is."""
        return "datafiles 1"

    def render(self, edition: Edition) -> Iterator[Artifact]:
        """One file a topic, under its owner's number or else its place, then one an organization, by domain."""
        for place, topic in enumerate(edition.topics):
            name = f"{topic.number or f'{place:02d}'}-{_topic_file(topic.id)}.yaml"
            yield Artifact(path=f"{TOPICS}/{name}", content=_text(_topic(topic)))
        by_file = {_domain_file(known.domain): known for known in reversed(edition.organizations)}
        for name in sorted(by_file):
            content = _text([MARK, *_organization(by_file[name]), MARK, ""])
            if name:
                yield Artifact(path=f"{ORGANIZATIONS}/{name}.md", content=content)


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
    yield f"_id: {_bare(known.domain)}"
    yield f"name: {_bare(known.name)}"
    yield f"domain: {_bare(known.domain)}"
    if known.description is not None:
        yield f"description: {quoted(storable(known.description))}"
    images = [image for image in known.images if parse(image.url) is not None]
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


def _topic_file(id_: str) -> str:
    """The owner's own name for a topic, as part of a file's; one that cannot be is an error worth telling."""
    if _ID.fullmatch(id_) is None:
        raise RecordError(f"topic id {id_!r} cannot name a file: it must be lower-case letters, digits and hyphens")
    return id_


def _domain_file(domain: str) -> str:
    """A stranger's domain as a file's name: a port's colon and all else outside the plain set become hyphens."""
    return _OUTSIDE.sub("-", domain.lower()).lstrip(".-")
