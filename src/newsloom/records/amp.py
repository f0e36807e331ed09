"""The address of an AMP page in the AMP cache."""

import base64
import hashlib
import re
import unicodedata

CACHE = "cdn.ampproject.org"
LONGEST_LABEL = 63  # RFC 1035, 2.3.4
_URL = re.compile(r"(https?)://([^/?#@\s]+)((?:[/?][^#\s]*)?)(?:#|$)", re.IGNORECASE)
_PREFIX = "xn--"


def cache_address(amp_url: str) -> str | None:
    """The cache's address for a page; None where `amp_url` is no plain web address.

    It is https, the host as one label, `/c/`, `s/` if the page is https, then host, path and query.
    Everything after the label is verbatim; a fragment is left out.
    The label follows the AMP project's "AMP Cache URL Format": IDN hosts are decoded, hyphens doubled, dots made
    hyphens, a result with hyphens in third and fourth place wrapped in `0-` and `-0`, and encoded again; where that
    is no valid label (too long, writing directions mixed, no dot) the SHA-256 of the host in base 32 stands for it.
    """
    match = _URL.match(amp_url)
    if match is None:
        return None
    scheme, authority, rest = match.groups()
    secure = "s/" if scheme.lower() == "https" else ""
    return f"https://{_label(authority.partition(':')[0].lower())}.{CACHE}/c/{secure}{authority}{rest}"


def _label(host: str) -> str:
    readable = ".".join(_decoded(part) for part in host.split("."))
    if "." not in host or len(host) > LONGEST_LABEL or _mixes_directions(readable):
        return _hashed(host)
    label = readable.replace("-", "--").replace(".", "-")
    if label[2:4] == "--":
        label = f"0-{label}-0"
    encoded = _encoded(label)
    return encoded if len(encoded) <= LONGEST_LABEL else _hashed(host)


def _decoded(label: str) -> str:
    if not label.startswith(_PREFIX):
        return label
    try:
        return label.removeprefix(_PREFIX).encode("ascii").decode("punycode")
    except UnicodeError:
        return label


def _encoded(label: str) -> str:
    return label if label.isascii() else _PREFIX + label.encode("punycode").decode("ascii")


def _hashed(host: str) -> str:
    name = ".".join(_encoded(part) for part in host.split("."))
    return base64.b32encode(hashlib.sha256(name.encode()).digest()).decode().rstrip("=").lower()


def _mixes_directions(text: str) -> bool:
    directions = {unicodedata.bidirectional(character) for character in text}
    return "L" in directions and not directions.isdisjoint({"R", "AL"})
