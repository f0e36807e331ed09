"""An address taken apart, once it has been read.

The parser gives each part through a call of its own, which takes about as long as reading the address did. But what it
wrote leaves no doubt: in its own spelling of an http or https address everything that could be mistaken for a border is
encoded, so the parts can be cut from that.
"""

from typing import NamedTuple


class UrlParts(NamedTuple):
    """The parts of an http or https address, named and spelt as the WHATWG's rules do; `href` is the whole.

    `host` has the port where that is not the scheme's own, `hostname` has not. `search` and `hash` begin with their
    mark, or are empty; `plain` is the whole without user name and password.
    """

    href: str
    protocol: str
    username: str
    password: str
    host: str
    hostname: str
    port: str
    pathname: str
    search: str
    hash: str

    @property
    def plain(self) -> str:
        """The address without credentials."""
        if not (self.username or self.password):
            return self.href
        return f"{self.protocol}//{self.href.partition('@')[2]}"


def taken_apart(href: str) -> UrlParts:
    """The parts of an http or https address in the parser's own spelling."""
    protocol, _, rest = href.partition("//")
    rest, _, fragment = rest.partition("#")
    rest, _, query = rest.partition("?")
    authority, slash, path = rest.partition("/")
    user, _, host = authority.rpartition("@")
    username, _, password = user.partition(":")
    end = host.find("]") + 1  # of an IPv6 address, which has colons of its own
    hostname, _, port = host[end:].partition(":")
    return UrlParts(
        href,
        protocol,
        username,
        password,
        host,
        host[:end] + hostname,
        port,
        slash + path,
        f"?{query}" if query else "",
        f"#{fragment}" if fragment else "",
    )
