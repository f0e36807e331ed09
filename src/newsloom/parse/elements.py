"""What an element tells of the text in it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf
from typing import NamedTuple
from zlib import crc32

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
BLOCK, INLINE, BREAK, SKIPPED = range(4)
ROLES = {  # of elements that are no blocks; lexbor names comments and the like with a hyphen
    **dict.fromkeys(_INLINE, INLINE),
    **dict.fromkeys(_SKIPPED, SKIPPED),
    **dict.fromkeys(("br", "hr"), BREAK),
}
BOLD = frozenset({"b", "strong"})
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
_TELLING = (*sorted(_NAMING), "hidden", "aria-hidden", "style")
_ABSENT = ("",) * len(_TELLING)  # an attribute without value is None
_SUBWORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_MOST_NAMES = 16  # of one element
_MOST_KNOWN = 50_000

Odds = tuple[float, float, float]
NO_ODDS: Odds = (0.0, 0.0, 0.0)
Attributes = Mapping[str, str | None]


class Element(NamedTuple):
    """What a block element tells. `odds` are the sum, least and greatest log-odds of its names' words."""

    kind: int
    inside: int
    names: str
    odds: Odds


def name_words(name: str) -> list[str]:
    """Give the words of one class name or id: its parts, and the whole where there are several; lower case."""
    parts = _SUBWORDS.findall(name[:60])
    if not name.islower():
        parts = [part.lower() for part in parts]
    words = [part for part in parts if len(part) > 1]
    if len(parts) > 1:
        words.append("-".join(parts))
    return words if len(words) < 2 else list(dict.fromkeys(words))  # noqa: PLR2004  one word is no other's twin


def name_keys(name: str) -> list[int]:
    """Give the keys of the words of one class name or id."""
    return [crc32(word.encode()) for word in name_words(name)]


@dataclass(slots=True)
class NameOdds:
    """The log-odds of class names and ids, each worked out once: most come again, on this page or on the next.

    `keys` are log-odds of being main text by the keys of `name_keys`.
    """

    keys: Mapping[int, float]
    words: dict[str, float] = field(default_factory=dict)
    names: dict[str, Odds] = field(default_factory=dict)

    def of(self, name: str) -> Odds:
        """Give sum, least and greatest; 0, infinity and its negative for a name without words."""
        found = self.names.get(name)
        if found is None:
            known = self.words
            odds = [known[word] if word in known else self._learned(word) for word in name_words(name)]
            found = (sum(odds), min(odds), max(odds)) if odds else (0.0, inf, -inf)
            if len(self.names) >= _MOST_KNOWN:
                self.names.clear()
            self.names[name] = found
        return found

    def _learned(self, word: str) -> float:
        found = self.keys.get(crc32(word.encode()), 0.0)
        if len(self.words) >= _MOST_KNOWN:
            self.words.clear()
        self.words[word] = found
        return found


@dataclass(slots=True)
class Elements:
    """Reads elements of one page, each kind once."""

    odds: NameOdds
    elements: dict[object, Element] = field(default_factory=dict)
    known: dict[str, Odds] = field(default_factory=dict)

    def element(self, tag: str, attributes: Attributes) -> Element:
        """Give what a block element tells."""
        plain = attributes.get("class")
        is_plain = len(attributes) == (plain is not None)
        key = (tag, plain) if is_plain else (tag, *map(attributes.get, _TELLING, _ABSENT))
        found = self.elements.get(key)
        if found is None:
            names = " ".join([value for name, value in attributes.items() if value and name in _NAMING])
            inside = _INSIDE.get(tag, 0) | (_flags(attributes) if attributes else 0)
            found = Element(TAGS.get(tag, OTHER_TAG), inside, names, self.odds_of(names) if names else NO_ODDS)
            self.elements[key] = found
        return found

    def odds_of(self, names: str) -> Odds:
        """Give the log-odds of the words in an element's names."""
        found = self.known.get(names)
        if found is None:
            odds = [self.odds.of(name) for name in names.split()[:_MOST_NAMES]]
            sums, least, most = zip(*odds, strict=True) if odds else ((), (inf,), (-inf,))
            found = (sum(sums), min(least), max(most)) if max(most) > -inf else NO_ODDS
            self.known[names] = found
        return found


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
