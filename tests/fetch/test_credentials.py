"""Secrets of sources stay at their origin; a proxy is the only way out where there is one."""

import base64
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from newsloom.errors import SettingsError
from newsloom.fetch.address import address
from newsloom.fetch.credentials import Credentials
from newsloom.fetch.proxies import Proxies, proxies_of
from newsloom.model.page import Failure, Page, Reason, Request
from newsloom.model.source import Access, Source, SourceId
from newsloom.testing.builders import a_source
from newsloom.wiring.secrets import credentials_of

SECRET = "jo:very-secret-word"  # noqa: S105  invented
Visit = Callable[..., Any]


def _source(url: str, kind: str = "basic", **fields: str) -> Source:
    return a_source("daily", url=url, access=Access(kind=kind, **({"variable": "DAILY"} | fields)))


def _request(url: str) -> Request:
    return Request(url=url, obey_robots=False, credential="daily")


def _credentials(source: Source, root: Path = Path(), **environment: str) -> Credentials:
    return credentials_of([source], root, environment)


@pytest.mark.parametrize(
    "said",
    [
        ("basic", "", "authorization", "Basic " + base64.b64encode(SECRET.encode()).decode()),
        ("bearer", "", "authorization", f"Bearer {SECRET}"),
        ("header", "X-Key", "x-key", SECRET),
    ],
)
def test_a_source_is_let_in(server: Any, visit: Visit, make_reply: Visit, said: tuple[str, str, str, str]) -> None:
    """By each kind; what other requests ask of the same host goes without."""
    kind, header, name, value = said
    server.scripts["/rss"] = make_reply(b"feed")
    credentials = _credentials(_source(server.url("/rss"), kind, header=header), DAILY=SECRET)
    assert isinstance(visit(_request(server.url("/rss")), credentials=credentials), Page)
    visit(Request(url=server.url("/rss"), obey_robots=False), credentials=credentials)
    assert server.seen[0][1][name] == value
    assert name not in server.seen[1][1]


def test_a_secret_is_dropped_at_another_origin(server: Any, visit: Visit, make_reply: Visit) -> None:
    """A redirect to another port, name or scheme goes on without it; back at home it is given again."""
    port = server.port
    server.scripts["/rss"] = make_reply(b"", f"Location: http://localhost:{port}/away", status="302 Found")
    server.scripts["/away"] = make_reply(b"", f"Location: http://127.0.0.1:{port}/home", status="302 Found")
    server.scripts["/home"] = make_reply(b"feed")
    credentials = _credentials(_source(server.url("/rss")), DAILY=SECRET)
    page = visit(
        _request(server.url("/rss")), credentials=credentials, allow_private=(f"127.0.0.1:{port}", f"localhost:{port}")
    )
    assert isinstance(page, Page)
    given = {path: "authorization" in headers for path, headers in server.seen}
    assert given == {"/rss": True, "/away": False, "/home": True}


def test_secrets_are_never_shown(tmp_path: Path, visit: Visit) -> None:
    """Not in what stands for them, nor in what is said when one is missing or open to others."""
    credentials = _credentials(_source("https://daily.example/rss"), DAILY=SECRET)
    assert SECRET not in repr(credentials)
    assert base64.b64encode(SECRET.encode()).decode() not in repr(credentials)
    for access, said in (
        ({"variable": "", "file": "open.key"}, "may be read by others"),
        ({"variable": "", "file": "none.key"}, "cannot be read"),
        ({"variable": "NOT_SET"}, "NOT_SET is not set"),
    ):
        (tmp_path / "open.key").write_text(SECRET)
        (tmp_path / "open.key").chmod(0o644)
        source = _source("https://daily.example/rss", **access)
        outcome = visit(_request(source.url), credentials=_credentials(source, tmp_path, DAILY=SECRET))
        assert isinstance(outcome, Failure)
        assert outcome.reason is Reason.LOGIN
        assert said in outcome.detail
        assert "very-secret" not in repr(outcome)
    (tmp_path / "open.key").chmod(0o600)
    kept = _credentials(_source("https://daily.example/rss", variable="", file="open.key"), tmp_path)
    assert kept.headers("daily", address("https://daily.example/other"))["Authorization"].startswith("Basic ")
    assert kept.headers("daily", address("http://daily.example/rss")) == {}
    assert SourceId("daily") in kept.by_name


