"""What can be told of a block of text by itself: its measures, its element and those around it, its wording."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import ne
from zlib import crc32

import numpy as np
import numpy.typing as npt

from newsloom.parse.blocks import INLINE_FACTS, Page
from newsloom.parse.elements import INSIDE_BITS, OTHER_TAG

Numbers = npt.NDArray[np.float32]
Indices = npt.NDArray[np.int64]

_WORDS = re.compile(r"\w+")
_DIGITS = re.compile(r"[0-9]+")
_ENDS = frozenset('.!?…。！？”"»”’؟।')  # noqa: RUF001  the full-width forms are meant
_QUOTES = frozenset("\"“„«»'‘”「『")
_COLONS = frozenset(":：")  # noqa: RUF001  as above
_LINE_END, _SPACE, _COMMA, _STOP, _COPYRIGHT, _BAR, _SLASH = range(1, 8)  # kinds of marks; 0 is every other character
_KINDS = 8
_MARK_KINDS = np.zeros(1 << 16, dtype=np.uint8)
for _kind, _marked in enumerate(("\n", " ", ",;،、，", ".!?。", "©", "|", "/"), 1):  # noqa: RUF001  as above
    _MARK_KINDS[[ord(mark) for mark in _marked]] = _kind
_COUNTED = [0, 1, 5, 6, 11]  # the measures that are taken as logarithms
_SHORT = 80  # characters of a block whose words are looked up
_COMPARED = 240  # characters up to which a block can be the title
_PROBE = 40  # characters of a block's beginning and end that are looked for in the text that JSON-LD gives
_FEWEST = 12  # letters of such a probe
_GAPS = re.compile(r"\W+")
_FIRST, _PAIR, _WHOLE = 1, 2, 3  # what checksums of words begin with, by the place of the words
_OUTER = 0.8  # the weight of an outer element's log-odds beside those of the one in it
_NO_WORDS = (0.0,) * 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """Log-odds of being main text by `word_key`: of the names of elements, and of the words that blocks begin with."""

    names: Mapping[int, float]
    words: Mapping[int, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What a page says of its article: words of its title and description, and the letters of its whole text."""

    title: frozenset[str]
    description: frozenset[str]
    body: str


def hints(*, title: str, description: str, body: str) -> Hints:
    """Prepare what blocks are compared with."""
    return Hints(
        title=frozenset(_words(title[:_SHORT])),
        description=frozenset(_words(description)),
        body=_GAPS.sub("", body.lower()),
    )


def text_keys(words: list[str], *, whole: bool) -> list[int]:
    """Give the keys looked up for a block's wording: its first words, and all of it where it is short."""
    if not words:
        return []
    keys = [_key(word, _FIRST) for word in dict.fromkeys(words[:5])]
    keys.append(_key(" ".join(words[:2]), _PAIR))
    if whole:
        keys.append(_key(" ".join(words), _WHOLE))
    return keys


def _key(words: str, kind: int) -> int:
    return crc32(words.encode("utf-8", "replace"), kind)


def head_words(text: str) -> tuple[list[str], bool]:
    """Give the words a block begins with, digits made alike, and whether that is all of it."""
    return _WORDS.findall(_DIGITS.sub("0", text[:_SHORT])), len(text) <= _SHORT


PLACE_FACTS = (
    [f"tag {n}" for n in range(OTHER_TAG + 1)]
    + [f"outer tag {n}" for n in range(OTHER_TAG + 1)]
    + [f"inside {n}" for n in range(INSIDE_BITS)]
    + ["depth", "path odds", "path least", "path most"]
    + [f"{what} {level}" for level in range(3) for what in ("rank", "children", "odds", "odds least", "odds most")]
)


