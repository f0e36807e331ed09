import socket
from collections.abc import Callable
from typing import Any

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from newsloom.errors import FetchError, SettingsError
from newsloom.fetch.address import address, for_client
from newsloom.fetch.guard import allowed_host, is_local, is_public
from newsloom.model.page import Page, Reason

Visit = Callable[..., Any]

PUBLIC = [
    "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.1",
    "168.63.129.15", "168.63.129.17", "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0",
    "191.255.255.255",
    "192.0.1.0", "192.0.3.0", "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0", "198.51.99.255",
    "203.0.112.255", "203.0.114.0", "223.255.255.255", "2001:200::1", "2001:4860:4860::8888", "2003::1",
    "2606:4700::1111", "2a00:1450:4001::1", "3ffe::1", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8",
]  # fmt: skip
NOT_PUBLIC = [
    "0.0.0.0", "0.1.2.3",  # noqa: S104  classified, not bound
    "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.255.254",
    "168.63.129.16", "169.254.169.254", "169.254.0.1", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.0.170",
    "192.0.2.1", "192.31.196.1", "192.52.193.1", "192.88.99.1", "192.168.1.1", "192.175.48.1", "198.18.0.1",
    "198.19.255.255", "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::2", "::127.0.0.1", "::8.8.8.8", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254",
    "::ffff:0:8.8.8.8", "64:ff9b::127.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::8.8.8.8",
    "100::1", "2001::1", "2001:0:4136:e378::1", "2001:2::1", "2001:10::1", "2001:20::1", "2001:db8::1",
    "2002:7f00:1::", "2002:808:808::1", "2620:4f:8000::1", "3fff::1", "3fff:fff::1", "4000::1", "5f00::1", "fc00::1",
    "fd00:ec2::254", "fd12:3456::1", "fe80::1", "fe80::1%eth0", "2606:4700::1111%eth0", "fec0::1", "ff02::1", "ff0e::1",
]  # fmt: skip


@pytest.mark.parametrize("ip", PUBLIC)
def test_public_addresses_pass(ip: str) -> None:
    """What belongs to the public internet is dialled."""
    assert is_public(ip)
    assert not is_local(ip)


@pytest.mark.parametrize("ip", NOT_PUBLIC)
def test_other_addresses_do_not(ip: str) -> None:
    """What does not belong to it, in any form, is not."""
    assert not is_public(ip)


def test_an_owner_can_mean_private_networks_only() -> None:
    """Allowing a private host never opens link-local, metadata or multicast addresses."""
    assert all(is_local(ip) for ip in ("127.0.0.1", "10.1.2.3", "192.168.0.9", "::1", "fd12::1", "::ffff:10.0.0.1"))
    closed = (
        "169.254.169.254",
        "fd00:ec2::254",
        "224.0.0.1",
        "168.63.129.16",
        "64:ff9b::10.0.0.1",
        "0.0.0.0",  # noqa: S104  classified, not bound
        "fe80::1",
    )
    assert not any(is_local(ip) for ip in closed)


LOOPBACK = [
    "http://127.0.0.1/", "http://127.1/", "http://0x7f.1/", "http://0177.0.0.1/", "http://2130706433/", "http://0x7f000001/",
    "http://①②⑦.⓪.⓪.①/", "http://127。0。0。1/", "http://127.0.0.1./", "http://0/", "http://0.0.0.0/", "http://[::1]/",
    "http://[::]/", "http://[::ffff:7f00:1]/", "http://[::ffff:127.0.0.1]/", "http://[64:ff9b::7f00:1]/",
    "http://localhost/", "http://%31%32%37.0.0.1/", "http:\\\\127.0.0.1\\", "http:127.0.0.1",
    "\thttp://127.0.\n0.1/",
]  # fmt: skip


@pytest.mark.parametrize("url", LOOPBACK)
def test_every_spelling_of_loopback_is_refused(visit: Visit, url: str) -> None:
    """However loopback is written, nothing is dialled."""
    outcome = visit(url, allow_private=())
    assert outcome.reason in {Reason.PRIVATE, Reason.BAD_URL}
    assert outcome.reason is Reason.PRIVATE or "port" in outcome.detail


@pytest.mark.parametrize(
    "url",
    ["ftp://a.example/", "file:///etc/passwd", "gopher://a/", "data:text/html,x", "javascript:1", "http://", "",
     "//a/b",      "http://a b/", "http://user@a.example/", "http://u:p@a.example/", "http://a.example@127.0.0.1/", "http://a:99999/",
     "http://[fe80::1%25eth0]/", "http://" + "a" * 9_000, "http://a.example:22/", "http://\ud800/", "http://a\0b/"],
)  # fmt: skip
def test_bad_addresses_are_values(visit: Visit, url: str) -> None:
    """What cannot be asked over HTTP is a failure that says so."""
    assert visit(url, allow_private=()).reason is Reason.BAD_URL


