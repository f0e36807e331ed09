"""Messages to programs: signed POST requests, as Standard Webhooks has them (https://www.standardwebhooks.com)."""

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from newsloom.deliver.wording import payload
from newsloom.model.alert import Answer, Fate, Letter
from newsloom.model.page import Failure, Outcome, Page, Reason, Request
from newsloom.seams import Fetcher

PREFIX = "whsec_"
SHORTEST, LONGEST = 24, 64  # bytes of a secret: the specification's bounds
GONE = 410
_ADDRESS = re.compile(r"https?://\S+")
_FINAL = frozenset({Reason.PRIVATE, Reason.BAD_URL})  # another try brings the same
_THERE = frozenset({Reason.BAD_RESPONSE})  # somebody answered, if badly


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """Sends to one address; by the project's fetcher, so that no private address is reached and no redirect followed.

    Args:
        url: the address, which may hold a secret and is never told.
        keys: what messages are signed with, one signature each; two while a secret is changed.
        fetcher: the door to the network.
    """

    url: str = field(repr=False)
    keys: tuple[bytes, ...] = field(repr=False)
    fetcher: Fetcher
    at_most_once: bool = False
    problem: str = ""

    def send(self, letter: Letter, *, now: datetime) -> Answer:
        """Try once; an answer of 2xx is success, 410 closes the channel, all else may be tried again."""
        content = payload(letter)
        headers = signed(letter.id, content, at=now, keys=self.keys)
        request = Request(url=self.url, obey_robots=False, content=content, headers=headers)
        for outcome in self.fetcher.fetch([request]):
            return _answer(outcome, self.url, now)
        return Answer(fate=Fate.UNREACHABLE, detail="the fetcher gave no answer")


def signed(id_: str, content: bytes, *, at: datetime, keys: Sequence[bytes]) -> tuple[tuple[str, str], ...]:
    """The headers of a message: what it is, its id, when it is sent, and a signature by each key."""
    timestamp = str(int(at.timestamp()))
    said = f"{id_}.{timestamp}.".encode() + content
    signatures = [base64.b64encode(hmac.new(key, said, hashlib.sha256).digest()).decode() for key in keys]
    return (
        ("Content-Type", "application/json"),
        ("webhook-id", id_),
        ("webhook-timestamp", timestamp),
        ("webhook-signature", " ".join(f"v1,{signature}" for signature in signatures)),
    )


def keys_of(secret: str) -> tuple[bytes, ...]:
    """The keys that a secret holds: one, or two with a blank or a line end between; raises ValueError that hides it.

    A secret is written as `whsec_` and base64 of 24 to 64 bytes.
    """
    words = secret.split()
    if not words:
        raise ValueError("the secret is empty")
    return tuple(_key(word) for word in words)


def _key(word: str) -> bytes:
    try:
        key = base64.b64decode(word.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError(f"a secret is written as {PREFIX} and base64; this one is not") from error
    if not SHORTEST <= len(key) <= LONGEST:
        raise ValueError(f"a secret of {len(key)} bytes; {SHORTEST} to {LONGEST} are wanted")
    return key


def _answer(outcome: Outcome, url: str, now: datetime) -> Answer:
    if isinstance(outcome, Failure):
        return Answer(fate=_fate(outcome), detail=_without(url, f"{outcome.reason}: {outcome.detail}"))
    return _judged(outcome, now)


def _fate(failure: Failure) -> Fate:
    if failure.reason in _FINAL:
        return Fate.UNREADY
    return Fate.FAILED if failure.reason in _THERE else Fate.UNREACHABLE


def _judged(page: Page, now: datetime) -> Answer:
    if 200 <= page.status <= 299:  # noqa: PLR2004  RFC 9110 §15.3
        return Answer(fate=Fate.SENT, detail=f"answered {page.status}")
    if page.status == GONE:
        return Answer(fate=Fate.CLOSED, detail="answered 410: nobody wants messages there any more")
    moved = " and a redirect, which is not followed" if 300 <= page.status <= 399 else ""  # noqa: PLR2004  §15.4
    return Answer(
        fate=Fate.FAILED,
        detail=f"answered {page.status}{moved}",
        retry_after=_retry_after(page.headers.get("retry-after", ""), now),
    )


def _retry_after(said: str, now: datetime) -> int | None:
    """Seconds that the other side asks for, as a number or a date (RFC 9110 §10.2.3)."""
    text = said.strip()
    if text.removeprefix("-").isascii() and text.removeprefix("-").isdigit() and len(text) < 13:  # noqa: PLR2004  far beyond a year
        return int(text)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return round(((moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now).total_seconds())


def _without(url: str, detail: str) -> str:
    """The detail without the address, whose path may be all the secret there is."""
    return _ADDRESS.sub("the address", detail.replace(url, "the address"))
