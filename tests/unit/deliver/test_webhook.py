"""Webhooks: signatures as Standard Webhooks has them, and a real server that answers in every way."""

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from newsloom.deliver.webhook import Webhook, keys_of, signed
from newsloom.fetch import FetchRules, WebFetcher
from newsloom.fetch.system_clock import SystemClock
from newsloom.model.alert import AlertCause, Answer, Fate, Letter, MessageId, Notice, NoticeId
from newsloom.model.article import ArticleId
from newsloom.model.story import StoryId

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SECRET = "whsec_" + base64.b64encode(b"s" * 24).decode()
OTHER = "whsec_" + base64.b64encode(b"k" * 32).decode()


def a_notice(headline: str = "Flood") -> Notice:
    """One decision to tell."""
    return Notice(
        id=NoticeId("n1"),
        alert="floods",
        view="floods",
        story=StoryId("s1"),
        article=ArticleId("a1"),
        causes=(AlertCause.ENTERED,),
        at=NOON,
        headline=headline,
        url="https://daily.example/flood",
    )


def a_letter(*notices: Notice) -> Letter:
    """A message of these."""
    return Letter(id=MessageId("msg_1"), made=NOON, desk="A desk", notices=notices or (a_notice(),))


@dataclass(slots=True)
class Endpoint:
    """A server that answers as told and keeps what it got."""

    address: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    """One on loopback."""
    told = Endpoint()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_args: object) -> None:
            """Stay quiet."""

        def do_POST(self) -> None:
            """Answer as told."""
            body = self.rfile.read(int(self.headers["content-length"]))
            told.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(told.status)
            for name, value in told.headers.items():
                self.send_header(name, value)
            self.send_header("content-length", "0")
            self.end_headers()

        def do_GET(self) -> None:
            """Note that somebody followed."""
            told.got.append(({"followed": self.path}, b""))
            self.send_response(200)
            self.end_headers()

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        told.address = f"http://127.0.0.1:{server.server_address[1]}/hook/very-secret"
        yield told
        server.shutdown()
        thread.join()


def send(address: str, letter: Letter | None = None, *, allowed: bool = True, seconds: float = 5) -> Answer:
    """Send a letter through the real fetcher."""
    rules = FetchRules(allow_private=("127.0.0.1:*",) if allowed else (), telling_seconds=seconds)
    with WebFetcher(rules, SystemClock()) as fetcher:
        return Webhook(url=address, keys=keys_of(f"{SECRET}\n{OTHER}"), fetcher=fetcher).send(
            letter or a_letter(), now=NOON
        )


def test_a_published_example() -> None:
    """The example that documentation of the signature is published with comes out as it says."""
    key = base64.b64decode("plJ3nmyCDGBKInavdOK15jsl")
    body = b'{"event_type":"ping","data":{"success":true}}'
    headers = dict(signed("msg_loFOjxBNrRLzqYUf", body, at=datetime.fromtimestamp(1_731_705_121, UTC), keys=[key]))
    assert headers["webhook-signature"] == "v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0="
    assert (headers["webhook-id"], headers["webhook-timestamp"]) == ("msg_loFOjxBNrRLzqYUf", "1731705121")


def test_two_secrets_sign_twice_while_one_is_changed(endpoint: Endpoint) -> None:
    """Who knows either secret can check what came: the signature is over id, time and the very bytes."""
    assert send(endpoint.address).fate is Fate.SENT
    headers, body = endpoint.got[0]
    said = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    ours = [
        base64.b64encode(hmac.new(key, said, hashlib.sha256).digest()).decode() for key in keys_of(f"{SECRET} {OTHER}")
    ]
    assert headers["webhook-signature"] == " ".join(f"v1,{one}" for one in ours)
    assert headers["content-type"] == "application/json"
    data = json.loads(body)
    assert (data["type"], data["timestamp"]) == ("story.entered", NOON.isoformat())
    assert (data["data"]["headline"], data["data"]["causes"], data["data"]["story"]) == ("Flood", ["entered"], "s1")


def test_a_summary_tells_some_and_counts_all(endpoint: Endpoint) -> None:
    """However many stories there are, the body stays small."""
    assert send(endpoint.address, a_letter(*[a_notice("x" * 500)] * 500)).fate is Fate.SENT
    data = json.loads(endpoint.got[0][1])
    assert (data["type"], data["data"]["count"], len(data["data"]["stories"])) == ("stories.summary", 500, 50)
    assert len(endpoint.got[0][1]) < 100_000


@pytest.mark.parametrize(
    ("status", "fate"),
    [
        (200, Fate.SENT),
        (204, Fate.SENT),
        (400, Fate.FAILED),
        (401, Fate.FAILED),
        (410, Fate.CLOSED),
        (500, Fate.FAILED),
    ],
)
def test_answers(endpoint: Endpoint, status: int, fate: Fate) -> None:
    """2xx is success, 410 closes the channel, all else may be tried again."""
    endpoint.status = status
    assert send(endpoint.address).fate is fate


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("120", 120), ("-5", -5), ("Sun, 01 Mar 2026 12:05:00 GMT", 300), ("soon", None), ("9" * 30, None)],
)
def test_patience_is_read(endpoint: Endpoint, said: str, seconds: int | None) -> None:
    """Retry-After is taken as seconds or as a date; nonsense is none."""
    endpoint.status, endpoint.headers = 503, {"retry-after": said}
    assert send(endpoint.address).retry_after == seconds


def test_no_redirect_is_followed(endpoint: Endpoint) -> None:
    """A redirect is a failure: what is told to one address is told to no other."""
    endpoint.status, endpoint.headers = 307, {"location": "/elsewhere"}
    assert (send(endpoint.address).fate, len(endpoint.got)) == (Fate.FAILED, 1)


def test_a_private_address_is_refused(endpoint: Endpoint) -> None:
    """Unless the owner allowed it, nothing goes to this machine or its network, by number or by name."""
    for address in (endpoint.address, endpoint.address.replace("127.0.0.1", "localhost"), "http://169.254.169.254/"):
        answer = send(address, allowed=False)
        assert answer.fate in {Fate.UNREADY, Fate.UNREACHABLE}
        assert "very-secret" not in answer.detail
    assert endpoint.got == []


def test_nobody_there() -> None:
    """A closed port is a failure that may pass, told without the address's path."""
    answer = send("http://127.0.0.1:9/very-secret")
    assert (answer.fate, "very-secret" in answer.detail) == (Fate.UNREACHABLE, False)


def test_secrets_are_never_told() -> None:
    """Neither a wrong secret nor a webhook's address or keys stand in what is printed."""
    for wrong in ("hush", "whsec_aHVzaA==", ""):
        with pytest.raises(ValueError) as raised:  # noqa: PT011  what is told is looked at below
            keys_of(wrong)
        assert "hush" not in str(raised.value)
        assert "aHVz" not in str(raised.value)
    with WebFetcher(FetchRules(), SystemClock()) as fetcher:
        assert "very" not in repr(Webhook(url="https://x.example/very", keys=(b"very",), fetcher=fetcher))
