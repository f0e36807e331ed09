"""Strangers' words made fit to be shown: clean, short, marked with their language, linked only to the web."""

import re
from collections.abc import Sequence
from functools import lru_cache

from markupsafe import Markup

from newsloom.text.clean import line
from newsloom.text.urls import parse

RIGHT_TO_LEFT = frozenset(
    ("ar", "arc", "ckb", "dv", "fa", "he", "iw", "ku", "nqo", "ps", "sd", "syr", "ug", "ur", "yi")
)
HEADLINE, EXCERPT, NAME, ADDRESS = 220, 300, 80, 2_000  # characters that are shown, or followed
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")


@lru_cache(maxsize=4096)  # a headline stands in several places of a page
def headline(text: str) -> str:
    """A headline as one clean line; "Untitled" where nothing is left of it."""
    return line(text, limit=HEADLINE) or "Untitled"


def excerpt(text: str, *, most: int = EXCERPT) -> str:
    """A short extract as one clean line."""
    return line(text, limit=most)


@lru_cache(maxsize=8192)  # an outlet is named on many pages
def name(text: str, other: str = "") -> str:
    """Somebody's name as one clean line; another where nothing is left of it."""
    return line(text, limit=NAME) or line(other, limit=NAME) or "an unnamed outlet"


@lru_cache(maxsize=8192)  # outlets and leads stand on several pages
def web(url: str) -> str:
    """The address where it is one of the web, else nothing."""
    there = parse(url) if url and len(url) <= ADDRESS else None
    return "" if there is None else str(there.href)


@lru_cache(maxsize=1024)
def tag(language: str) -> str:
    """The language where it is a language tag, else nothing."""
    return language if _LANGUAGE.fullmatch(language) else ""


@lru_cache(maxsize=1024)
def tongue(language: str, own: str = "") -> Markup:
    """The attributes of an element with words in a language: `lang` and `dir`.

    Args:
        language: as said of an article; what is no language tag counts for nothing.
        own: the page's own language, which need not be said again.
    """
    if not tag(language):
        return Markup(' dir="auto"')
    turn = "rtl" if language.partition("-")[0].lower() in RIGHT_TO_LEFT else "ltr"
    said = "" if language.lower() == own.lower() else f' lang="{language}"'
    return Markup(f'{said} dir="{turn}"')  # noqa: S704  both are checked above


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(names: Sequence[str], *, most: int = 4) -> str:
    """Names as a sentence has them: `A, B and C`, or `A, B and 5 more`."""
    told = [*names[: most - 1], f"{len(names) - most + 1} more"] if len(names) > most else [*names]
    return " and ".join((", ".join(told[:-1]), told[-1])) if len(told) > 1 else "".join(told)