def place_facts(page: Page) -> Numbers:
    """Give the facts of each block's element and of the two around it."""
    outers, kinds = np.array(page.outer, dtype=np.int64), np.array(page.kinds, dtype=np.int64)
    told = np.array(page.odds, dtype=np.float32)
    tags = np.array([element.kind for element in page.elements])[kinds]
    paths, insides = _paths(page)
    places = np.empty((len(kinds), 9), dtype=np.float32)
    places[:, :2] = np.log1p(_ranks(outers))
    places[:, 2:5] = told[kinds]
    places[:, 5] = page.depth
    places[:, 6:9] = paths
    at = np.array(page.places, dtype=np.int64)
    outer = outers[at]
    second = outers[outer]
    tag = np.eye(OTHER_TAG + 1, dtype=np.float32)
    inside = (insides[at][:, None] >> np.arange(INSIDE_BITS)) & 1
    return np.hstack([
        tag[tags[at]], tag[tags[outer]], inside.astype(np.float32), places[at, 5:9], places[at, :5],
        places[outer, :5], places[second, :5],
    ])  # fmt: skip


def _ranks(outers: Indices) -> Numbers:
    """Give for each place its number in the place around it, from 1 (0 for the body), and how many stand in it."""
    children = np.bincount(outers[1:], minlength=len(outers))
    found = np.zeros((len(outers), 2), dtype=np.float32)
    order = np.argsort(outers[1:], kind="stable")
    found[order + 1, 0] = np.arange(1, len(outers)) - (np.cumsum(children) - children)[outers[1:][order]]
    found[:, 1] = children
    return found


def _paths(page: Page) -> tuple[Numbers, Indices]:
    """Give for each place the weighted sum, the least and the greatest log-odds, and the flags, of it and all around.

    Every place comes after the one around it.
    """
    insides = [page.elements[kind].inside for kind in page.kinds]
    paths = [page.odds[kind] for kind in page.kinds]
    for place, outer in enumerate(page.outer):
        if place:
            (total, least, most), (over, low, high) = paths[place], paths[outer]
            paths[place] = (
                total + _OUTER * over,
                least if least < low else low,  # noqa: FURB136  twice as quick as min, for every element
                most if most > high else high,  # noqa: FURB136  as above
            )
            insides[place] |= insides[outer]
    return np.array(paths, dtype=np.float32), np.array(insides, dtype=np.int64)


MEASURES = [
    "characters", "words", "word length", "linked", "bold", "links", "inlines", "inline least", "inline most",
    "after break", "commas", "stops", "ends as a sentence", "ends with a colon", "ends open", "begins upper",
    "begins lower", "begins with a digit", "begins with a quote", *(f"has {mark}" for mark in "©|/"),
    "one word", "few words", "again",
]  # fmt: skip


def measures(page: Page) -> Numbers:
    """Give the facts of each block that need no look at its words."""
    texts = page.texts
    count = len(texts)
    facts = np.empty((count, len(MEASURES)), dtype=np.float32)
    marks = _marks(texts)
    facts[:, 0] = length = np.fromiter(map(len, texts), dtype=np.float32, count=count)
    facts[:, 1] = words = marks[:, _SPACE] + 1
    facts[:, 2] = facts[:, 0] / facts[:, 1]
    facts[:, 3:10] = np.array(page.facts, dtype=np.float32).reshape(count, INLINE_FACTS)
    facts[:, 3:5] /= length[:, None]
    facts[:, 10] = marks[:, _COMMA]
    facts[:, 10] /= facts[:, 1]
    facts[:, 11] = marks[:, _STOP]
    facts[:, 12:19] = _ends(texts)
    facts[:, 19:22] = marks[:, _COPYRIGHT:] > 0
    facts[:, 22] = words == 1
    facts[:, 23] = words < 5  # noqa: PLR2004  a few words
    seen = Counter(texts)
    facts[:, 24] = 0 if len(seen) == count else [seen[text] > 1 for text in texts]
    facts[:, _COUNTED] = np.log1p(facts[:, _COUNTED])
    return facts


