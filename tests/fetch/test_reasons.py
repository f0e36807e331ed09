"""Why a visit brought nothing: each reason from what really comes, and none from what only looks like it."""

import socket
import ssl
import threading
import warnings
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path
from typing import Any

import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st

from newsloom.errors import FeedError, SettingsError
from newsloom.fetch.classify import reason_of
from newsloom.fetch.guard import is_public
from newsloom.fetch.steps import redacted, redacted_url
from newsloom.fetch.trust import context_of
from newsloom.model.page import Page, Reason, Request
from newsloom.parse.feed import read_feed
from newsloom.wiring.doors import trusted

Visit = Callable[..., Any]
PROSE = "<p>" + "The council voted on the harbour plan after a long debate about captchas and robots. " * 40 + "</p>"
LOGIN = "<html><title>Sign in</title><form><input name=user><input type=password name=p></form></html>"


def page(title: str, body: str = "", head: str = "") -> bytes:
    """A small HTML page."""
    return f"<!doctype html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>".encode()


BLOCKS: list[tuple[str, int, dict[str, str], bytes]] = [
    ("Cloudflare", 403, {"cf-mitigated": "challenge", "server": "cloudflare"}, b""),
    (
        "Cloudflare",
        503,
        {"server": "cloudflare"},
        page("Just a moment...", "<script>window._cf_chl_opt={a:1}</script>"),
    ),
    ("Cloudflare", 403, {"server": "cloudflare"}, page("Access denied", '<div id="cf-error-details">1020</div>')),
    ("Cloudflare", 403, {"server": "cloudflare"}, b"error code: 1020"),
    ("Akamai", 403, {"server": "AkamaiGHost"}, page("Access Denied", "Reference #18.2f")),
    ("Akamai", 403, {}, page("Access Denied", "https&#58;&#47;&#47;errors&#46;edgesuite&#46;net&#47;18")),
    ("DataDome", 403, {"x-datadome": "protected"}, b""),
    ("DataDome", 401, {}, b'{"url":"https://geo.captcha-delivery.com/captcha/?x=1"}'),
    ("PerimeterX", 403, {}, page("Access to this page has been denied", '<div id="px-captcha"></div>')),
    ("Imperva", 403, {"x-iinfo": "1-2"}, page("", "Request unsuccessful. Incapsula incident ID: 1-2")),
    ("AWS WAF", 202, {"x-amzn-waf-action": "challenge"}, b""),
    ("AWS WAF", 405, {}, page("Human Verification", "<script>window.gokuProps = {}</script>")),
    ("Sucuri", 403, {"x-sucuri-block": "GEO"}, b""),
    ("Sucuri", 403, {}, page("Sucuri WebSite Firewall - Access Denied")),
    ("F5", 403, {}, b"The requested URL was rejected. Please consult with your administrator."),
    ("Vercel", 429, {"x-vercel-mitigated": "challenge"}, page("Vercel Security Checkpoint")),
    ("Kasada", 429, {"x-kpsdk-ct": "x"}, b""),
    ("DDoS-Guard", 403, {"server": "ddos-guard"}, b""),
]


@pytest.mark.parametrize(("product", "status", "headers", "body"), BLOCKS)
def test_each_protection_is_named(product: str, status: int, headers: dict[str, str], body: bytes) -> None:
    """From its own marks, and as a protection whatever the status."""
    found = reason_of(status, headers, body)
    assert found is not None
    assert found[0] is Reason.BOT_PROTECTION
    assert found[1].startswith(product)


OTHERS: list[tuple[Reason, int, dict[str, str], bytes]] = [
    (Reason.REFUSED, 403, {"server": "cloudflare"}, page("Forbidden", "no listing")),
    (Reason.LOGIN, 403, {"x-iinfo": "1-2"}, LOGIN.encode()),
    (Reason.LOGIN, 401, {"server": "cloudflare"}, page("Unauthorized")),
    (Reason.REFUSED, 403, {}, page("How the captcha died", PROSE)),
    (Reason.SERVER, 503, {"server": "AkamaiGHost"}, page("Service Unavailable")),
    (Reason.SERVER, 503, {}, page("Site maintenance", "We verify that you are human-friendly soon.")),
    (Reason.RATE_LIMIT, 429, {"server": "cloudflare"}, page("Too many requests", '<div class="g-recaptcha"></div>')),
    (Reason.RATE_LIMIT, 420, {}, b"enhance your calm"),
    (Reason.RATE_LIMIT, 509, {}, b"bandwidth exceeded"),
    (Reason.PARKED, 403, {}, page("Security check", "Tick the box.")),
    (Reason.PARKED, 503, {}, page("Are you a robot?")),
    (Reason.PARKED, 403, {}, page("One more step", '<div class="h-captcha" data-sitekey="x"></div>')),
    (Reason.PAYWALL, 402, {}, b"pay"),
    (Reason.GONE, 410, {}, b"gone"),
    (Reason.NOT_FOUND, 404, {"x-datadome": "protected"}, page("Not found")),
]


