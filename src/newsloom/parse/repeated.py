"""Which selectors would find the items of a page: what stands there again and again, and holds links with words."""

from collections import Counter
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from newsloom.text import clean

MOST = 5  # suggestions
_LINKS = 2_000  # links of a page that are looked at
_UP = 6  # elements above a link that may be its item
_LEAST = 3  # of a kind, or it is no list
_WORDS = 20  # characters of a headline at least
_ASIDE = frozenset({"nav", "header", "footer", "aside", "body", "html", "main", "ul", "ol", "tbody", "table"})
_GOOD = {"article": 1.5, "li": 1.1, "section": 1.1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A selector for items, how many places it finds, and the first few headlines there."""

    selector: str
    places: int
    titles: tuple[str, ...]
    score: float


def suggestions(tree: LexborHTMLParser) -> list[Suggestion]:
    """The selectors that find most headlines, best first.

    A place counts by the length of its headline; one that holds several headlines is a list and no item.
    """
    places: dict[str, dict[int, list[str]]] = {}
    heights: dict[str, int] = {}
    for link in tree.css("a[href]")[:_LINKS]:
        title = clean.line(link.text(separator=" "), limit=200)
        if len(title) < _WORDS or _is_aside(link):
            continue
        for height, node in enumerate(_above(link)):
            if selector := _selector(node):
                heights[selector] = max(height, heights.get(selector, 0))
                places.setdefault(selector, {}).setdefault(node.mem_id, []).append(title)
    often = [(selector, inside) for selector, inside in places.items() if len(inside) >= _LEAST]
    found = [_suggestion(tree, selector, inside, height=heights[selector]) for selector, inside in often]
    ordered = sorted((one for one in found if one), key=lambda one: (-one.score, len(one.selector)))
    seen: set[tuple[str, ...]] = set()
    kept: list[Suggestion] = []
    for one in ordered:
        if one.titles not in seen:
            seen.add(one.titles)
            kept.append(one)
    return kept[:MOST]


def _suggestion(
    tree: LexborHTMLParser, selector: str, inside: dict[int, list[str]], *, height: int
) -> Suggestion | None:
    matched = len(tree.css(selector))
    single = [titles for titles in inside.values() if len(set(titles)) == 1]
    if len(single) < _LEAST or not matched:
        return None
    purity = len(single) / matched
    weight = _GOOD.get(selector.partition(".")[0], 1.0) + height / 10  # the outermost holds date and picture too
    length = sum(min(len(titles[0]), 90) for titles in single)
    return Suggestion(
        selector=selector,
        places=matched,
        titles=tuple(titles[0] for titles in single[:3]),
        score=round(weight * length * purity**2, 1),
    )


def _above(link: LexborNode) -> list[LexborNode]:
    """The elements around a link that may be its item, innermost first, the link itself among them."""
    found = [link]
    node = link.parent
    while node is not None and len(found) < _UP and node.tag not in _ASIDE:
        found.append(node)
        node = node.parent
    return found


def _is_aside(link: LexborNode) -> bool:
    node = link.parent
    while node is not None:
        if node.tag in {"nav", "footer"}:
            return True
        node = node.parent
    return False


def _selector(node: LexborNode) -> str:
    """An element's name with its plainest class; "" where it has none and is a link or a block of any kind."""
    words = [word for word in (node.attributes.get("class") or "").split() if _is_plain(word)]
    if words:
        return f"{node.tag}.{words[0]}"
    return str(node.tag) if node.tag in {"article", "li", "section", "h2", "h3"} else ""


def _is_plain(word: str) -> bool:
    """Whether a class is one somebody wrote, and not a number that is another one tomorrow."""
    letters = Counter(char.isdigit() for char in word)
    return (
        word.isascii()
        and word.replace("-", "").replace("_", "").isalnum()
        and not word[0].isdigit()
        and letters[True] <= len(word) // 3
    )
