"""One request to one host and its answer, within every bound. No redirect is followed here."""

import asyncio
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from ssl import SSLContext

import aiohttp
from aiohttp.abc import AbstractResolver

from newsloom.errors import FetchError
from newsloom.fetch.address import Address, for_client
from newsloom.fetch.decode import ENCODINGS, Decoder, encoding_of
from newsloom.fetch.failing import explained, is_ours, late
from newsloom.fetch.guard import socket_factory
from newsloom.fetch.proxies import UNWELCOME, check_target, proxy_fault, to_a_proxy
from newsloom.fetch.rules import FetchRules
from newsloom.fetch.steps import Stage, StagedResolver, Watch, WatchedResolver, redacted, redacted_url, tracing, unseen
from newsloom.fetch.trust import context_of, watched
from newsloom.model.page import Reason

ERROR_BODY = 65_536  # bytes of an error answer that are read, to learn who answered
_NOT_MODIFIED = 304
_BODILESS = frozenset({204, 205})
_WITH_BEGINNING = frozenset({200, 206})  # 200 from servers that know no ranges


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one host answered; header names are lower case, repeated ones joined by a comma."""

    status: int
    headers: dict[str, str]
    body: bytes
    wire_bytes: int


class Doors:
    """The ways out: one that dials public addresses only, one for private hosts the owner named, one through a proxy.

    Each once more for hosts whose certificate may be anybody's. Connections are kept per door, so what was dialled for
    a named host, or without a look at its certificate, is never reused for another.
    """

    def __init__(
        self,
        rules: FetchRules,
        *,
        resolver: AbstractResolver | None = None,
        tls: SSLContext | None = None,
        watch: Watch | None = None,
    ) -> None:
        self._rules = rules
        self._resolver = WatchedResolver(resolver, watch) if watch else resolver
        self._dialling = StagedResolver(self._resolver)
        self._tls = tls
        self._watched = watch
        self._watch = watch or unseen
        self._secret = rules.credentials.secret_headers
        self._sessions: dict[tuple[str, bool], aiohttp.ClientSession] = {}

    async def ask(
        self,
        place: Address,
        *,
        headers: Mapping[str, str],
        seconds: float,
        first_bytes: int | None = None,
        verify: bool = True,
    ) -> Answer:
        """Send one GET.

        Args:
            place: checked by the guard before.
            headers: sent besides the fetcher's own.
            seconds: for everything, from the lookup to the last byte.
            first_bytes: how much of the body is wanted; the connection is dropped after that. None for all of it.
            verify: whether the certificate must be right.

        Raises:
            FetchError: whatever went wrong, in the closed vocabulary.
        """
        stage = Stage.begun()
        await self._check(place, seconds)
        try:
            async with asyncio.timeout(seconds), self._open(place, headers, verify=verify) as response:
                self._tell_answer(response)
                answer = self._from_proxy(place, await self._read(response, first_bytes))
                self._watch("received", {"wire_bytes": answer.wire_bytes, "decoded_bytes": len(answer.body)})
                return answer
        except TimeoutError as error:
            raise late(place, seconds, in_lookup=stage.looks_up) from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise self._fault(error, place) from error

    async def tell(self, place: Address, content: bytes, *, headers: Mapping[str, str], seconds: float) -> Answer:
        """Send one POST and read the beginning of what is answered, whatever its status.

        Args:
            place: checked by the guard before.
            content: the body.
            headers: sent besides the fetcher's own.
            seconds: for everything.

        Raises:
            FetchError: nothing was answered; why, in the closed vocabulary.
        """
        session = self._session_for(place, verify=True)
        stage, proxy = Stage.begun(), self._rules.proxies.of(place)
        await self._check(place, seconds)
        try:
            async with (
                asyncio.timeout(seconds),
                session.post(
                    for_client(place),
                    data=content,
                    headers=headers,
                    allow_redirects=False,
                    proxy=proxy,
                ) as response,
            ):
                body, wire = await _beginning(response, found := _joined(response))
                answer = Answer(status=response.status, headers=found, body=body, wire_bytes=wire)
                return self._from_proxy(place, answer)
        except TimeoutError as error:
            raise late(place, seconds, in_lookup=stage.looks_up) from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise self._fault(error, place) from error

    async def close(self) -> None:
        """Drop every connection."""
        for session in self._sessions.values():
            await session.close()
        if self._resolver is None:
            await self._dialling.close()

    def _open(
        self, place: Address, headers: Mapping[str, str], *, verify: bool
    ) -> AbstractAsyncContextManager[aiohttp.ClientResponse]:
        session, proxy = self._session_for(place, verify=verify), self._rules.proxies.of(place)
        return session.get(for_client(place), headers=headers, allow_redirects=False, proxy=proxy)

    async def _check(self, place: Address, seconds: float) -> None:
        """Before a proxy is asked for a place: what the guard would have refused at the socket is refused here."""
        if self._rules.proxies.of(place) is None:
            return
        try:
            async with asyncio.timeout(seconds):
                await check_target(place, self._resolver, private=self._rules.guard.allows_private(place))
        except TimeoutError as error:
            raise late(place, seconds, in_lookup=True) from error

    def _from_proxy(self, place: Address, answer: Answer) -> Answer:
        if answer.status == UNWELCOME and self._rules.proxies.of(place) is not None:
            raise FetchError(Reason.PROXY, "the proxy wants a name and a password; its address can hold them")
        return answer

    def _fault(self, error: Exception, place: Address) -> FetchError:
        if self._rules.proxies.of(place) is not None and not is_ours(error) and (fault := proxy_fault(error)):
            return fault
        return explained(error, place)

    def _session_for(self, place: Address, *, verify: bool) -> aiohttp.ClientSession:
        way = "private" if self._rules.guard.allows_private(place) else "public"
        door = ("proxy" if self._rules.proxies.of(place) is not None else way, verify)
        if door not in self._sessions:
            self._sessions[door] = self._session(door[0], verify=verify)
        return self._sessions[door]

    def _tell_answer(self, response: aiohttp.ClientResponse) -> None:
        if self._watched is not None:
            version = f"{response.version.major}.{response.version.minor}" if response.version else ""
            headers = redacted(_joined(response), secret=self._secret)
            url = redacted_url(str(response.url))
            self._watch("answered", {"url": url, "http": version, "status": response.status, "headers": headers})

    async def _read(self, response: aiohttp.ClientResponse, first_bytes: int | None) -> Answer:
        headers = _joined(response)
        status = response.status
        redirect = 300 <= status <= 399  # noqa: PLR2004  RFC 9110 §15.4
        if status == _NOT_MODIFIED:  # it has no body: the connection is as good as before
            response.release()
            return Answer(status=status, headers=headers, body=b"", wire_bytes=0)
        if status in _BODILESS or redirect:
            response.close()
            return Answer(status=status, headers=headers, body=b"", wire_bytes=0)
        if first_bytes is not None and status in _WITH_BEGINNING:
            body, wire = await _first(response, headers, first_bytes)
            return Answer(status=status, headers=headers, body=body, wire_bytes=wire)
        if status != 200:  # noqa: PLR2004  OK
            body, wire = await _beginning(response, headers)
            return Answer(status=status, headers=headers, body=body, wire_bytes=wire)
        body, wire = await self._whole(response, headers)
        return Answer(status=status, headers=headers, body=body, wire_bytes=wire)

    async def _whole(self, response: aiohttp.ClientResponse, headers: Mapping[str, str]) -> tuple[bytes, int]:
        limit = self._rules.max_wire_bytes
        announced = response.content_length or 0
        if announced > limit:
            raise FetchError(Reason.TOO_LARGE, f"{announced:,} bytes announced; at most {limit:,} are read")
        decoder = Decoder(encoding_of(headers.get("content-encoding", "")), limit=self._rules.max_decoded_bytes)
        wire = 0
        async for chunk in response.content.iter_any():
            wire += len(chunk)
            if wire > limit:
                raise FetchError(Reason.TOO_LARGE, f"more than {limit:,} bytes on the wire")
            decoder.feed(chunk)
        return decoder.finish(), wire

    def _trust(self, *, verify: bool) -> SSLContext | bool:
        def seen(facts: Mapping[str, object]) -> None:
            self._watch("secured", facts)

        if not verify:
            return context_of(verify=False, seen=seen if self._watched else None)
        if self._watched is None:
            return self._tls or True
        return watched(self._tls or context_of(), seen)

    def _session(self, way: str, *, verify: bool) -> aiohttp.ClientSession:
        rules = self._rules
        connector = aiohttp.TCPConnector(
            limit=0,  # the host gate counts connections
            resolver=self._dialling,
            ssl=self._trust(verify=verify),
            ttl_dns_cache=60,
            socket_factory=to_a_proxy
            if way == "proxy"
            else socket_factory(private=way == "private", watch=self._watch),
        )
        return aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,  # decoded here, where both sizes can be counted
            timeout=aiohttp.ClientTimeout(total=None),  # the deadline is set per visit
            headers={"User-Agent": rules.user_agent, "Accept-Encoding": ", ".join(ENCODINGS)},
            trust_env=False,
            max_line_size=rules.max_header_bytes,
            max_field_size=rules.max_header_bytes,
            max_headers=rules.max_headers,
            trace_configs=[tracing(self._watched, secret=self._secret)] if self._watched else None,
        )


async def _first(response: aiohttp.ClientResponse, headers: Mapping[str, str], size: int) -> tuple[bytes, int]:
    """Read so many bytes at most and drop the connection, whatever else the server would send."""
    decoder = Decoder(encoding_of(headers.get("content-encoding", "")), limit=size * 100)
    wire = 0
    async for chunk in response.content.iter_any():
        wire += len(chunk)
        decoder.feed(chunk[:size])
        if wire >= size or decoder.size >= size:
            response.close()
            break
    return decoder.so_far()[:size], wire


async def _beginning(response: aiohttp.ClientResponse, headers: Mapping[str, str]) -> tuple[bytes, int]:
    """Read the start of an error answer; what is wrong with the rest does not matter."""
    wire = 0
    body = b""
    try:
        decoder = Decoder(encoding_of(headers.get("content-encoding", "")), limit=ERROR_BODY * 10)
        async for chunk in response.content.iter_any():
            wire += len(chunk)
            decoder.feed(chunk)
            if wire >= ERROR_BODY:
                break
        body = decoder.so_far()
    except (FetchError, aiohttp.ClientError):
        return b"", wire
    return body, wire


def _joined(response: aiohttp.ClientResponse) -> dict[str, str]:
    headers: dict[str, str] = {}
    for name, value in response.headers.items():
        key = name.lower()
        headers[key] = f"{headers[key]}, {value}" if key in headers else value
    return headers
