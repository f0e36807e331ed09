"""A source of several pages: what its first page names is asked for too, and all of it is one reading."""

from collections.abc import Iterable
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from newsloom.errors import FeedError
from newsloom.flows.pages import worker_failure
from newsloom.model.item import Feed, Item
from newsloom.model.page import Failure, Page, Request
from newsloom.model.source import Source
from newsloom.seams import Engine

DEPTH = 2  # pages that a page names which a page named
PAGES = 40  # pages of one source at a visit
ITEMS = 2_000  # items of one reading: the newest

_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(slots=True)
class Reading:
    """One source at a visit: its first page, and what all its pages said so far."""

    source: Source
    page: Page
    feed: Feed
    asked: set[str] = field(default_factory=set)
    failed: list[str] = field(default_factory=list)

    def take(self, feed: Feed) -> None:
        """Add what another page said."""
        self.feed = replace(
            self.feed,
            format=feed.format if feed.items else self.feed.format,
            title=self.feed.title or feed.title,
            language=self.feed.language or feed.language,
            items=(*self.feed.items, *feed.items),
            problems=(*self.feed.problems, *feed.problems),
            more=feed.more,
        )

    def whole(self) -> Feed:
        """All of it as one feed, each page's address once, newest first where pages were added.

        Raises:
            FeedError: pages were named and none of them could be read.
        """
        if self.asked and self.failed and len(self.failed) == len(self.asked) and not self.feed.items:
            raise FeedError(f"{self.source.id}: none of its {len(self.asked)} pages could be read: {self.failed[0]}")
        failed = (f"{len(self.failed)} of {len(self.asked)} pages failed: {self.failed[0]}",) if self.failed else ()
        items = _newest(self.feed.items) if self.asked else self.feed.items
        return replace(self.feed, items=items, problems=(*self.feed.problems, *failed), more=())


def follow(engine: Engine, readings: Iterable[Reading]) -> None:
    """Ask for all that the readings name, level by level; every host keeps its spacing, no source waits for another."""
    open_ = [reading for reading in readings if reading.feed.more]
    for _ in range(DEPTH):
        wanted: dict[Request, list[Reading]] = {}
        for reading in open_:
            for request in _next(reading):
                wanted.setdefault(request, []).append(reading)
        if not wanted:
            return
        for reading in open_:
            reading.feed = replace(reading.feed, more=())
        named = _read(engine, wanted)
        open_ = [reading for reading in open_ if id(reading) in named]
        for reading in open_:
            reading.feed = replace(reading.feed, more=tuple(named[id(reading)]))


def _next(reading: Reading) -> list[Request]:
    """What the reading names and has not asked for, within its bound."""
    fresh = [request for request in dict.fromkeys(reading.feed.more) if request.url not in reading.asked]
    fresh = fresh[: max(0, PAGES - len(reading.asked))]
    reading.asked |= {request.url for request in fresh}
    return fresh


def _read(engine: Engine, wanted: dict[Request, list[Reading]]) -> dict[int, list[Request]]:
    """Fetch and read; what the pages name in their turn, by reading."""
    named: dict[int, list[Request]] = {}
    underway: list[tuple[Reading, Page, Future[Feed]]] = []
    for outcome in engine.fetcher.fetch(wanted):
        for reading in wanted[outcome.request]:
            if isinstance(outcome, Failure):
                reading.failed.append(f"{outcome.request.url}: {outcome.reason}")
            else:
                reader = engine.readers[reading.source.kind]
                underway.append((reading, outcome, engine.executor.submit(reader.read, reading.source, outcome)))
    for reading, page, future in underway:
        try:
            feed = future.result()
        except FeedError as error:
            reading.failed.append(f"{page.url}: {error}")
            continue
        except Exception as error:  # noqa: BLE001  whatever its reader died of, a page fails alone
            reading.failed.append(f"{page.url}: {worker_failure(page.request, error).detail}")
            continue
        if feed.more:
            named.setdefault(id(reading), []).extend(feed.more)
        reading.take(replace(feed, more=()))
    return named


def _newest(items: Iterable[Item]) -> tuple[Item, ...]:
    kept = {item.url or item.key: item for item in items}
    ordered = sorted(kept.values(), key=lambda item: item.published or item.updated or _NEVER, reverse=True)
    return tuple(ordered[:ITEMS])
