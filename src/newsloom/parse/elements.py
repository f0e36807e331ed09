"""What an element tells of the text in it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf
from typing import NamedTuple
from zlib import crc32

from selectolax.lexbor import LexborNode

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
BLOCK, INLINE, LINK, BOLD, TEXT, BREAK, SKIPPED = range(7)
_ROLES = {  # of nodes that are no blocks
    **dict.fromkeys(_INLINE, INLINE),
    **dict.fromkeys(_SKIPPED, SKIPPED),
    **dict.fromkeys(("br", "hr"), BREAK),
    **dict.fromkeys(("b", "strong"), BOLD),
    "a": LINK,
    "-text": TEXT,
}
TAGS = {  # what kinds of element are told apart
    "p": 0, "h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 4, "h6": 4, "li": 5, "div": 6, "td": 7, "th": 7, "tr": 7,
    "table": 7, "tbody": 7, "blockquote": 8, "figcaption": 9, "caption": 9, "figure": 9, "dd": 10, "dt": 10, "dl": 10,
    "article": 11, "main": 11, "section": 12, "ul": 13, "ol": 13, "aside": 14, "header": 15, "pre": 16, "form": 17,
    "body": 18, "center": 6,
}  # fmt: skip
OTHER_TAG = 19
HEADINGS = frozenset({1, 2, 3, 4})
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
KEPT = 1 << INSIDE_BITS  # by a rule of the page's site; no fact

_NAMING = frozenset({
    "class", "id", "role", "itemprop", "data-testid", "data-component", "data-module", "data-type", "data-qa",
})  # fmt: skip
_FLAGGING = frozenset({"hidden", "aria-hidden", "style", "itemprop", "role"})
_SUBWORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_LOWER = re.compile(r"[a-z]+")
_MOST_NAMES = 16  # of one element
_MOST_KNOWN = 50_000

Odds = tuple[float, float, float]
NO_ODDS: Odds = (0.0, 0.0, 0.0)
Attributes = Mapping[str, str | None]


class Element(NamedTuple):
    """What a block element tells: what kind of element it is, what it tells of everything in it, and its names."""

    kind: int
    inside: int
    names: str


def role_of(tag: str) -> int:
    """Give the role of a node with this tag; lexbor names comments and the like with a hyphen."""
    return _ROLES.get(tag, SKIPPED if tag.startswith("-") else BLOCK)


def name_words(name: str) -> list[str]:
    """Give the words of one class name or id: its parts, and the whole where there are several; lower case."""
    parts = _LOWER.findall(name, 0, 60) if name.islower() else [part.lower() for part in _SUBWORDS.findall(name, 0, 60)]
    words = [part for part in parts if len(part) > 1]
    if len(parts) < 2:  # noqa: PLR2004  one part is the whole
        return words
    words.append("-".join(parts))
    return words if len(words) < 3 else list(dict.fromkeys(words))  # noqa: PLR2004  a part and the whole differ


def name_keys(name: str) -> list[int]:
    """Give the keys of the words of one class name or id."""
    return [crc32(word.encode()) for word in name_words(name)]


class NameOdds(dict[str, Odds]):
    """The log-odds of class names and ids, each worked out once: most come again, on this page or on the next.

    They are sum, least and greatest over a name's words; 0, infinity and its negative for a name without words.
    """

    def __init__(self, keys: Mapping[int, float]) -> None:
        """Take log-odds of being main text by the keys of `name_keys`."""
        super().__init__()
        self._look = keys.get

    def __missing__(self, name: str) -> Odds:
        """Work out a name's log-odds."""
        if len(self) >= _MOST_KNOWN:
            self.clear()
        look = self._look
        odds = [look(crc32(word.encode()), 0.0) for word in name_words(name)]
        if len(odds) == 1:
            found = odds[0], odds[0], odds[0]
        else:
            found = (sum(odds), min(odds), max(odds)) if odds else (0.0, inf, -inf)
        self[name] = found
        return found


@dataclass(slots=True)
class Elements:
    """Reads elements of one page, each kind once. `kinds` are those met so far."""

    odds: NameOdds
    kinds: list[Element] = field(default_factory=list)
    numbers: dict[tuple[int, str, int], int] = field(default_factory=dict)
    known: dict[str, Odds] = field(default_factory=dict)

    def kind(self, node: LexborNode, tag: int, flags: int = 0) -> int:
        """Give the number of a block element's kind: its tag's number, its names, and what else it tells."""
        names = ""
        if attributes := node.attributes:
            if len(attributes) == 1 and "class" in attributes:
                names = attributes["class"] or ""
            else:
                names = " ".join([value for name, value in attributes.items() if name in _NAMING and value])
                if not _FLAGGING.isdisjoint(attributes):
                    flags |= _flags(attributes)
        number = self.numbers.get(key := (tag, names, flags))
        if number is None:
            number = self.numbers[key] = len(self.kinds)
            name = node.tag or ""
            self.kinds.append(Element(TAGS.get(name, OTHER_TAG), _INSIDE.get(name, 0) | flags, names))
        return number

    def odds_of(self, names: str) -> Odds:
        """Give the log-odds of the words in an element's names."""
        found = self.known.get(names)
        if found is None:
            found = self.known[names] = self._summed(names.split()[:_MOST_NAMES])
        return found

    def _summed(self, names: list[str]) -> Odds:
        if not names:
            return NO_ODDS
        total, least, most = self.odds[names[0]]
        for name in names[1:]:
            added, low, high = self.odds[name]
            total += added
            least = low if low < least else least  # noqa: FURB136  twice as quick as min, for every name
            most = high if high > most else most  # noqa: FURB136  as above
        return (total, least, most) if most > -inf else NO_ODDS


def _flags(attributes: Attributes) -> int:
    flags = 0
    style = attributes.get("style")
    is_unseen = style and "none" in style and "display" in style
    if is_unseen or "hidden" in attributes or attributes.get("aria-hidden") == "true":
        flags = HIDDEN
    if attributes.get("itemprop") == "articleBody":
        flags |= BODY_PROPERTY
    if attributes.get("role") == "main":
        flags |= IN_MAIN_ROLE
    return flags
