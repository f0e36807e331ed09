"""Where an article really is: what its redirects and its page's own word on it come to."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from newsloom.text.sites import registrable
from newsloom.text.urls import canonical, host_of, parse
from newsloom.text.variants import same_article_key
from newsloom.text.wrappers import could_be_public, unwrapped

Family = Callable[[str], str]
"""Which publisher's voice a host speaks with, by any name; "" where nothing is known."""

# Templates put titles and slugs where the address belongs; what is resolved from those leads nowhere.
_ADDRESS = re.compile(r"\s*(?:https?:)?/\S*\s*$", re.IGNORECASE)
_NUMBER = re.compile(r"\d{4,}")
_WORDS = re.compile(r"[^\W\d_]+")
_FEWEST_WORDS = 4  # a section may be called "science-and-nature"
_ESCAPES = re.compile(r"(?:%[0-9A-F]{2}){9,}")  # words of another script
_ENDINGS = (".html", ".htm", ".shtml", ".ece", ".aspx")
_SHORT = 3  # parts of a path from which a section is deep
_NO_ARTICLES = frozenset(
    {
        "404",
        "account",
        "captcha",
        "collectconsent",
        "consent",
        "cookiewall",
        "error",
        "errors",
        "login",
        "log-in",
        "not-found",
        "notfound",
        "page-not-found",
        "recherche",
        "register",
        "search",
        "signin",
        "sign-in",
        "signup",
        "suche",
    }
)
_FORMS = frozenset({"accounts", "auth", "captcha", "consent", "guce", "login", "myprivacy", "signin", "sso"})
_NOT_FOR_READERS = frozenset(
    {
        "admin",
        "backend",
        "cms",
        "dev",
        "localhost",
        "origin",
        "origin-www",
        "preview",
        "staging",
        "stage",
        "test",
        "uat",
    }
)


class Doubt(StrEnum):
    """Why what a page says of its address is not believed: a closed vocabulary."""

    NO_ADDRESS = "no web address"
    OTHER_SITE = "another publisher's address"
    NOT_FOR_READERS = "an address readers cannot reach"
    HOMEPAGE = "a front page"
    SECTION = "a section's page"
    NO_ARTICLE = "a search, login or error page"
    SHARED = "named by different articles"


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """What a page's word on its address comes to: the canonical `url`, believed where `doubt` is None."""

    url: str
    doubt: Doubt | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """Where an article is.

    `url` is its canonical address; `is_said` whether its page named it. `original` is the address at another
    publisher that the page names as its original, else "".
    """

    url: str
    is_said: bool = False
    original: str = ""


def no_family(host: str) -> str:  # noqa: ARG001  the signature of `Family`
    """No publisher belongs to any other."""
    return ""


def believed_canonical(said: str, *, seen_at: str, family_of: Family = no_family) -> str | None:
    """The address a page gives itself, in canonical form, if it may be believed; see `weighed` for why not."""
    word = weighed(said, seen_at=seen_at, family_of=family_of)
    return None if word.doubt else word.url


def weighed(said: str, *, seen_at: str, family_of: Family = no_family) -> Word:
    """Whether the address a page gives itself may be its article's.

    Args:
        said: `rel=canonical` or `og:url`, as the page has it; relative ones are resolved.
        seen_at: where the page was read.
        family_of: which hosts may speak for each other besides those of one site.
    """
    url = canonical(unwrapped(canonical(said.strip(), seen_at))) if _ADDRESS.match(said) else ""
    if not url or not parse(seen_at) or not _is_reachable(url, seen_at):
        return Word(url="", doubt=Doubt.NO_ADDRESS)
    if same_article_key(url) == same_article_key(seen_at):
        return Word(url=url, doubt=_doubt_of_host(url, seen_at))
    doubt = _doubt_of_site(url, seen_at, family_of) or _doubt_of_host(url, seen_at) or doubt_of_place(url, seen_at)
    return Word(url=url, doubt=doubt)


