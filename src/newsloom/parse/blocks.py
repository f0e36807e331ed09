"""Which blocks of text a page has, and where each of them stands."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from zlib import crc32

from selectolax.lexbor import LexborHTMLParser, LexborNode

from newsloom.parse.unreadable import Unreadable, UnreadableError

MAX_DEPTH = 512
MAX_BLOCKS = 20_000
_SKIPPED = frozenset({  # of gold words at most one in 1,300 stands in nav or footer
    "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed", "select", "option",
    "datalist", "textarea", "head", "video", "audio", "canvas", "button", "input", "img", "picture", "source", "track",
    "map", "area", "link", "meta", "title", "param", "progress", "meter", "frameset", "nav", "footer",
})  # fmt: skip
_INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "label", "mark", "nobr", "q", "rb", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong",
    "sub", "sup", "time", "tt", "u", "var", "wbr",
})  # fmt: skip
_BREAKS = frozenset({"br", "hr"})
_BOLD = frozenset({"b", "strong"})
TAGS = {  # what kinds of element are told apart
    "p": 0, "h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 4, "h6": 4, "li": 5, "div": 6, "td": 7, "th": 7, "tr": 7,
    "table": 7, "tbody": 7, "blockquote": 8, "figcaption": 9, "caption": 9, "figure": 9, "dd": 10, "dt": 10, "dl": 10,
    "article": 11, "main": 11, "section": 12, "ul": 13, "ol": 13, "aside": 14, "header": 15, "footer": 16, "nav": 17,
    "pre": 18, "form": 19, "body": 20, "center": 6,
}  # fmt: skip
OTHER_TAG = 21
_INSIDE = {  # what an element tells of everything in it
    name: 1 << bit
    for bit, names in enumerate(
        (
            ("article",), ("main",), ("aside",), ("header",), ("ul", "ol"), ("table",), ("form",), ("figure",),
            ("blockquote",), ("section",), ("details",), ("dl",), ("h1", "h2", "h3", "h4", "h5", "h6"), ("p",), ("li",),
            ("address",), ("figcaption",), ("center",), ("fieldset",),
        )
    )
    for name in names
}  # fmt: skip
HIDDEN, BODY_PROPERTY, IN_MAIN_ROLE = 1 << 19, 1 << 20, 1 << 21
INSIDE_BITS = 22
_NAMING = ("class", "id", "role", "itemprop", "data-testid", "data-component", "data-module", "data-type", "data-qa")
_SUBWORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_MOST_NAMES = 24  # of one element

Odds = tuple[float, float, float]  # sum, least and greatest log-odds of an element's words
_NO_ODDS: Odds = (0.0, 0.0, 0.0)


@dataclass(slots=True, eq=False)
class Place:
    """A block element: what is known of it and of everything around it."""

    parent: "Place | None"
    index: int
    depth: int
    tag: int
    inside: int
    names: str
    odds: Odds
    path_sum: float
    path_least: float
    path_most: float
    first: int  # the blocks of its subtree are first … last - 1
    last: int = 0
    children: int = 0
    rank: int = 0


@dataclass(slots=True, eq=False)
class Block:
    """A run of text between two borders of block elements. Lengths are in characters."""

    text: str
    place: Place
    linked: int
    bold: int
    links: int
    inlines: int
    inline_least: float
    inline_most: float
    after_break: bool


@dataclass(slots=True)
class Page:
    """A page's blocks and places in document order."""

    blocks: list[Block] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)


@lru_cache(maxsize=20_000)  # most class names come again, on this page or on the next
def name_keys(name: str) -> tuple[int, ...]:
    """Give the keys of one class name or id: of its parts, and of the whole where there are several; lower case."""
    parts = [part.lower() for part in _SUBWORDS.findall(name[:60])]
    words = dict.fromkeys([part for part in parts if len(part) > 1])
    if len(parts) > 1:
        words["-".join(parts)] = None
    return tuple([word_key(word) for word in words])


@lru_cache(maxsize=50_000)
def word_key(word: str) -> int:
    """Give the number a word has in the tables."""
    return crc32(word.encode("utf-8", "replace"))


def page_blocks(tree: LexborHTMLParser, *, odds: Mapping[int, float]) -> Page:
    """Collect the blocks of a parsed page.

    Args:
        tree: the page; it is not changed.
        odds: log-odds of being main text by `word_key` of an element's words.

    Raises:
        UnreadableError: `TOO_DEEP` or `TOO_LARGE`.
    """
    body = tree.body
    walk = _Walk(odds=odds)
    if body is not None:
        walk.run(body)
    return walk.page


