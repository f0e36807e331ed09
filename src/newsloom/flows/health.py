"""How each source is doing, with one line of advice."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from newsloom.curate.complete import READ
from newsloom.curate.shares import is_undated, silent_for
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
    Reason.PARKED: "open it in a browser: its domain is parked, or it asks for a sign of humanity",
    Reason.TLS: "tell the publisher; `verify = false` in its block reads it all the same, whoever answers",
    Reason.DNS: "check the address; if it is right, its name servers are at fault",
    Reason.CONSENT: "it wants consent before it shows anything; look for a public feed",
    Reason.REFUSED: "it does not want to be read from here; ask the publisher",
    Reason.TIMEOUT: "it is slow; it is tried again at the next visit, later each time",
    Reason.CONNECTION: "it cannot be reached; it is tried again, later each time",
    Reason.SERVER: "its server has trouble; it is tried again, later each time",
    Reason.REDIRECTS: "it leads in circles; open it in a browser for the right address",
    Reason.BAD_URL: "this address cannot be asked for; correct `url` in its block",
    Reason.BAD_RESPONSE: "its server answers what is no HTTP, or breaks off; tell the publisher",
    Reason.SILENT: "it answers, but has nothing new; open its site and look for a newer feed",
    Reason.UNDATED: "its items say no date and stand where they were first seen; tell the publisher",
    Reason.PRIVATE: "it is on a private address; name its host in fetch.allow_private if that is meant",
    Reason.TOO_LARGE: "it sends more than is taken; look for a smaller feed",
    Reason.NOT_A_FEED: "there is no feed at this address; `newsloom add` its site to find one",
    Reason.GONE: "the publisher took it down; remove it",
    Reason.NOT_FOUND: "there is nothing at this address; `newsloom add` its site to find the feed",
    Reason.EMPTY: "it answers with nothing; wait, or look for another feed",
    Reason.WORKER: "its content breaks the reader; after three times it is left alone for a week; please report it",
}
WAIT = "it is tried again at the next visit"
UNVERIFIED = "ITS CERTIFICATE IS NOT CHECKED (verify = false): anybody on the way can write what it says"
WELL, MUTED, DISABLED, NEW, NO_ITEMS = "well", "muted", "disabled", "not visited yet", "no items"
_TWO_DAYS = 48  # hours


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """One source as its owner should know it; times UTC. `health` is a word, `advice` a sentence or empty.

    `pages` is how many articles' pages were asked for, `unread` how many of them could not be read, `unread_reason`
    the commonest reason. `lag_seconds` is how old its newest article is, None where nobody asked when. `undated` and
    `duplicate` are shares of the items at its last full answer, from 0 to 1. `verified` is false where its owner said
    that its certificate may be anybody's.
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
    lag_seconds: int | None = None
    undated: float = 0.0
    duplicate: float = 0.0
    verified: bool = True


def health_of(sources: Iterable[Source], store: Store, *, now: datetime | None = None) -> list[Health]:
    """One row for each source, in the owner's order.

    Args:
        sources: those to tell of.
        store: what is remembered of them.
        now: this moment (UTC), to tell how late the newest articles are and who has fallen silent; None tells neither.
    """
    return _rows(sources, store.visits.states(), store, store.articles.pages_per_source(), now=now)


def _rows(
    sources: Iterable[Source],
    states: Mapping[SourceId, SourceState],
    store: Store,
    pages: Mapping[SourceId, Mapping[str, int]],
    *,
    now: datetime | None = None,
) -> list[Health]:
    counts = store.articles.per_source()
    rows = []
    for source in sources:
        state = states.get(source.id) or SourceState(source=source.id)
        count = counts.get(source.id)
        asked = {page: number for page, number in pages.get(source.id, {}).items() if page}
        unread = {page: number for page, number in asked.items() if page != READ}
        newest = count.newest if count else None
        health, detail = _health(source, state, newest, now)
        rows.append(
            Health(
                id=source.id,
                url=source.url,
                health=health,
                detail=detail,
                advice=_advice(source, health),
                articles=count.articles if count else 0,
                newest=newest,
                last_visit=state.last_visit,
                last_success=state.last_success,
                next_visit=None if source.disabled or state.reason is Reason.GONE else state.next_visit,
                failures=state.failures,
                pages=sum(asked.values()),
                unread=sum(unread.values()),
                unread_reason=min(unread, key=lambda page: (-unread[page], page), default=""),
                lag_seconds=None if now is None or newest is None else max(0, round((now - newest).total_seconds())),
                undated=_share(state.items_undated, state),
                duplicate=_share(state.items_duplicate, state),
                verified=source.verify,
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


def by_need(rows: Iterable[Health]) -> list[Health]:
    """What needs its owner most first: sources that only the owner can mend, then those that fail for the longest.

    What is well comes last, in the owner's order, and what was disabled after it.
    """
    return sorted(rows, key=lambda row: (_need(row), -row.failures if row.health not in _AT_REST else 0))


_OWNERS = frozenset(
    {
        Reason.GONE,
        Reason.NOT_FOUND,
        Reason.NOT_A_FEED,
        Reason.BAD_URL,
        Reason.PRIVATE,
        Reason.LOGIN,
        Reason.PAYWALL,
        Reason.PARKED,
        Reason.BOT_PROTECTION,
        Reason.TOO_LARGE,
    }
)
_DOUBTFUL = frozenset({Reason.SILENT, Reason.UNDATED})
_AT_REST = frozenset({WELL, MUTED, DISABLED, NEW})


def _need(row: Health) -> int:
    if row.health in _AT_REST:
        return 5 if row.health == DISABLED else 3 if not row.verified else 4
    if row.health in _OWNERS:
        return 0
    return 2 if row.health in _DOUBTFUL or row.health == NO_ITEMS else 1


def _share(part: int, state: SourceState) -> float:
    return round(min(1.0, part / state.items_seen), 3) if state.items_seen else 0.0


def _health(source: Source, state: SourceState, newest: datetime | None, now: datetime | None) -> tuple[str, str]:
    """The word, and what is known besides."""
    if source.disabled:
        return DISABLED, state.detail
    if state.reason is not None:
        return str(state.reason), state.detail
    if state.last_visit is None or source.muted or not state.items_seen:
        return NEW if state.last_visit is None else MUTED if source.muted else NO_ITEMS, ""
    return _ways(state, newest, now)


def _ways(state: SourceState, newest: datetime | None, now: datetime | None) -> tuple[str, str]:
    """The word for a source that answers as it should."""
    silence = silent_for(state, newest, now=now) if now is not None else None
    if silence is not None:
        habit = timedelta(seconds=state.habit_seconds)
        return str(Reason.SILENT), f"nothing new for {_days(silence)}; its longest pause was {_days(habit)}"
    if is_undated(state):
        return str(Reason.UNDATED), f"{state.items_undated} of {state.items_seen} items say no date"
    return WELL, state.detail


def _days(span: timedelta) -> str:
    hours = round(span.total_seconds() / 3_600)
    return f"{hours} h" if hours < _TWO_DAYS else f"{round(hours / 24)} days"


def _advice(source: Source, health: str) -> str:
    unsafe = "" if source.verify or source.disabled else f"{UNVERIFIED}; "
    if health in _AT_REST or health == NO_ITEMS:
        return unsafe.removesuffix("; ")
    return unsafe + ADVICE.get(Reason(health), WAIT)
