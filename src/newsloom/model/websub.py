"""A feed whose hub tells us when it has something new (W3C WebSub), from the first request to the last renewal."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Hook:
    """One subscription at a hub; times UTC.

    `token` stands in the address the hub is to call, `secret` signs what it sends. `until` is when the hub forgets us,
    None where it never confirmed. `asked` is when we last asked it, `tries` how often in vain since it last confirmed;
    `pushed` is when it last called. `denied` says that it will not have us.
    """

    token: str
    secret: str = field(repr=False)
    source: str
    topic: str
    hub: str
    asked: datetime | None = None
    tries: int = 0
    until: datetime | None = None
    pushed: datetime | None = None
    denied: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSubDesk:
    """Where hubs reach this desk, where what they say is left, and what draws tokens and secrets nobody can guess."""

    callback: str
    folder: Path
    draw: Callable[[], str]