@dataclass(slots=True)
class _Walk:
    """One walk under way: the elements that are open and the text since the last border."""

    odds: Mapping[int, float]
    page: Page = field(default_factory=Page)
    known: dict[str, Odds] = field(default_factory=dict)
    pieces: list[str] = field(default_factory=list)
    link_depth: int = 0
    bold_depth: int = 0
    linked: int = 0
    bold: int = 0
    links: int = 0
    inlines: int = 0
    inline_least: float = 0.0
    inline_most: float = 0.0
    after_break: bool = False

    def run(self, body: LexborNode) -> None:  # noqa: C901  one loop: calls for each node would double its cost
        """Visit every node once, without recursion."""
        place = self._opened(body, "body", None)
        waiting: list[tuple[LexborNode, Place, str]] = []
        node = body.first_child
        while True:
            while node is None:
                if not waiting:
                    self._flush(place)
                    place.last = len(self.page.blocks)
                    return
                left, outer, tag = waiting.pop()
                if place is not outer:
                    self._flush(place)
                    place.last = len(self.page.blocks)
                    self.after_break = False
                    place = outer
                elif tag == "a":
                    self.link_depth -= 1
                elif tag in _BOLD:
                    self.bold_depth -= 1
                node = left.next
            tag = node.tag or ""
            if tag == "-text":
                self._add(node.text_content or "")
            elif tag in _BREAKS:
                self._flush(place)
                self.after_break = True
            elif tag not in _SKIPPED and tag[0] != "-" and (inner := node.first_child) is not None:
                if len(waiting) >= MAX_DEPTH:
                    raise UnreadableError(Unreadable.TOO_DEEP, f"more than {MAX_DEPTH} elements inside each other")
                waiting.append((node, place, tag))
                place = self._enter(node, tag, place)
                node = inner
                continue
            node = node.next

    def _add(self, text: str) -> None:
        if text.isspace():
            if self.pieces:
                self.pieces.append(" ")
            return
        self.pieces.append(text)
        if self.link_depth:
            self.linked += len(text)
        if self.bold_depth:
            self.bold += len(text)

    def _enter(self, node: LexborNode, tag: str, place: Place) -> Place:
        if tag not in _INLINE:
            self._flush(place)
            self.after_break = False
            return self._opened(node, tag, place)
        self.inlines += 1
        if tag == "a":
            self.link_depth += 1
            self.links += 1
        elif tag in _BOLD:
            self.bold_depth += 1
        names, _ = _names(node)
        if names:
            _, least, most = self._odds_of(names)
            self.inline_least = min(least, self.inline_least)
            self.inline_most = max(most, self.inline_most)
        return place

    def _flush(self, place: Place) -> None:
        """End the block under way, if there is text in it."""
        if self.pieces:
            text = " ".join("".join(self.pieces).split())
            if text:
                self.page.blocks.append(
                    Block(
                        text, place, self.linked, self.bold, self.links, self.inlines,
                        self.inline_least, self.inline_most, self.after_break,
                    )
                )  # fmt: skip
                if len(self.page.blocks) > MAX_BLOCKS:
                    raise UnreadableError(Unreadable.TOO_LARGE, f"more than {MAX_BLOCKS:,} blocks of text")
            self.pieces.clear()
            self.linked = self.bold = 0
        self.links = self.inlines = 0
        self.inline_least = self.inline_most = 0.0

    def _opened(self, node: LexborNode, tag: str, parent: Place | None) -> Place:
        names, hidden = _names(node)
        odds = self._odds_of(names) if names else _NO_ODDS
        inside = _INSIDE.get(tag, 0) | hidden
        kind = TAGS.get(tag, OTHER_TAG)
        first = len(self.page.blocks)
        index = len(self.page.places)
        if parent is None:
            place = Place(None, index, 0, kind, inside, names, odds, odds[0], odds[1], odds[2], first)
        else:
            parent.children += 1
            place = Place(
                parent, index, parent.depth + 1, kind, parent.inside | inside, names, odds,
                odds[0] + 0.8 * parent.path_sum, min(odds[1], parent.path_least), max(odds[2], parent.path_most),
                first, 0, 0, parent.children,
            )  # fmt: skip
        self.page.places.append(place)
        return place

    def _odds_of(self, names: str) -> Odds:
        known = self.known.get(names)
        if known is None:
            found = [self.odds.get(key, 0.0) for name in names.split()[:_MOST_NAMES] for key in name_keys(name)]
            known = self.known[names] = (sum(found), min(found), max(found)) if found else _NO_ODDS
        return known


def _names(node: LexborNode) -> tuple[str, int]:
    """Give an element's naming attributes as one string, and the flags its attributes set."""
    attributes = node.attributes
    if not attributes:
        return "", 0
    flags = 0
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        flags = HIDDEN
    style = attributes.get("style")
    if style and "none" in style and "display" in style:
        flags |= HIDDEN
    if attributes.get("itemprop") == "articleBody":
        flags |= BODY_PROPERTY
    if attributes.get("role") == "main":
        flags |= IN_MAIN_ROLE
    return " ".join([value for name in _NAMING if (value := attributes.get(name))]), flags
