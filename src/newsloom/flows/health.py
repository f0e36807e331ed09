"""How each source is doing, with one line of advice."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from newsloom.curate.complete import READ
from newsloom.keeping import Store
from newsloom.model.edition import SourceFacts
from newsloom.model.page import Reason
from newsloom.model.source import Source, SourceId, SourceState
from newsloom.seams import Engine

ADVICE = {
    Reason.ROBOTS: "its robots.txt asks us not to come; respect it or ask the publisher",
    Reason.LOGIN: "it wants a login; look for a public feed",
    Reason.PAYWALL: "it wants payment; look for a public feed",
    Reason.BOT_PROTECTION: "it blocks programs; ask the publisher, or watch another source",
    Reason.RATE_LIMIT: "we come too often; raise interval_minutes",
    Reason.PARKED: "the site may be gone; open it in a browser",
    Reason.TLS: "its certificate is not valid; tell the publisher",
    Reason.DNS: "its name is not known; check the address",
    Reason.PRIVATE: "it is on a private address; name its host in fetch.allow_private if that is meant",
    Reason.TOO_LARGE: "it sends more than is taken; look for a smaller feed",
    Reason.NOT_A_FEED: "there is no feed at this address; `newsloom add` its site to find one",
    Reason.GONE: "the publisher took it down; remove it",
    Reason.NOT_FOUND: "there is nothing at this address; `newsloom add` its site to find the feed",
    Reason.EMPTY: "it answers with nothing; wait, or look for another feed",
    Reason.WORKER: "its content breaks the reader; please report it",
}
WAIT = "it is tried again at the next visit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """One source as its owner should know it; times UTC. `health` is a word, `advice` a sentence or empty.

    `pages` is how many articles' pages were asked for, `unread` how many of them could not be read, `unread_reason`
    the commonest reason.
    """

    id: str
    url: str
    health: str
    detail: str
    advice: str
    articles: int
    newest: datetime | None
    last_visit: datetime | None
    last_success: datetime | None
    next_visit: datetime | None
    failures: int
    pages: int = 0
    unread: int = 0
    unread_reason: str = ""


def health_of(sources: Iterable[Source], store: Store) -> list[Health]:
    """One row for each source, in the owner's order."""
    return _rows(sources, store.visits.states(), store, store.articles.pages_per_source())


def _rows(
    sources: Iterable[Source],
    states: Mapping[SourceId, SourceState],
    store: Store,
    pages: Mapping[SourceId, Mapping[str, int]],
) -> list[Health]:
    counts = store.articles.per_source()
    rows = []
    for source in sources:
        state = states.get(source.id) or SourceState(source=source.id)
        count = counts.get(source.id)
        asked = {page: number for page, number in pages.get(source.id, {}).items() if page}
        unread = {page: number for page, number in asked.items() if page != READ}
        rows.append(
            Health(
                id=source.id,
                url=source.url,
                health=_health(source, state),
                detail=state.detail,
                advice=_advice(source, state),
                articles=count.articles if count else 0,
                newest=count.newest if count else None,
                last_visit=state.last_visit,
                last_success=state.last_success,
                next_visit=None if source.disabled or state.reason is Reason.GONE else state.next_visit,
                failures=state.failures,
                pages=sum(asked.values()),
                unread=sum(unread.values()),
                unread_reason=min(unread, key=lambda page: (-unread[page], page), default=""),
            )
        )
    return rows


def source_facts(engine: Engine) -> tuple[SourceFacts, ...]:
    """What readers may know of each source, in the owner's order; how its pages were read is not among it."""
    states = engine.store.visits.states()
    return tuple(
        SourceFacts(
            id=source.id,
            title=source.title or state.title or source.id,
            url=source.url,
            site=state.site_url,
            kind=source.kind,
            family=source.family,
            language=source.language,
            topics=source.topics,
            health=health.health,
            articles=health.articles,
            newest=health.newest,
            last_success=health.last_success,
        )
        for source, health in zip(engine.sources, _rows(engine.sources, states, engine.store, {}), strict=True)
        for state in (states.get(source.id) or SourceState(source=source.id),)
    )


def _health(source: Source, state: SourceState) -> str:
    if source.disabled:
        return "disabled"
    if state.reason is not None:
        return str(state.reason)
    if state.last_visit is None:
        return "not visited yet"
    if source.muted:
        return "muted"
    return "well" if state.items_seen else "no items"


def _advice(source: Source, state: SourceState) -> str:
    if source.disabled or state.reason is None:
        return ""
    return ADVICE.get(state.reason, WAIT)