def doubt_of_place(url: str, seen_at: str) -> Doubt | None:
    """Why this address cannot be the article's that was looked for at another one; None if it may be."""
    parts, seen = _parts(url), _parts(seen_at)
    if not parts and not _has_query(url):
        return Doubt.HOMEPAGE if seen or _has_query(seen_at) else None
    if (_is_of_no_article(parts) and not _is_of_no_article(seen)) or _is_of_forms(url, seen_at):
        return Doubt.NO_ARTICLE
    if seen and not looks_like_an_article(url) and (looks_like_an_article(seen_at) or seen[: len(parts)] == parts):
        return Doubt.SECTION
    return None


def _is_of_forms(url: str, seen_at: str) -> bool:
    """Whether a host is one that only lets readers in: `consent.daily.example`."""
    there = host_of(url)
    return there != host_of(seen_at) and there.partition(".")[0] in _FORMS


def _is_of_no_article(parts: tuple[str, ...]) -> bool:
    return any(part.partition(".")[0] in _NO_ARTICLES for part in parts)


def looks_like_an_article(url: str) -> bool:
    """Whether an address has what articles' addresses have: many words, a long number, a file's ending, a query."""
    parts = _parts(url)
    if not parts:
        return _has_query(url)
    return (
        len(parts) > _SHORT
        or _has_query(url)
        or parts[-1].endswith(_ENDINGS)
        or any(
            _NUMBER.search(part) or _ESCAPES.search(part.upper()) or len(_WORDS.findall(part)) >= _FEWEST_WORDS
            for part in parts
        )
    )


def whereabouts(url: str, *, landed: str, said: str = "", family_of: Family = no_family) -> Whereabouts | None:
    """Where the article is that was looked for at `url`; None if what was found there is not it, but a front page.

    Args:
        url: the article's canonical address so far.
        landed: where its redirects ended.
        said: the address its page gives itself, if it was read.
        family_of: which hosts may speak for each other.
    """
    seen_at = _landed(url, landed)
    if not seen_at:
        return None
    if not said:
        return Whereabouts(url=seen_at)
    word = weighed(said, seen_at=seen_at, family_of=family_of)
    if word.doubt is None:
        return Whereabouts(url=word.url, is_said=True)
    return Whereabouts(url=seen_at, original=word.url if word.doubt is Doubt.OTHER_SITE else "")


def _landed(url: str, landed: str) -> str:
    """Where the redirects led to, "" if that is no article; the address as it was where that is the same."""
    found = canonical(unwrapped(landed))
    if not found or same_article_key(found) == same_article_key(url):
        return url
    return "" if doubt_of_place(found, url) else found


def _is_reachable(url: str, seen_at: str) -> bool:
    """Whether a host could be public; the one where the page was read is, whatever its name."""
    return host_of(url) == host_of(seen_at) or could_be_public(host_of(url).partition(":")[0])


def _doubt_of_site(url: str, seen_at: str, family_of: Family) -> Doubt | None:
    there, here = host_of(url), host_of(seen_at)
    if registrable(there) == registrable(here):
        return None
    family = family_of(there)
    return None if family and family == family_of(here) else Doubt.OTHER_SITE


def _doubt_of_host(url: str, seen_at: str) -> Doubt | None:
    """Outlets name their inner machines by mistake: `staging.daily.example`, `daily.example:8080`."""
    there, here = host_of(url), host_of(seen_at)
    if there == here:
        return None
    name, _, port = there.partition(":")
    is_inner = bool(port) or name.partition(".")[0] in _NOT_FOR_READERS
    return Doubt.NOT_FOR_READERS if is_inner else None


def _parts(url: str) -> tuple[str, ...]:
    path = same_article_key(url).partition("#")[0].partition("?")[0].partition("/")[2]
    return tuple(part.lower() for part in path.split("/") if part)


def _has_query(url: str) -> bool:
    key = same_article_key(url)
    return "?" in key or "#" in key
