"""Reading pages as feeds, several at once in a worker process; what crosses the border is packed."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from datetime import datetime

import msgspec

from newsloom.curate.prospects import Prospect, prospects
from newsloom.model.item import Feed
from newsloom.model.page import Page
from newsloom.model.source import Source
from newsloom.seams import SourceReader

Read = tuple[Feed, tuple[Prospect, ...]]
Reply = bytes | Read | Exception


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
