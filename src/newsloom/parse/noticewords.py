"""In which words outlets note corrections, withdrawals and paywalls: the data file, ready to be searched for."""

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from ahocorasick_rs import AhoCorasick, Implementation


class Cue(StrEnum):
    """What kind of notice words may begin or be part of."""

    TITLE = "titles"
    LABEL = "labels"
    NOTE = "notes"
    PHRASE = "phrases"
    WITHDRAWAL = "withdrawals"
    WALL = "walls"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeWords:
    """The cues, found by `finder` in plain lower-case text by their places; what names a fault; kills; class names."""

    cues: tuple[tuple[Cue, str], ...]
    finder: AhoCorasick
    fault: re.Pattern[str]
    kills: tuple[str, ...]
    marks: frozenset[str]


def plain(text: str) -> str:
    """Lower case with straight apostrophes; as many lines as before."""
    return text.replace("\u2019", "'").lower()


@cache
def notice_words() -> NoticeWords:
    """The words, read once."""
    data: dict[str, Any] = tomllib.loads((files("newsloom.parse.data") / "notices.toml").read_text(encoding="utf-8"))
    listed = {part: [word for words in languages.values() for word in words] for part, languages in data.items()}
    cues = tuple(dict.fromkeys((cue, plain(words)) for cue in Cue for words in listed[cue]))
    return NoticeWords(
        cues=cues,
        finder=AhoCorasick([words for _, words in cues], implementation=Implementation.DFA),
        fault=re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, listed['faults']))})|[误誤訂更]"),
        kills=tuple(listed["kills"]),
        marks=frozenset(listed["marks"]),
    )
