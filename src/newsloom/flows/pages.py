"""Read the pages of admitted articles whose feed had no full text."""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future

import structlog

from newsloom.curate.complete import CompleteRules, completed, given_up, is_worth_another_try
from newsloom.errors import PageError, WorkerError
from newsloom.failpoints import fail_at
from newsloom.flows.reports import IngestReport
from newsloom.model.article import Article, ArticleId
from newsloom.model.draft import Draft
from newsloom.model.page import Failure, Page, Reason, Request
from newsloom.parse.page import read_page
from newsloom.parse.reading import PageReading
from newsloom.parse.unreadable import REASONS, UnreadableError
from newsloom.seams import Engine

log = structlog.get_logger()

AHEAD = 16  # pages handed to the workers before their answers are asked for
BATCH = 200  # pages read between two saves
ACCEPT = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.5"


def read_pages(engine: Engine, *, report: IngestReport, rules: CompleteRules) -> None:
    """Read the page of every draft there is now, once; those worth another try wait for the next round."""
    tried: set[ArticleId] = set()
    while drafts := _untried(engine, tried):
        done: list[tuple[ArticleId, Article]] = []
        again: list[ArticleId] = []
        for draft, outcome in _readings(engine, drafts):
            tried.add(draft.article.id)
            engine.progress("reading pages", len(tried), 0)
            if isinstance(outcome, PageReading):
                report.pages_read += 1
                done.append((draft.article.id, completed(draft.article, outcome)))
                continue
            report.pages_failed += 1
            if is_worth_another_try(outcome, tries=draft.tries, rules=rules):
                again.append(draft.article.id)
            else:
                done.append((draft.article.id, given_up(draft.article, outcome)))
        engine.store.articles.complete(done)
        engine.store.articles.postpone(again)
        fail_at("ingest.completed")


def _untried(engine: Engine, tried: set[ArticleId]) -> list[Draft]:
    drafts = engine.store.articles.drafts(BATCH + len(tried))
    return [draft for draft in drafts if draft.article.id not in tried][:BATCH]


def _readings(engine: Engine, drafts: list[Draft]) -> Iterator[tuple[Draft, PageReading | Failure]]:
    asked = {Request(url=draft.article.url, accept=ACCEPT): draft for draft in drafts}
    reading: deque[tuple[Draft, Page, Future[PageReading]]] = deque()
    for outcome in engine.fetcher.fetch(asked):
        draft = asked[outcome.request]
        if isinstance(outcome, Failure):
            yield draft, outcome
            continue
        content_type = outcome.headers.get("content-type", "")
        future = engine.executor.submit(
            read_page, outcome.body, url=outcome.url, content_type=content_type, asked=draft.article.url
        )
        reading.append((draft, outcome, future))
        while len(reading) > AHEAD:
            yield _reading(*reading.popleft())
    while reading:
        yield _reading(*reading.popleft())


def _reading(draft: Draft, page: Page, future: Future[PageReading]) -> tuple[Draft, PageReading | Failure]:
    try:
        return draft, future.result()
    except UnreadableError as error:
        return draft, Failure(request=page.request, reason=REASONS[error.reason], detail=str(error), hops=page.hops)
    except PageError as error:
        return draft, Failure(request=page.request, reason=Reason.NOT_AN_ARTICLE, detail=str(error))
    except Exception as error:  # noqa: BLE001  whatever its reader died of, a page fails alone
        return draft, worker_failure(page.request, error)


def worker_failure(request: Request, error: Exception) -> Failure:
    """The failure of what a worker died of; a fault of our own is told with its kind, and logged to be mended."""
    if isinstance(error, WorkerError):
        return Failure(request=request, reason=Reason.WORKER, detail=str(error))
    log.error("reader.failed", url=request.url, exc_info=error)
    return Failure(request=request, reason=Reason.WORKER, detail=f"{type(error).__name__}: {error}")
