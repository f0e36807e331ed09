"""A world of feeds for the poller to visit: what each of thousands says at each moment, and who misbehaves how.

Everything follows from numbers, so that server and judge agree without a word between them.
"""

import gzip
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from enum import StrEnum
from functools import cache

ITEMS = 10  # of every feed
CHANGING = 10  # feeds in a hundred with one more item from one generation to the next
FIRST = datetime(2026, 3, 1, tzinfo=UTC)
_SHARES = 100
_WORDS = [
    "harbour",
    "council",
    "bridge",
    "school",
    "orchard",
    "mayor",
    "ferry",
    "library",
    "market",
    "river",
    "hospital",
    "theatre",
    "station",
    "garden",
    "museum",
    "budget",
    "strike",
    "storm",
    "election",
    "trial",
    "match",
    "festival",
    "tunnel",
    "airport",
    "forest",
    "glacier",
    "satellite",
    "vaccine",
    "quarry",
    "dam",
]


class Manner(StrEnum):
    """How a feed's server behaves."""

    WELL = "well"
    SLOW = "slow"
    FAILING = "failing"
    HOSTILE = "hostile"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedWorld:
    """So many feeds on so many hosts, of which so many in a hundred are slow, fail, are hostile, have something new."""

    feeds: int
    hosts: int
    slow: int = 5
    failing: int = 2
    hostile: int = 1
    changing: int = CHANGING

    def host_of(self, feed: int) -> int:
        """On which host a feed is."""
        return feed % self.hosts

    def manner(self, feed: int) -> Manner:
        """How it behaves; the unruly are spread over all hosts."""
        place = (feed * 2_654_435_761 % 2**32) * _SHARES >> 32
        if place < self.slow:
            return Manner.SLOW
        if place < self.slow + self.failing:
            return Manner.FAILING
        return Manner.HOSTILE if place < self.slow + self.failing + self.hostile else Manner.WELL

    def version(self, feed: int, generation: int) -> int:
        """How many items a feed ever had in this generation, the first being 0."""
        changed = sum((feed * 7919 + turn * 104_729) % _SHARES < self.changing for turn in range(1, generation + 1))
        return ITEMS + changed

    def addresses(self, generation: int) -> set[str]:
        """The addresses of all items that were ever to be had from feeds that can be read."""
        return {
            item_address(feed, number)
            for feed in range(self.feeds)
            if self.manner(feed) in {Manner.WELL, Manner.SLOW}
            for number in range(self.version(feed, generation))
        }


def item_address(feed: int, number: int) -> str:
    """Where an item is said to be."""
    return f"https://outlet-{feed}.example/story-{number}"


def feed_body(feed: int, version: int) -> bytes:
    """The feed with its newest items, newest first, as RSS 2.0."""
    items = "".join(_item(feed, number) for number in range(version - 1, max(-1, version - ITEMS - 1), -1))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Outlet {feed}</title>'
        f"<link>https://outlet-{feed}.example/</link><language>en</language>{items}</channel></rss>"
    ).encode()


def _item(feed: int, number: int) -> str:
    words = [_WORDS[(feed * 31 + number * 17 + place * (7 + feed % 5)) % len(_WORDS)] for place in range(48)]
    moment = format_datetime(FIRST + timedelta(minutes=number), usegmt=True)
    return (
        f"<item><title>The {words[0]} and the {words[1]} of place {feed}, part {number}</title>"
        f"<link>{item_address(feed, number)}</link><guid>{feed}-{number}</guid><pubDate>{moment}</pubDate>"
        f"<description>&lt;p&gt;Reports of the {' '.join(words)}.&lt;/p&gt;</description></item>"
    )


@cache
def bombs() -> tuple[bytes, ...]:
    """Whole answers that mean harm: too many entities, too deep, too many headers, a gzip bomb, a page that is none."""
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return (
        _answer(
            f'<!DOCTYPE rss [<!ENTITY a0 "ha">{laughs}]><rss><channel><title>&a9;</title></channel></rss>'.encode()
        ),
        _answer(b"<rss><channel>" + b"<item>" * 100_000),
        _answer(b"", *(f"X-{n}: {n}" for n in range(2_000))),
        _answer(gzip.compress(bytes(200_000_000), 6), "Content-Encoding: gzip"),
        _answer(b"<!doctype html><title>Just a moment</title><p>Verify you are human.</p>"),
    )


def faults() -> tuple[bytes, ...]:
    """Whole answers of servers that fail; the empty one hangs up."""
    return (
        b"HTTP/1.1 500 Oh No\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\ngone",
        b"HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno",
        b"",
    )


def _answer(body: bytes, *headers: str) -> bytes:
    lines = ["HTTP/1.1 200 OK", "Content-Type: application/rss+xml", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body
