"""Subscribe to feeds at their hubs, and take in what hubs said since: a push is a reason to visit its source at once.

What a push holds is never read: a visit brings the feed from its own address, so that nobody can plant articles here.
"""

import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import repeat
from pathlib import Path
from urllib.parse import urlencode

import msgspec
import structlog

from newsloom.curate.websub import HubRules, confirmed, matched, wants_asking
from newsloom.model.page import Page, Request
from newsloom.model.source import SourceId
from newsloom.model.websub import Hook, WebSubDesk
from newsloom.seams import Engine
from newsloom.text.urls import canonical

log = structlog.get_logger()

HOOKS = "hooks.json"
INBOX = "inbox"
PUSHED, CONFIRMED, DENIED = "pushed", "confirmed", "denied"
_ACCEPTED = range(200, 300)


def hooks_of(folder: Path) -> list[Hook]:
    """The subscriptions there are; none where the file is not there or cannot be read: hubs are asked anew."""
    try:
        return msgspec.json.decode((folder / HOOKS).read_bytes(), type=list[Hook])
    except FileNotFoundError:
        return []
    except (OSError, msgspec.DecodeError) as error:
        log.warning("websub.forgotten", error=str(error))
        return []


def keep_hooks(folder: Path, hooks: Iterable[Hook]) -> None:
    """Replace what is kept, in one step; only the owner may read it, for it holds secrets."""
    folder.mkdir(mode=0o700, exist_ok=True)
    beside = folder / f".{HOOKS}.new"
    beside.unlink(missing_ok=True)
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(msgspec.json.encode(list(hooks)))
        file.flush()
        os.fsync(file.fileno())
    beside.replace(folder / HOOKS)


def leave_word(folder: Path, token: str, kind: str, *, lease: int | None = None) -> None:
    """Leave what a hub said for the next run; one word of a kind a subscription, so that no flood fills the disk."""
    inbox = folder / INBOX
    inbox.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = inbox / f".{token}.{kind}"
    beside.write_text("" if lease is None else str(lease), encoding="ascii")
    beside.replace(inbox / f"{token}.{kind}")


def take_words(engine: Engine, desk: WebSubDesk, *, now: datetime, rules: HubRules = HubRules()) -> int:
    """Carry out what hubs said since the last run; returns how many sources are to be visited at once for it."""
    inbox = desk.folder / INBOX
    words = sorted(path for path in inbox.glob("[!.]*.*") if path.is_file()) if inbox.is_dir() else []
    if not words:
        return 0
    hooks = {hook.token: hook for hook in hooks_of(desk.folder)}
    pushed: set[SourceId] = set()
    for path in words:
        token, _, kind = path.name.rpartition(".")
        if (hook := hooks.get(token)) is None:
            continue
        if kind == CONFIRMED:
            said = path.read_text(encoding="ascii", errors="replace")[:12]
            hooks[token] = confirmed(hook, seconds=int(said) if said.isdigit() else None, now=now, rules=rules)
        elif kind == DENIED:
            hooks[token] = replace(hook, denied=True, until=None, asked=now, tries=hook.tries + 1)
        else:
            pushed.add(SourceId(hook.source))
            hooks[token] = replace(hook, pushed=now)
    _bring_forward(engine, pushed, now=now)
    keep_hooks(desk.folder, hooks.values())
    for path in words:  # last: a run that dies before does all of it again
        path.unlink(missing_ok=True)
    return len(pushed)


def _bring_forward(engine: Engine, pushed: set[SourceId], *, now: datetime) -> None:
    """Make sources due, unless they failed of late: a hub must not make us hammer a server that has trouble."""
    states = engine.store.visits.states() if pushed else {}
    for source in sorted(pushed):
        state = states.get(source)
        if state is not None and not state.failures:
            engine.store.visits.save(replace(state, next_visit=now))
            log.info("websub.pushed", source=source)


def subscribe(
    engine: Engine,
    desk: WebSubDesk,
    found: Mapping[SourceId, tuple[str, str]],
    *,
    now: datetime,
    rules: HubRules = HubRules(),
) -> int:
    """Ask hubs that are to be asked; returns how many were.

    Args:
        engine: the collaborators.
        desk: where hubs reach us.
        found: hub and topic, by source, of the feeds that were read just now.
        now: the moment of this run, UTC.
        rules: how long leases may be, when hubs are asked.
    """
    before = hooks_of(desk.folder)
    watched = {source.id: source for source in engine.sources if not source.disabled}
    public = {str(id_): pair for id_, pair in found.items() if not (id_ in watched and watched[id_].access)}
    hooks = matched(before, public, drawn=(desk.draw() for _ in repeat(None)))
    hooks = [hook for hook in hooks if SourceId(hook.source) in watched][: rules.most]
    asking = {hook.token: hook for hook in hooks if wants_asking(hook, now=now, rules=rules)}
    # Until the hub confirms, this counts as in vain; a lease that still holds goes on holding.
    hooks = [replace(hook, asked=now, tries=hook.tries + 1) if hook.token in asking else hook for hook in hooks]
    if hooks != before:
        keep_hooks(desk.folder, hooks)  # first: a hub may call back before it answers
    requests = {_request(hook, desk, rules): hook for hook in asking.values()}
    for outcome in engine.fetcher.fetch(requests):
        hook = requests[outcome.request]
        accepted = isinstance(outcome, Page) and outcome.status in _ACCEPTED
        log.info("websub.asked", source=hook.source, hub=hook.hub, accepted=accepted)
    return len(asking)


def _request(hook: Hook, desk: WebSubDesk, rules: HubRules) -> Request:
    form = {
        "hub.mode": "subscribe",
        "hub.topic": hook.topic,
        "hub.callback": f"{desk.callback.rstrip('/')}/{hook.token}",
        "hub.secret": hook.secret,
        "hub.lease_seconds": str(round(rules.lease.total_seconds())),
    }
    return Request(
        url=hook.hub,
        obey_robots=False,
        content=urlencode(form).encode("ascii"),
        headers=(("Content-Type", "application/x-www-form-urlencoded"),),
    )


def hub_and_topic(page: Page, *, hub: str | None, topic: str) -> tuple[str, str] | None:
    """The hub of a feed and what it is called there: by the answer's Link headers, else by the feed itself."""
    said = _links(page.headers.get("link", ""), page.url)
    found = said.get("hub") or canonical(hub or "", page.url)
    return (found, said.get("self") or topic or page.url) if found else None


def _links(header: str, base: str) -> dict[str, str]:
    """The first address of each relation in a Link header (RFC 8288)."""
    found: dict[str, str] = {}
    for part in header[:8_000].split("<")[1:20]:
        target, _, rest = part.partition(">")
        for word in rest.replace('"', " ").replace("rel=", " rel= ").replace(";", " ").split():
            if word in {"hub", "self"} and (url := canonical(target.strip(), base)):
                found.setdefault(word, url)
    return found
