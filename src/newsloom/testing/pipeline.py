"""Saved pages on their way through a desk: announced, read in workers whose cost is counted, stored, placed."""

import json
import re
import resource
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from newsloom.curate.admit import AdmitRules, admit
from newsloom.model.article import Added
from newsloom.model.draft import Draft, Known
from newsloom.model.item import Feed, Item
from newsloom.model.source import Source, SourceId, SourceState
from newsloom.seams import Engine
from newsloom.testing.streams import opened

P = ParamSpec("P")
T = TypeVar("T")
ARRIVAL = datetime(2026, 1, 1, tzinfo=UTC)  # when all pages are taken to arrive
ARCHIVE = SourceId("archive")
_TITLE = re.compile(r"<title[^>]{0,200}>([^<]{1,500})", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class HtmlPage:
    """One page as it was saved."""

    url: str
    html: str


def read_pages_file(path: Path) -> list[HtmlPage]:
    """The pages of a file of JSON lines with `url` and `html`, gzip or plain.

    Raises:
        OSError: the file cannot be read.
        ValueError: a line is no such object; the message names it.
    """
    with opened(path) as lines:
        return [_page(line, number) for number, line in enumerate(lines, start=1) if line.strip()]


def announce(engine: Engine, pages: Sequence[HtmlPage]) -> dict[str, bytes]:
    """Keep a draft for each page, as if a feed had named its address and its window's title.

    Returns the pages by the addresses at which they will be asked for.
    """
    items = tuple(Item(url=page.url, title=_title(page)) for page in pages)
    source = Source(id=ARCHIVE, url="https://archive.invalid/feed")
    feed = Feed(format="page", items=items)
    decisions = admit(feed, source=source, known=Known(), first_visit=False, now=ARRIVAL, rules=AdmitRules())
    taken = [(each.article, page) for each, page in zip(decisions, pages, strict=True) if isinstance(each, Added)]
    engine.store.visits.save(SourceState(source=ARCHIVE), drafts=[Draft(article=article) for article, _ in taken])
    return {article.url: page.html.encode() for article, page in taken}


class CountingExecutor(Executor):
    """Passes tasks on to another executor; adds up their CPU-seconds and the most memory a worker ever had.

    Args:
        inner: where tasks run.
    """

    def __init__(self, inner: Executor) -> None:
        self.inner = inner
        self.cpu_seconds = 0.0
        self.megabytes = 0.0

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run a task; what it cost is known when its future is done."""
        outer: Future[T] = Future()
        inner = self.inner.submit(_counted, fn, args, kwargs)
        inner.add_done_callback(lambda done: self._hand_over(done, outer))
        return outer

    def _hand_over(self, done: "Future[tuple[Any, BaseException | None, float, float]]", outer: "Future[Any]") -> None:
        failure = done.exception()
        if failure is not None:
            outer.set_exception(failure)
            return
        value, error, seconds, megabytes = done.result()
        self.cpu_seconds += seconds
        self.megabytes = max(self.megabytes, megabytes)
        if error is not None:
            outer.set_exception(error)
        else:
            outer.set_result(value)


def _counted(
    fn: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> tuple[T | None, BaseException | None, float, float]:
    """Run a task and say what it cost: its value or error, CPU-seconds, the process's peak in MB."""
    started = time.process_time()
    value, error = None, None
    try:
        value = fn(*args, **kwargs)
    except Exception as raised:  # noqa: BLE001  an executor keeps whatever its task raised
        error = raised
    seconds = time.process_time() - started
    return value, error, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _title(page: HtmlPage) -> str:
    found = _TITLE.search(page.html)
    return found[1] if found else page.url


def _page(line: str, number: int) -> HtmlPage:
    try:
        row = json.loads(line)
        return HtmlPage(url=str(row["url"]), html=str(row["html"]))
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"line {number} is no object with `url` and `html`: {error}") from error
