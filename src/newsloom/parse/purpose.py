"""What a page with hardly any text is instead of an article."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from newsloom.parse.body import Body
from newsloom.parse.noticewords import plain
from newsloom.parse.unreadable import Unreadable, UnreadableError

LITTLE = 1_000  # characters of main text from which on a page is an article, whatever it is called
TINY = 80  # characters below which a page has no text to speak of
OPENING = 200  # characters of little text in which a page says what it wants
SEEN = 5_000  # characters of what is visible where there is no text to speak of
_SOON = 15  # seconds after which a page still only leads elsewhere
_FEW = 200  # visible characters of a page that its scripts fill in
_KINDS = (
    ("challenge", Unreadable.CHALLENGE, "asks for a sign of humanity"),
    ("missing", Unreadable.MISSING, "says that there is no such page"),
    ("parked", Unreadable.PARKED, "offers its domain, or has none of its own content yet"),
    ("login", Unreadable.LOGIN, "asks to log in"),
    ("consent", Unreadable.CONSENT, "asks for consent before it shows anything"),
    ("script", Unreadable.SCRIPT_SHELL, "is filled in by scripts"),
)
_ROOTS = (
    "#root, #app, #__next, #__nuxt, #___gatsby, #svelte, #react-root, #main-app, #q-app, #application, #ember-app,"
    " app-root, [ng-app], [ng-version], [data-reactroot], [data-server-rendered], [data-v-app], astro-island"
)
_PARTS = re.compile(r"\s+[|\u2013\u2014\u00b7\u2022\u00bb-]+\s+")
_ENDS = " .!?:\u2026,\u3002\uff01\uff1f\"'()"
_REFRESH = re.compile(r"^\s*(\d{1,4})(?:\.\d+)?\s*[;,]\s*(?:url\s*=)?\s*['\"]?([^'\"\s>]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    titles: frozenset[str]
    words: tuple[str, ...]
    marks: tuple[str, ...]


def check_purpose(tree: LexborHTMLParser, body: Body, title: str | None, *, html: str, is_declared: bool) -> None:
    """Say what a page with hardly any text is, where that can be seen.

    Args:
        tree: the page.
        body: its text and blocks.
        title: its headline.
        html: its markup.
        is_declared: whether it says that it is an article; then it is one if it has any text at all.

    Raises:
        UnreadableError: with what it is instead.
    """
    size = len(body.text)
    if size >= LITTLE or (is_declared and size >= TINY):
        return
    if size < TINY:
        _check_leading_on(tree)
    headings = frozenset(_headings(tree, title))
    opening = plain(body.text[:OPENING] if size >= TINY else _seen(tree, body))
    markup = html.lower() if size < TINY else ""
    for name, reason, said in _KINDS:
        known = _known()[name]
        if reason is Unreadable.CONSENT and is_declared:
            continue
        if not headings.isdisjoint(known.titles) or _has(opening, known.words) or _has(markup, known.marks):
            raise UnreadableError(reason, f"the page {said}")
        if reason is Unreadable.LOGIN and size < TINY and tree.css_first('input[type="password" i]') is not None:
            raise UnreadableError(reason, "the page asks for a password")
    if size < TINY and _is_shell(tree, opening):
        raise UnreadableError(Unreadable.SCRIPT_SHELL, "the page is filled in by scripts")
    if not body.text and not title:
        raise UnreadableError(Unreadable.EMPTY, "the page has neither text nor title")


def _check_leading_on(tree: LexborHTMLParser) -> None:
    """Refuse what only names other pages: frames, a redirect in the markup."""
    if tree.css_first("frameset") is not None:
        raise UnreadableError(Unreadable.FRAMES, "the page only names frames")
    for node in tree.css('meta[http-equiv="refresh" i]')[:3]:
        found = _REFRESH.match(node.attributes.get("content") or "")
        if found and int(found[1]) <= _SOON:
            raise UnreadableError(Unreadable.STUB, f"the page only leads to {found[2][:200]}")


def _headings(tree: LexborHTMLParser, title: str | None) -> Iterator[str]:
    """Give the title and the first headings, whole and their first and last parts."""
    named = [node.text(deep=True) for node in [*tree.css("title")[:1], *tree.css("h1")[:2]]]
    for text in (title or "", *named):
        heading = " ".join(plain(text[:300]).split())
        parts = _PARTS.split(heading)
        yield from (part.strip(_ENDS) for part in (heading, parts[0], parts[-1]))


def _seen(tree: LexborHTMLParser, body: Body) -> str:
    """Give what a reader without scripts sees."""
    told = [node.text(deep=True, separator=" ") for node in tree.css("noscript, button")[:40]]
    return " ".join([*body.blocks[:200], *told])[:SEEN]


def _has(text: str, words: tuple[str, ...]) -> bool:
    return bool(text) and any(word in text for word in words)


def _is_shell(tree: LexborHTMLParser, seen: str) -> bool:
    root = tree.css_first(_ROOTS)
    if root is not None and not root.text(deep=True).strip():
        return True
    return (
        len(seen.strip()) < _FEW
        and tree.css_first("body script[src], head script[src]") is not None
        and root is not None
    )


@cache
def _known() -> dict[str, _Words]:
    data: dict[str, Any] = tomllib.loads((files("newsloom.parse.data") / "purposes.toml").read_text(encoding="utf-8"))
    return {
        name: _Words(
            titles=frozenset(plain(word).strip(_ENDS) for words in table.get("titles", {}).values() for word in words),
            words=tuple(plain(word) for words in table.get("words", {}).values() for word in words),
            marks=tuple(table["marks"]),
        )
        for name, table in data.items()
    }
