"""Which address stands inside an address: feed proxies, redirectors, caches, an archive.

Only text is looked at. What comes out is an address like any other: whoever visits it is held by the fetcher's guard.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from ada_url import URLSearchParams

from newsloom.text.sites import registrable
from newsloom.text.urlparts import UrlParts
from newsloom.text.urls import parse

LEVELS = 3
"""How many wrappings of one address are undone."""

_WEB = ("http://", "https://")
_WRITTEN = ("http://", "https://", "http%3a", "https%3a")
_NUMBERED = re.compile(r"(?:^|\.)(?:[0-9]+|0x[0-9a-f]*)$|\]$")
_NEVER_PUBLIC = (".localhost", ".local", ".internal", ".lan", ".home.arpa")


@dataclass(frozen=True, slots=True)
class _Rule:
    path: str
    where: tuple[str, ...]
    below: str  # how paths under it begin; "/" begins them all

    def takes(self, path: str) -> bool:
        return path.startswith(self.below) or path == self.path


@lru_cache(maxsize=2_000)  # one page asks for its address again and again
def unwrapped(url: str) -> str:
    """The address inside a redirector's, a cache's or an archive's address, else the address itself.

    "" if it is not http or https at all. What is embedded counts only if it is http or https and its host could be
    public: a name with a dot, no number.
    """
    parsed = parse(url)
    if parsed is None:
        return ""
    for _ in range(LEVELS):
        inner = _inside(parsed)
        if inner is None:
            break
        parsed = inner
    return str(parsed.href)


def _inside(parsed: UrlParts) -> UrlParts | None:
    path = parsed.pathname
    for rule in _rules_for(parsed.hostname.rstrip(".")):
        if rule.takes(path):
            for word in _words(rule, path, parsed.search):
                if found := _public(word):
                    return found
    return None


def _words(rule: _Rule, path: str, search: str) -> list[str]:
    """What may be the other address, as it is written there."""
    rest = path[len(rule.path) :].lstrip("/") if rule.path != "/" else path[1:]
    match rule.where:
        case ("<path>",):
            bare = rest.removeprefix("s/")
            return [f"{'http' if bare == rest else 'https'}://{bare}{search}"]
        case ("<tail>",):
            return [_tail(rest, search)]
        case ("<query>",):
            return [_decoded(search[1:])]
        case names:
            said = URLSearchParams(search)
            return [said.get(name) for name in names if said.has(name)]


def _tail(rest: str, search: str) -> str:
    """The first full address in a path; a percent-encoded one ends at the next slash."""
    lower = rest.lower()
    found = [at for at in map(lower.find, _WRITTEN) if at >= 0]
    if not found:
        return ""
    tail = rest[min(found) :]
    return tail + search if tail.lower().startswith(_WEB) else _decoded(tail.partition("/")[0])


def _decoded(word: str) -> str:
    """A percent-encoded address as it is; one that is not encoded stays."""
    if word.lower().startswith(_WEB):
        return word
    return str(URLSearchParams(f"w={word}").get("w"))


def _public(word: str) -> UrlParts | None:
    """The address if its host could be public."""
    found = parse(word) if word.lower().startswith(_WEB) else None
    return found if found and could_be_public(found.hostname) else None


def could_be_public(host: str) -> bool:
    """Whether a host is a name that the public network could know: one with a dot, no number, nobody's own."""
    name = host.rstrip(".")
    return "." in name and not name.endswith(_NEVER_PUBLIC) and _NUMBERED.search(name) is None


@lru_cache(maxsize=2_000)  # a feed's addresses are of few hosts
def _rules_for(host: str) -> tuple[_Rule, ...]:
    labels = host.split(".")
    names = [".".join(labels[at:]) for at in range(len(labels))]
    names += [f"{registrable(host).partition('.')[0]}.*", "*"]
    rules = _rules()
    return tuple(rule for name in names for rule in rules.get(name, ()))


@cache
def _rules() -> dict[str, list[_Rule]]:
    lines = (files("newsloom.text") / "data" / "wrappers.txt").read_text(encoding="utf-8").splitlines()
    found: dict[str, list[_Rule]] = {}
    for line in lines:
        if line.strip() and not line.startswith("#"):
            host, path, *where = line.split()
            below = "/" if path == "/" else f"{path}/"
            found.setdefault(host, []).append(_Rule(path, tuple(where), below))
    return found
