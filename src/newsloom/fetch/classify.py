"""What an answer's status and headers say about why a visit brought nothing."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from newsloom.model.page import Reason
from newsloom.parse.protections import is_challenge, product_of

_SECONDS = re.compile(r"-?[0-9]{1,12}", re.ASCII)
_REASONS = {
    401: Reason.LOGIN,
    402: Reason.PAYWALL,
    403: Reason.REFUSED,
    404: Reason.NOT_FOUND,
    407: Reason.LOGIN,
    408: Reason.TIMEOUT,
    410: Reason.GONE,
    451: Reason.REFUSED,
}
_LOGIN_FORM = re.compile(rb"<input[^>]{1,300}type\s*=\s*[\"']?password", re.IGNORECASE)
_TOO_OFTEN = frozenset({420, 429, 509})  # 420 and 509 are what some servers say for 429
_UNNAMED = "an unnamed captcha"


def protection(status: int, headers: Mapping[str, str], body: bytes = b"") -> str | None:
    """Name the bot protection that answered, or None. Header names are lower case."""
    if status == 200 and not _names_itself(headers):  # noqa: PLR2004  what a page is instead of a feed or an article its reader says
        return None
    product = product_of(status, headers, body)
    if product:
        return product
    return _UNNAMED if is_challenge(body) else None


def _names_itself(headers: Mapping[str, str]) -> bool:
    return any(name in headers for name in ("cf-mitigated", "x-amzn-waf-action", "x-vercel-mitigated"))


def reason_of(status: int, headers: Mapping[str, str], body: bytes = b"") -> tuple[Reason, str] | None:
    """Say why an answer brings nothing, in the closed vocabulary and in words; None for one that brings a body.

    Args:
        status: the HTTP status of the last hop, no redirect and no 304.
        headers: lower-case names.
        body: decoded; of an error answer its beginning is enough.
    """
    blocked = _blocked(status, headers, body)
    if blocked is not None:
        return blocked
    if 500 <= status <= 599:  # noqa: PLR2004  RFC 9110 §15.6
        return Reason.SERVER, f"the server answered {status}"
    if status == 403 and _LOGIN_FORM.search(body[:100_000]):  # noqa: PLR2004  Forbidden
        return Reason.LOGIN, "the server answered 403 with a login form"
    if status in _REASONS:
        return _REASONS[status], f"the server answered {status}"
    if status in {200, 203, 204, 205}:
        return None if body.strip() else (Reason.EMPTY, f"the server answered {status} with nothing in it")
    return Reason.BAD_RESPONSE, f"the server answered {status}, which no plain request leads to"


def _blocked(status: int, headers: Mapping[str, str], body: bytes) -> tuple[Reason, str] | None:
    product = protection(status, headers, body)
    if status in _TOO_OFTEN and product in {None, _UNNAMED}:
        return Reason.RATE_LIMIT, f"the server answered {status}"
    if product == _UNNAMED:
        return Reason.PARKED, f"the server answered {status} with a page that asks for a sign of humanity"
    if product is not None:
        return Reason.BOT_PROTECTION, f"{product} answered {status}"
    return None


def retry_after(header: str | None, *, now: datetime) -> int | None:
    """Read Retry-After, as seconds or as a date, into seconds from now; None if absent or unreadable.

    Not clamped: negative and huge values come back as they are. RFC 9110 §10.2.3.
    """
    text = (header or "").strip()
    if _SECONDS.fullmatch(text):
        return int(text)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return round((aware - now).total_seconds())
