"""The index that the search page's script reads: stories in shards, in the order of their first writing.

A story's number never changes, so neither does its shard, and a new story touches no shard but the last.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby

import msgspec

from newsloom.model.edition import Artifact
from newsloom.model.listing import Listing
from newsloom.publish.site.addresses import SEARCH_INDEX, shard, story_page
from newsloom.publish.site.words import excerpt, headline, name, tag
from newsloom.publish.site.workshop import Workshop
from newsloom.publish.xmlwriting import rfc3339

SHARD = 250  # numbers of a shard
EXCERPT = 160  # characters of an excerpt that are searched


def search_index(shop: Workshop) -> Iterator[Artifact]:
    """The list of shards, then the shards: `[address, headline, excerpt, outlet, time, topics, reports, language]`."""
    topics = [*shop.links]
    shown = shop.edition.catalogue.shown
    shards = {number: list(some) for number, some in groupby(shown, lambda one: one.number // SHARD)}
    sizes = [(number, len(some)) for number, some in shards.items()]
    called = [link.name for link in shop.links.values()]
    yield shop.sealed(SEARCH_INDEX, partial(_index, called, shards), "index", topics, sizes)
    for number, some in shards.items():
        yield shop.sealed(shard(number), partial(_shard, topics, some), "shard", topics, shop.seen(some))


def _index(topics: Sequence[str], shards: dict[int, list[Listing]]) -> bytes:
    rows = [{"number": number, "stories": len(some)} for number, some in shards.items()]
    return _json({"stories": sum(len(some) for some in shards.values()), "topics": topics, "shards": rows})


def _shard(topics: Sequence[str], listings: Sequence[Listing]) -> bytes:
    places = {topic: place for place, topic in enumerate(topics)}
    return _json([_row(one, places) for one in listings])


def _row(one: Listing, places: dict[str, int]) -> list[object]:
    return [
        story_page(one.path),
        headline(one.title),
        excerpt(one.excerpt, most=EXCERPT),
        name(one.provider, one.domain),
        rfc3339(one.published_at),
        [places[topic] for topic in one.topics if topic in places],
        one.reports,
        tag(one.language),
    ]


def _json(value: object) -> bytes:
    return msgspec.json.encode(value)
