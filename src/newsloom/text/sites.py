"""Which site a host belongs to: what one owner registered, by the public suffix list and the platforms it leaves out.

The list is the copy that the installed `publicsuffixlist` carries: nothing is fetched, and one version of it always
answers the same.
"""

from functools import cache, lru_cache
from importlib.resources import files

from publicsuffixlist import PublicSuffixList

_VIEWS = frozenset({"www", "m", "amp", "mobile"})


@lru_cache(maxsize=2_000)  # one page asks for its address again and again
def registrable(host: str) -> str:
    """The part of a host that one owner registered: `bbc.co.uk` of `news.bbc.co.uk`, `me.blogspot.com` of itself.

    A host that is no more than a public suffix, an address in numbers or no host at all is its own site.
    `registrable(registrable(h)) == registrable(h)`.

    Args:
        host: a host as `text.urls` gives it (ASCII), with or without port; case and a final dot do not matter.
    """
    name = _bare(host)
    if ":" in name or name.rpartition(".")[2].isdigit():
        return name
    site = _suffixes().privatesuffix(name) or name
    if site not in _platforms() or site == name:
        return site
    label = name.removesuffix(f".{site}").rpartition(".")[2]
    return site if label in _VIEWS else f"{label}.{site}"


def is_shared(host: str) -> bool:
    """Whether strangers register below this host: a public suffix (`co.uk`, `blogspot.com`) or a platform."""
    name = _bare(host)
    return name in _platforms() or _suffixes().is_public(name, accept_unknown=False)


def _bare(host: str) -> str:
    """The host in lower case, without port and final dots; of an IPv6 address the number between its brackets."""
    name = "".join(host.split()).lower()  # no host has blanks; what is left by dropping dots must not begin with one
    if name.startswith("["):
        return name[1:].partition("]")[0]
    return name.partition(":")[0].strip(".")


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


@cache
def _platforms() -> frozenset[str]:
    lines = (files("newsloom.text") / "data" / "platforms.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))
