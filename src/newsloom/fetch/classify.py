"""What an answer's status and headers say about why a visit brought nothing."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from newsloom.model.page import Reason

_SECONDS = re.compile(r"-?[0-9]{1,12}", re.ASCII)
_REASONS = {
    401: Reason.LOGIN,
    402: Reason.PAYWALL,
    403: Reason.REFUSED,
    404: Reason.NOT_FOUND,
    407: Reason.LOGIN,
    408: Reason.TIMEOUT,
    410: Reason.GONE,
    429: Reason.RATE_LIMIT,
    451: Reason.REFUSED,
}
_LOGIN_FORM = re.compile(rb"<input[^>]{1,300}type\s*=\s*[\"']?password", re.IGNORECASE)
_CAPTCHA = re.compile(rb"captcha|just a moment|verify you are (?:a )?human|attention required", re.IGNORECASE)
_BLOCKING = frozenset({202, 401, 403, 405, 429, 503})  # the statuses protections answer with


def protection(status: int, headers: Mapping[str, str], body: bytes = b"") -> str | None:
    """Name the bot protection that answered, or None. Header names are lower case."""
    if status not in _BLOCKING and "cf-mitigated" not in headers:
        return None
    server = headers.get("server", "").lower()
    challenged = bool(_CAPTCHA.search(body[:20_000]))
    signs = {
        "Cloudflare": "cf-mitigated" in headers or ("cloudflare" in server and (challenged or status == 403)),  # noqa: PLR2004  Forbidden
        "DataDome": "x-datadome" in headers or "datadome" in server,
        "PerimeterX": "x-px-block" in headers or b"_pxCaptcha" in body[:20_000] or b"px-captcha" in body[:20_000],
        "Imperva": "x-iinfo" in headers or b"_Incapsula_Resource" in body[:20_000],
        "Akamai": "akamaighost" in server,
        "AWS WAF": "x-amzn-waf-action" in headers,
        "Sucuri": "x-sucuri-block" in headers or "sucuri" in server,
        "DDoS-Guard": "ddos-guard" in server,
        "an unnamed captcha": challenged,
    }
    return next((name for name, seen in signs.items() if seen), None)


def reason_of(status: int, headers: Mapping[str, str], body: bytes = b"") -> tuple[Reason, str] | None:
    """Say why an answer brings nothing, in the closed vocabulary and in words; None for one that brings a body.

    Args:
        status: the HTTP status of the last hop, no redirect and no 304.
        headers: lower-case names.
        body: decoded; of an error answer its beginning is enough.
    """
    product = protection(status, headers, body)
    if product is not None and status != 429:  # noqa: PLR2004  a rate limit says so itself
        return Reason.BOT_PROTECTION, f"{product} answered {status}"
    if 500 <= status <= 599:  # noqa: PLR2004  RFC 9110 §15.6
        return Reason.SERVER, f"the server answered {status}"
    if status == 403 and _LOGIN_FORM.search(body[:100_000]):  # noqa: PLR2004  Forbidden
        return Reason.LOGIN, "the server answered 403 with a login form"
    if status in _REASONS:
        return _REASONS[status], f"the server answered {status}"
    if status in {200, 203, 204, 205}:
        return None if body.strip() else (Reason.EMPTY, f"the server answered {status} with nothing in it")
    return Reason.BAD_RESPONSE, f"the server answered {status}, which no plain request leads to"


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
