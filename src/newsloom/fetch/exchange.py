"""One request to one host and its answer, within every bound. No redirect is followed here."""

import asyncio
import socket
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from ssl import SSLContext

import aiohttp
from aiohttp.abc import AbstractResolver

from newsloom.errors import FetchError
from newsloom.fetch.address import Address, for_client
from newsloom.fetch.decode import ENCODINGS, Decoder, encoding_of
from newsloom.fetch.guard import AddressInfo, socket_factory, was_refused
from newsloom.fetch.proxies import UNWELCOME, check_target, proxy_fault, to_a_proxy
from newsloom.fetch.rules import FetchRules
from newsloom.model.page import Reason

ERROR_BODY = 65_536  # bytes of an error answer that are read, to learn who answered
_BODILESS = frozenset({204, 205, 304})
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

    Connections are kept per door, so what was dialled for a named host is never reused for another.
    """

    def __init__(
        self, rules: FetchRules, *, resolver: AbstractResolver | None = None, tls: SSLContext | None = None
    ) -> None:
        self._rules = rules
        self._resolver = resolver
        self._tls = tls
        self._public = self._session(socket_factory(private=False))
        self._private = self._session(socket_factory(private=True))
        self._proxied = self._session(to_a_proxy)

    async def ask(
        self, place: Address, *, headers: Mapping[str, str], seconds: float, first_bytes: int | None = None
    ) -> Answer:
        """Send one GET.

        Args:
            place: checked by the guard before.
            headers: sent besides the fetcher's own.
            seconds: for everything, from the lookup to the last byte.
            first_bytes: how much of the body is wanted; the connection is dropped after that. None for all of it.

        Raises:
            FetchError: whatever went wrong, in the closed vocabulary.
        """
        await self._check(place, seconds)
        try:
            async with asyncio.timeout(seconds), self._open(place, headers) as response:
                return self._from_proxy(place, await self._read(response, first_bytes))
        except TimeoutError as error:
            raise FetchError(Reason.TIMEOUT, f"{place.host} took longer than {seconds:.3g} s") from error
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
        session = self._session_for(place)
        proxy = self._rules.proxies.of(place)
        await self._check(place, seconds)
        try:
            async with (
                asyncio.timeout(seconds),
                session.post(
                    for_client(place), data=content, headers=headers, allow_redirects=False, proxy=proxy
                ) as response,
            ):
                body, wire = await _beginning(response, found := _joined(response))
                answer = Answer(status=response.status, headers=found, body=body, wire_bytes=wire)
                return self._from_proxy(place, answer)
        except TimeoutError as error:
            raise FetchError(Reason.TIMEOUT, f"{place.host} took longer than {seconds:.3g} s") from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise self._fault(error, place) from error

    async def close(self) -> None:
        """Drop every connection."""
        await self._public.close()
        await self._private.close()
        await self._proxied.close()

    async def _check(self, place: Address, seconds: float) -> None:
        """Before a proxy is asked for a place: what the guard would have refused at the socket is refused here."""
        if self._rules.proxies.of(place) is None:
            return
        try:
            async with asyncio.timeout(seconds):
                await check_target(place, self._resolver, private=self._rules.guard.allows_private(place))
        except TimeoutError as error:
            raise FetchError(Reason.TIMEOUT, f"{place.host} took longer than {seconds:.3g} s to look up") from error

    def _from_proxy(self, place: Address, answer: Answer) -> Answer:
        if answer.status == UNWELCOME and self._rules.proxies.of(place) is not None:
            raise FetchError(Reason.PROXY, "the proxy wants a name and a password; its address can hold them")
        return answer

    def _fault(self, error: Exception, place: Address) -> FetchError:
        fault = proxy_fault(error) if self._rules.proxies.of(place) is not None else None
        return fault or _explained(error, place)

    def _open(self, place: Address, headers: Mapping[str, str]) -> AbstractAsyncContextManager[aiohttp.ClientResponse]:
        proxy = self._rules.proxies.of(place)
        return self._session_for(place).get(for_client(place), headers=headers, allow_redirects=False, proxy=proxy)

    def _session_for(self, place: Address) -> aiohttp.ClientSession:
        if self._rules.proxies.of(place) is not None:
            return self._proxied
        return self._private if self._rules.guard.allows_private(place) else self._public

    async def _read(self, response: aiohttp.ClientResponse, first_bytes: int | None) -> Answer:
        headers = _joined(response)
        status = response.status
        redirect = 300 <= status <= 399  # noqa: PLR2004  RFC 9110 §15.4
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

    def _session(self, opens: Callable[[AddressInfo], socket.socket]) -> aiohttp.ClientSession:
        rules = self._rules
        connector = aiohttp.TCPConnector(
            limit=0,  # the host gate counts connections
            resolver=self._resolver,
            ssl=self._tls or True,
            ttl_dns_cache=60,
            socket_factory=opens,
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
        )


async def _first(response: aiohttp.ClientResponse, headers: Mapping[str, str], size: int) -> tuple[bytes, int]:
    """Read so many bytes at most and drop the connection, whatever else the server would send."""
    decoder = Decoder(encoding_of(headers.get("content-encoding", "")), limit=size * 100)
    wire = 0
    async for chunk in response.content.iter_any():
        wire += len(chunk)
        decoder.feed(chunk[:size])
        if wire >= size or len(decoder.so_far()) >= size:
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


_KINDS: tuple[tuple[tuple[type[Exception], ...], Reason], ...] = (  # the first that fits
    ((aiohttp.ClientConnectorDNSError, socket.gaierror), Reason.DNS),
    ((aiohttp.ClientSSLError,), Reason.TLS),
    ((aiohttp.ClientPayloadError, aiohttp.ClientResponseError), Reason.BAD_RESPONSE),
    ((aiohttp.InvalidURL,), Reason.BAD_URL),
    ((aiohttp.ClientConnectionError, OSError), Reason.CONNECTION),
)


def _explained(error: Exception, place: Address) -> FetchError:
    """Put a client's error into the closed vocabulary."""
    if was_refused(error):
        return FetchError(Reason.PRIVATE, f"{place.host}: {error}")
    reason = next((reason for kinds, reason in _KINDS if isinstance(error, kinds)), Reason.BAD_RESPONSE)
    said = error.message if isinstance(error, aiohttp.ClientResponseError) else str(error)
    return FetchError(reason, f"{place.host}: {said or type(error).__name__}")