@pytest.fixture
def nobody() -> Iterator[int]:
    """A port at which nobody listens."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield held.getsockname()[1]


class _Names:
    """A resolver of two names."""

    async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[dict[str, object]]:
        """The address of a name."""
        del family
        found = {"inside.example": "10.1.2.3", "outside.example": "93.184.216.34", "127.0.0.1": "127.0.0.1"}
        if host not in found:
            raise OSError("no such name")
        return [{"hostname": host, "host": found[host], "port": port, "family": socket.AF_INET, "proto": 0, "flags": 0}]

    async def close(self) -> None:
        """Nothing to let go of."""


def test_a_proxy_that_is_down_stops_everything(server: Any, visit: Visit, nobody: int) -> None:
    """Every visit says so; nothing is dialled directly, and the proxy's password is not repeated."""
    proxies = Proxies(http=f"http://me:word@127.0.0.1:{nobody}", https=f"http://me:word@127.0.0.1:{nobody}")
    for url in (server.url("/rss"), "http://outside.example/", "https://outside.example/", "http://unknown.example/"):
        outcome = visit(url, proxies=proxies, resolver=_Names())
        assert isinstance(outcome, Failure)
        assert outcome.reason is Reason.PROXY, outcome
        assert "word" not in outcome.detail
    assert server.seen == []


def test_a_proxy_is_asked_for_public_places_alone(server: Any, visit: Visit, make_reply: Visit) -> None:
    """What is private by its address or its name is refused before it is handed over."""
    server.scripts["http://outside.example/rss"] = make_reply(b"feed")
    proxies = Proxies(http=f"http://127.0.0.1:{server.port}", https=f"http://127.0.0.1:{server.port}")
    page = visit("http://outside.example/rss", proxies=proxies, resolver=_Names(), allow_private=())
    assert isinstance(page, Page)
    for url in (
        "http://inside.example/", "http://127.0.0.1/", "http://169.254.169.254/latest", "http://[::1]/",
        "https://inside.example/", "http://0x7f.1/",
    ):  # fmt: skip
        outcome = visit(url, proxies=proxies, resolver=_Names(), allow_private=())
        assert isinstance(outcome, Failure)
        assert outcome.reason is Reason.PRIVATE, url
    assert [path for path, _ in server.seen] == ["http://outside.example/rss"]


def test_a_proxy_that_refuses_is_named(server: Any, visit: Visit, make_reply: Visit) -> None:
    """407, or no to CONNECT."""
    server.scripts["http://outside.example/rss"] = make_reply(b"no", status="407 Proxy Authentication Required")
    server.scripts["outside.example:443"] = make_reply(b"no", status="403 Forbidden")
    proxies = Proxies(http=f"http://127.0.0.1:{server.port}", https=f"http://127.0.0.1:{server.port}")
    for url in ("http://outside.example/rss", "https://outside.example/rss"):
        outcome = visit(url, proxies=proxies, resolver=_Names())
        assert isinstance(outcome, Failure)
        assert outcome.reason is Reason.PROXY, outcome


def test_the_environment_names_proxies() -> None:
    """In capitals or not; hosts of NO_PROXY go directly; what is no http proxy is refused without being repeated."""
    found = proxies_of(
        {
            "https_proxy": "proxy.example:3128",
            "HTTP_PROXY": "http://p.example",
            "NO_PROXY": "daily.example, 10.0.0.0/8,x.example:81",
        }
    )
    assert found.of(address("https://post.example/")) == "http://proxy.example:3128"
    assert found.of(address("http://post.example/")) == "http://p.example"
    for direct in ("https://daily.example/", "http://rss.daily.example/", "http://10.9.8.7/", "http://x.example:81/"):
        assert found.of(address(direct)) is None
    assert found.of(address("http://notdaily.example/")) is not None
    assert proxies_of({}).of(address("https://post.example/")) is None
    with pytest.raises(SettingsError, match="HTTPS_PROXY") as refused:
        proxies_of({"HTTPS_PROXY": "socks5://me:word@p.example"})
    assert "word" not in str(refused.value)
