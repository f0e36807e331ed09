"""One request followed to its end: robots, turn, answer, redirects, verdict."""

import asyncio
import math
from dataclasses import dataclass, field, replace

from newsloom.errors import FetchError
from newsloom.fetch.address import Address, address
from newsloom.fetch.classify import reason_of, retry_after
from newsloom.fetch.exchange import Answer, Doors
from newsloom.fetch.politeness import HeldError, HostGate
from newsloom.fetch.robots import RobotsBook
from newsloom.fetch.rules import FetchRules
from newsloom.model.page import Failure, Outcome, Page, Reason, Request
from newsloom.seams import Clock

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})
_OK, _PARTIAL = 200, 206
_NOT_MODIFIED = 304
_BUSY = frozenset({429, 503})  # what a host says for all that is on it
_PAUSES = (1.0, 5.0, 15.0)  # seconds; idle connections are closed after as many as the last
SHORTEST_HOLD, LONGEST_HOLD = 60, 86_400  # seconds for which a host that asked is left alone


@dataclass(slots=True)
class _Trail:
    """Where one visit has been and what it has left."""

    request: Request
    seconds: float
    hops: list[str] = field(default_factory=list)
    permanent: bool = True


class Visitor:
    """Visits pages, one at a time each, many at once.

    Args:
        rules: the bounds.
        clock: dates the pages and measures waits.
        doors: the way out.
    """

    def __init__(self, rules: FetchRules, clock: Clock, doors: Doors) -> None:
        self._rules = rules
        self._clock = clock
        self._doors = doors
        self._gate = HostGate(
            clock,
            spacing=rules.spacing_seconds,
            per_host=rules.connections_per_host,
            total=rules.connections,
        )
        self._tellings = HostGate(
            clock, spacing=0, per_host=rules.connections_per_host, total=rules.connections
        )  # who asked for messages need not be spared them
        self._robots = RobotsBook(rules, clock, self.visit)

    async def visit(self, request: Request) -> Outcome:
        """Get one page. Every fault is a value."""
        trail = _Trail(request=request, seconds=self._rules.deadline_seconds)
        try:
            return await (self._follow(trail) if request.content is None else self._tell(request, request.content))
        except HeldError as error:
            left = math.ceil(error.seconds)
            return Failure(request=request, reason=Reason.WAITING, detail=error.detail, retry_after_seconds=left)
        except FetchError as error:
            return Failure(request=request, reason=Reason(error.reason), detail=error.detail, hops=tuple(trail.hops))

    async def _tell(self, request: Request, content: bytes) -> Page:
        """Send a message to where its owner wants it, and nowhere else."""
        place = address(request.url)
        self._rules.guard.check(place)
        headers = {name: _clean(value) for name, value in request.headers}
        async with self._tellings.turn(place.host):
            seconds = self._rules.telling_seconds
            answer = await self._doors.tell(place, content, headers=headers, seconds=seconds)
        return Page(
            request=request,
            url=place.href,
            status=answer.status,
            headers=answer.headers,
            body=answer.body,
            fetched=self._clock.now(),
            wire_bytes=answer.wire_bytes,
            hops=(place.href,),
        )

    async def _follow(self, trail: _Trail) -> Outcome:
        place = start = address(trail.request.url)
        while True:
            answer = await self._hop(trail, place, at_home=place.origin == start.origin)
            if answer.status not in _REDIRECTS:
                return self._verdict(trail, place, answer, validators=place.origin == start.origin)
            place = _next_place(answer, place)
            trail.permanent = trail.permanent and answer.status in _PERMANENT
            if len(trail.hops) > self._rules.max_redirects:
                raise FetchError(Reason.REDIRECTS, f"more than {self._rules.max_redirects} redirects")

    async def _hop(self, trail: _Trail, place: Address, *, at_home: bool) -> Answer:
        self._rules.guard.check(place)
        trail.hops.append(place.href)
        if trail.request.obey_robots:
            self._gate.slow_down(place.host, await self._robots.crawl_delay(place))
        headers = _headers(trail.request, validators=at_home)
        headers |= self._rules.credentials.headers(trail.request.credential, place)
        async with self._gate.turn(place.host):
            loop = asyncio.get_running_loop()
            started = loop.time()
            answer = await self._asked(trail, place, headers, verify=trail.request.verify or not at_home)
            trail.seconds = max(0.001, trail.seconds - (loop.time() - started))
        return answer

    async def _asked(self, trail: _Trail, place: Address, headers: dict[str, str], *, verify: bool) -> Answer:
        """The answer; where this process has no file left to open, it is tried again when others were closed."""

        async def ask() -> Answer:
            return await self._doors.ask(
                place, headers=headers, seconds=trail.seconds, first_bytes=trail.request.first_bytes, verify=verify
            )

        for pause in _PAUSES:
            try:
                return await ask()
            except FetchError as error:
                if error.reason != Reason.OURS:
                    raise
            await self._clock.sleep(pause)
        return await ask()

    def _verdict(self, trail: _Trail, place: Address, answer: Answer, *, validators: bool) -> Outcome:
        page = Page(
            request=trail.request,
            url=place.href,
            status=answer.status,
            headers=answer.headers,
            body=answer.body,
            fetched=self._clock.now(),
            permanent=len(trail.hops) > 1 and trail.permanent,
            wire_bytes=answer.wire_bytes,
            hops=tuple(trail.hops),
        )
        if answer.status == _NOT_MODIFIED and validators and _has_validators(trail.request):
            return replace(page, not_modified=True)
        partial = answer.status == _PARTIAL and trail.request.first_bytes is not None
        fault = reason_of(_OK if partial else answer.status, answer.headers, answer.body)
        if fault is None:
            return page
        patience = retry_after(answer.headers.get("retry-after"), now=self._clock.now())
        if patience is not None and answer.status in _BUSY:
            self._gate.hold(place.host, min(max(patience, SHORTEST_HOLD), LONGEST_HOLD))
        return Failure(
            request=trail.request,
            reason=fault[0],
            detail=fault[1],
            status=answer.status,
            retry_after_seconds=patience,
            hops=tuple(trail.hops),
        )


def _headers(request: Request, *, validators: bool) -> dict[str, str]:
    """Validators belong to the origin that gave them and are not told to another one."""
    headers = {"Accept": _clean(request.accept)}
    if request.first_bytes is not None:
        headers["Range"] = f"bytes=0-{request.first_bytes - 1}"
        headers["Accept-Encoding"] = "identity"  # a range of a compressed body may not decode
    if validators and request.etag:
        headers["If-None-Match"] = _clean(request.etag)
    if validators and request.last_modified:
        headers["If-Modified-Since"] = _clean(request.last_modified)
    return headers


def _clean(value: str) -> str:
    """A validator is a stranger's text: nothing in it may end a header."""
    return value if value.isprintable() else "".join(char for char in value if char.isprintable())


def _has_validators(request: Request) -> bool:
    return bool(request.etag or request.last_modified)


def _next_place(answer: Answer, place: Address) -> Address:
    location = answer.headers.get("location", "").strip()
    if not location:
        raise FetchError(Reason.BAD_RESPONSE, f"the server answered {answer.status} without a Location")
    return address(_as_text(location), base=place)


def _as_text(location: str) -> str:
    """Header bytes that are no UTF-8 arrive as lone surrogates; browsers read such bytes as Latin-1."""
    raw = location.encode("utf-8", "surrogateescape")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")
