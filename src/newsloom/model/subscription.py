"""One feed of a list of subscriptions."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """One feed of a list, with the names of the groups it stands in, outermost first, and of which kind it is."""

    url: str
    title: str = ""
    site_url: str = ""
    groups: tuple[str, ...] = ()
    kind: str = "feed"