@pytest.mark.parametrize(("reason", "status", "headers", "body"), OTHERS)
def test_what_only_looks_like_a_protection_is_none(
    reason: Reason, status: int, headers: dict[str, str], body: bytes
) -> None:
    """Headers that a product adds to every answer, articles about captchas, plain refusals."""
    found = reason_of(status, headers, body)
    assert found is not None
    assert found[0] is reason


@pytest.mark.parametrize(
    "body",
    [
        page("How captchas die", f'<script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script>{PROSE}'),
        page("News", f'<script src="https://js.datadome.co/tags.js"></script>{PROSE}<div class="g-recaptcha"></div>'),
        page("Just a moment in time", PROSE),
    ],
)
def test_an_ordinary_page_behind_a_protection_is_a_page(body: bytes) -> None:
    """It carries the product's scripts and is read all the same."""
    assert reason_of(200, {"server": "cloudflare", "x-datadome": "protected", "x-iinfo": "1"}, body) is None


INSTEAD = [
    (page("Just a moment...", "<script>window._cf_chl_opt={}</script>"), Reason.BOT_PROTECTION),
    (page("Making sure you&#39;re not a bot!", '<p id="anubis_challenge"></p>'), Reason.BOT_PROTECTION),
    (page("Human verification", "<p>Tick the box.</p>"), Reason.PARKED),
    (page("daily.example", "<p>This domain is for sale. Buy this domain.</p>"), Reason.PARKED),
    (LOGIN.encode(), Reason.LOGIN),
    (page("404 Not Found", "<h1>404 Not Found</h1>"), Reason.NOT_FOUND),
    (page("How captchas die", f"<article>{PROSE}</article>"), Reason.NOT_A_FEED),
    (b'{"error": "no such thing"}', Reason.NOT_A_FEED),
    (b"<opml><body/></opml>", Reason.NOT_A_FEED),
    (b"<rss>" + b"<a>" * 600, Reason.TOO_LARGE),
    (b" \n\xef\xbb\xbf ", Reason.EMPTY),
]


@pytest.mark.parametrize(("body", "reason"), INSTEAD)
def test_what_came_instead_of_a_feed_is_told(body: bytes, reason: Reason) -> None:
    """A page answered with 200 says itself what it is (F38, F39)."""
    with pytest.raises(FeedError) as caught:
        read_feed(body, url="https://daily.example/rss")
    assert caught.value.reason == reason


def test_a_feed_about_captchas_is_a_feed() -> None:
    """Whatever its headlines say."""
    head = b"<rss version='2.0'><channel><title>Just a moment...</title>"
    assert len(read_feed(head + b"<item><title>captcha</title></item></channel></rss>").items) == 1


@pytest.fixture
def authority() -> trustme.CA:
    """An authority of our own."""
    return trustme.CA()


def speaking(server: Any, context: ssl.SSLContext) -> str:
    """Let the raw server speak TLS; returns its address."""
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    return f"https://127.0.0.1:{server.port}/"


def expired(authority: trustme.CA, context: ssl.SSLContext) -> None:
    """A certificate of yesteryear."""
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    leaf = authority.issue_cert("127.0.0.1", not_before=long_ago, not_after=long_ago + timedelta(days=90))
    leaf.configure_cert(context)


def wrong_host(authority: trustme.CA, context: ssl.SSLContext) -> None:
    """A certificate for somebody else."""
    authority.issue_cert("other.example").configure_cert(context)


def unknown(authority: trustme.CA, context: ssl.SSLContext) -> None:
    """A certificate of an authority nobody knows."""
    del authority
    trustme.CA(organization_name="Nobody").issue_cert("127.0.0.1").configure_cert(context)


def self_signed(authority: trustme.CA, context: ssl.SSLContext) -> None:
    """A certificate that vouches for itself."""
    del authority
    own = trustme.CA(organization_name="Myself")
    with own.private_key_pem.tempfile() as key, own.cert_pem.tempfile() as cert:
        context.load_cert_chain(cert, key)


def old(authority: trustme.CA, context: ssl.SSLContext) -> None:
    """A server of the last century, nearly."""
    authority.issue_cert("127.0.0.1").configure_cert(context)
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1


TLS = [
    (expired, "has expired"),
    (wrong_host, "for another host"),
    (unknown, "no authority trusted here"),
    (self_signed, "self-signed"),
    (old, "old versions of TLS"),
]


