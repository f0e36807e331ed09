"""Which people, and which organisations, a byline names."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from newsloom.parse.desks import is_agency, is_nobody, is_organisation, is_role, is_site
from newsloom.parse.head import squeezed
from newsloom.text.clean import line

MOST_AUTHORS = 20
LONGEST_NAME = 100
LONGEST_BYLINE = 500
_FULL = 2  # words of a name that can stand alone beside others
_MOST_WORDS = 6

_LABEL = re.compile(
    r"^(?:(?:(?:[^\W\d_]+\s)?by|propos\srecueillis\spar|(?:story|words|article|text|report|analysis|opinion|reporting)\s*:"
    r"|authors?|autor(?:en|in|es|a)?|auteure?s?|autore|автор|yazar|tekst|texto?|texte|"
    r"von|vom|par|por|di|da|door|av|af|od|przez|yazan|reporter)"
    r"(?:\s*[:\uff1a]\s*|\s+(?=[^\W\d_]))|[:\uff1a\s|·•\-\u2013\u2014]+)+",
    re.IGNORECASE,
)
_NOT_WRITTEN = re.compile(
    r"^(?:photos?|fotos?|pictures?|images?|video|illustrations?|graphics?|edit(?:ed|ing)|reviewed|fact.checked|updated|"
    r"translated|medically|sources?|quelle|design|code|content|copyright|©)\b",
    re.IGNORECASE,
)
_APART = re.compile(r"\s*(?:[;|\n•·]|\s[\-\u2013\u2014]\s)\s*")
_SLASH = re.compile(r"\s*/\s*")
_ON_BEHALF = re.compile(r"((?:[^\s,]+\s){1,2}[^\s,]+),?\s(?:(?:with|mit|avec|con)|(for|für|pour|para))\s(\S.*)")
_COMMA = re.compile(r"\s*[,、\uff0c]\s*(?:(?:and|und|et|&)\s)?")
_AND = re.compile(r"\s(?:and|und|et|y|e|en|och|og|oraz|i|ve|и|&|\+)\s", re.IGNORECASE)
_IN_PLACE = re.compile(r"\s(?:in|aus|à|en|em|i|reports?|reporting)\s+(?:from\s+)?[A-ZÀ-Ý][\w\u2019'. -]*$")
_BRACKET = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]?\s*")
_MAIL = re.compile(r"\S+@\S+|(?<!\S)@\w+|https?://\S+")
_TITLE_BEHIND = re.compile(r"\s*(?:기자|특파원|記者|记者|특임기자)(?:\s.*)?$|\s+(?:外|외)\s*\d+.*$")
_NO_NAME = re.compile(r"[\W\d_]+")
_CAPITALS = re.compile(r"[^\W\d_]+")
_EDGES = " ,.:*·-\u2013\u2014'\"“”„\u2019"


@dataclass(frozen=True, slots=True, kw_only=True)
class Byline:
    """Who is named where authors stand, each once, in the order found."""

    people: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()


def byline(texts: Iterable[str], *, own: frozenset[str] = frozenset(), organisation: bool = False) -> Byline:
    """Part what stands where authors do into names of people and of organisations.

    Labels ("By"), roles, places beside full names, addresses and credits of pictures are left out.

    Args:
        texts: each one name or a whole byline, as written.
        own: what the outlet is called, letters only and lower case.
        organisation: whether the texts are known to name organisations.
    """
    found: dict[str, tuple[str, bool]] = {}
    for text in texts:
        for name, is_desk in _named(text, own, organisation):
            found.setdefault(name.casefold(), (name, is_desk))
    people = tuple(name for name, is_desk in found.values() if not is_desk)
    return Byline(
        people=people[:MOST_AUTHORS],
        organisations=tuple(name for name, is_desk in found.values() if is_desk)[:MOST_AUTHORS],
    )


def _named(text: str, own: frozenset[str], organisation: bool) -> Iterator[tuple[str, bool]]:
    whole = line(squeezed(text[: LONGEST_BYLINE * 4]), limit=LONGEST_BYLINE + 1)
    if len(whole) > LONGEST_BYLINE or whole.startswith(("http://", "https://", "//", "www.")):
        return
    if organisation:
        if not is_nobody(whole) and not _NO_NAME.fullmatch(whole):
            yield whole[:LONGEST_NAME], True
        return
    whole = _MAIL.sub(" ", whole)
    outside, inside = squeezed(_BRACKET.sub(" ", whole)), _BRACKET.findall(whole)
    if not outside:  # RSS: "mail@lantern.example (Ida Brandt)"
        outside = " | ".join(inside)
    elif any(is_site(part) for part in inside):
        yield outside[:LONGEST_NAME], True
        return
    for piece in _pieces(outside):
        yield from _of_piece(_LABEL.sub("", squeezed(piece)), own)
    yield from ((part, True) for bracket in inside for part in _APART.split(bracket.strip()) if is_agency(part))


def _pieces(text: str) -> Iterator[str]:
    """Split where names are kept apart; at "/" only beside a full name, for signs like "dpa/abc" are one."""
    for piece in _APART.split(text):
        if _NOT_WRITTEN.match(piece):
            continue
        parts = _SLASH.split(piece)
        yield from parts if any(" " in part for part in parts) else [piece]


def _of_piece(piece: str, own: frozenset[str]) -> Iterator[tuple[str, bool]]:
    """Name those in a piece of a byline that lists names with commas and "and" at most."""
    behalf = _ON_BEHALF.fullmatch(piece)
    if behalf and not is_organisation(behalf[1], own):
        yield from _of_piece(behalf[1], own)
        yield from ((behalf[3], True),) if behalf[2] else _of_piece(behalf[3], own)
        return
    if not piece or _NO_NAME.fullmatch(piece):
        return
    parts = _parts(piece, own)
    if is_organisation(piece, own) and all(is_organisation(part, own) or len(part.split()) < _FULL for part in parts):
        yield piece[:LONGEST_NAME], True
        return
    names = [(name, is_organisation(name, own)) for part in parts if (name := _tidy(part))]
    has_full = any(len(name.split()) >= _FULL and not desk for name, desk in names)
    for name, desk in names:
        if desk:
            yield name, True
        elif len(name.split()) >= _FULL or not has_full or not name.isascii():
            yield _in_small_letters(name), False


def _parts(piece: str, own: frozenset[str]) -> list[str]:
    """Split a list at its commas, and at "and" where a name stands on both sides."""
    parts = [part for part in _COMMA.split(piece) if part]
    if len(parts) == 2 and all(" " not in part and part.istitle() for part in parts):  # noqa: PLR2004  last, first
        return [f"{parts[1]} {parts[0]}"]
    return [name for part in parts for name in _apart(part, own)]


def _apart(text: str, own: frozenset[str]) -> list[str]:
    names = _AND.split(text)
    stand_alone = all(len(name.split()) >= _FULL or not name.isascii() or is_organisation(name, own) for name in names)
    people = sum(not is_organisation(name, own) for name in names)
    return names if stand_alone and people else [text]


def _tidy(part: str) -> str:
    """Give a name without its label, place and role; "" if nothing is left that could be one."""
    name = _TITLE_BEHIND.sub("", _IN_PLACE.sub("", _LABEL.sub("", part.strip(_EDGES)))).strip()
    words = name.split()
    for count in (2, 3):
        if len(words) > count and is_role(" ".join(words[count:])):
            words = words[:count]
    name = " ".join(words)
    wordy = len(words) > _MOST_WORDS or len(name) > LONGEST_NAME
    if not name or wordy or _NO_NAME.match(name) or is_nobody(name) or is_role(name):
        return ""
    return name


def _in_small_letters(name: str) -> str:
    """Give a name without capitals throughout."""
    if not name.isupper() or " " not in name:
        return name
    return _CAPITALS.sub(lambda word: word[0].capitalize(), name)
