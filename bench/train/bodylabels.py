"""Which blocks of a page belong to its gold text, and how words are counted."""

import gzip
import json
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np
import numpy.typing as npt

from newsloom.testing.bodies import Page
from newsloom.testing.extractionjudge import tokens

Values = npt.NDArray[np.float64]
_SECOND_LEVELS = frozenset({"co", "com", "org", "net", "gov", "ac", "edu", "or", "ne", "go"})
RUN = 4  # words of a run that is looked for in the gold text
FEWEST = 20  # words from which a block may be gold in part


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldPage:
    """A page with its gold text."""

    id: str
    set: str
    outlet: str
    html: str
    text: str


def gold_pages(*paths: Path) -> list[GoldPage]:
    """Read pages from gzipped JSON lines."""
    pages: list[GoldPage] = []
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                found = outlet(row["url"])
                pages.append(GoldPage(id=row["id"], set=row["set"], outlet=found, html=row["html"], text=row["text"]))
    return pages


def outlet(url: str) -> str:
    """Give the registered domain, near enough."""
    parts = (urlsplit(url).hostname or "").split(".")
    is_long = len(parts) > 2 and parts[-2] in _SECOND_LEVELS and len(parts[-1]) == 2
    return ".".join(parts[-3 if is_long else -2 :])


def labels(page: Page, gold: str) -> tuple[Values, Values]:
    """Give for each block how much of it is gold (0 … 1), and its number of words.

    A block is gold by the share of its runs of four words that occur in the gold text; a shorter one if it is a line
    of it, or stands between gold blocks and occurs in it. Of blocks with one wording, those amid most gold are taken,
    as many as the gold text has. A lone short line far from other gold is chance.
    """
    match = _Match(gold)
    words = [tuple(tokens(text)) for text in page.texts]
    sizes = np.array([len(w) for w in words], dtype=np.float64)
    share = np.array([match.share(w) for w in words], dtype=np.float64)
    _drop_repeats(words, share, sizes, match)
    for place, w in enumerate(words):
        near = [share[at] for at in (place - 1, place + 1) if 0 <= at < len(words)]
        if 0 < len(w) < RUN and not share[place] and match.occurs(w) and min(near, default=0.0) > 0.6:
            share[place] = 0.8
    if (share * sizes).sum() > 50:
        for place, w in enumerate(words):
            if 0 < len(w) < RUN and share[place] == 1 and _gold_near(share * sizes, place, 5, sizes) < 10:
                share[place] = 0
    return share, sizes


class _Match:
    """The gold text, indexed by runs of words and by lines."""

    def __init__(self, gold: str) -> None:
        words = tokens(gold)
        self.runs = [Counter(zip(*(words[at:] for at in range(size)), strict=False)) for size in range(1, RUN + 1)]
        self.lines = Counter(tuple(tokens(line)) for line in gold.split("\n"))

    def share(self, words: tuple[str, ...]) -> float:
        if len(words) < RUN:
            return float(bool(words) and words in self.lines)
        runs = list(zip(*(words[at:] for at in range(RUN)), strict=False))
        share = sum(run in self.runs[-1] for run in runs) / len(runs)
        return 0.0 if share < 0.34 and len(words) < FEWEST else share

    def occurs(self, words: tuple[str, ...]) -> bool:
        return words in self.runs[len(words) - 1]

    def times(self, words: tuple[str, ...]) -> int:
        return self.lines[words] or self.runs[min(len(words), RUN) - 1][words[:RUN]] or 1


def _gold_near(weights: Values, place: int, reach: int, without: Values) -> float:
    low, high = max(0, place - reach), place + reach + 1
    return float(weights[low:high].sum() - weights[place] * (without[place] > 0))


def _drop_repeats(words: list[tuple[str, ...]], share: Values, sizes: Values, match: _Match) -> None:
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, w in enumerate(words):
        if w and share[place] > 0.5:
            groups[w].append(place)
    weights = share * sizes
    for w, places in groups.items():
        times = match.times(w)
        if len(places) > times:
            ranked = sorted(places, key=lambda at: (-_gold_near(weights, at, 6, sizes), at))
            share[ranked[times:]] = 0
