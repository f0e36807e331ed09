"""How far a visit may go: every bound and every courtesy, with its unit."""

from dataclasses import dataclass, field

from newsloom.fetch.credentials import Credentials
from newsloom.fetch.guard import Guard, allowed_host
from newsloom.fetch.proxies import Proxies


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchRules:
    """The knobs of the fetcher. `allow_private` names private hosts: `host`, `host:port` or `host:*`.

    The deadline counts time on the network; waiting for a polite moment is not held against a server.
    """

    user_agent: str = "newsloom/0.1 (+https://newsloom.example/contact)"
    deadline_seconds: float = 30.0
    telling_seconds: float = 15.0
    max_wire_bytes: int = 15_000_000
    max_decoded_bytes: int = 32_000_000
    max_redirects: int = 5
    max_headers: int = 200
    max_header_bytes: int = 16_384
    ports: tuple[int, ...] = (80, 443)
    allow_private: tuple[str, ...] = ()
    spacing_seconds: float = 5.0
    connections_per_host: int = 2
    connections: int = 64
    window: int = 256
    robots_seconds: float = 86_400.0
    robots_retry_seconds: float = 600.0
    max_crawl_delay_seconds: float = 30.0
    proxies: Proxies = field(default_factory=Proxies)
    credentials: Credentials = field(default_factory=Credentials)
    guard: Guard = field(init=False)

    def __post_init__(self) -> None:
        """Read the owner's private hosts once."""
        guard = Guard(ports=self.ports, allowed=tuple(allowed_host(spec) for spec in self.allow_private))
        object.__setattr__(self, "guard", guard)
