"""The fetcher: requests in, one outcome each out, in the order they complete."""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterable, Iterator
from concurrent.futures import Future
from functools import partial
from queue import SimpleQueue
from ssl import SSLContext
from typing import Any, Self

from aiohttp.abc import AbstractResolver

from newsloom.errors import FetchError
from newsloom.fetch.address import address
from newsloom.fetch.exchange import Doors
from newsloom.fetch.lookups import Lookups
from newsloom.fetch.politeness import round_robin
from newsloom.fetch.rules import FetchRules
from newsloom.fetch.steps import Watch
from newsloom.fetch.visit import Visitor
from newsloom.model.page import Failure, Outcome, Reason, Request
from newsloom.seams import Clock

LOOKUPS = 32  # names looked up at once
TOLD = 16  # outcomes taken before the loop is told so, while there are more: each telling wakes it


class WebFetcher:
    """The one door to the network.

    All visits share one event loop in one background thread, started by the first of them, so limits per host
    hold across calls, also when pages are fetched while feeds still come in. Use it as a context
    manager, or call `close`.

    Args:
        rules: bounds and courtesies.
        clock: measures spacing and expiry, dates pages.
        resolver: looks names up; the system's by default.
        tls: which certificates to trust; the system's by default.
        watch: told each step of each visit, as it is made; secrets are left out.
    """

    def __init__(
        self,
        rules: FetchRules,
        clock: Clock,
        *,
        resolver: AbstractResolver | None = None,
        tls: SSLContext | None = None,
        watch: Watch | None = None,
    ) -> None:
        self._rules = rules
        self._clock = clock
        self._opening = partial(Doors, rules, resolver=resolver, tls=tls, watch=watch)
        self._starting = threading.Lock()
        self._room: _EngineRoom | None = None

    def fetch(self, requests: Iterable[Request]) -> Iterator[Outcome]:
        """Visit pages and yield one outcome for each, as they complete; no outcome is raised.

        The requests are read at once. Leaving the iterator early cancels what is still under way.
        """
        ordered = round_robin((_host_of(request), request) for request in requests)
        if not ordered:
            return
        room = self._engine_room()
        done: SimpleQueue[Outcome | None] = SimpleQueue()
        window = asyncio.Semaphore(self._rules.window)
        run = room.submit(_visit_all(room.visitor, ordered, done, window))
        run.add_done_callback(lambda _: done.put(None))
        taken = 0
        try:
            while (outcome := done.get()) is not None:
                taken += 1
                if taken >= TOLD or done.empty():  # while one waits here its place need not be free
                    room.loop.call_soon_threadsafe(_free, window, taken)
                    taken = 0
                yield outcome
        finally:
            run.cancel()

    def close(self) -> None:
        """Stop the background thread and drop every connection."""
        with self._starting:
            room, self._room = self._room, None
        if room is not None:
            room.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _engine_room(self) -> "_EngineRoom":
        with self._starting:
            if self._room is None:
                self._room = _EngineRoom(self._rules, self._clock, self._opening)
            return self._room


class _EngineRoom:
    """An event loop in a thread, with the connections that live in it."""

    def __init__(self, rules: FetchRules, clock: Clock, opening: Callable[[], Doors]) -> None:
        self.loop = asyncio.new_event_loop()
        # Names are looked up in threads; a few dead name servers must not keep all other lookups waiting.
        self.loop.set_default_executor(Lookups(LOOKUPS))
        self._thread = threading.Thread(target=self.loop.run_forever, name="newsloom-fetch", daemon=True)
        self._thread.start()
        self._doors = self.submit(_open(opening)).result()
        self.visitor = Visitor(rules, clock, self._doors)

    def submit(self, work: Coroutine[Any, Any, Any]) -> Future[Any]:
        """Run a coroutine in the loop."""
        return asyncio.run_coroutine_threadsafe(work, self.loop)

    def close(self) -> None:
        """Cancel what runs, close connections, end the thread."""
        self.submit(self._wind_down()).result()
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self.loop.close()

    async def _wind_down(self) -> None:
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await self._doors.close()
        await asyncio.sleep(0)  # lets closed transports say so before the loop goes


async def _open(opening: Callable[[], Doors]) -> Doors:
    return opening()


async def _visit_all(
    visitor: Visitor, requests: list[Request], done: "SimpleQueue[Outcome | None]", window: asyncio.Semaphore
) -> None:
    """Keep a window of visits going; a place in it is free again once the outcome has been taken."""
    async with asyncio.TaskGroup() as visits:
        for request in requests:
            await window.acquire()
            visits.create_task(_deliver(visitor, request, done))


def _free(window: asyncio.Semaphore, places: int) -> None:
    for _ in range(places):
        window.release()


async def _deliver(visitor: Visitor, request: Request, done: "SimpleQueue[Outcome | None]") -> None:
    try:
        outcome = await visitor.visit(request)
    except Exception as error:  # noqa: BLE001  one request's surprise must not cost the others theirs
        outcome = Failure(
            request=request, reason=Reason.CONNECTION, detail=f"unexpected {type(error).__name__}: {error}"
        )
    done.put(outcome)


def _host_of(request: Request) -> str:
    try:
        return address(request.url).host
    except FetchError:
        return ""
