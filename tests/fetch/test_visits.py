import socket
import ssl
import time
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest
import trustme

from newsloom.fetch import FetchRules, WebFetcher
from newsloom.fetch.classify import protection, reason_of, retry_after
from newsloom.fetch.client import TOLD
from newsloom.fetch.politeness import round_robin
from newsloom.model.page import Failure, Page, Reason, Request

Visit = Callable[..., Any]
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def chain(server: Any, make_reply: Any, statuses: list[str]) -> None:
    """Serve a chain of redirects that ends in a page."""
    for n, status in enumerate(statuses):
        server.scripts[f"/{n}"] = make_reply(b"", f"Location: /{n + 1}", status=status)
    server.scripts[f"/{len(statuses)}"] = make_reply(b"arrived")


@pytest.mark.parametrize("status", ["301", "302", "303", "307", "308"])
def test_each_redirect_is_followed(server: Any, visit: Visit, make_reply: Any, status: str) -> None:
    """Every kind of redirect leads on; only 301 and 308 are permanent."""
    chain(server, make_reply, [f"{status} Moved"])
    page = visit(server.url("/0"))
    assert isinstance(page, Page)
    assert (page.body, page.url) == (b"arrived", server.url("/1"))
    assert page.hops == (server.url("/0"), server.url("/1"))
    assert page.permanent is (status in {"301", "308"})


def test_a_chain_is_permanent_only_as_a_whole(server: Any, visit: Visit, make_reply: Any) -> None:
    """One temporary hop makes the move temporary."""
    chain(server, make_reply, ["301 M", "302 F", "308 P"])
    assert visit(server.url("/0")).permanent is False


def test_five_redirects_and_no_more(server: Any, visit: Visit, make_reply: Any) -> None:
    """Five hops arrive, a sixth and a loop do not."""
    chain(server, make_reply, ["302 F"] * 5)
    assert visit(server.url("/0")).body == b"arrived"
    chain(server, make_reply, ["302 F"] * 6)
    assert visit(server.url("/0")).reason is Reason.REDIRECTS
    server.scripts["/loop"] = make_reply(b"", "Location: /loop", status="302 F")
    assert visit(server.url("/loop")).reason is Reason.REDIRECTS
    assert len(server.seen) == 6 + 6 + 6


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("file:///etc/passwd", Reason.BAD_URL),
        ("ftp://a.example/", Reason.BAD_URL),
        ("javascript:alert(1)", Reason.BAD_URL),
        ("http://u:p@a.example/", Reason.BAD_URL),
        ("http://a.example:25/", Reason.BAD_URL),
        ("http://10.0.0.1/", Reason.PRIVATE),
        ("http://0x7f.1/", Reason.PRIVATE),
        ("http://[::1]/", Reason.PRIVATE),
        ("http://169.254.169.254/latest/meta-data/", Reason.PRIVATE),
        ("//127.0.0.2/", Reason.PRIVATE),
        ("http://localhost/", Reason.PRIVATE),
        ("", Reason.BAD_RESPONSE),
    ],
)
def test_each_hop_is_checked(server: Any, visit: Visit, make_reply: Any, location: str, reason: Reason) -> None:
    """A redirect opens nothing that the first address would not."""
    server.scripts["/"] = make_reply(b"", f"Location: {location}", status="302 Found")
    outcome = visit(server.url())
    assert isinstance(outcome, Failure)
    assert outcome.reason is reason
    assert len(server.seen) == 1


