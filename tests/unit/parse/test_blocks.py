"""The blocks of a page, found by the quick walk and by a plain one."""

from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborNode

from newsloom.parse.blocks import INLINE_FACTS, Page, page_blocks
from newsloom.parse.elements import BLOCK, BOLD, BREAK, LINK, SKIPPED, NameOdds, name_words, role_of
from newsloom.parse.tree import page_tree

ODDS = {"story": 2.0, "teaser": -3.0}


def table() -> NameOdds:
    """Give log-odds for some names."""
    known = NameOdds({})
    for name, odds in ODDS.items():
        known[name] = (odds, odds, odds)
    return known


def read(html: str) -> Page:
    """Read a page by the quick walk."""
    return page_blocks(page_tree(html), odds=table())


@dataclass(slots=True)
class Plain:
    """A walk by recursion that asks everything anew: text, marks and styles of the block under way, and the blocks."""

    text: str = ""
    linked: int = 0
    bold: int = 0
    inlines: list[tuple[str, str]] = field(default_factory=list)
    after_break: bool = False
    blocks: list[tuple[str, tuple[str, ...], tuple[float, ...]]] = field(default_factory=list)

    def border(self, path: tuple[str, ...]) -> None:
        """End the block under way."""
        if text := " ".join(self.text.split()):
            odds = [0.0, *(ODDS[name] for _, style in self.inlines for name in style.split() if name in ODDS)]
            links = sum(tag == "a" for tag, _ in self.inlines)
            told = (self.linked, self.bold, links, len(self.inlines), min(odds), max(odds))
            self.blocks.append((text, path, (*told, self.after_break)))
        self.text, self.linked, self.bold, self.inlines, self.after_break = "", 0, 0, [], False

    def enter(self, node: LexborNode, path: tuple[str, ...], inside: frozenset[int]) -> None:
        """Read what is in an element."""
        for child in node.iter(include_text=True):
            tag = child.tag or ""
            role = role_of(tag)
            if tag == "-text":
                self.add(child.text_content or "", inside)
            elif role == BREAK:
                self.border(path)
                self.after_break = True
            elif role == BLOCK:
                self.border(path)
                inner = (*path, tag) if child.first_child is not None else path
                self.enter(child, inner, inside)
                self.border(inner)
            elif role != SKIPPED and child.first_child is not None:
                self.inlines.append((tag, child.attributes.get("class") or ""))
                self.enter(child, path, inside | {role})

    def add(self, text: str, inside: frozenset[int]) -> None:
        """Take up a text."""
        if text.isspace():
            self.text += " " if self.text else ""
            return
        self.text += text
        self.linked += len(text) * (LINK in inside)
        self.bold += len(text) * (BOLD in inside)


TAGS = st.sampled_from(["p", "div", "ul", "li", "a", "b", "em", "span", "h2", "nav", "script", "x-y", "td", "svg"])
STYLES = st.sampled_from(["", ' class="story"', ' class="teaser"', " class", ' id="x" class="teaser story"', " hidden"])
WORDS = st.sampled_from(
    ["one", "two words", " ", "\n  ", "<br>", "<hr>", "<!-- note -->", "&nbsp;", "<p>", "</div>", "é"]
)
MARKUP = st.recursive(
    WORDS,
    lambda inner: st.builds(
        lambda tag, style, parts: f"<{tag}{style}>{''.join(parts)}</{tag}>", TAGS, STYLES, st.lists(inner, max_size=4)
    ),
    max_leaves=25,
)


@given(MARKUP)
def test_the_quick_walk_is_a_plain_one(html: str) -> None:
    """Blocks, the elements they stand in, and what is told of their inline elements are those of a plain recursion."""
    page, plain = read(html), Plain()
    body = page_tree(html).body
    assert body is not None
    plain.enter(body, (), frozenset())
    plain.border(())
    found = [page.facts[at * INLINE_FACTS : (at + 1) * INLINE_FACTS] for at in range(len(page.texts))]
    assert [(text, *facts) for text, facts in zip(page.texts, found, strict=True)] == [
        (text, *facts) for text, _, facts in plain.blocks
    ]
    assert [page.depth[place] for place in page.places] == [len(path) for _, path, _ in plain.blocks]


@given(MARKUP)
def test_places_hold_their_blocks(html: str) -> None:
    """Each block stands between the first and last of its place and of all places around it; outer places are first."""
    page = read(html)
    for block, place in enumerate(page.places):
        while True:
            assert page.first[place] <= block < page.last[place]
            if page.outer[place] == place:
                break
            assert page.outer[place] < place
            place = page.outer[place]  # noqa: PLW2901  from place to place
    assert len(page.odds) == len(page.elements)


def test_one_attribute_more() -> None:
    """An element is not taken for its likes that lack an attribute without value."""
    page = read('<div class="a" id="b">x</div><div class="a" id="b" hidden>y</div>')
    first, second = page.element(0), page.element(1)
    assert first.names == second.names
    assert first.inside != second.inside


@given(st.text(alphabet="abCD-_1é", max_size=70))
def test_words_of_names(name: str) -> None:
    """The words of a name are in lower case, longer than a letter, and each there once."""
    words = name_words(name)
    assert len(set(words)) == len(words)
    assert all(word.islower() and len(word) > 1 for word in words)