@pytest.mark.parametrize(("fault", "said"), TLS)
def test_each_fault_of_tls_is_told(
    server: Any, visit: Visit, make_reply: Any, authority: trustme.CA, fault: Callable[..., None], said: str
) -> None:
    """It fails closed, and says which it is; nothing was asked for (F29)."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    fault(authority, context)
    server.scripts["/"] = make_reply(b"safe")
    trust = ssl.create_default_context()
    authority.configure_trust(trust)
    outcome = visit(speaking(server, context), tls=trust)
    assert (outcome.reason, said in outcome.detail) == (Reason.TLS, True), outcome.detail
    assert server.seen == []


@pytest.mark.parametrize("fault", [expired, wrong_host, unknown, self_signed])
def test_an_owner_may_read_it_all_the_same(
    server: Any, visit: Visit, make_reply: Any, authority: trustme.CA, fault: Callable[..., None]
) -> None:
    """The override holds for the certificate and for the address it was said of, not for where that leads (F29)."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    fault(authority, context)
    url = speaking(server, context)
    server.scripts["/"] = make_reply(b"read")
    server.scripts["/away"] = make_reply(b"", f"Location: https://localhost:{server.port}/", status="302 Found")
    hosts = ("127.0.0.1:*", "localhost:*")
    assert isinstance(visit(Request(url=url, obey_robots=False, verify=False)), Page)
    away = visit(Request(url=f"{url}away", obey_robots=False, verify=False), allow_private=hosts)
    assert away.reason is Reason.TLS


def test_plain_http_on_the_port_of_tls(visit: Visit) -> None:
    """Which is no certificate's fault."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def plain() -> None:
            peer, _ = listener.accept()
            with peer:
                peer.recv(2_000)
                peer.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        threading.Thread(target=plain, daemon=True).start()
        port = listener.getsockname()[1]
        outcome = visit(f"https://127.0.0.1:{port}/", allow_private=("127.0.0.1:*",))
    assert (outcome.reason, "does not speak TLS" in outcome.detail) == (Reason.TLS, True), outcome.detail


def test_an_authority_of_ones_own_by_the_environment(
    server: Any, visit: Visit, make_reply: Any, authority: trustme.CA, tmp_path: Path
) -> None:
    """It is trusted besides the system's; a file that cannot be read is named."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    file = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(file))
    server.scripts["/"] = make_reply(b"safe")
    trust = trusted({"NEWSLOOM_CA_FILE": str(file)})
    assert isinstance(visit(speaking(server, context), tls=trust), Page)
    assert trusted({}) is None
    file.write_text("no certificate")
    for named in (file, tmp_path / "none.pem"):
        with pytest.raises(SettingsError, match="NEWSLOOM_CA_FILE"):
            trusted({"NEWSLOOM_CA_FILE": str(named)})


def test_trust_is_for_tls_of_today() -> None:
    """1.2 or newer, whether or not the certificate counts."""
    assert all(context_of(verify=v).minimum_version is ssl.TLSVersion.TLSv1_2 for v in (True, False))


def test_steps_hold_no_secrets() -> None:
    """Neither headers nor addresses."""
    said = redacted({"Authorization": "Bearer x1", "Set-Cookie": "s=x2", "X-Api-Key": "x3", "Accept": "*/*"})
    assert "x1" not in str(said)
    assert "x2" not in str(said)
    assert "x3" not in str(said)
    assert said["Accept"] == "*/*"
    assert redacted_url("https://u:p@a.example/f?token=t1&q=2&api_key=k1") == (
        "https://a.example/f?token=(hidden)&q=2&api_key=(hidden)"
    )


def addresses() -> Iterator[Any]:
    """Strategies for addresses, near the borders too."""
    yield st.ip_addresses(v=4)
    yield st.ip_addresses(v=6)
    for base in ("::ffff:0:0", "64:ff9b::", "2002::", "2001::", "fe80::", "fc00::", "::", "2000::"):
        first = int(IPv6Address(base))
        yield st.integers(first, first + 2**32).map(IPv6Address)


@given(ip=st.one_of(*addresses()))
def test_nothing_that_python_calls_private_is_public(ip: IPv4Address | IPv6Address) -> None:
    """Nor any IPv4 address that is, behind a mapped or translated one; the text form says the same as the value."""
    inner = ip.ipv4_mapped if isinstance(ip, IPv6Address) else None
    if is_public(ip):
        assert (inner or ip).is_global or ip in _TRANSLATED
        assert not any((ip.is_loopback, ip.is_link_local, ip.is_multicast, ip.is_unspecified))
    assert is_public(str(ip)) == is_public(ip)


@given(ip=st.ip_addresses(v=4))
def test_every_ordinary_public_address_passes(ip: IPv4Address) -> None:
    """What Python calls global, less what was refused for a reason; and so behind a mapped and a translated form."""
    refused = ("192.31.196.", "192.52.193.", "192.88.99.", "192.175.48.", "168.63.129.16", "192.0.0.")
    ordinary = ip.is_global and not ip.is_multicast and not str(ip).startswith(refused)
    forms = (ip, ip_address(f"::ffff:{ip}"), ip_address(f"64:ff9b::{ip}"))
    assert {is_public(form) for form in forms} == {ordinary} or str(ip).startswith(refused)


class _Nat64:
    def __contains__(self, ip: object) -> bool:
        return str(ip).startswith("64:ff9b::")


_TRANSLATED = _Nat64()
