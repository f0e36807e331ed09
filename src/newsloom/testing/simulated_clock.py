"""A clock whose waiting costs nothing."""

import asyncio
import heapq
from datetime import datetime, timedelta
from itertools import count

SETTLING = 10  # turns of the loop in which others may fall asleep before time moves on


class SimulatedClock:
    """Time that moves only when somebody sleeps, to the moment of whoever wakes first.

    Sleepers wake in the order of their due time, and in the order they fell asleep where that is equal. One event
    loop may sleep on it at a time.

    Args:
        start: the first moment, aware of its zone.
    """

    def __init__(self, start: datetime) -> None:
        self._start = start
        self._elapsed = 0.0
        self._order = count()
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._driving: asyncio.AbstractEventLoop | None = None

    def now(self) -> datetime:
        """Give the simulated moment."""
        return self._start + timedelta(seconds=self._elapsed)

    def monotonic(self) -> float:
        """Give the simulated seconds since the start."""
        return self._elapsed

    def advance(self, seconds: float) -> None:
        """Let time pass for everybody."""
        self._elapsed += seconds

    async def sleep(self, seconds: float) -> None:
        """Wait until simulated time has moved on."""
        loop = asyncio.get_running_loop()
        woken: asyncio.Future[None] = loop.create_future()
        heapq.heappush(self._sleepers, (self._elapsed + max(0.0, seconds), next(self._order), woken))
        if self._driving is not loop:
            self._driving = loop
            loop.call_soon(self._settle, loop, SETTLING)
        await woken

    def _settle(self, loop: asyncio.AbstractEventLoop, turns: int) -> None:
        if turns:
            loop.call_soon(self._settle, loop, turns - 1)
            return
        self._wake_first()
        if self._sleepers:
            loop.call_soon(self._settle, loop, SETTLING)
            return
        self._driving = None

    def _wake_first(self) -> None:
        while self._sleepers:
            due, _, woken = heapq.heappop(self._sleepers)
            if not woken.done():
                self._elapsed = max(self._elapsed, due)
                woken.set_result(None)
                return
