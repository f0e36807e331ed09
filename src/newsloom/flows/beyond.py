"""What follows a publication: the output is brought to its other places, then the hub is told which feeds are new."""

import re
from collections.abc import Iterable
from urllib.parse import urlencode

import structlog

from newsloom.flows.reports import PublishReport
from newsloom.model.page import Failure, Request
from newsloom.seams import Engine

log = structlog.get_logger()

_FEED = re.compile(r"(?:.*/)?(feeds/(?:.+/)?(?:rss\.xml|atom\.xml|feed\.json))")
_ACCEPTED = range(200, 300)
AT_ONCE = 100  # feeds that one message names


def made_known(engine: Engine, done: PublishReport) -> PublishReport:
    """Tell other places and the hub; nothing that goes wrong there harms what was published.

    Args:
        engine: the places, the hub, and the door to the network.
        done: what was published; what became of it elsewhere is added to it.
    """
    done.carried = tuple(place.carry() for place in engine.places)
    for one in done.carried:
        if one.problem:
            log.warning("publish.place", address=one.address, problem=one.problem)
    done.hub = _announced(engine, feeds_among(done.written, base=engine.desk.base_url))
    return done


def feeds_among(paths: Iterable[str], *, base: str) -> list[str]:
    """The addresses of the feeds among some files of the output, in order; none where nobody knows them."""
    found = (_FEED.fullmatch(path) for path in paths) if base else ()
    return sorted({f"{base.rstrip('/')}/{feed[1]}" for feed in found if feed})


def _announced(engine: Engine, feeds: list[str]) -> str:
    """Tell the hub that these feeds have something new; why it could not be told, or ""."""
    if not engine.hub or not feeds:
        return ""
    requests = [_request(engine.hub, feeds[at : at + AT_ONCE]) for at in range(0, len(feeds), AT_ONCE)]
    problems = []
    for outcome in engine.fetcher.fetch(requests):
        if isinstance(outcome, Failure):
            problems.append(f"{outcome.reason}: {outcome.detail}")
        elif outcome.status not in _ACCEPTED:
            problems.append(f"it answered {outcome.status}")
    if problems:
        log.warning("publish.hub", hub=engine.hub, problem=problems[0])
    return problems[0] if problems else ""


def _request(hub: str, feeds: list[str]) -> Request:
    """WebSub leaves it to hubs how publishers tell them; this is what the public ones take (PubSubHubbub 0.4, §7.1)."""
    form = [("hub.mode", "publish"), *(("hub.url", feed) for feed in feeds)]
    return Request(
        url=hub,
        obey_robots=False,
        content=urlencode(form).encode("ascii"),
        headers=(("Content-Type", "application/x-www-form-urlencoded"),),
    )
