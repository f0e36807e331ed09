"""The pictures in an article's body, each in its largest sensible size."""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace

from selectolax.lexbor import LexborHTMLParser, LexborNode

WIDEST = 2_560
"""Pixels; of the sizes a picture is offered in, none wider is wanted while there is another."""

LARGE = 200  # pixels: a picture in running text that is known to be narrower does not lead
_PLACES = ("article", '[itemprop="articleBody"]', "main", '[role="main"]', "body")
_LAZY = ("data-src", "data-original", "data-lazy-src", "data-lazy", "data-url", "data-hi-res-src")
_SETS = ("srcset", "data-srcset", "data-lazy-srcset")
_MOST = 40  # images looked at
_MOST_CHARACTERS = 20_000  # of a srcset
_MOST_WORDS = 200
_OUTSIDE = frozenset({"nav", "aside", "footer", "form", "button"})
_LEVELS = 12  # ancestors asked
_NOT_NEWS = re.compile(
    r"avatar|author|byline|logo|icon|emoji|badge|share|social|sponsor|advert|gravatar", re.IGNORECASE
)
_WIDTH = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,4})?)([wx])", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyImage:
    """An address as the page writes it, and the size it claims in pixels.

    `is_doubtful` is one of unknown size outside any figure.
    """

    url: str
    width: int | None = None
    height: int | None = None
    is_doubtful: bool = False


def body_images(tree: LexborHTMLParser) -> Iterator[BodyImage]:
    """The pictures that may lead, in the page's order: those in figures or known to be large, then the rest."""
    doubtful: list[BodyImage] = []
    for node in _images(tree):
        found = _image(node)
        if found is None or _is_furniture(found.url) or _is_aside(node):
            continue
        if found.width is not None and found.width < LARGE:
            continue
        if found.width is not None or _within(node, "figure", "picture"):
            yield found
        else:
            doubtful.append(replace(found, is_doubtful=True))
    yield from doubtful


def largest(srcset: str) -> tuple[str, int | None]:
    """The largest sensible picture a srcset offers and its width, where that is said; "" for none."""
    best, best_width, best_rank = "", None, (-1, -1.0)
    for url, value, unit in _offers(srcset[:_MOST_CHARACTERS]):
        is_sensible = unit != "w" or value <= WIDEST
        rank = (1, value) if is_sensible else (0, -value)
        if rank > best_rank:
            best, best_width, best_rank = url, int(value) or None if unit == "w" else None, rank
    return best, best_width


def _offers(srcset: str) -> Iterator[tuple[str, float, str]]:
    """Each address with its number and unit; a comma inside an address belongs to it, as browsers have it."""
    words = deque(srcset.split()[:_MOST_WORDS])
    while words:
        written = words.popleft()
        url, value, unit = written.strip(","), 0.0, ""
        if not written.endswith(",") and words and (found := _WIDTH.match(words[0])):
            value, unit = float(found[1]), found[2]
            if rest := words.popleft()[found.end() :].strip(","):
                words.appendleft(rest)  # no space after the comma
        if url and not url.startswith("data:"):
            yield url, value, unit


def _images(tree: LexborHTMLParser) -> list[LexborNode]:
    for place in _PLACES:
        if images := tree.css(f"{place} img")[:_MOST]:
            return images
    return []


def _image(node: LexborNode) -> BodyImage | None:
    attrs = node.attributes
    width, height = _side(attrs.get("width")), _side(attrs.get("height"))
    for srcset in (*_srcsets(node), *_sources(node)):
        url, offered = largest(srcset)
        if url and offered and width and height:
            return BodyImage(url=url, width=offered, height=max(round(height * offered / width), 1))
        if url:
            return BodyImage(url=url, width=offered)
    for url in (*(attrs.get(name) or "" for name in _LAZY), attrs.get("src") or ""):
        if url.strip() and not url.strip().lower().startswith("data:"):
            return BodyImage(url=url.strip(), width=width, height=height)
    return None


def _srcsets(node: LexborNode) -> Iterator[str]:
    yield from (value for name in _SETS if (value := node.attributes.get(name)))


def _sources(node: LexborNode) -> Iterator[str]:
    parent = node.parent
    if parent is not None and parent.tag == "picture":
        for source in parent.css("source")[:10]:
            yield from _srcsets(source)


def _is_aside(node: LexborNode) -> bool:
    named = " ".join(node.attributes.get(name) or "" for name in ("class", "id", "alt", "itemprop"))
    return bool(_NOT_NEWS.search(named[:500])) or _within(node, *_OUTSIDE)


def _is_furniture(url: str) -> bool:
    return bool(_NOT_NEWS.search(url.partition("?")[0].rpartition("/")[2]))


def _within(node: LexborNode, *tags: str) -> bool:
    parent = node.parent
    for _ in range(_LEVELS):
        if parent is None:
            return False
        if parent.tag in tags:
            return True
        parent = parent.parent
    return False


def _side(value: str | None) -> int | None:
    found = re.match(r"\s*([0-9]{1,5})(?:px)?\s*$", value or "", re.ASCII)
    return int(found[1]) or None if found else None
