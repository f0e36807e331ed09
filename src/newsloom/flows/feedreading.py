"""Reading pages as feeds, several at once in a worker process; what crosses the border is packed."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, replace
from datetime import datetime

import msgspec
import structlog

from newsloom.curate.prospects import Prospect, prospective, prospects
from newsloom.curate.tongue import outlet_language
from newsloom.model.article import Article
from newsloom.model.item import Feed
from newsloom.model.page import Page
from newsloom.model.source import Source
from newsloom.seams import SourceReader

log = structlog.get_logger()

Read = tuple[Feed, tuple[Prospect, ...]]
Reply = bytes | Read | Exception
Wanted = tuple[Source, Read, Sequence[int]]

DRAW = 500  # articles made by one task, unless a feed alone wants more


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One page to be read as what a source says; `whole` where all of its items will be new."""

    source: Source
    page: Page
    whole: bool


@dataclass(slots=True)
class Batch:
    """Pages on their way through a worker."""

    tasks: list[Task]
    reply: Future[list[Reply]]


def begin(executor: Executor, readers: Mapping[str, SourceReader], tasks: Sequence[Task], *, now: datetime) -> Batch:
    """Hand pages to a worker."""
    wanted = {task.source.kind: readers[task.source.kind] for task in tasks}
    return Batch(list(tasks), executor.submit(read_batch, wanted, list(tasks), now))


def finish(
    executor: Executor, readers: Mapping[str, SourceReader], batch: Batch, *, now: datetime
) -> list[Read | Exception]:
    """What became of each page, in order.

    Where the worker died each page is read again by itself: only the one that kills it fails.
    """
    try:
        return [_unpacked(reply) for reply in batch.reply.result()]
    except Exception as error:  # noqa: BLE001  whatever a reader died of, a feed fails alone
        if len(batch.tasks) == 1:
            return [error]
    alone = [begin(executor, readers, [task], now=now) for task in batch.tasks]
    return [finish(executor, readers, one, now=now)[0] for one in alone]


def drawn(executor: Executor, wanted: Sequence[Wanted], *, now: datetime) -> list[Read]:
    """The same readings with the articles that the items at these places would be, made in workers.

    Making them takes what knows languages and genres, which is large: it stays out of this process. Where a worker
    dies of them they are left out, and whoever needs one makes it.

    Args:
        executor: where they are made.
        wanted: readings, whose they are, and the places.
        now: the moment of this round, UTC.
    """
    underway = [(part, _drawing(executor, part, now)) for part in _parts(wanted)]
    return [read for part, reply in underway for read in _with_articles(part, reply)]


def _parts(wanted: Sequence[Wanted]) -> Iterator[list[Wanted]]:
    """The readings in order, so many articles at once."""
    part: list[Wanted] = []
    for one in wanted:
        if part and sum(len(places) for *_, places in part) + len(one[2]) > DRAW:
            yield part
            part = []
        part.append(one)
    if part:
        yield part


def _drawing(executor: Executor, part: Sequence[Wanted], now: datetime) -> Future[bytes] | None:
    try:
        packed = [(source, _ENCODER.encode(read), list(places)) for source, read, places in part]
    except UnicodeEncodeError:  # as in `_reply`
        return None
    return executor.submit(draw_batch, packed, now)


def _with_articles(part: Sequence[Wanted], reply: Future[bytes] | None) -> list[Read]:
    if reply is None:
        return [read for _, read, _ in part]
    try:
        made = _ARTICLES.decode(reply.result())
    except Exception as error:  # noqa: BLE001  as in `finish`
        log.info("articles.not_drawn", error=str(error))
        return [read for _, read, _ in part]
    found: list[Read] = []
    for (_, (feed, seen), places), articles in zip(part, made, strict=True):
        by = dict(zip(places, articles, strict=True))
        found.append((feed, tuple(replace(one, article=by.get(at)) for at, one in enumerate(seen))))
    return found


def draw_batch(wanted: Sequence[tuple[Source, bytes, Sequence[int]]], now: datetime) -> bytes:
    """Make articles of items; runs in a worker."""
    made: list[list[Article]] = []
    for source, packed, places in wanted:
        feed, seen = _DECODER.decode(packed)
        language = outlet_language(feed)
        made.append(
            [
                prospective(feed.items[at], seen[at].url, source=source, feed=feed, language=language, now=now)
                for at in places
            ]
        )
    return _ENCODER.encode(made)


def read_batch(readers: Mapping[str, SourceReader], tasks: Sequence[Task], now: datetime) -> list[Reply]:
    """Read pages one after the other; what a reader raises is its page's answer. Runs in a worker."""
    return [_reply(readers[task.source.kind], task, now) for task in tasks]


def _reply(reader: SourceReader, task: Task, now: datetime) -> Reply:
    try:
        feed = reader.read(task.source, task.page)
        read = (feed, prospects(feed, source=task.source, now=now, whole=task.whole))
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  the caller judges it; the other pages are still to be read
        return error
    try:
        return _ENCODER.encode(read)
    except UnicodeEncodeError:  # half a surrogate somewhere: rare, and made storable later
        return read


def _unpacked(reply: Reply) -> Read | Exception:
    return _DECODER.decode(reply) if isinstance(reply, bytes) else reply


_ENCODER = msgspec.msgpack.Encoder()
_DECODER: msgspec.msgpack.Decoder[Read] = msgspec.msgpack.Decoder(Read)
_ARTICLES: msgspec.msgpack.Decoder[list[list[Article]]] = msgspec.msgpack.Decoder(list[list[Article]])
