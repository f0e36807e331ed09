"""Which blocks of text a page has, and where each of them stands.

What is found is kept in parallel lists and not in objects: a page has hundreds of blocks and elements, and what is
made of them is made of all of them at once.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from newsloom.parse.elements import (
    BLOCK,
    BOLD,
    BREAK,
    KEPT,
    LINK,
    NO_ODDS,
    SKIPPED,
    TEXT,
    Element,
    Elements,
    NameOdds,
    Odds,
    role_of,
)
from newsloom.parse.unreadable import Unreadable, UnreadableError

MAX_DEPTH = 512
MAX_BLOCKS = 20_000
INLINE_FACTS = 7
_BODY, _OUTSIDE = 0, -1  # the numbers of the first place, and of none


@dataclass(slots=True, eq=False)
class Page:
    """A page's blocks and places in document order.

    A block is a run of text between two borders of block elements. Its `facts` are, one after the other: characters in
    links, characters in bold, links, inline elements, the least and the greatest log-odds of their names, and whether
    a line break came before it; `INLINE_FACTS` a block. `places` are the numbers of the elements that blocks stand in.

    A place is a block element with something in it: the number of the place around it (its own for the body), its
    depth, the number of its kind among `elements`, and its blocks, which are `first` … `last` - 1. `odds` are the
    log-odds of the names of each of `elements` that has blocks in it.
    """

    texts: list[str] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    facts: list[float] = field(default_factory=list)
    outer: list[int] = field(default_factory=list)
    depth: list[int] = field(default_factory=list)
    kinds: list[int] = field(default_factory=list)
    first: list[int] = field(default_factory=list)
    last: list[int] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)
    odds: list[Odds] = field(default_factory=list)

    def linked(self) -> list[float]:
        """Give how many characters of each block stand in links."""
        return self.facts[::INLINE_FACTS]

    def element(self, block: int) -> Element:
        """Give the element that a block stands in."""
        return self.elements[self.kinds[self.places[block]]]

    def around(self, block: int) -> Iterator[Element]:
        """Give the elements that a block stands in, from the innermost to the body."""
        place, outer = self.places[block], -1
        while place != outer:
            yield self.elements[self.kinds[place]]
            place, outer = self.outer[place], place


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
    walk = _Walk(elements=Elements(odds), dropped=dropped, kept=kept)
    if tree.body is not None:
        walk.run(tree.body)
    return walk.finished()


@dataclass(slots=True)
class _Walk:
    """One walk under way: the text since the last border and the inline elements and line breaks in it."""

    elements: Elements
    dropped: Collection[int]
    kept: Collection[int]
    page: Page = field(default_factory=Page)
    pieces: list[str] = field(default_factory=list)
    linked: list[int] = field(default_factory=list)
    bold: list[int] = field(default_factory=list)
    inlines: list[int] = field(default_factory=list)  # their roles
    styles: list[str] = field(default_factory=list)  # their class names
    breaks: list[bool] = field(default_factory=list)
    open: list[int] = field(default_factory=list)  # the roles of the inline elements that are open

    def run(self, body: LexborNode) -> None:  # noqa: C901, PLR0912  a call for each of a thousand nodes would cost more
        """Visit every node once, without recursion."""
        pieces, inlines, breaks, dropped, last = self.pieces, self.inlines, self.breaks, self.dropped, self.page.last
        roles: dict[int, int] = {}  # of this page: the numbers of tags that HTML does not know are its own
        waiting: list[tuple[LexborNode, int, int]] = []
        place, node = self._opened(body, body.tag_id, _BODY), body.first_child
        while True:
            while node is None:
                left, role, outer = waiting.pop() if waiting else (body, BLOCK, _OUTSIDE)
                if role != BLOCK:
                    self.open.pop()
                else:
                    if pieces or inlines or breaks:
                        self._border(place)
                    last[place] = len(self.page.texts)
                    if outer == _OUTSIDE:
                        return
                    place = outer
                node = left.next
            role = roles.get(tag := node.tag_id, -1)
            if role == TEXT:
                text = node.text_content or ""
                if not text.isspace():
                    pieces.append(text)
                    if self.open:
                        self._marked(len(text))
                elif pieces:
                    pieces.append(" ")
            elif role < 0:
                roles[tag] = role_of(node.tag or "")
                continue
            elif role != SKIPPED and not (dropped and node.mem_id in dropped):
                if role != BREAK and (inner := node.first_child) is not None:
                    waiting.append((node, role, place))
                    place = self._opened(node, tag, place) if role == BLOCK else self._inline(node, role, place)
                    node = inner
                    continue
                if role == BREAK or (role == BLOCK and (pieces or inlines or breaks)):
                    self._border(place, ends_line=role == BREAK)
            node = node.next

    def finished(self) -> Page:
        """Give the page with what is told of its places when all their blocks are known."""
        page = self.page
        page.depth = depth = [0] * len(page.outer)
        with_text = set()
        for place, (outer, kind, first, last) in enumerate(
            zip(page.outer, page.kinds, page.first, page.last, strict=True)
        ):
            if place:
                depth[place] = depth[outer] + 1
            if first < last:
                with_text.add(kind)
        if depth and max(depth) > MAX_DEPTH:
            raise UnreadableError(Unreadable.TOO_DEEP, f"more than {MAX_DEPTH} elements inside each other")
        page.elements = self.elements.kinds
        page.odds = [
            self.elements.odds_of(element.names) if kind in with_text else NO_ODDS
            for kind, element in enumerate(page.elements)
        ]
        return page

    def _marked(self, length: int) -> None:
        """Count text that stands in inline elements."""
        if LINK in self.open:
            self.linked.append(length)
        if BOLD in self.open:
            self.bold.append(length)

    def _inline(self, node: LexborNode, role: int, place: int) -> int:
        self.open.append(role)
        self.inlines.append(role)
        if names := node.attributes.get("class"):
            self.styles.append(names)
        return place

    def _border(self, place: int, *, ends_line: bool = False) -> None:
        """End the block under way, if there is text in it."""
        if self.pieces:
            if text := " ".join("".join(self.pieces).split()):
                self._block(text, place)
            self.pieces.clear()
            self.linked.clear()
            self.bold.clear()
        if self.inlines:
            self.inlines.clear()
            self.styles.clear()
        self.breaks[:] = (True,) if ends_line else ()

    def _block(self, text: str, place: int) -> None:
        page, inlines = self.page, self.inlines
        page.texts.append(text)
        page.places.append(place)
        if not inlines and not self.linked and not self.bold:
            page.facts += (0, 0, 0, 0, 0.0, 0.0, bool(self.breaks))
        else:
            least = most = 0.0
            for names in self.styles:
                _, low, high = self.elements.odds_of(names)
                least, most = min(low, least), max(high, most)
            page.facts += (
                sum(self.linked), sum(self.bold), inlines.count(LINK), len(inlines), least, most, bool(self.breaks),
            )  # fmt: skip
        if len(page.texts) > MAX_BLOCKS:
            raise UnreadableError(Unreadable.TOO_LARGE, f"more than {MAX_BLOCKS:,} blocks of text")

    def _opened(self, node: LexborNode, tag: int, outer: int) -> int:
        """Enter a block element in a place; give its own."""
        if self.pieces or self.inlines or self.breaks:
            self._border(outer)
        page = self.page
        page.outer.append(outer)
        page.kinds.append(self.elements.kind(node, tag, KEPT if self.kept and node.mem_id in self.kept else 0))
        page.first.append(len(page.texts))
        page.last.append(0)
        return len(page.last) - 1
