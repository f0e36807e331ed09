"""What an address means: parsed once, by one parser (WHATWG rules), http and https only.

Parsers that disagree about the host are how guards are bypassed, so nothing else in newsloom takes an address
apart.
"""

from functools import lru_cache

from ada_url import URL

from newsloom.text.parameters import Parameters
from newsloom.text.urlparts import UrlParts, taken_apart

LIMIT = 8_000
"""Characters of an address; a longer one is refused."""

_SCHEMES = ("http://", "https://")
_MIRRORS = ("www.", "m.", "amp.", "mobile.")


_TRACKING = Parameters.read("tracking.txt")


@lru_cache(maxsize=2_000)  # one page, and one item of a feed, asks for its address again and again
def parse(url: str, base: str | None = None) -> UrlParts | None:
    """The address, resolved against `base` if that is given; None if it is not http or https with a host."""
    if len(url) > LIMIT:
        return None
    try:
        href = str(_read(url, base).href)
    except (ValueError, UnicodeError):
        return None
    if not href.startswith(_SCHEMES):
        return None
    parsed = taken_apart(href)
    return parsed if parsed.hostname.strip(".") else None


def _read(url: str, base: str | None) -> URL:
    return URL(url, base) if base else URL(url)


def absolute(url: str, base: str | None = None) -> str:
    """The address in full, or "" if it is not http or https.

    An address already in full is returned as written (blanks around it dropped), so that feeds keep their own
    words.
    """
    word = url.strip()
    if not word:
        return ""
    parsed = parse(word, base)
    if parsed is None:
        return ""
    own = word[:8].lower().startswith(("http://", "https://"))
    return word if own and word.isprintable() else str(parsed.href)


@lru_cache(maxsize=2_000)  # one page asks for its address again and again
def canonical(url: str, base: str | None = None) -> str:
    """The one way we write this address, or "" if it is not http or https.

    Lower-case host without trailing dot, no credentials, no default port, no tracking parameters, no fragment but
    one that is a route (`#!/news/1`). The order of the other parameters is kept, for it may matter; so are a final
    slash, the name of an index page and the spelling of percent-encoded characters, for a server may tell them
    apart. What stands for another address stays as it is: see `text.wrappers`.
    `canonical(canonical(u)) == canonical(u)`.
    """
    found = parse(url, base)
    if found is None:
        return ""
    if _is_canonical(found):
        return found.href
    parsed = _read(url, base)
    parsed.username = ""
    parsed.password = ""
    if not _is_route(parsed.hash):
        parsed.hash = ""
    if parsed.hostname.endswith("."):
        parsed.hostname = parsed.hostname.rstrip(".")
    if parsed.search:
        kept = _TRACKING.without(parsed.search[1:])
        parsed.search = f"?{kept}" if kept else ""
    elif "?" in parsed.href.partition("#")[0]:
        parsed.search = ""
    return str(parsed.href)


def _is_canonical(parsed: UrlParts) -> bool:
    """Whether nothing has to be left out, as of most."""
    if parsed.username or parsed.password or "#" in parsed.href or parsed.hostname.endswith("."):
        return False
    return _TRACKING.without(parsed.search[1:]) == parsed.search[1:] if parsed.search else "?" not in parsed.href


def _is_route(fragment: str) -> bool:
    """Whether a fragment names what is shown: the way of some sites that are made of scripts."""
    return fragment.startswith("#!") and len(fragment) > len("#!/")


@lru_cache(maxsize=2_000)  # one page asks for its address again and again
def host_of(url: str) -> str:
    """The host with its port if that is not the scheme's own, as `daily.example:8080`; "" if there is none."""
    parsed = parse(url)
    return str(parsed.host).replace("..", ".") if parsed else ""


def hostname(url: str) -> str:
    """The host without port, lower case; "" if there is none."""
    parsed = parse(url)
    return str(parsed.hostname) if parsed else ""


def site_of(url: str) -> str:
    """The host without what only names a view of the same site (`www.`, `m.`, `amp.`, `mobile.`)."""
    host = host_of(url)
    for mirror in _MIRRORS:
        rest = host.removeprefix(mirror)
        if rest != host and "." in rest:
            return rest
    return host
