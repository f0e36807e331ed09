"""What can be told of a block of text by itself: its wording, its element and the elements around it."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from newsloom.parse.blocks import INSIDE_BITS, OTHER_TAG, Block, Page, word_key

Numbers = npt.NDArray[np.float32]

_WORDS = re.compile(r"\w+")
_DIGITS = re.compile(r"[0-9]+")
_ENDS = frozenset('.!?…。！？”"»”’؟।')  # noqa: RUF001  the full-width forms are meant
_QUOTES = frozenset("\"“„«»'‘”「『")
_STOPS = (".", "!", "?", "。")
_COMMAS = (",", "،", "、", "，", ";")  # noqa: RUF001  as above
_COLONS = frozenset(":：")  # noqa: RUF001  as above
_MARKS = ("©", "|", "@", "/", "#", ":", "?")
_SHORT = 60  # characters of a block whose words are looked up
_COMPARED = 240  # characters up to which a block can be the title or the description
_SHINGLE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """Log-odds of being main text by `word_key`: of the names of elements, and of the words that blocks begin with."""

    names: Mapping[int, float]
    words: Mapping[int, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What a page says of its article: words of its title and description, runs of words of its whole text."""

    title: frozenset[str]
    description: frozenset[str]
    body: frozenset[tuple[str, ...]]


def hints(*, title: str, description: str, body: str) -> Hints:
    """Prepare what blocks are compared with."""
    words = _WORDS.findall(body.lower())
    return Hints(
        title=frozenset(_words(title)),
        description=frozenset(_words(description)),
        body=frozenset(zip(words, words[1:], words[2:], words[3:], strict=False)),
    )


def text_keys(words: list[str], *, whole: bool) -> list[int]:
    """Give the keys looked up for a block's wording: its first words, and all of it where it is short."""
    keys = dict.fromkeys(["t " + word for word in words[:5]])
    if words:
        keys["f " + " ".join(words[:2])] = None
    if whole:
        keys["w " + " ".join(words)] = None
    return [word_key(key) for key in keys]


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
    places = np.array(
        [
            (
                p.rank, p.children, *p.odds, p.depth, p.path_sum, p.path_least, p.path_most,
                p.tag, p.inside, p.parent.index if p.parent else 0,
            )
            for p in page.places
        ],
        dtype=np.float32,
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


TEXT_FACTS = [
    "characters", "words", "word length", "linked", "bold", "links", "inlines", "inline least", "inline most",
    "after break", "commas", "stops", "ends as a sentence", "ends with a colon", "ends open", "begins upper",
    "begins lower", "begins with a digit", "begins with a quote", "capitals", "digits",
    *(f"has {mark}" for mark in _MARKS),
    "one word", "few words", "title share", "is title", "description share", "in body", "body known",
    "word odds", "word odds least", "word odds most", "again",
]  # fmt: skip


def text_facts(page: Page, *, tables: Tables, hints: Hints) -> Numbers:
    """Give the facts of each block's wording."""
    seen = Counter(block.text for block in page.blocks)
    facts = np.array(
        [_wording(block, tables, hints, again=seen[block.text] > 1) for block in page.blocks], dtype=np.float32
    )
    length, count = facts[:, 0].copy(), facts[:, 1].copy()
    facts[:, 2] = length / count
    facts[:, 3:5] /= length[:, None]
    facts[:, 10] /= count
    facts[:, [0, 1, 5, 6, 11]] = np.log1p(facts[:, [0, 1, 5, 6, 11]])
    return facts


def _wording(block: Block, tables: Tables, hints: Hints, *, again: bool) -> tuple[float, ...]:
    """Give one row of `text_facts`, lengths and counts not yet put in proportion."""
    text = block.text
    length = len(text)
    count = text.count(" ") + 1
    first, last = text[0], text[-1]
    words, whole = head_words(text)
    lower = [word.lower() for word in words]
    look = tables.words.get
    odds = [look(key, 0.0) for key in text_keys(lower, whole=whole)] or [0.0]
    heads = len(words) or 1
    capitals = sum([word != small for word, small in zip(words, lower, strict=True)]) / heads
    digits = sum([word[0] == "0" for word in words]) / heads
    title, is_title, description = 0.0, False, 0.0
    if length <= _COMPARED:
        title, is_title, description = _likeness(lower if whole else _words(text), hints)
    return (
        length, count, 0.0, block.linked, block.bold, block.links, block.inlines, block.inline_least, block.inline_most,
        block.after_break, sum([text.count(mark) for mark in _COMMAS]), sum([text.count(mark) for mark in _STOPS]),
        last in _ENDS, last in _COLONS, last == "…" or text.endswith("..."), first.isupper(), first.islower(),
        first.isdigit(), first in _QUOTES, capitals, digits, *[mark in text for mark in _MARKS], count == 1, count < 5,  # noqa: PLR2004  a word, a few words
        title, is_title, description, _in_body(text, hints), bool(hints.body), sum(odds), min(odds), max(odds), again,
    )  # fmt: skip


def _likeness(wording: list[str], hints: Hints) -> tuple[float, bool, float]:
    words = set(wording)
    if not words:
        return 0.0, False, 0.0
    title = len(words & hints.title) / len(words)
    is_title = title > 0.9 and len(words) >= 0.6 * len(hints.title)  # noqa: PLR2004  a word or two may differ
    return title, is_title, len(words & hints.description) / len(words)


def _words(text: str) -> list[str]:
    """Give a text's words in lower case, digits made alike."""
    return _WORDS.findall(_DIGITS.sub("0", text.lower()))


def _in_body(text: str, hints: Hints) -> float:
    if not hints.body:
        return 0.0
    words = _WORDS.findall(text.lower())
    runs = list(zip(words, words[1:], words[2:], words[3:], strict=False))
    return len([run for run in runs if run in hints.body]) / (len(runs) or 1)
