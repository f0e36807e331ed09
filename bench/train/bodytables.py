"""What the words of elements' names, and those that blocks begin with, say for and against main text."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from newsloom.testing.bodies import ODDS_STEP, Page, Tables, block_keys, name_keys, parsed
from train.bodylabels import GoldPage, Values, labels

FEWEST_OUTLETS = 3
PRIOR = {"names": 0.25, "words": 2.0}
Votes = dict[int, npt.NDArray[np.float64]]  # by key: for, against, outlets


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A page with what `labels` says of its blocks, and the votes of its words."""

    gold: GoldPage
    share: Values
    sizes: Values
    names: dict[int, tuple[float, float]]
    words: dict[int, tuple[float, float]]


def labelled(gold: GoldPage) -> Labelled:
    """Label a page's blocks and count its words."""
    page = parsed(gold.html, {}).page
    share, sizes = labels(page, gold.text)
    names = _name_votes(page, share, sizes)
    return Labelled(gold=gold, share=share, sizes=sizes, names=names, words=_word_votes(page, share))


def _name_votes(page: Page, share: Values, sizes: Values) -> dict[int, tuple[float, float]]:
    """Give for each word of element names the share of all gold words, and of all others, inside such elements."""
    gold = np.concatenate([[0.0], np.cumsum(share * sizes)])
    other = np.concatenate([[0.0], np.cumsum((1 - share) * sizes)])
    spans: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for kind, first, last in zip(page.kinds, page.first, page.last, strict=True):
        if last > first:
            for key in {key for name in page.elements[kind].names.split() for key in name_keys(name)}:
                spans[key].append((first, last))
    found: dict[int, tuple[float, float]] = {}
    for key, parts in spans.items():
        end, mine, others = 0, 0.0, 0.0
        for first, last in parts:
            start = max(first, end)
            if last > start:
                mine, others, end = mine + gold[last] - gold[start], others + other[last] - other[start], last
        found[key] = (mine / max(gold[-1], 1.0), others / max(other[-1], 1.0))
    return found


def _word_votes(page: Page, share: Values) -> dict[int, tuple[float, float]]:
    found: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for text, gold in zip(page.texts, share, strict=True):
        for key in block_keys(text):
            found[key][int(gold < 0.5)] += 1
    return {key: (min(mine, 3), min(others, 3)) for key, (mine, others) in found.items()}


class Tally:
    """Votes of all outlets, from which tables are made, with or without one outlet."""

    def __init__(self, pages: Sequence[Labelled]) -> None:
        self.by_outlet: dict[str, dict[str, Votes]] = {}
        groups: dict[str, list[Labelled]] = defaultdict(list)
        for page in pages:
            groups[page.gold.outlet].append(page)
        for outlet, group in groups.items():
            self.by_outlet[outlet] = {
                "names": _together([page.names for page in group]),
                "words": _together([page.words for page in group]),
            }
        self.total = {kind: _added(votes[kind] for votes in self.by_outlet.values()) for kind in PRIOR}
        words = np.sum(list(self.total["words"].values()), axis=0)
        self.scale = {"names": 1.0, "words": float(words[1] / words[0])}
        self.whole = {kind: self._odds(kind, self.total[kind].items()) for kind in PRIOR}

    def tables(self, *, without: str | None = None) -> Tables:
        """Give the log-odds of every word that enough outlets have."""
        found = {}
        for kind in PRIOR:
            found[kind] = dict(self.whole[kind])
            own = self.by_outlet[without][kind] if without is not None else {}
            left = [(key, self.total[kind][key] - votes) for key, votes in own.items()]
            for key, _ in left:
                found[kind].pop(key, None)
            found[kind].update(self._odds(kind, left))
        return Tables(names=found["names"], words=found["words"])

    def _odds(self, kind: str, votes: Iterable[tuple[int, npt.NDArray[np.float64]]]) -> dict[int, float]:
        prior, scale = PRIOR[kind], self.scale[kind]
        return {
            key: float(
                np.clip(np.rint(ODDS_STEP * np.log((v[0] * scale + prior) / (v[1] + prior))), -127, 127) / ODDS_STEP
            )
            for key, v in votes
            if v[2] >= FEWEST_OUTLETS
        }


def _together(pages: Sequence[Mapping[int, tuple[float, float]]]) -> Votes:
    """Give one outlet's votes: the mean of its pages', and one outlet for each key."""
    found: Votes = defaultdict(lambda: np.zeros(3))
    for votes in pages:
        for key, (mine, others) in votes.items():
            found[key] += (mine / len(pages), others / len(pages), 0)
    for value in found.values():
        value[2] = 1
    return dict(found)


def _added(outlets: Iterable[Votes]) -> Votes:
    found: Votes = defaultdict(lambda: np.zeros(3))
    for votes in outlets:
        for key, value in votes.items():
            found[key] += value
    return dict(found)
