"""What can be told of a block of text by itself: its measures, its element and those around it, its wording."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from operator import ne
from zlib import crc32

import numpy as np
import numpy.typing as npt

from newsloom.parse.blocks import Block, Page
from newsloom.parse.elements import INSIDE_BITS, OTHER_TAG

Numbers = npt.NDArray[np.float32]

_WORDS = re.compile(r"\w+")
_DIGITS = re.compile(r"[0-9]+")
_ENDS = frozenset('.!?…。！？”"»”’؟।')  # noqa: RUF001  the full-width forms are meant
_QUOTES = frozenset("\"“„«»'‘”「『")
_COMMAS = (",", "،", "、", "，", ";")  # noqa: RUF001  as above
_COLONS = frozenset(":：")  # noqa: RUF001  as above
_SHORT = 80  # characters of a block whose words are looked up
_COMPARED = 240  # characters up to which a block can be the title
_PROBE = 40  # characters of a block's beginning and end that are looked for in the text that JSON-LD gives
_FEWEST = 12  # letters of such a probe
_GAPS = re.compile(r"\W+")
_FIRST, _PAIR, _WHOLE = 1, 2, 3  # what checksums of words begin with, by the place of the words
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
    keys = [crc32(word.encode("utf-8", "replace"), _FIRST) for word in dict.fromkeys(words[:5])]
    keys.append(crc32(" ".join(words[:2]).encode("utf-8", "replace"), _PAIR))
    if whole:
        keys.append(crc32(" ".join(words).encode("utf-8", "replace"), _WHOLE))
    return keys


def head_words(text: str) -> tuple[list[str], bool]:
    """Give the words a block begins with, digits made alike, and whether that is all of it."""
    return _WORDS.findall(_DIGITS.sub("0", text[:_SHORT])), len(text) <= _SHORT


def as_rows(rows: list[tuple[float, ...]]) -> Numbers:
    """Make an array of rows of one width; twice as quick as to leave it to numpy to find out the width."""
    width = len(rows[0])
    flat = np.fromiter(chain.from_iterable(rows), dtype=np.float32, count=len(rows) * width)
    return flat.reshape(len(rows), width)


PLACE_FACTS = (
    [f"tag {n}" for n in range(OTHER_TAG + 1)]
    + [f"outer tag {n}" for n in range(OTHER_TAG + 1)]
    + [f"inside {n}" for n in range(INSIDE_BITS)]
    + ["depth", "path odds", "path least", "path most"]
    + [f"{what} {level}" for level in range(3) for what in ("rank", "children", "odds", "odds least", "odds most")]
)


def place_facts(page: Page) -> Numbers:
    """Give the facts of each block's element and of the two around it."""
    places = as_rows(
        [
            (
                p.rank, p.children, *p.odds, p.depth, *p.path, p.kind, p.inside,
                p.parent.index if p.parent is not None else 0,
            )
            for p in page.places
        ]
    )  # fmt: skip
    places[:, :2] = np.log1p(places[:, :2])
    tags, insides, outers = places[:, 9:].astype(np.int64).T
    at = np.array([block.place.index for block in page.blocks], dtype=np.int64)
    outer = outers[at]
    second = outers[outer]
    kinds = np.eye(OTHER_TAG + 1, dtype=np.float32)
    inside = (insides[at][:, None] >> np.arange(INSIDE_BITS)) & 1
    return np.hstack([
        kinds[tags[at]], kinds[tags[outer]], inside.astype(np.float32), places[at, 5:9], places[at, :5],
        places[outer, :5], places[second, :5],
    ])  # fmt: skip


MEASURES = [
    "characters", "words", "word length", "linked", "bold", "links", "inlines", "inline least", "inline most",
    "after break", "commas", "stops", "ends as a sentence", "ends with a colon", "ends open", "begins upper",
    "begins lower", "begins with a digit", "begins with a quote", *(f"has {mark}" for mark in "©|/"),
    "one word", "few words", "again",
]  # fmt: skip


def measures(page: Page) -> Numbers:
    """Give the facts of each block that need no look at its words."""
    seen = Counter([block.text for block in page.blocks])
    facts = as_rows([(*_measures(block), seen[block.text] > 1) for block in page.blocks])
    length, count = facts[:, 0].copy(), facts[:, 1].copy()
    facts[:, 2] = length / count
    facts[:, 3:5] /= length[:, None]
    facts[:, 10] /= count
    facts[:, [0, 1, 5, 6, 11]] = np.log1p(facts[:, [0, 1, 5, 6, 11]])
    return facts


def _measures(block: Block) -> tuple[float, ...]:
    """Give the facts of a block that need no look at its words; lengths and counts are not yet put in proportion."""
    text = block.text
    count = text.count
    words = count(" ") + 1
    first, last = text[0], text[-1]
    return (
        len(text), words, 0.0, block.linked, block.bold, block.links, block.inlines, block.inline_least,
        block.inline_most, block.after_break,
        count(",") + count(";") if text.isascii() else sum([count(mark) for mark in _COMMAS]),
        count(".") + count("!") + count("?") + count("。"), last in _ENDS, last in _COLONS,
        last == "…" or text.endswith("..."), first.isupper(), first.islower(), first.isdigit(), first in _QUOTES,
        "©" in text, "|" in text, "/" in text,
        words == 1, words < 5,  # noqa: PLR2004  a word, a few words
    )  # fmt: skip


WORDING = [
    "capitals", "digits", "title share", "is title", "description share", "in body", "body known", "word odds",
    "word odds least", "word odds most",
]  # fmt: skip


def wording(page: Page, wanted: npt.NDArray[np.bool_], *, tables: Tables, hints: Hints) -> Numbers:
    """Give the facts of the wording of the blocks that are wanted, and zeros for the others."""
    facts = np.zeros((len(page.blocks), len(WORDING)), dtype=np.float32)
    places = np.flatnonzero(wanted)
    if len(places):
        facts[places] = as_rows([_wording(page.blocks[at].text, tables, hints) for at in places.tolist()])
    return facts


def _wording(text: str, tables: Tables, hints: Hints) -> tuple[float, ...]:
    words, whole = head_words(text)
    if not words:
        return _NO_WORDS
    lower = [word.lower() for word in words]
    look = tables.words.get
    odds = [look(key, 0.0) for key in text_keys(lower, whole=whole)]
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
