"""What a visit did, step by step, for whoever wants to watch."""

import re
from collections.abc import Callable, Container, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

Watch = Callable[[str, Mapping[str, object]], None]

HIDDEN = "(hidden)"
_SECRET = re.compile(r"auth|cookie|token|secret|password|passwd|signature|api-?_?key|credential|session", re.IGNORECASE)
_QUERY = re.compile(
    r"(?<=[?&;])([^=&;#]*(?:auth|token|secret|pass|pwd|sig|key|session|code)[^=&;#]*=)[^&;#]+", re.IGNORECASE
)
_USER = re.compile(r"(?<=://)[^/@?#]*@")


def unseen(what: str, facts: Mapping[str, object]) -> None:
    """Nobody watches."""


@dataclass(slots=True)
class Stage:
    """How far a request has come, to tell a lookup that took too long from an answer that did."""

    looks_up: bool = False

    @classmethod
    def begun(cls) -> "Stage":
        """The stage of a request that begins here: the lookups that are made for it will say so."""
        stage = cls()
        _STAGE.set(stage)
        return stage


_STAGE: ContextVar[Stage] = ContextVar("stage")


class StagedResolver(AbstractResolver):
    """Keeps the `Stage` of the request that a name is looked up for.

    The client could tell of that too, but only with all else it does: a dozen calls for each request.

    Args:
        inner: does the work; the client's own by default.
    """

    def __init__(self, inner: AbstractResolver | None) -> None:
        self._inner = inner or aiohttp.DefaultResolver()

    async def resolve(self, host: str, port: int = 0, family: Any = 0) -> list[ResolveResult]:  # noqa: ANN401  the resolver's signature
        """Look a name up; where that fails, or is given up, it was the last that the request came to."""
        stage = _STAGE.get(Stage())
        stage.looks_up = True
        found = await self._inner.resolve(host, port, family)
        stage.looks_up = False
        return found

    async def close(self) -> None:
        """Let go of the inner one."""
        await self._inner.close()


def tracing(watch: Watch, *, secret: Container[str] = ()) -> aiohttp.TraceConfig:
    """What tells the headers really sent.

    Args:
        watch: is told.
        secret: names of headers, in lower case, whose values are not told.
    """
    trace = aiohttp.TraceConfig()

    async def sent(_session: object, _context: object, facts: aiohttp.TraceRequestHeadersSentParams) -> None:
        headers = redacted(facts.headers, secret=secret)
        watch("asked", {"method": facts.method, "url": redacted_url(str(facts.url)), "headers": headers})

    trace.on_request_headers_sent.append(sent)
    return trace


class WatchedResolver(AbstractResolver):
    """Tells what names were looked up and what came of it.

    Args:
        inner: does the work; the system's by default.
        watch: is told.
    """

    def __init__(self, inner: AbstractResolver | None, watch: Watch) -> None:
        self._inner = inner or aiohttp.ThreadedResolver()
        self._watch = watch

    async def resolve(self, host: str, port: int = 0, family: Any = 0) -> list[ResolveResult]:  # noqa: ANN401  the resolver's signature
        """Look a name up."""
        try:
            found = await self._inner.resolve(host, port, family)
        except OSError as error:
            self._watch("lookup failed", {"name": host, "problem": str(error.strerror or error)})
            raise
        self._watch("looked up", {"name": host, "addresses": list(dict.fromkeys(one["host"] for one in found))})
        return found

    async def close(self) -> None:
        """Let go of the inner one."""
        await self._inner.close()


def redacted(headers: Mapping[str, str], *, secret: Container[str] = ()) -> dict[str, str]:
    """Headers without what nobody else may see: the values of those named for secrets, and of those in `secret`."""
    return {
        str(name): HIDDEN if _SECRET.search(name) or name.lower() in secret else redacted_url(value)
        for name, value in headers.items()
    }


def redacted_url(url: str) -> str:
    """An address without user names, passwords, keys and tokens."""
    return _QUERY.sub(rf"\1{HIDDEN}", _USER.sub("", url))