def _marks(texts: list[str]) -> Indices:
    """Count the marks of each kind in each text, by column."""
    # No text has a line end in it. Lone halves of characters are counted as nothing.
    units = np.frombuffer("\n".join(texts).encode("utf-16-le", "surrogatepass"), dtype=np.uint16)
    kinds = _MARK_KINDS.take(units)
    kinds = kinds[np.flatnonzero(kinds)]
    text = np.cumsum(kinds == _LINE_END)
    counts = np.bincount(text * _KINDS + kinds, minlength=len(texts) * _KINDS)
    return counts.reshape(len(texts), _KINDS)


def _ends(texts: list[str]) -> Numbers:
    """Tell how each text ends and begins."""
    firsts, lasts = [text[0] for text in texts], [text[-1] for text in texts]
    told = chain(
        map(_ENDS.__contains__, lasts), map(_COLONS.__contains__, lasts),
        [text.endswith(("…", "...")) for text in texts], map(str.isupper, firsts), map(str.islower, firsts),
        map(str.isdigit, firsts), map(_QUOTES.__contains__, firsts),
    )  # fmt: skip
    return np.fromiter(told, dtype=np.float32, count=7 * len(texts)).reshape(7, len(texts)).T


WORDING = [
    "capitals", "digits", "title share", "is title", "description share", "in body", "body known", "word odds",
    "word odds least", "word odds most",
]  # fmt: skip


class _FirstOdds(dict[str, float]):
    """The log-odds of words that blocks begin with, each looked up once."""

    def __init__(self, odds: Mapping[int, float]) -> None:
        super().__init__()
        self.look = odds.get

    def __missing__(self, word: str) -> float:
        found = self[word] = self.look(_key(word, _FIRST), 0.0)
        return found


def wording(texts: Sequence[str], *, tables: Tables, hints: Hints) -> Numbers:
    """Give the facts of the wording of blocks, a row each."""
    heads = _DIGITS.sub("0", "\n".join([text[:_SHORT] for text in texts])).split("\n")
    firsts = _FirstOdds(tables.words)
    facts: list[float] = []
    for text, head in zip(texts, heads, strict=True):
        words = _WORDS.findall(head)
        facts += _wording(text, words, firsts, hints) if words else _NO_WORDS
    return np.array(facts, dtype=np.float32).reshape(len(texts), len(WORDING))


def _wording(text: str, words: list[str], firsts: _FirstOdds, hints: Hints) -> tuple[float, ...]:
    lower = [word.lower() for word in words]
    odds = [firsts[word] for word in dict.fromkeys(lower[:5])]
    odds.append(firsts.look(_key(" ".join(lower[:2]), _PAIR), 0.0))
    if len(text) <= _SHORT:
        odds.append(firsts.look(_key(" ".join(lower), _WHOLE), 0.0))
    capitals = sum(map(ne, words, lower)) / len(words)
    digits = [word[0] for word in words].count("0") / len(words)
    seen = set(lower)
    title = len(seen & hints.title) / len(seen)
    is_title = title > 0.9 and len(text) <= _COMPARED and len(seen) >= 0.6 * len(hints.title)  # noqa: PLR2004  a word or two may differ
    description = len(seen & hints.description) / len(seen)
    in_body = _in_body(text, hints.body) if hints.body else 0.0
    return capitals, digits, title, is_title, description, in_body, bool(hints.body), sum(odds), min(odds), max(odds)


def _words(text: str) -> list[str]:
    """Give a text's words in lower case, digits made alike."""
    return _WORDS.findall(_DIGITS.sub("0", text.lower()))


def _in_body(text: str, body: str) -> float:
    """Tell whether a block's beginning and end stand in the text that JSON-LD gives: 0, a half, or 1."""
    begin, end = (_GAPS.sub("", part.lower()) for part in (text[:_PROBE], text[-_PROBE:]))
    if len(begin) < _FEWEST:
        return 0.0
    return ((begin in body) + (end in body)) / 2
