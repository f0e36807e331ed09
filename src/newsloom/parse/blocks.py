"""Which blocks of text a page has, and where each of them stands."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from newsloom.parse.elements import BLOCK, BOLD, BREAK, INLINE, KEPT, ROLES, SKIPPED, Elements, NameOdds, Odds
from newsloom.parse.unreadable import Unreadable, UnreadableError

MAX_DEPTH = 512
MAX_BLOCKS = 20_000
_NOTHING: Mapping[str, str | None] = {}
_OUTER = 0.8  # the weight of an outer element's log-odds beside those of the one in it


@dataclass(slots=True, eq=False)
class Place:
    """A block element: what is known of it and of everything around it.

    `path` holds the weighted sum, the least and the greatest log-odds of its names and of those around it.
    """

    parent: "Place | None"
    index: int
    depth: int
    kind: int
    inside: int
    names: str
    odds: Odds
    path: Odds
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


def page_blocks(
    tree: LexborHTMLParser, *, odds: NameOdds, dropped: Collection[int] = (), kept: Collection[int] = ()
) -> Page:
    """Collect the blocks of a parsed page.

    Args:
        tree: the page; it is not changed.
        odds: log-odds of being main text of the names of elements.
        dropped: `mem_id` of the elements to leave out.
        kept: `mem_id` of the elements to mark as `KEPT`.

    Raises:
        UnreadableError: `TOO_DEEP` or `TOO_LARGE`.
    """
    body = tree.body
    walk = _Walk(elements=Elements(odds), dropped=dropped, kept=kept)
    if body is not None:
        walk.run(body)
    return walk.page


@dataclass(slots=True)
class _Walk:
    """One walk under way: the elements that are open and the text since the last border."""

    elements: Elements
    dropped: Collection[int]
    kept: Collection[int]
    page: Page = field(default_factory=Page)
    pieces: list[str] = field(default_factory=list)
    in_link: int = 0
    in_bold: int = 0
    linked: int = 0
    bold: int = 0
    links: int = 0
    inlines: int = 0
    inline_least: float = 0.0
    inline_most: float = 0.0
    after_break: bool = False

    def run(self, body: LexborNode) -> None:
        """Visit every node once, without recursion."""
        place = self._opened(body, "body", None)
        waiting: list[tuple[LexborNode, Place, str]] = []
        pieces, dropped, roles = self.pieces, self.dropped, ROLES.get
        node = body.first_child
        while True:
            while node is None:
                if not waiting:
                    self._closed(place, None, "body")
                    return
                left, outer, tag = waiting.pop()
                place = self._closed(place, outer, tag) or place
                node = left.next
            tag = node.tag or ""
            if tag == "-text":
                self._add(node.text_content or "")
            elif (role := roles(tag, BLOCK)) == BREAK:
                self._border(place)
                self.after_break = True
            elif role != SKIPPED and tag[0] != "-" and not (dropped and node.mem_id in dropped):
                inner = node.first_child
                if inner is not None:
                    waiting.append((node, place, tag))
                    if role == INLINE:
                        self._inline(node, tag)
                    else:
                        place = self._opened(node, tag, place)
                    node = inner
                    continue
                if role == BLOCK and (pieces or self.inlines or self.after_break):
                    self._border(place)
            node = node.next

    def _closed(self, place: Place, outer: Place | None, tag: str) -> Place | None:
        """Leave an element that began in `outer`; give the place that is open then."""
        if place is not outer:
            if self.pieces or self.inlines or self.after_break:
                self._border(place)
            place.last = len(self.page.blocks)
        elif tag == "a":
            self.in_link -= 1
        elif tag in BOLD:
            self.in_bold -= 1
        return outer

    def _add(self, text: str) -> None:
        if not text.isspace():
            self.pieces.append(text)
            if self.in_link:
                self.linked += len(text)
            if self.in_bold:
                self.bold += len(text)
        elif self.pieces:
            self.pieces.append(" ")

    def _inline(self, node: LexborNode, tag: str) -> None:
        self.inlines += 1
        if tag == "a":
            self.in_link += 1
            self.links += 1
        elif tag in BOLD:
            self.in_bold += 1
        names = node.attributes.get("class")
        if names:
            _, least, most = self.elements.odds_of(names)
            self.inline_least = min(least, self.inline_least)
            self.inline_most = max(most, self.inline_most)

    def _border(self, place: Place) -> None:
        """End the block under way, if there is text in it."""
        pieces = self.pieces
        if pieces:
            text = " ".join("".join(pieces).split())
            if text:
                self.page.blocks.append(
                    Block(
                        text, place, self.linked, self.bold, self.links, self.inlines,
                        self.inline_least, self.inline_most, self.after_break,
                    )
                )  # fmt: skip
                if len(self.page.blocks) > MAX_BLOCKS:
                    raise UnreadableError(Unreadable.TOO_LARGE, f"more than {MAX_BLOCKS:,} blocks of text")
            pieces.clear()
            self.linked = self.bold = 0
        if self.inlines:
            self.links = self.inlines = 0
            self.inline_least = self.inline_most = 0.0
        self.after_break = False

    def _opened(self, node: LexborNode, tag: str, parent: Place | None) -> Place:
        kind, inside, names, odds = self.elements.element(tag, node.attributes or _NOTHING)
        if self.kept and node.mem_id in self.kept:
            inside |= KEPT
        places, first = self.page.places, len(self.page.blocks)
        if parent is None:
            place = Place(None, 0, 0, kind, inside, names, odds, odds, first)
        else:
            if parent.depth >= MAX_DEPTH:
                raise UnreadableError(Unreadable.TOO_DEEP, f"more than {MAX_DEPTH} elements inside each other")
            if self.pieces or self.inlines or self.after_break:
                self._border(parent)
                first = len(self.page.blocks)
            parent.children += 1
            total, least, most = parent.path
            path = (
                odds[0] + _OUTER * total,
                odds[1] if odds[1] < least else least,  # noqa: FURB136  twice as quick as min, for every element
                odds[2] if odds[2] > most else most,  # noqa: FURB136  as above
            )
            place = Place(
                parent, len(places), parent.depth + 1, kind, parent.inside | inside, names, odds, path, first, 0, 0,
                parent.children,
            )  # fmt: skip
        places.append(place)
        return place
