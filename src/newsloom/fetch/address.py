"""Which place on the web is meant: read once by the WHATWG rules, never read again by another library."""

from dataclasses import dataclass

import ada_url
from yarl import URL

from newsloom.errors import FetchError
from newsloom.model.page import Reason
from newsloom.text.urlparts import taken_apart

DEFAULT_PORTS = {"http": 80, "https": 443}
LONGEST = 8_000  # characters; RFC 9110 §4.1 asks for at least 8,000 octets


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One http or https URL in normal form, without its fragment.

    `name` is the host as it is resolved: lower case, punycode, no brackets, no trailing dot.
    """

    href: str
    scheme: str
    name: str
    port: int

    @property
    def host(self) -> str:
        """What counts as one host for politeness: the name and the port."""
        return f"{self.name}:{self.port}"

    @property
    def origin(self) -> tuple[str, str, int]:
        """Scheme, name and port: what credentials and validators are bound to."""
        return (self.scheme, self.name, self.port)


def address(url: str, *, base: Address | None = None) -> Address:
    """Read a URL, relative to `base` where given.

    Raises:
        FetchError: `Reason.BAD_URL` for what cannot be asked over HTTP: other schemes, userinfo, no host, too long.
    """
    if len(url) > LONGEST:
        raise _bad(url[:60] + "…", f"it has {len(url):,} characters; at most {LONGEST:,} are asked for")
    try:
        href = str(ada_url.URL(url, base.href if base else None).href)
    except (ValueError, UnicodeError) as error:
        raise _bad(url, "it is no valid URL") from error
    scheme = href.partition(":")[0]
    if scheme not in DEFAULT_PORTS:
        raise _bad(url, f"only http and https are fetched, not {scheme}")
    parsed = taken_apart(href)
    if parsed.username or parsed.password:
        raise _bad(url, "it carries a user name or password; credentials belong into the settings")
    port = int(parsed.port) if parsed.port else DEFAULT_PORTS[scheme]
    name = _bare(parsed.hostname)
    if not name:
        raise _bad(url, "it names no host")
    return Address(href=href.partition("#")[0], scheme=scheme, name=name, port=port)


def for_client(place: Address) -> URL:
    """Give the URL to the HTTP client as it stands, and make sure both mean the same host.

    Parsers that disagree about the host are how guards are bypassed.
    """
    url = URL(place.href, encoded=True)
    agrees = _bare(url.raw_host or "") == place.name and url.port == place.port and url.scheme == place.scheme
    if not agrees or url.raw_user is not None or url.raw_password is not None:
        raise _bad(place.href, "two URL readers disagree about its host")
    return url


def _bare(hostname: str) -> str:
    return hostname.removeprefix("[").removesuffix("]").removesuffix(".").lower()


def _bad(url: str, why: str) -> FetchError:
    return FetchError(Reason.BAD_URL, f"{url!r} cannot be asked for: {why}")
