"""When it is this host's turn: few connections, well spaced, whatever the number of feeds there."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import TypeVar

from newsloom.errors import FetchError
from newsloom.model.page import Reason
from newsloom.seams import Clock

T = TypeVar("T")
REMEMBERED_HOSTS = 5_000


class HeldError(FetchError):
    """A host was not asked, because it wants to be left alone for so many seconds more."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(Reason.WAITING, f"it may be asked again in {seconds:,.0f} s")


@dataclass(slots=True)
class _Host:
    slots: asyncio.Semaphore
    spacing: float
    next_start: float = 0.0
    closed_until: float = 0.0
    queue: asyncio.Lock = field(default_factory=asyncio.Lock)
    guests: int = 0

    @property
    def free_from(self) -> float:
        """From when on somebody may start here."""
        return max(self.next_start, self.closed_until)


class HostGate:
    """Gives out turns at hosts (a host is a name and a port), in the order they were asked for.

    Args:
        clock: measures the spacing.
        spacing: seconds between two starts at one host.
        per_host: connections at one host at once.
        total: connections at all hosts together.
    """

    def __init__(self, clock: Clock, *, spacing: float, per_host: int, total: int) -> None:
        self._clock = clock
        self._spacing = spacing
        self._per_host = per_host
        self._total = asyncio.Semaphore(total)
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, name: str) -> AsyncIterator[None]:
        """Wait for a polite moment at a host and hold one of its connections.

        Raises:
            HeldError: the host has asked to be left alone, before or while this waited.
        """
        host = self._host(name)
        host.guests += 1
        try:
            async with host.slots:
                await self._start(host)
                try:
                    yield
                finally:
                    self._total.release()
        finally:
            host.guests -= 1

    def slow_down(self, name: str, seconds: float) -> None:
        """Keep at least this spacing at one host, as its robots.txt asks."""
        host = self._host(name)
        host.spacing = max(self._spacing, seconds)

    def hold(self, name: str, seconds: float) -> None:
        """Let nobody start at a host for so long, as it asked; those who wait for their turn are told."""
        host = self._host(name)
        host.closed_until = max(host.closed_until, self._clock.monotonic() + seconds)

    def _left(self, host: _Host) -> float:
        return host.closed_until - self._clock.monotonic()

    async def _start(self, host: _Host) -> None:
        """Spacing is measured from real start to real start, so the shared limit is waited for inside the queue."""
        async with host.queue:
            if (left := self._left(host)) > 0:
                raise HeldError(left)
            wait = host.next_start - self._clock.monotonic()
            if wait > 0:
                await self._clock.sleep(wait)
            if (left := self._left(host)) > 0:
                raise HeldError(left)
            await self._total.acquire()
            host.next_start = self._clock.monotonic() + host.spacing

    def _host(self, name: str) -> _Host:
        known = self._hosts.get(name)
        if known is not None:
            return known
        if len(self._hosts) >= REMEMBERED_HOSTS:
            self._forget_idle()
        host = _Host(slots=asyncio.Semaphore(self._per_host), spacing=self._spacing)
        self._hosts[name] = host
        return host

    def _forget_idle(self) -> None:
        now = self._clock.monotonic()
        idle = [name for name, host in self._hosts.items() if not host.guests and host.free_from <= now]
        for name in idle:
            del self._hosts[name]


def round_robin(keyed: Iterable[tuple[str, T]]) -> list[T]:
    """Order values so that each key's first comes before any key's second: no host holds up the others."""
    lanes: dict[str, list[T]] = {}
    for key, value in keyed:
        lanes.setdefault(key, []).append(value)
    missing = object()
    rows = zip_longest(*lanes.values(), fillvalue=missing)
    return [value for row in rows for value in row if value is not missing]  # type: ignore[misc]  # narrowing by identity with a sentinel