def test_backslash_does_not_move_the_host() -> None:
    """A backslash is a slash: what follows it is path, not host."""
    place = address("http://good.example\\@evil.example/")
    assert place.name == "good.example"
    assert for_client(place).raw_host == "good.example"


def test_relative_and_protocol_relative() -> None:
    """Redirect targets are resolved as browsers do."""
    base = address("https://a.example/x/y?z")
    assert address("../q", base=base).href == "https://a.example/q"
    assert address("//b.example/", base=base).origin == ("https", "b.example", 443)
    assert address("#frag", base=base).href == "https://a.example/x/y?z"


class StubResolver(AbstractResolver):
    """Names as the test wants them; the next answer each time, the last one for ever."""

    def __init__(self, answers: list[list[str]]) -> None:
        self.answers = answers

    async def resolve(self, host: str, port: int = 0, family: Any = socket.AF_INET) -> list[ResolveResult]:  # noqa: ARG002  the resolver's signature
        """Look a name up."""
        ips = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if not ips:
            raise OSError(None, "no such name")
        return [
            ResolveResult(
                hostname=host, host=ip, port=port, proto=0, flags=0,
                family=socket.AF_INET6 if ":" in ip else socket.AF_INET,
            )
            for ip in ips
        ]  # fmt: skip

    async def close(self) -> None:
        """Nothing to close."""


def test_name_that_leads_inside_is_refused(server: Any, visit: Visit) -> None:
    """A public name that resolves to a private address is not dialled, on any allowed port."""
    for ip in ("127.0.0.1", "::1", "::ffff:127.0.0.1", "169.254.169.254"):
        outcome = visit(f"http://inside.example:{server.port}/", resolver=StubResolver([[ip]]), ports=(80, server.port))
        assert outcome.reason is Reason.PRIVATE
    assert server.seen == []


def test_mixed_answers_dial_the_public_one_only(server: Any, visit: Visit) -> None:
    """Of several addresses the private ones are skipped; a documentation address stands in for a dead public one."""
    resolver = StubResolver([["127.0.0.1", "10.0.0.1"]])
    outcome = visit(f"http://mixed.example:{server.port}/", resolver=resolver, ports=(server.port,))
    assert outcome.reason is Reason.PRIVATE
    assert server.seen == []


def test_rebinding_between_hops(server: Any, visit: Visit, make_reply: Any) -> None:
    """A name allowed for one port does not open another name that comes to mean the same machine."""
    target = f"http://rebound.example:{server.port}/secret"
    server.scripts["/"] = make_reply(b"", f"Location: {target}", status="302 Found")
    resolver = StubResolver([["127.0.0.1"]])
    outcome = visit(server.url(), resolver=resolver, ports=(80, server.port))
    assert outcome.reason is Reason.PRIVATE
    assert [path for path, _ in server.seen] == ["/"]


def test_unknown_name_is_a_dns_fault(visit: Visit) -> None:
    """A name that does not resolve says so."""
    assert visit("http://nowhere.example/", resolver=StubResolver([[]])).reason is Reason.DNS


def test_allowed_name_may_be_private(server: Any, visit: Visit, make_reply: Any) -> None:
    """The owner's word about a name opens that name and port."""
    server.scripts["/"] = make_reply(b"inside")
    url = f"http://wiki.internal:{server.port}/"
    resolver = StubResolver([["127.0.0.1"]])
    for spec in (f"wiki.internal:{server.port}", "wiki.internal:*"):
        assert isinstance(visit(url, resolver=resolver, allow_private=(spec,)), Page)
    for spec in ("wiki.internal", "wiki.internal:81", "127.0.0.1:*", "internal:*"):
        assert visit(url, resolver=resolver, allow_private=(spec,), ports=(server.port,)).reason is Reason.PRIVATE


@pytest.mark.parametrize("spec", ["", ":*", "http://a/", "a/b", "u@a", "a:b", "a:99999"])
def test_unreadable_private_host_is_named(spec: str) -> None:
    """A setting that is no host says what it should be."""
    with pytest.raises(SettingsError, match="should be 'host'"):
        allowed_host(spec)


def test_addresses_of_other_schemes_carry_their_reason() -> None:
    """The error is in the closed vocabulary."""
    with pytest.raises(FetchError) as caught:
        address("ftp://x/")
    assert caught.value.reason == Reason.BAD_URL
