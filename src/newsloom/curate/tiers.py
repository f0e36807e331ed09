"""How many points an outlet's standing is worth, by host."""

from collections.abc import Mapping
from functools import lru_cache

from newsloom.text.urls import parse


def tier_at(url: str, tiers: Mapping[str, int]) -> int | None:
    """The points of the longest entry that is a suffix of the address's host, at a dot; None without one.

    Args:
        url: an article's address; its port and `www.` do not matter.
        tiers: points by host; `www.` in an entry does not matter, nor does case.
    """
    known = {_bare_host(f"https://{entry}/") or entry: points for entry, points in tiers.items()}
    parts = _bare_host(url).split(".")
    suffixes = (".".join(parts[start:]) for start in range(len(parts)))
    return next((known[suffix] for suffix in suffixes if suffix in known), None)


@lru_cache(maxsize=1 << 13)  # a table's entries are asked for every host
def _bare_host(url: str) -> str:
    address = parse(url)
    return "" if address is None else address.hostname.removeprefix("www.")
