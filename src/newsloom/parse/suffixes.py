"""How a site's name, and other labels, are taken off the ends of a title."""

import re
from collections.abc import Set as AbstractSet

from newsloom.parse.desks import letters

_PARTING = re.compile(r"\s*[|\uff5c¦»•·]\s*|\s+(?:[-\u2013\u2014:]|::|--|\u2015)\s+|--")
_LABEL = re.compile(
    r"^(?:opinion|analysis|comment|editorial|watch|video|exclusive|live|podcast|explainer|fact.check|interview|"
    r"meinung|kommentar|analyse|opinión|análisis|vidéo|tribune|opinione)\s*[|\uff5c]\s+(?=\S)",
    re.IGNORECASE,
)
_DOMAIN = re.compile(r"(?:www\.)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,8}", re.IGNORECASE)
LONGEST_NAME = 5  # words
MOST_CUTS = 4
LEAST_KNOWN = 4  # letters of a name by which a longer one is known


def without_site(title: str, own: frozenset[str], known: AbstractSet[str] = frozenset()) -> str:
    """Take off what stands behind or before a title and is the outlet's name, its section, or a label.

    Args:
        title: one line.
        own: what the outlet is called, letters only and lower case.
        known: what else the page is called, likewise; what is left off there may be left off here.
    """
    kept = _LABEL.sub("", title, count=1)
    for _ in range(MOST_CUTS):
        marks = list(_PARTING.finditer(kept))
        shorter = _shorter(kept, marks, own, known) if marks else kept
        if shorter == kept:
            break
        kept = shorter
    return kept


def _shorter(title: str, marks: list[re.Match[str]], own: frozenset[str], known: AbstractSet[str]) -> str:
    for mark in reversed(marks):
        rest, tail = title[: mark.start()].rstrip(), title[mark.end() :]
        if rest and (letters(rest) in known or (mark is marks[-1] and _is_site(tail, own))):
            return rest
    start, rest = title[: marks[0].start()], title[marks[0].end() :].lstrip()
    return rest if rest and "|" in marks[0][0] and _is_site(start, own) else title


def _is_site(text: str, own: frozenset[str]) -> bool:
    plain = letters(text)
    if plain in own or _DOMAIN.fullmatch(text.strip()):
        return True
    few = len(text.split()) <= LONGEST_NAME
    return few and any(len(name) >= LEAST_KNOWN and (name in plain or plain in name) for name in own if len(plain) > 2)  # noqa: PLR2004  initials
