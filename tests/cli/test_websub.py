"""Feeds that announce themselves: a real hub on loopback asks, confirms, pushes, forges."""

import hashlib
import hmac
import json
import threading
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cli.stage import Newsloom, Site

from newsloom.cli.hubserver import hub_server
from newsloom.curate.websub import HubRules, clamped_lease, confirmed, is_signed, wants_asking
from newsloom.flows.websub import INBOX, hooks_of
from newsloom.model.websub import Hook

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
RULES = HubRules()


def _get(url: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310  loopback
            return answer.status, answer.read().decode()
    except HTTPError as error:
        with error:
            return error.code, ""


def _post(url: str, content: bytes, signature: str = "") -> int:
    request = urllib.request.Request(url, data=content, headers={"X-Hub-Signature": signature})  # noqa: S310  loopback
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310  loopback
            return int(answer.status)
    except HTTPError as error:
        with error:
            return error.code


class Hub:
    """A hub that confirms at once, before it answers, as a real one may."""

    def __init__(self) -> None:
        self.forms: list[dict[str, str]] = []
        self.confirmations: list[tuple[int, str]] = []
        hub = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_args: object) -> None:
                """Stay quiet."""

            def do_POST(self) -> None:
                """Take a subscription and ask back whether it is meant."""
                said = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                form = {name: values[0] for name, values in said.items()}
                hub.forms.append(form)
                asked = urlencode({
                    "hub.mode": "subscribe", "hub.topic": form["hub.topic"], "hub.challenge": "a&b 7",
                    "hub.lease_seconds": "99999999999",
                })  # fmt: skip
                hub.confirmations.append(_get(f"{form['hub.callback']}?{asked}"))
                self.send_response(202)
                self.send_header("Content-Length", "0")
                self.end_headers()

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/hub"