def test_validators_stay_at_their_origin(server: Any, visit: Visit, make_reply: Any) -> None:
    """A redirect to another origin does not hear our validators, and its 304 is none of ours."""
    server.scripts["/a"] = make_reply(b"", f"Location: http://localhost:{server.port}/b", status="302 Found")
    server.scripts["/b"] = b"HTTP/1.1 304 Not Modified\r\n\r\n"
    request = Request(url=server.url("/a"), etag='"1"', obey_robots=False)
    outcome = visit(request, allow_private=("127.0.0.1:*", "localhost:*"))
    assert outcome.reason is Reason.BAD_RESPONSE
    assert [("if-none-match" in headers) for _, headers in server.seen] == [True, False]


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("401 Unauthorized", Reason.LOGIN),
        ("402 Payment Required", Reason.PAYWALL),
        ("403 Forbidden", Reason.REFUSED),
        ("404 Not Found", Reason.NOT_FOUND),
        ("410 Gone", Reason.GONE),
        ("429 Too Many Requests", Reason.RATE_LIMIT),
        ("451 Unavailable", Reason.REFUSED),
        ("500 Oops", Reason.SERVER),
        ("503 Busy", Reason.SERVER),
        ("204 No Content", Reason.EMPTY),
        ("206 Partial Content", Reason.BAD_RESPONSE),
        ("300 Choices", Reason.BAD_RESPONSE),
        ("418 Teapot", Reason.BAD_RESPONSE),
    ],
)
def test_status_names_its_reason(server: Any, visit: Visit, make_reply: Any, status: str, reason: Reason) -> None:
    """Each status has its place in the vocabulary."""
    server.scripts["/"] = make_reply(b"", status=status)
    outcome = visit(server.url())
    assert outcome.reason is reason
    assert outcome.status == int(status[:3])


@pytest.mark.parametrize("body", [b"", b" \r\n\t "])
def test_empty_is_a_failure(server: Any, visit: Visit, make_reply: Any, body: bytes) -> None:
    """Nothing, or white space, is not a page with nothing new."""
    server.scripts["/"] = make_reply(body)
    assert visit(server.url()).reason is Reason.EMPTY


def test_protections_are_named() -> None:
    """Known products are told from their headers; an ordinary page behind one is not a block."""
    assert protection(403, {"server": "cloudflare", "cf-mitigated": "challenge"}) == "Cloudflare"
    assert protection(403, {"x-datadome": "protected"}) == "DataDome"
    assert protection(202, {"x-amzn-waf-action": "challenge"}) == "AWS WAF"
    assert protection(200, {"server": "cloudflare"}) is None
    assert protection(503, {}, b"<title>Just a moment...</title>") == "an unnamed captcha"
    assert reason_of(403, {}, b"<form><input name=p type=password></form>") == (
        Reason.LOGIN,
        "the server answered 403 with a login form",
    )


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120),
        ("-5", -5),
        ("99999999999", 99_999_999_999),
        ("Sun, 01 Mar 2026 12:05:00 GMT", 300),
        ("Sun, 01 Mar 2026 11:00:00 GMT", -3_600),
        ("soon", None),
        ("", None),
        (None, None),
        ("9" * 5_000, None),
        ("Sun, 99 Mar 99999999 12:05:00 GMT", None),
    ],
)
def test_retry_after_in_both_forms(header: str | None, seconds: int | None) -> None:
    """Seconds and dates are read, nonsense is not, and nothing is clamped here."""
    assert retry_after(header, now=NOW) == seconds


def test_retry_after_comes_with_the_failure(server: Any, visit: Visit, make_reply: Any) -> None:
    """What the server asked for reaches whoever plans the next visit."""
    server.scripts["/"] = make_reply(b"", "Retry-After: 77", status="429 Slow Down")
    assert visit(server.url()).retry_after_seconds == 77


