"""Which proxy the way out leads through, as the environment says; what is checked before it is asked."""

import socket
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network

import aiohttp
from aiohttp.abc import AbstractResolver

from newsloom.errors import FetchError, SettingsError
from newsloom.fetch.address import Address, address
from newsloom.fetch.guard import AddressInfo, is_local, is_public
from newsloom.model.page import Reason

UNWELCOME = 407  # RFC 9110 §15.5.8: the proxy itself wants to know who asks


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxies:
    """The proxy for each scheme ("" for none), and the hosts that are dialled directly.

    `direct` holds host names (those below them count too), `host:port`, networks as 10.0.0.0/8, or `*` for all.
    """

    http: str = field(default="", repr=False)  # may hold a password
    https: str = field(default="", repr=False)
    direct: tuple[str, ...] = ()

    def of(self, place: Address) -> str | None:
        """The proxy for a place; None where it is dialled directly."""
        proxy = self.https if place.scheme == "https" else self.http
        return None if not proxy or any(_means(word, place) for word in self.direct) else proxy


def proxies_of(environment: Mapping[str, str]) -> Proxies:
    """What HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY say, in capitals or not.

    Raises:
        SettingsError: one of them is no address of an HTTP proxy; the message does not repeat it.
    """

    def said(name: str) -> str:
        return environment.get(name.lower(), "") or environment.get(name, "")

    return Proxies(
        http=_proxy("HTTP_PROXY", said("HTTP_PROXY") or said("ALL_PROXY")),
        https=_proxy("HTTPS_PROXY", said("HTTPS_PROXY") or said("ALL_PROXY")),
        direct=tuple(word.strip().lower() for word in said("NO_PROXY").split(",") if word.strip()),
    )


def _proxy(name: str, said: str) -> str:
    word = said.strip()
    if not word:
        return ""
    full = word if "://" in word else f"http://{word}"
    if not full.startswith(("http://", "https://")):
        raise SettingsError(f"{name} names a proxy that is not http; only http:// and https:// proxies are used")
    try:
        address(_without_user(full))
    except FetchError as error:
        raise SettingsError(f"{name} is no address of a proxy; one is written as http://proxy.example:3128") from error
    return full


def _without_user(url: str) -> str:
    scheme, _, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}://{host.rpartition('@')[2]}{slash}{path}"


def _means(word: str, place: Address) -> bool:
    if word == "*":
        return True
    host, _, port = word.rpartition(":") if word.count(":") == 1 else (word, "", "")
    if port and port != str(place.port):
        return False
    name = host.removeprefix("*").removeprefix(".")
    if place.name == name or place.name.endswith(f".{name}"):
        return True
    try:
        return ip_address(place.name) in ip_network(name, strict=False)
    except ValueError:
        return False


def to_a_proxy(info: AddressInfo) -> socket.socket:
    """Open a socket to a proxy: the owner named it, it may stand anywhere."""
    return socket.socket(family=info[0], type=info[1], proto=info[2])


async def check_target(place: Address, resolver: AbstractResolver | None, *, private: bool) -> None:
    """Refuse what a proxy would reach for us though we may not: a name that leads to an address that is not public.

    A name that is not known here may be known to the proxy; it is left to it.

    Raises:
        FetchError: `Reason.PRIVATE`.
    """
    lookup = resolver or aiohttp.DefaultResolver()
    try:
        found = await lookup.resolve(place.name, place.port, family=socket.AF_UNSPEC)
    except (TimeoutError, OSError):
        return
    finally:
        if resolver is None:
            await lookup.close()
    for one in found:
        ip = str(one["host"])
        if not (is_public(ip) or (private and is_local(ip))):
            raise FetchError(
                Reason.PRIVATE, f"{place.host}: {ip} is not a public address; it is not asked of the proxy"
            )


def proxy_fault(error: Exception) -> FetchError | None:
    """What a client's error says of the proxy, in words that hold no password; None if it is about something else."""
    if isinstance(error, aiohttp.ClientSSLError):
        return None
    if isinstance(error, aiohttp.ClientHttpProxyError):
        return FetchError(Reason.PROXY, f"the proxy answered {error.status}")
    if isinstance(error, aiohttp.ClientConnectorError | aiohttp.ClientProxyConnectionError):
        return FetchError(Reason.PROXY, f"the proxy cannot be reached: {error.os_error.strerror or error.os_error}")
    return None
