"""What an address means: parsed once, by one parser (WHATWG rules), http and https only.

Parsers that disagree about the host are how guards are bypassed, so nothing else in newsloom takes an address
apart.
"""

from importlib.resources import files

from ada_url import URL

LIMIT = 8_000
"""Characters of an address; a longer one is refused."""

_SCHEMES = frozenset({"http:", "https:"})
_MIRRORS = ("www.", "m.", "amp.", "mobile.")


def _read_tracking() -> tuple[frozenset[str], tuple[str, ...]]:
    """The names and the beginnings of names of parameters that only track."""
    lines = (files("newsloom.text") / "data" / "tracking.txt").read_text(encoding="utf-8").split("\n")
    names = [name for name in map(str.strip, lines) if name and not name.startswith("#")]
    exact = frozenset(name for name in names if not name.endswith("*"))
    return exact, tuple(name[:-1] for name in names if name.endswith("*"))


_TRACKING, _TRACKING_BEGINNINGS = _read_tracking()


def parse(url: str, base: str | None = None) -> URL | None:
    """The address, resolved against `base` if that is given; None if it is not http or https with a host."""
    if len(url) > LIMIT:
        return None
    try:
        parsed = URL(url, base) if base else URL(url)
    except (ValueError, UnicodeError):
        return None
    return parsed if parsed.protocol in _SCHEMES and parsed.hostname.strip(".") else None


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


def canonical(url: str, base: str | None = None) -> str:
    """The one way we write this address, or "" if it is not http or https.

    Lower-case host without trailing dot, no credentials, no default port, no fragment, no tracking
    parameters; the order of the
    other parameters is kept, for it may matter. Feed proxies' addresses stay as they are.
    `canonical(canonical(u)) == canonical(u)`.
    """
    parsed = parse(url, base)
    if parsed is None:
        return ""
    parsed.username = ""
    parsed.password = ""
    parsed.hash = ""
    if parsed.hostname.endswith("."):
        parsed.hostname = parsed.hostname.rstrip(".")
    if parsed.search:
        kept = _without_tracking(parsed.search[1:])
        parsed.search = f"?{kept}" if kept else ""
    elif parsed.href.endswith("?"):
        parsed.search = ""
    return str(parsed.href)


def _without_tracking(query: str) -> str:
    """The query without parameters that only track; the rest byte for byte."""
    return "&".join(part for part in query.split("&") if part and not _is_tracking(part))


def _is_tracking(part: str) -> bool:
    name = part.partition("=")[0].lower()
    return name in _TRACKING or name.startswith(_TRACKING_BEGINNINGS)


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
