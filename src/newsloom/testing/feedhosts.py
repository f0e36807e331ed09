"""Many hosts in one process of their own, each a port on loopback, that count how they are treated.

    python -m newsloom.testing.feedhosts --feeds 10000 --hosts 500

It prints its ports as a line of JSON; then every line on standard input is an order: `generation N`, or `report`, which
is answered by a line of JSON with what was counted since the last one. It ends with its input.
"""

import argparse
import asyncio
import json
import resource
import sys
import time
from dataclasses import dataclass, field
from typing import Any

from newsloom.testing.feedworld import CHANGING, FeedWorld, Manner, bombs, faults, feed_body

SLOWNESS = 2.0  # seconds a slow feed takes
BEAT = 0.01  # seconds between two looks at how late this process itself is
BACKLOG = 16
SETTLING = 0.5  # seconds after which connections at once are counted


@dataclass(slots=True)
class Host:
    """What one host saw: connections and requests open at once, and when requests began."""

    connections: int = 0
    asking: int = 0
    most_connections: int = 0
    most_asking: int = 0
    starts: list[float] = field(default_factory=list)

    def forget(self) -> None:
        """Begin to count anew."""
        self.most_connections, self.most_asking, self.starts = self.connections, self.asking, []


@dataclass(slots=True)
class Hosts:
    """All of them, in one generation of the world."""

    world: FeedWorld
    slowness: float = SLOWNESS
    generation: int = 0
    hosts: list[Host] = field(default_factory=list)
    bodies: dict[int, tuple[int, bytes]] = field(default_factory=dict)
    answered: dict[str, int] = field(default_factory=dict)
    latest: float = 0.0
    began: float = 0.0

    def reply(self, feed: int, etag: str) -> tuple[float, bytes]:
        """After how many seconds, and what, this feed answers; nothing to hang up."""
        manner = self.world.manner(feed)
        if manner is Manner.FAILING:
            return 0.0, self._counted("failed", faults()[feed % len(faults())])
        if manner is Manner.HOSTILE:
            return 0.0, self._counted("hostile", bombs()[feed % len(bombs())])
        delay = self.slowness if manner is Manner.SLOW else 0.0
        version = self.world.version(feed, self.generation)
        mark = f'"{feed}-{version}"'
        if etag == mark:
            return delay, self._counted("unmodified", f"HTTP/1.1 304 Not Modified\r\nETag: {mark}\r\n\r\n".encode())
        body = feed_body(feed, version)
        kind = f"Content-Type: application/rss+xml\r\nETag: {mark}"
        head = f"HTTP/1.1 200 OK\r\n{kind}\r\nContent-Length: {len(body)}\r\n\r\n"
        return delay, self._counted("full", head.encode() + body)

    def report(self) -> dict[str, Any]:
        """What was counted since the last report."""
        gaps = sorted(b - a for host in self.hosts for a, b in zip(host.starts, host.starts[1:], strict=False))
        usage = resource.getrusage(resource.RUSAGE_SELF)
        cpu = usage.ru_utime + usage.ru_stime
        found = {
            "requests": sum(len(host.starts) for host in self.hosts),
            "answered": self.answered,
            "most_connections": max(host.most_connections for host in self.hosts),
            "most_requests_at_once": max(host.most_asking for host in self.hosts),
            "most_in_a_second": max(most_within(host.starts, 1.0) for host in self.hosts),
            "shortest_gap": gaps[0] if gaps else None,
            "gap_of_one_in_a_hundred": gaps[len(gaps) // 100] if gaps else None,
            "late_by": self.latest,
            "cpu_seconds": cpu - self.began,
        }
        for host in self.hosts:
            host.forget()
        self.answered, self.latest, self.began = {}, 0.0, cpu
        return found

    async def beat(self) -> None:
        """Measure how late this process is itself: what it sees is off by so much."""
        while True:
            expected = time.monotonic() + BEAT
            await asyncio.sleep(BEAT)
            self.latest = max(self.latest, time.monotonic() - expected)

    def _counted(self, kind: str, answer: bytes) -> bytes:
        self.answered[kind] = self.answered.get(kind, 0) + 1
        return answer


def most_within(starts: list[float], seconds: float) -> int:
    """The most starts in any span of so many seconds."""
    most, first = 0, 0
    for last, moment in enumerate(starts):
        while moment - starts[first] >= seconds:
            first += 1
        most = max(most, last - first + 1)
    return most


class Connection(asyncio.Protocol):
    """One connection to one host; requests come one after the other."""

    def __init__(self, hosts: Hosts, host: Host) -> None:
        self._hosts = hosts
        self._host = host
        self._transport: asyncio.Transport | None = None
        self._read = b""
        self._asking = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Count it."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101  a TCP server has no others
        self._transport = transport
        self._host.connections += 1
        if self._host.connections > self._host.most_connections:
            asyncio.get_running_loop().call_later(SETTLING, self._look_again)

    def _look_again(self) -> None:
        """Count what is still open: of a connection that was just closed the end may not have arrived."""
        self._host.most_connections = max(self._host.most_connections, self._host.connections)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002  asyncio's signature
        """Count it out."""
        self._host.connections -= 1
        self._transport = None
        self._over()

    def data_received(self, data: bytes) -> None:
        """Answer each request whose head is whole."""
        self._read += data
        head, end, rest = self._read.partition(b"\r\n\r\n")
        if not end:
            return
        self._read = rest
        self._asking = True
        host = self._host
        host.starts.append(time.monotonic())
        host.asking += 1
        host.most_asking = max(host.most_asking, host.asking)
        lines = head.decode("latin-1").split("\r\n")
        feed = int(lines[0].split(" ")[1].rpartition("/")[2])
        etag = next((line[15:].strip() for line in lines if line[:14].lower() == "if-none-match:"), "")
        delay, answer = self._hosts.reply(feed, etag)
        if delay:
            asyncio.get_running_loop().call_later(delay, self._send, answer)
        else:
            self._send(answer)

    def _send(self, answer: bytes) -> None:
        self._over()
        if self._transport is None:
            return
        if answer:
            self._transport.write(answer)
        else:
            self._transport.abort()

    def _over(self) -> None:
        self._host.asking -= self._asking
        self._asking = False


async def serve(hosts: Hosts) -> None:
    """Open the ports, say which, and obey orders until there are no more."""
    loop = asyncio.get_running_loop()
    ports = []
    for _ in range(hosts.world.hosts):
        host = Host()
        hosts.hosts.append(host)
        server = await loop.create_server(lambda host=host: Connection(hosts, host), "127.0.0.1", 0, backlog=BACKLOG)  # type: ignore[misc]  # a default binds early
        ports.append(server.sockets[0].getsockname()[1])
    bombs()  # made before anything is measured
    hosts.report()
    print(json.dumps(ports), flush=True)  # noqa: T201  this is its answer
    beating = asyncio.create_task(hosts.beat())
    orders = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(orders), sys.stdin)
    async for order in orders:
        word, _, number = order.decode().strip().partition(" ")
        hosts.generation = int(number) if word == "generation" else hosts.generation
        print(json.dumps(hosts.report() if word == "report" else {}), flush=True)  # noqa: T201  as above
    beating.cancel()


def main() -> int:
    """Serve the world asked for."""
    parser = argparse.ArgumentParser(description="Serve a world of feeds on loopback.")
    parser.add_argument("--feeds", type=int, default=100)
    parser.add_argument("--hosts", type=int, default=10)
    parser.add_argument("--slowness", type=float, default=SLOWNESS)
    parser.add_argument("--changing", type=int, default=CHANGING)
    given = parser.parse_args()
    world = FeedWorld(feeds=given.feeds, hosts=given.hosts, changing=given.changing)
    asyncio.run(serve(Hosts(world=world, slowness=given.slowness)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
