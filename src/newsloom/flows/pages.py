"""Read the pages of admitted articles whose feed had no full text."""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future

import structlog

from newsloom.curate.arrive import Arrival, arrival, settle
from newsloom.curate.complete import CompleteRules, is_worth_another_try, wants_picture_alone
from newsloom.curate.hosts import facts_of
from newsloom.curate.images import Probe
from newsloom.curate.reread import RereadRules
from newsloom.curate.whereabouts import whereabouts
from newsloom.errors import PageError, WorkerError
from newsloom.failpoints import fail_at
from newsloom.flows.images import probe_images
from newsloom.flows.reports import IngestReport
from newsloom.model.article import ArticleId
from newsloom.model.draft import Draft
from newsloom.model.host import HostFacts
from newsloom.model.page import Failure, Page, Reason, Request
from newsloom.model.site import rules_for
from newsloom.parse.page import read_page
from newsloom.parse.reading import PageReading
from newsloom.parse.unreadable import REASONS, UnreadableError
from newsloom.seams import Engine
from newsloom.text.urls import hostname

log = structlog.get_logger()

AHEAD = 16  # pages handed to the workers before their answers are asked for
BATCH = 200  # pages read between two saves
ACCEPT = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.5"


def read_pages(
    engine: Engine, *, report: IngestReport, rules: CompleteRules, reread: RereadRules = RereadRules()
) -> None:
    """Read the page of every draft there is now, once; those worth another try wait for the next round.

    Where a page really was, and what it says of its own address, may show that a draft is an article that is stored
    already: then it ends as a sighting of that one.
    """
    tried: set[ArticleId] = set()
    family_of = engine.criteria.providers.family_of
    sizes: dict[str, Probe] = {}
    while drafts := _untried(engine, tried):
        read: dict[ArticleId, Arrival] = {}
        again: list[ArticleId] = []
        hosts: list[HostFacts] = []
        tried.update(draft.article.id for draft in drafts)
        whole = [draft.article for draft in drafts if wants_picture_alone(draft.article, rules=rules)]
        read |= {article.id: Arrival(article=article, was=article.url, landed=article.url) for article in whole}
        for draft, page, outcome in _readings(engine, [draft for draft in drafts if draft.article.id not in read]):
            engine.progress("reading pages", len(tried), 0)
            if isinstance(outcome, PageReading):
                report.pages_read += 1
                hosts.append(facts_of(outcome))
                read[draft.article.id] = arrival(draft.article, outcome, landed=page, family_of=family_of, rules=reread)
                continue
            if outcome.reason in {Reason.WAITING, Reason.OURS}:
                continue  # the page was not asked: its draft waits for the next round
            report.pages_failed += 1
            if is_worth_another_try(outcome, tries=draft.tries, rules=rules):
                again.append(draft.article.id)
            else:
                read[draft.article.id] = arrival(draft.article, outcome, landed=page, family_of=family_of, rules=reread)
        # In the order of the drafts, not in that of the network's answers: the first of two is the one that stays.
        ordered = [read[draft.article.id] for draft in drafts if draft.article.id in read]
        _complete(engine, ordered, hosts=hosts, sizes=sizes if rules.probe_images else None)
        engine.store.articles.postpone(again)
        fail_at("ingest.completed")


def _complete(
    engine: Engine, arrivals: list[Arrival], *, hosts: list[HostFacts], sizes: dict[str, Probe] | None
) -> None:
    if not arrivals:
        return
    articles = engine.store.articles
    stored = articles.get(one.article.id for one in arrivals)
    addresses = [url for one in arrivals for url in (one.article.url, one.landed)]
    known = articles.known(arrivals[0].article.source, keys=(), urls=addresses)
    settled = settle(arrivals, known=known, stored=frozenset(stored))
    done, by = [(one.draft, one.article) for one in settled], {one.draft: one.by for one in settled}
    if sizes is not None:
        done = probe_images(engine.fetcher, done, known=sizes)
    articles.complete(done, by=by, hosts=hosts)


def _untried(engine: Engine, tried: set[ArticleId]) -> list[Draft]:
    drafts = engine.store.articles.drafts(BATCH + len(tried))
    return [draft for draft in drafts if draft.article.id not in tried][:BATCH]


def _readings(engine: Engine, drafts: list[Draft]) -> Iterator[tuple[Draft, str, PageReading | Failure]]:
    """Each draft with where its page was and what came of reading it, as they come."""
    secrets = {source.id: source.credential for source in engine.sources}  # given at their own origins alone
    asked = {
        Request(url=draft.article.url, accept=ACCEPT, credential=secrets.get(draft.article.source, "")): draft
        for draft in drafts
    }
    reading: deque[tuple[Draft, Page, Future[PageReading]]] = deque()
    for outcome in engine.fetcher.fetch(asked):
        draft = asked[outcome.request]
        if isinstance(outcome, Failure):
            yield draft, "", outcome
            continue
        if whereabouts(draft.article.url, landed=outcome.url) is None:
            detail = f"its address leads to a front page, a section or a form: {outcome.url}"
            yield draft, "", Failure(request=outcome.request, reason=Reason.ELSEWHERE, detail=detail)
            continue
        content_type = outcome.headers.get("content-type", "")
        rules = rules_for(hostname(outcome.url), engine.sites)
        future = engine.executor.submit(
            read_page,
            outcome.body,
            url=outcome.url,
            content_type=content_type,
            rules=rules,
        )
        reading.append((draft, outcome, future))
        while len(reading) > AHEAD:
            yield _reading(*reading.popleft())
    while reading:
        yield _reading(*reading.popleft())


def _reading(draft: Draft, page: Page, future: Future[PageReading]) -> tuple[Draft, str, PageReading | Failure]:
    try:
        return draft, page.url, future.result()
    except UnreadableError as error:
        reason = REASONS[error.reason]
        return draft, "", Failure(request=page.request, reason=reason, detail=str(error), hops=page.hops)
    except PageError as error:
        return draft, "", Failure(request=page.request, reason=Reason.NOT_AN_ARTICLE, detail=str(error), hops=page.hops)
    except Exception as error:  # noqa: BLE001  whatever its reader died of, a page fails alone
        return draft, "", worker_failure(page.request, error)


def worker_failure(request: Request, error: Exception) -> Failure:
    """The failure of what a worker died of; a fault of our own is told with its kind, and logged to be mended."""
    if isinstance(error, WorkerError):
        return Failure(request=request, reason=Reason.WORKER, detail=str(error))
    log.error("reader.failed", url=request.url, exc_info=error)
    return Failure(request=request, reason=Reason.WORKER, detail=f"{type(error).__name__}: {error}")