def test_refused_connection(visit: Visit) -> None:
    """A closed port is a connection fault."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        assert visit(f"http://127.0.0.1:{port}/", allow_private=(f"127.0.0.1:{port}",)).reason is Reason.CONNECTION


@pytest.mark.parametrize("name", ["127.0.0.1", "other.example"])
def test_tls_must_be_right(server: Any, visit: Visit, make_reply: Any, name: str) -> None:
    """A certificate for another name, or from nobody we trust, is a TLS fault; a right one is a page."""
    authority = trustme.CA()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(name).configure_cert(context)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    server.scripts["/"] = make_reply(b"safe")
    trust = ssl.create_default_context()
    url = f"https://127.0.0.1:{server.port}/"
    assert visit(url).reason is Reason.TLS
    authority.configure_trust(trust)
    outcome = visit(url, tls=trust)
    assert isinstance(outcome, Page) if name == "127.0.0.1" else outcome.reason is Reason.TLS


def fetch_all(server: Any, clock: Any, paths: list[str], **rules: Any) -> list[Any]:
    """Fetch paths of one host at once."""
    rules.setdefault("spacing_seconds", 0.0)
    with WebFetcher(FetchRules(allow_private=(f"127.0.0.1:{server.port}",), **rules), clock) as fetcher:
        return list(fetcher.fetch(Request(url=server.url(path), obey_robots=False) for path in paths))


def test_two_connections_per_host_at_once(server: Any, clock: Any, make_reply: Any) -> None:
    """Thirty feeds on one host see two connections at most, counted at the server."""

    def slow(peer: Any) -> None:
        time.sleep(0.02)
        peer.send(make_reply(b"x"))

    paths = [f"/{n}" for n in range(30)]
    server.scripts.update(dict.fromkeys(paths, slow))
    outcomes = fetch_all(server, clock, paths)
    assert len({o.request.url for o in outcomes}) == 30
    assert all(isinstance(o, Page) for o in outcomes)
    assert server.most == 2


def test_starts_at_one_host_are_spaced(server: Any, clock: Any, make_reply: Any) -> None:
    """Twenty feeds on one host take nineteen spacings of simulated time and hardly any of ours."""
    paths = [f"/{n}" for n in range(20)]
    server.scripts.update({path: make_reply(b"x") for path in paths})
    dates = sorted(o.fetched for o in fetch_all(server, clock, paths, spacing_seconds=5.0))
    assert clock.monotonic() == pytest.approx(95.0)
    assert (dates[-1] - dates[0]).total_seconds() <= 95.0


def test_spacing_by_the_real_clock(server: Any, make_reply: Any) -> None:
    """The server sees the spacing between starts."""
    import asyncio  # noqa: PLC0415  only here

    class RealClock:
        def now(self) -> datetime:
            return NOW

        def monotonic(self) -> float:
            return time.monotonic()

        async def sleep(self, seconds: float) -> None:
            await asyncio.sleep(seconds)

    paths = [f"/{n}" for n in range(6)]
    server.scripts.update({path: make_reply(b"x") for path in paths})
    fetch_all(server, RealClock(), paths, spacing_seconds=0.08)
    assert min(b - a for a, b in pairwise(server.starts)) > 0.06


def test_pages_can_be_fetched_while_feeds_come_in(server: Any, clock: Any, make_reply: Any) -> None:
    """A fetch inside a fetch, to the same host, neither hangs nor exceeds the limits."""
    paths = [f"/{n}" for n in range(12)]
    server.scripts.update({path: make_reply(b"x") for path in paths})
    rules = FetchRules(allow_private=(f"127.0.0.1:{server.port}",), spacing_seconds=0, window=2)
    requests = [Request(url=server.url(path), obey_robots=False) for path in paths]
    with WebFetcher(rules, clock) as fetcher:
        inner = [page for _ in fetcher.fetch(requests) for page in fetcher.fetch(requests[:3])]
    assert len(inner) == 36
    assert server.most <= 2


def test_leaving_early_stops_the_rest(server: Any, clock: Any, make_reply: Any) -> None:
    """Whoever takes one outcome and leaves does not cause all the visits."""
    paths = [f"/{n}" for n in range(200)]
    server.scripts.update({path: make_reply(b"x") for path in paths})
    rules = FetchRules(allow_private=(f"127.0.0.1:{server.port}",), spacing_seconds=0, window=4)
    with WebFetcher(rules, clock) as fetcher:
        outcomes = fetcher.fetch([Request(url=server.url(path), obey_robots=False) for path in paths])
        next(outcomes)
        outcomes.close()  # type: ignore[attr-defined]  # a generator, promised as an iterator
    assert len(server.seen) < 20


@pytest.mark.parametrize("window", [1, 3, TOLD + 5])
def test_no_more_is_asked_ahead_than_the_window_holds(server: Any, clock: Any, make_reply: Any, window: int) -> None:
    """Whoever takes outcomes slowly gets all of them, and no more than a window of others was asked for meanwhile."""
    paths = [f"/{n}" for n in range(60)]
    server.scripts.update({path: make_reply(b"x") for path in paths})
    rules = FetchRules(allow_private=(f"127.0.0.1:{server.port}",), spacing_seconds=0, window=window)
    taken = 0
    with WebFetcher(rules, clock) as fetcher:
        for _ in fetcher.fetch([Request(url=server.url(path), obey_robots=False) for path in paths]):
            taken += 1
            time.sleep(0.002)
            assert len(server.seen) <= taken + window
    assert taken == len(paths)


def test_no_host_holds_up_the_others() -> None:
    """Requests are taken in turns by host."""
    assert round_robin([("a", 1), ("a", 2), ("a", 3), ("b", 4), ("c", 5), ("b", 6)]) == [1, 4, 5, 2, 6, 3]


ROBOTS = b"User-agent: newsloom\nDisallow: /private\nCrawl-delay: 12\n\nUser-agent: *\nDisallow: /\n"


def obeying(server: Any, *paths: str) -> list[Request]:
    """Make requests that ask robots.txt first."""
    return [Request(url=server.url(path)) for path in paths]


def robots_fetcher(server: Any, clock: Any, **rules: Any) -> WebFetcher:
    """Make a fetcher without spacing of its own."""
    rules.setdefault("spacing_seconds", 0.0)
    return WebFetcher(FetchRules(allow_private=(f"127.0.0.1:{server.port}",), **rules), clock)


def test_robots_is_obeyed_and_asked_once(server: Any, clock: Any, make_reply: Any) -> None:
    """One robots.txt serves all pages of a site until it expires on the clock."""
    server.scripts.update({"/robots.txt": make_reply(ROBOTS), "/a": make_reply(b"x"), "/private/b": make_reply(b"x")})
    with robots_fetcher(server, clock) as fetcher:
        outcomes = {o.request.url: o for o in fetcher.fetch(obeying(server, "/a", "/private/b", "/a"))}
        assert isinstance(outcomes[server.url("/a")], Page)
        forbidden = outcomes[server.url("/private/b")]
        assert isinstance(forbidden, Failure)
        assert forbidden.reason is Reason.ROBOTS
        clock.advance(90_000)
        list(fetcher.fetch(obeying(server, "/a")))
    asked = [path for path, _ in server.seen]
    assert asked.count("/robots.txt") == 2
    assert "/private/b" not in asked


def test_crawl_delay_is_kept_up_to_a_cap(server: Any, clock: Any, make_reply: Any) -> None:
    """The delay a site asks for becomes its spacing."""
    server.scripts.update({"/robots.txt": make_reply(ROBOTS), **{f"/{n}": make_reply(b"x") for n in range(4)}})
    with robots_fetcher(server, clock, max_crawl_delay_seconds=10.0) as fetcher:
        list(fetcher.fetch(obeying(server, "/0", "/1", "/2", "/3")))
    assert clock.monotonic() == pytest.approx(30.0)


@pytest.mark.parametrize(
    ("status", "allowed"),
    [
        ("404 No", True),
        ("403 No", True),
        ("401 No", True),
        ("500 Oops", False),
        ("503 Busy", False),
        ("429 Slow", False),
    ],
)
def test_absent_and_broken_robots(server: Any, clock: Any, make_reply: Any, status: str, allowed: bool) -> None:
    """Absent means allowed; broken means not now, and is asked again soon."""
    server.scripts.update({"/robots.txt": make_reply(b"", status=status), "/a": make_reply(b"x")})
    with robots_fetcher(server, clock) as fetcher:
        (outcome,) = fetcher.fetch(obeying(server, "/a"))
        assert isinstance(outcome, Page) is allowed
        server.scripts["/robots.txt"] = make_reply(b"User-agent: *\nAllow: /")
        clock.advance(700)
        (outcome,) = fetcher.fetch(obeying(server, "/a"))
    assert isinstance(outcome, Page)


def test_robots_redirected_inside_is_not_followed(server: Any, clock: Any, make_reply: Any) -> None:
    """robots.txt goes through the same door."""
    server.scripts["/robots.txt"] = make_reply(b"", "Location: http://127.0.0.2/robots.txt", status="302 F")
    with robots_fetcher(server, clock) as fetcher:
        (outcome,) = fetcher.fetch(obeying(server, "/a"))
    assert isinstance(outcome, Failure)
    assert outcome.reason is Reason.PRIVATE
    assert len(server.seen) == 1
