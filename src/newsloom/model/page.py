"""One request to the web and what came back."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Reason(StrEnum):
    """Why a visit brought nothing: a closed vocabulary, shown to the owner as it is."""

    ROBOTS = "robots"
    LOGIN = "login wall"
    PAYWALL = "paywall"
    BOT_PROTECTION = "bot protection"
    RATE_LIMIT = "rate limit"
    PARKED = "parked or captcha page"
    TLS = "TLS fault"
    DNS = "DNS fault"
    PROXY = "proxy"
    PRIVATE = "private address"
    TOO_LARGE = "too large"
    NOT_A_FEED = "not a feed"
    NOT_AN_ARTICLE = "not an article"
    REFUSED = "refused"
    GONE = "gone"
    NOT_FOUND = "not found"
    EMPTY = "empty"
    TIMEOUT = "timeout"
    CONNECTION = "connection fault"
    SERVER = "server error"
    REDIRECTS = "too many redirects"
    BAD_URL = "bad address"
    BAD_RESPONSE = "bad response"
    WORKER = "reader died"
    PDF = "pdf"
    IMAGE = "image"
    NOT_HTML = "not html"
    FRAMES = "frame set"
    SCRIPT_SHELL = "needs javascript"
    CONSENT = "consent wall"
    STUB = "only a redirect"
    ELSEWHERE = "leads elsewhere"
    GARBLED = "unreadable characters"
    WAITING = "its host asked to wait"
    OURS = "out of our own resources"
    SILENT = "silent"
    UNDATED = "undated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One page somebody wants. `etag` and `last_modified` are echoed as validators, never invented.

    Where `first_bytes` is given, only so many bytes of the body are asked for, and no more are read.

    `credential` names the source whose secret goes along, to its own origin alone.

    With `content` it is a message to somebody who asked for it, sent by POST with these `headers`: no robots.txt is
    asked, no redirect followed, and whatever status is answered is a page.

    Without `verify` the first address's own certificate may be anybody's: its owner said so.
    """

    url: str
    etag: str | None = None
    last_modified: str | None = None
    obey_robots: bool = True
    accept: str = "*/*"
    first_bytes: int | None = None
    content: bytes | None = None
    headers: tuple[tuple[str, str], ...] = ()
    verify: bool = True
    credential: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One answer: bytes as received after decoding the one allowed content encoding.

    `url` is where the body came from after redirects. `headers` have lower-case names. `not_modified` is a 304 to
    validators that we sent. `body` is only a beginning where the request asked for `first_bytes`.
    """

    request: Request
    url: str
    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    not_modified: bool = False
    fetched: datetime
    permanent: bool = False
    wire_bytes: int = 0
    hops: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A visit that brought nothing, as a value: why, in the closed vocabulary and in plain words.

    `retry_after_seconds` is what the server asked for, unclamped, if it asked.
    """

    request: Request
    reason: Reason
    detail: str
    status: int | None = None
    retry_after_seconds: int | None = None
    hops: tuple[str, ...] = ()


Outcome = Page | Failure
