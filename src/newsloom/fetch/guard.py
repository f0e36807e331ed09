"""Which addresses may be dialled. The one gate between what strangers write and the owner's own network."""

import errno
import socket
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any, NamedTuple

from newsloom.errors import FetchError, SettingsError
from newsloom.fetch.address import Address, address
from newsloom.fetch.steps import Watch, unseen
from newsloom.model.page import Reason

# IANA's special-purpose registries (RFC 6890 and successors), written out because `ipaddress.is_global` differs between
# Python versions and lets some of these pass.
_NOT_PUBLIC_4 = tuple(
    IPv4Network(block)
    for block in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",  # shared by carriers, RFC 6598
        "127.0.0.0/8",
        "168.63.129.16/32",  # a cloud's control plane, reachable from every guest of it
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",  # AS112, RFC 7535
        "192.52.193.0/24",  # AMT, RFC 7450
        "192.88.99.0/24",  # 6to4 relays, RFC 7526
        "192.168.0.0/16",
        "192.175.48.0/24",  # AS112, RFC 7534
        "198.18.0.0/15",  # benchmarking, RFC 2544
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
)
_PUBLIC_6 = IPv6Network("2000::/3")
_NOT_PUBLIC_6 = tuple(
    IPv6Network(block)
    for block in (
        "2001::/23",  # protocol assignments: Teredo, benchmarking, ORCHID, RFC 2928
        "2001:db8::/32",
        "2002::/16",  # 6to4
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",  # documentation, RFC 9637
    )
)
_NAT64 = IPv6Network("64:ff9b::/96")
_LOCAL_4 = tuple(
    IPv4Network(block) for block in ("10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")
)
_LOCAL_6 = (IPv6Network("::1/128"), IPv6Network("fc00::/7"))
_METADATA_6 = IPv6Address("fd00:ec2::254")  # a cloud's metadata service
_REFUSAL = "is not a public address"

AddressInfo = tuple[Any, ...]  # as getaddrinfo gives it: family, type, protocol, canonical name, socket address


def is_public(address: str | IPv4Address | IPv6Address) -> bool:
    """Whether an address belongs to the public internet, looking through IPv4-mapped and NAT64 forms."""
    ip = _unwrapped(address)
    if isinstance(ip, IPv4Address):
        return not any(ip in block for block in _NOT_PUBLIC_4)
    if ip in _NAT64:
        return is_public(IPv4Address(int(ip) & 0xFFFF_FFFF))
    if ip.scope_id is not None:
        return False
    return ip in _PUBLIC_6 and not any(ip in block for block in _NOT_PUBLIC_6)


def is_local(address: str | IPv4Address | IPv6Address) -> bool:
    """Whether an owner can mean this address by allowing a private host: loopback and private networks only."""
    ip = _unwrapped(address)
    if isinstance(ip, IPv4Address):
        return any(ip in block for block in _LOCAL_4)
    return ip != _METADATA_6 and any(ip in block for block in _LOCAL_6)


def _unwrapped(address: str | IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    ip = ip_address(address) if isinstance(address, str) else address
    mapped = ip.ipv4_mapped if isinstance(ip, IPv6Address) else None
    return mapped or ip


class PrivateAddressError(PermissionError):
    """A socket to an address that may not be dialled was asked for."""

    def __init__(self, ip: str) -> None:
        super().__init__(errno.EPERM, f"{ip} {_REFUSAL}")


def was_refused(error: BaseException) -> bool:
    """Whether a connection error comes from this guard; the client merges several failures into one message."""
    return _REFUSAL in str(error)


def socket_factory(*, private: bool, watch: Watch = unseen) -> Callable[[AddressInfo], socket.socket]:
    """Make the function that opens sockets: it sees the address really dialled, after every redirect and lookup.

    Args:
        private: whether loopback and private networks may be dialled too.
        watch: told each address, dialled or refused.
    """

    def guarded(info: AddressInfo) -> socket.socket:
        family, kind, protocol, _, target = info
        ip = str(target[0])
        if not (is_public(ip) or (private and is_local(ip))):
            watch("refused", {"address": ip, "why": _REFUSAL})
            raise PrivateAddressError(ip)
        watch("dialled", {"address": ip, "port": target[1]})
        return socket.socket(family=family, type=kind, proto=protocol)

    return guarded


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowedHost:
    """A private host the owner named. `ports` is None where every port is meant."""

    name: str
    ports: tuple[int, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """What may be asked for: public hosts on the usual ports, and private ones the owner named."""

    ports: tuple[int, ...] = (80, 443)
    allowed: tuple[AllowedHost, ...] = ()

    def allows_private(self, place: Address) -> bool:
        """Whether the owner named this host and port."""
        for host in self.allowed:
            if host.name == place.name and (host.ports is None or place.port in host.ports):
                return True
        return False

    def check(self, place: Address) -> None:
        """Refuse what can be refused from the URL alone; the dialled address is checked again at the socket."""
        private = self.allows_private(place)
        if place.port not in self.ports and not private:
            raise FetchError(Reason.BAD_URL, f"{place.href} names port {place.port}; allowed: {self._ports()}")
        literal = _literal(place.name)
        if literal is not None and not (literal.public or (private and literal.local)):
            raise FetchError(Reason.PRIVATE, f"{literal.ip} {_REFUSAL}")

    def _ports(self) -> str:
        return ", ".join(str(port) for port in self.ports)


class _Literal(NamedTuple):
    ip: IPv4Address | IPv6Address
    public: bool
    local: bool


@lru_cache(maxsize=2_000)  # a host is asked for each of its feeds
def _literal(name: str) -> _Literal | None:
    """What a host's name says where it is an address."""
    try:
        ip = ip_address(name)
    except ValueError:
        return None
    return _Literal(ip, is_public(ip), is_local(ip))


def allowed_host(spec: str) -> AllowedHost:
    """Read `host` (ports 80 and 443), `host:port` or `host:*`; IPv6 addresses stand in brackets.

    Raises:
        SettingsError: if it is none of these.
    """
    everywhere = spec.endswith(":*")
    bare = spec.removesuffix(":*")
    if not bare or "/" in bare or "@" in bare:
        raise SettingsError(f"private host {spec!r} should be 'host', 'host:port' or 'host:*'")
    try:
        place = address(f"http://{bare}/")
    except FetchError as error:
        raise SettingsError(f"private host {spec!r} should be 'host', 'host:port' or 'host:*'") from error
    if everywhere:
        return AllowedHost(name=place.name, ports=None)
    named = bare.rpartition(":")[2].isdecimal() and not bare.endswith("]")
    return AllowedHost(name=place.name, ports=(place.port,) if named else (80, 443))