@pytest.fixture
def hub() -> Iterator[Hub]:
    """A hub on loopback."""
    hub = Hub()
    with hub.server:
        thread = threading.Thread(target=hub.server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield hub
        hub.server.shutdown()
        thread.join()


@pytest.fixture
def ear(desk: Path) -> Iterator[str]:
    """The desk's own server for hubs; the desk knows its address."""
    with hub_server(desk / "newsloom.db.websub", "127.0.0.1", 0) as server:
        url = f"http://127.0.0.1:{server.server_address[1]}/websub"
        with (desk / "newsloom.toml").open("a", encoding="utf-8") as file:
            file.write(f'\n[websub]\ncallback = "{url}"\n')
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield url
        server.shutdown()
        thread.join()


def _announced(site: Site, hub: str, *headlines: str) -> str:
    url = site.feed("/hubbed.rss", "Hubbed", *headlines)
    kind, body = site.pages["/hubbed.rss"]
    links = f'<a:link xmlns:a="http://www.w3.org/2005/Atom" rel="hub" href="{hub}"/>'
    site.pages["/hubbed.rss"] = (kind, body.replace(b"<item>", f"{links}<item>".encode(), 1))
    return url


def test_a_push_brings_a_visit_and_a_forged_one_nothing(
    newsloom: Newsloom, site: Site, desk: Path, hub: Hub, ear: str
) -> None:
    """Asked, confirmed, pushed: the source is visited before its time. Without the signature nothing happens."""
    url = _announced(site, hub.url, "A first headline of the day")
    newsloom("add", url, "--id", "hubbed", "--desk", desk)
    newsloom("run", "--desk", desk)
    (form,) = hub.forms
    assert (form["hub.topic"], form["hub.callback"].startswith(f"{ear}/")) == (url, True)
    assert hub.confirmations == [(200, "a&b 7")]
    _announced(site, hub.url, "A second headline of the day", "A first headline of the day")
    content = b"<rss>whatever was pushed is never read</rss>"
    for forged in ("", "sha256=00", "md5=00", "sha256=é"):
        assert _post(form["hub.callback"], content, forged.encode().decode("latin-1")) == 202
    wrong = hmac.new(b"guess", content, hashlib.sha256).hexdigest()
    assert _post(form["hub.callback"], content, f"sha256={wrong}") == 202
    assert _post(f"{ear}/nobody", content) == 410
    newsloom("run", "--desk", desk)
    assert newsloom("sources", "--desk", desk, "--json").data[0]["articles"] == 1
    right = hmac.new(form["hub.secret"].encode(), content, hashlib.sha256).hexdigest()
    assert _post(form["hub.callback"], content, f"sha256={right}") == 202
    newsloom("run", "--desk", desk)
    assert newsloom("sources", "--desk", desk, "--json").data[0]["articles"] == 2
    (shown,) = newsloom("websub", "--desk", desk, "--json").data
    assert shown["pushed"]
    assert "secret" not in shown
    assert form["hub.secret"] not in newsloom("websub", "--desk", desk).out
    (hook,) = hooks_of(desk / "newsloom.db.websub")
    assert hook.until is not None
    assert hook.asked is not None
    assert hook.until - hook.asked <= RULES.lease_most
    assert (desk / "newsloom.db.websub" / "hooks.json").stat().st_mode & 0o077 == 0
    assert not list((desk / "newsloom.db.websub" / INBOX).iterdir())
    assert len(hub.forms) == 1


def test_nobody_is_confirmed_that_did_not_ask(site: Site, newsloom: Newsloom, desk: Path, hub: Hub, ear: str) -> None:
    """Another topic, an unsubscription, an unknown token: 404."""
    newsloom("add", _announced(site, hub.url, "A headline of that day"), "--desk", desk)
    newsloom("run", "--desk", desk)
    callback, topic = hub.forms[0]["hub.callback"], hub.forms[0]["hub.topic"]
    for place, mode, about in (
        (callback, "subscribe", "http://other.example/"), (callback, "unsubscribe", topic),
        (f"{ear}/guess", "subscribe", topic), (callback, "", topic),
    ):  # fmt: skip
        assert _get(f"{place}?{urlencode({'hub.mode': mode, 'hub.topic': about, 'hub.challenge': 'x'})}")[0] == 404
    json.loads((desk / "newsloom.db.websub" / "hooks.json").read_bytes())


def test_a_hub_on_a_private_address_is_never_asked(
    newsloom: Newsloom, site: Site, desk: Path, hub: Hub, ear: str
) -> None:
    """What a feed names is a stranger's word: the guard looks at it as at any other address."""
    assert ear
    path = desk / "newsloom.toml"
    port = site.address.rpartition(":")[2]
    text = path.read_text(encoding="utf-8").replace('["127.0.0.1:*"]', f'["127.0.0.1:{port}"]')
    path.write_text(text, encoding="utf-8")
    newsloom("add", _announced(site, hub.url, "A headline of some day"), "--desk", desk)
    assert newsloom("run", "--desk", desk).code == 0
    assert hub.forms == []


HOOK = Hook(token="t", secret="s", source="daily", topic="https://d.example/", hub="https://h.example/")  # noqa: S106  invented


@given(st.none() | st.integers(-(10**12), 10**12))
def test_leases_are_clamped_and_renewed(seconds: int | None) -> None:
    """Whatever a hub grants, it is asked again before that ends, and not at once."""
    lease = clamped_lease(seconds, rules=RULES)
    assert RULES.lease_least <= lease <= RULES.lease_most
    hook = confirmed(HOOK, seconds=seconds, now=NOW, rules=RULES)
    assert not wants_asking(hook, now=NOW + timedelta(minutes=30), rules=RULES)
    assert wants_asking(hook, now=NOW + lease, rules=RULES)
    assert wants_asking(hook, now=NOW - timedelta(days=3_650), rules=RULES)
    assert wants_asking(hook, now=NOW + RULES.quiet, rules=RULES)


@given(st.binary(max_size=50), st.binary(max_size=50), st.text(max_size=60))
def test_only_who_knows_the_secret_signs(content: bytes, other: bytes, header: str) -> None:
    """A signature is of this content, by this secret; nothing else is one, and nothing breaks the check."""
    digest = hmac.new(b"secret", content, hashlib.sha256).hexdigest()
    assert is_signed(content, f"sha256={digest}", secret="secret")  # noqa: S106  invented
    assert is_signed(other, f"sha256={digest}", secret="secret") is (other == content)  # noqa: S106  invented
    assert not is_signed(content, f"sha256={digest}", secret="other")  # noqa: S106  invented
    assert not is_signed(content, header, secret="secret")  # noqa: S106  invented
