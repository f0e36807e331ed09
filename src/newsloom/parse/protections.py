"""Which product that keeps programs out speaks in an answer, by marks that only its own pages and headers have.

Ordinary pages behind such a product carry its scripts and headers too, and articles write about captchas: what they
share with a block is no mark.
"""

import re
from collections.abc import Mapping

_READ = 100_000  # bytes of a page in which marks are looked for
_SHORT = 1_500  # characters of visible text below which a widget is all there is
_TITLE = re.compile(rb"<title[^>]{0,200}>([^<]{1,120})</title", re.IGNORECASE)
_CHALLENGE = re.compile(
    rb"just a moment|attention required!?|robot or human|pardon our interruption|(?:re)?captcha"
    rb"|checking your browser(?: before accessing [\w.-]+)?|ddos protection by [\w .-]+"
    rb"|(?:please )?(?:verify|confirm|prove)(?:ing)? (?:that )?you are (?:a )?(?:human|not a (?:ro)?bot)"
    rb"|are you (?:a )?(?:robot|human)"
    rb"|(?:security|human|bot|browser|captcha) (?:check|checkpoint|verification|challenge)"
    rb"|making sure you(?:'|&#39;|&#x27;|\xe2\x80\x99)re not a bot!?",
    re.IGNORECASE,
)
_WIDGET = re.compile(
    rb"class\s*=\s*[\"'][^\"']{0,200}\b(?:g-recaptcha|h-captcha|cf-turnstile|frc-captcha)\b", re.IGNORECASE
)
_UNSEEN = re.compile(rb"<(script|style)\b.*?</\1\s*>|<!--.*?-->|<[^<>]*>", re.IGNORECASE | re.DOTALL)
_HEADERS: tuple[tuple[str, str, str], ...] = (  # product, header, what its value holds
    ("Cloudflare", "cf-mitigated", ""),
    ("AWS WAF", "x-amzn-waf-action", ""),
    ("Sucuri", "x-sucuri-block", ""),
    ("PerimeterX", "x-px-block", ""),
    ("Vercel", "x-vercel-mitigated", ""),
    ("Kasada", "x-kpsdk-ct", ""),
    ("DataDome", "x-dd-b", ""),
)
_FORBIDDING: tuple[tuple[str, str, str], ...] = (  # said with every answer; a mark only beside a refusal
    ("DataDome", "x-datadome", ""),
    ("DataDome", "server", "datadome"),
    ("Sucuri", "server", "sucuri"),
    ("DDoS-Guard", "server", "ddos-guard"),
)
_MARKS: tuple[tuple[str, re.Pattern[bytes]], ...] = (
    ("Cloudflare", re.compile(rb"_cf_chl_opt|id=[\"']cf-error-details|^\s*error code: 10\d\d\s*$")),
    ("DataDome", re.compile(rb"(?:geo|ct)\.captcha-delivery\.com")),
    ("PerimeterX", re.compile(rb"[\"']px-captcha|captcha\.(?:px-cdn|px-cloud|perimeterx)\.net|_pxBlockScript")),
    ("Imperva", re.compile(rb"Incapsula incident ID|_Incapsula_Resource\?[^\"']{0,300}incident_id=")),
    (
        "Akamai",
        re.compile(rb"https?(?:://|&#58;&#47;&#47;)errors(?:\.|&#46;)edgesuite|sec-if-cpt-container|bm-verify="),
    ),
    ("AWS WAF", re.compile(rb"\.awswaf\.com/.{0,2000}AwsWafIntegration|window\.gokuProps", re.DOTALL)),
    ("Sucuri", re.compile(rb"Sucuri WebSite Firewall - (?:Access Denied|CloudProxy)|sucuri_cloudproxy_js")),
    ("F5", re.compile(rb"The requested URL was rejected\. Please consult with your administrator")),
    ("Anubis", re.compile(rb"id=[\"']anubis_challenge")),
    ("DDoS-Guard", re.compile(rb"check\.ddos-guard\.net")),
    ("Kasada", re.compile(rb"window\.KPSDK\s*=|/ips\.js\?KP_")),
)
_FORBIDDEN = frozenset({401, 403, 405, 503})


def product_of(status: int, headers: Mapping[str, str], body: bytes) -> str:
    """The product that answered in a page's place, "" if none can be told.

    Args:
        status: the HTTP status.
        headers: lower-case names.
        body: decoded; its beginning is enough.
    """
    for product, name, value in (*_HEADERS, *(_FORBIDDING if status in _FORBIDDEN else ())):
        if name in headers and value in headers[name].lower():
            return product
    if status == 403 and "akamaighost" in headers.get("server", "").lower() and _is_short(body):  # noqa: PLR2004  Forbidden
        return "Akamai"
    head = body[:_READ]
    found = next((product for product, mark in _MARKS if mark.search(head)), "")
    return found if found and _is_short(head) else ""


def is_challenge(body: bytes) -> bool:
    """Whether a page is a captcha: by its whole title, or by a widget with hardly a word beside it."""
    head = body[:_READ]
    title = _TITLE.search(head)
    words = re.split(rb"\s+[|:-]\s+", title[1].strip())[0].strip(b" .!?") if title else b""
    asks = bool(words and _CHALLENGE.fullmatch(words)) or bool(_WIDGET.search(head))
    return asks and _is_short(head)


def _is_short(page: bytes) -> bool:
    return len(b" ".join(_UNSEEN.sub(b" ", page[:_READ]).split())) < _SHORT
