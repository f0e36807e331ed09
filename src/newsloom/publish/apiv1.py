"""The API, version 1: static JSON beside the contract's; pages keep their items, a change touches its own file."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from operator import attrgetter, itemgetter

import msgspec

from newsloom.model.appearance import Appearance, LoggedChange, Presence
from newsloom.model.edition import Artifact, Edition, sealed
from newsloom.model.judgement import Topic
from newsloom.model.listing import Listing, first_of_each
from newsloom.model.story import StoryId
from newsloom.publish.apischemas import SCHEMAS
from newsloom.publish.apistory import VERSION, Json, outlet, story_document, story_path, summary, tombstone
from newsloom.publish.folders import folder_named
from newsloom.publish.inert import address, language, name, plain
from newsloom.publish.seals import seal_of
from newsloom.publish.xmlwriting import rfc3339

ROOT = "api/v1"
FORM = 1  # counts on whenever the same things are written otherwise, so that all files are written anew
PAGE = 100  # numbers of stories of one page; another figure would be another version
LOG_PAGE = 1_000  # changes of one page of the log
LATEST = 50  # stories of the lists of newest ones

_Known = Mapping[StoryId, Appearance]
_Told = tuple[Listing, Appearance]


@dataclass(frozen=True, slots=True)
class ApiV1:
    """The publisher of the API, version 1. Addresses in it are relative to `api/v1/`, wherever that is served."""

    @property
    def fingerprint(self) -> str:
        """Which version of this shape it is."""
        return f"apiv1 {FORM}"

    def render(self, edition: Edition) -> Iterator[Artifact]:
        """The index, pages, lists, topics, sources, the log and the schemas; documents of stories that are due."""
        known, topics = edition.ledger.appearances, {topic.name: topic for topic in edition.topics}
        shown = [one for one in reversed(edition.told) if one[1].presence is Presence.SHOWN]
        pages = _pages(known)
        yield _file("index.json", _index(edition, shown=len(shown), pages=pages))
        yield _file("stories/latest.json", _list(shown[:LATEST], topics))
        for page, stories in pages.items():
            seal = seal_of(FORM, [one.number for one in stories])  # a number is one story's, first shown once
            yield sealed(f"{ROOT}/stories/pages/{page}.json", partial(_page, page, stories), seal=seal)
        yield from _stories(edition, known, topics)
        yield from _topics(edition, shown, topics)
        yield _file("sources/index.json", _sources(edition))
        yield from _log(edition)
        for schema, said in SCHEMAS.items():
            yield _file(f"schemas/{schema}.json", said)


def _stories(edition: Edition, known: _Known, topics: Mapping[str, Topic]) -> Iterator[Artifact]:
    """A document for each story that was published once: what it is, or that it went."""
    due = [listing for listing in edition.due if listing.story in known]
    for listing, entry, coverage in edition.each(due):
        appearance = known[listing.story]
        if appearance.presence in {Presence.SHOWN, Presence.WITHDRAWN}:
            said = story_document(entry, appearance, coverage, topics)
        else:
            said = tombstone(appearance, leader=entry.record.leader or coverage.leader)
        yield Artifact(path=f"{ROOT}/{story_path(listing.story)}", content=_bytes(said), story=listing.story)


def _pages(known: _Known) -> dict[int, list[Appearance]]:
    """Stories by the page their number puts them on, for good; what its owner removed is on none."""
    pages: dict[int, list[Appearance]] = {}
    for one in sorted(known.values(), key=attrgetter("number")):
        page = pages.setdefault((one.number - 1) // PAGE + 1, [])
        if one.presence is not Presence.REMOVED:
            page.append(one)
    return pages


def _page(page: int, stories: Sequence[Appearance]) -> bytes:
    items = [
        {
            "number": one.number,
            "id": plain(one.story),
            "story": story_path(one.story),
            "firstShownAt": rfc3339(one.first_shown),
        }
        for one in stories
    ]
    return _bytes({"version": VERSION, "page": page, "items": items})


def _index(edition: Edition, *, shown: int, pages: Mapping[int, object]) -> Json:
    last = edition.ledger.length
    return {
        "version": VERSION,
        "title": name(edition.desk.title),
        "url": address(edition.desk.base_url) or None,
        "language": language(edition.desk.language) or None,
        "stories": {
            "shown": shown,
            "pageSize": PAGE,
            "pages": len(pages),
            "page": "stories/pages/{page}.json",
            "latest": "stories/latest.json",
        },
        "topics": "topics/index.json",
        "sources": "sources/index.json",
        "changes": {
            "cursor": last,
            "pageSize": LOG_PAGE,
            "pages": -(-last // LOG_PAGE),
            "page": "changes/pages/{page}.json",
            "latest": "changes/latest.json",
        },
        "schemas": {schema: f"schemas/{schema}.json" for schema in SCHEMAS},
    }


def _list(told: Sequence[_Told], topics: Mapping[str, Topic]) -> Json:
    return {"version": VERSION, "items": [summary(listing, one, topics) for listing, one in told]}


def _topics(edition: Edition, shown: Sequence[_Told], topics: Mapping[str, Topic]) -> Iterator[Artifact]:
    """The list of topics, and for each its newest stories."""
    counts, newest = _counts(shown), first_of_each(shown, topics, most=LATEST, listing=itemgetter(0))
    said = [_topic(topic, counts[topic.name]) for topic in edition.topics]
    yield _file("topics/index.json", {"version": VERSION, "items": said})
    for topic, about in zip(edition.topics, said, strict=True):
        listed = _list(newest[topic.name], topics)
        yield _file(str(about["stories"]), {"version": VERSION, "topic": about, "items": listed["items"]})


def _counts(shown: Iterable[_Told]) -> Counter[str]:
    """How many stories each topic has; few sets of topics are what many stories have."""
    counts: Counter[str] = Counter()
    for several, number in Counter([one.topics for one, _ in shown]).items():
        counts.update(dict.fromkeys(several, number))
    return counts


def _topic(topic: Topic, shown: int) -> Json:
    return {
        "id": topic.id,
        "name": name(topic.name),
        "shortName": name(topic.shortname) or None,
        "parent": name(topic.parent) or None,
        "description": plain(topic.description) or None,
        "shown": shown,
        "stories": f"topics/{folder_named(topic.id)}.json",
    }


def _sources(edition: Edition) -> Json:
    """What is watched, as readers may know it: not by its address, which may hold a key, nor by an id made of that."""
    watched = [
        {
            "name": name(source.title) or name(source.site),
            "site": address(source.site) or None,
            "family": name(source.family) or None,
            "language": language(source.language) or None,
            "topics": [name(topic) for topic in source.topics],
            "health": plain(source.health) or None,
            "articles": source.articles,
            "newestAt": None if source.newest is None else rfc3339(source.newest),
        }
        for source in edition.sources
    ]
    outlets = [outlet(known.name, known.domain) for known in edition.organizations]
    return {"version": VERSION, "watched": watched, "outlets": outlets}


def _log(edition: Edition) -> Iterator[Artifact]:
    """The log of changes: full pages stay as they are, the last one grows."""
    length = edition.ledger.length
    for page in range(1, -(-length // LOG_PAGE) + 1):
        first, last = (page - 1) * LOG_PAGE + 1, min(page * LOG_PAGE, length)
        yield sealed(
            f"{ROOT}/changes/pages/{page}.json",
            partial(_log_page, edition, page, first, last),
            seal=seal_of(FORM, last),
        )
    recent = edition.ledger.changes(max(1, length - LATEST + 1), length)
    yield _file("changes/latest.json", {"version": VERSION, "cursor": length, "items": [*map(_change, recent)]})


def _log_page(edition: Edition, page: int, first: int, last: int) -> bytes:
    changes = edition.ledger.changes(first, last)
    return _bytes({"version": VERSION, "page": page, "items": [_change(change) for change in changes]})


def _change(change: LoggedChange) -> Json:
    return {
        "cursor": change.number,
        "id": plain(change.story),
        "story": story_path(change.story),
        "kind": change.kind.value,
        "at": rfc3339(change.at),
    }


def _file(path: str, said: Json) -> Artifact:
    return Artifact(path=f"{ROOT}/{path}", content=_bytes(said))


def _bytes(said: Json) -> bytes:
    return msgspec.json.encode(said) + b"\n"
