"""Whether a site's robots.txt lets us read a page, and how slowly. RFC 9309."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from protego import Protego

from newsloom.errors import FetchError
from newsloom.fetch.address import Address
from newsloom.fetch.rules import FetchRules
from newsloom.model.page import Failure, Outcome, Page, Reason, Request
from newsloom.seams import Clock

LONGEST = 512_000  # bytes; RFC 9309 §2.5 asks for at least 500 KiB
REMEMBERED_SITES = 5_000
_UNREACHABLE = frozenset({Reason.DNS, Reason.TLS, Reason.PRIVATE, Reason.TIMEOUT, Reason.CONNECTION})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Policy:
    """What is known of one site. `rules` is None where everything is allowed; `refusal` where nothing is."""

    rules: Protego | None = None
    refusal: FetchError | None = None
    expires: float


class RobotsBook:
    """Remembers each site's robots.txt until it expires on the clock.

    Args:
        rules: how long to remember, what delay to honour at most.
        clock: measures both.
        fetch: gets one page through the guarded door without asking for robots.txt again.
    """

    def __init__(self, rules: FetchRules, clock: Clock, fetch: Callable[[Request], Awaitable[Outcome]]) -> None:
        self._rules = rules
        self._clock = clock
        self._fetch = fetch
        self._policies: dict[tuple[str, str, int], _Policy] = {}
        self._asking: dict[tuple[str, str, int], asyncio.Task[_Policy]] = {}

    async def crawl_delay(self, place: Address) -> float:
        """Check one page and give the spacing its site asks for, in seconds, capped.

        Raises:
            FetchError: `Reason.ROBOTS`, or the fault that keeps robots.txt from being read.
        """
        policy = await self._policy(place)
        if policy.refusal is not None:
            raise policy.refusal
        if policy.rules is None:
            return 0.0
        if not policy.rules.can_fetch(place.href, self._rules.user_agent):
            raise FetchError(Reason.ROBOTS, f"{place.name}'s robots.txt does not allow {place.href}")
        delay = policy.rules.crawl_delay(self._rules.user_agent) or 0.0
        return min(max(0.0, float(delay)), self._rules.max_crawl_delay_seconds)

    async def _policy(self, place: Address) -> _Policy:
        known = self._policies.get(place.origin)
        if known is not None and known.expires > self._clock.monotonic():
            return known
        asking = self._asking.get(place.origin)
        if asking is None:
            asking = asyncio.ensure_future(self._ask(place))
            self._asking[place.origin] = asking
            asking.add_done_callback(lambda _: self._asking.pop(place.origin, None))
        # Others wait for the same answer, so one who leaves must not take it along.
        return await asyncio.shield(asking)

    async def _ask(self, place: Address) -> _Policy:
        literal = f"[{place.name}]" if ":" in place.name else place.name
        url = f"{place.scheme}://{literal}:{place.port}/robots.txt"
        outcome = await self._fetch(Request(url=url, obey_robots=False, accept="text/plain, */*;q=0.1"))
        policy = self._read(outcome, place)
        if len(self._policies) >= REMEMBERED_SITES:
            self._policies.pop(next(iter(self._policies)))
        self._policies[place.origin] = policy
        return policy

    def _read(self, outcome: Outcome, place: Address) -> _Policy:
        lasting = self._clock.monotonic() + self._rules.robots_seconds
        soon = self._clock.monotonic() + self._rules.robots_retry_seconds
        match outcome:
            case Page():
                text = outcome.body[:LONGEST].decode("utf-8", "replace").removeprefix("\ufeff")
                return _Policy(rules=Protego.parse(text), expires=lasting)
            case Failure() if outcome.reason in _UNREACHABLE:
                return _Policy(refusal=FetchError(outcome.reason, f"robots.txt: {outcome.detail}"), expires=soon)
            case Failure() if outcome.reason is Reason.EMPTY or _is_absent(outcome.status):
                return _Policy(expires=lasting)
            case _:
                until = self._clock.now() + timedelta(seconds=self._rules.robots_retry_seconds)
                why = (
                    f"{place.name}'s robots.txt cannot be read now ({outcome.detail}); asked again after {until:%H:%M}"
                )
                return _Policy(refusal=FetchError(Reason.ROBOTS, why), expires=soon)


def _is_absent(status: int | None) -> bool:
    """RFC 9309 §2.3.1.3: 4xx allows everything; but 429 asks us to wait, as 5xx does."""
    return status is not None and 400 <= status <= 499 and status != 429  # noqa: PLR2004  the class of status
