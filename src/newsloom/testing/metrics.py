"""How well a grouping agrees with the labels: BCubed, pairwise, adjusted Rand, with bootstrap intervals."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Precision, recall and their harmonic mean, each 0 to 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def bcubed(labels: Sequence[Hashable], groups: Sequence[Hashable]) -> Agreement:
    """BCubed (Bagga and Baldwin 1998): the mean over items of how pure and how complete the item's group is."""
    precision, recall = _per_item(labels, groups)
    return Agreement(precision=_mean(precision), recall=_mean(recall))


def pairwise(labels: Sequence[Hashable], groups: Sequence[Hashable]) -> Agreement:
    """Over all pairs of items: which of the pairs grouped together belong together, and the reverse."""
    both = _pairs(Counter(zip(labels, groups, strict=True)).values())
    found, true = _pairs(Counter(groups).values()), _pairs(Counter(labels).values())
    return Agreement(precision=both / found if found else 1.0, recall=both / true if true else 1.0)


def adjusted_rand(labels: Sequence[Hashable], groups: Sequence[Hashable]) -> float:
    """The Rand index corrected for chance (Hubert and Arabie 1985): 1 is equal, 0 is chance."""
    both = _pairs(Counter(zip(labels, groups, strict=True)).values())
    true, found = _pairs(Counter(labels).values()), _pairs(Counter(groups).values())
    every = _pairs([len(labels)])
    expected = true * found / every if every else 0.0
    most = (true + found) / 2
    return 1.0 if most == expected else (both - expected) / (most - expected)


def interval(
    labels: Sequence[Hashable], groups: Sequence[Hashable], *, seed: int = 7, rounds: int = 500
) -> tuple[float, float]:
    """The 95 % interval of BCubed F1 by bootstrap over the labelled stories; (0, 0) without labels."""
    if not labels:
        return 0.0, 0.0
    precision, recall = _per_item(labels, groups)
    stories: Mapping[Hashable, list[int]] = _members(labels)
    sums = np.array([[len(m), sum(precision[i] for i in m), sum(recall[i] for i in m)] for m in stories.values()])
    chance = np.random.default_rng(seed)
    drawn = chance.integers(len(sums), size=(rounds, len(sums)))
    totals = sums[drawn].sum(axis=1)
    p, r = totals[:, 1] / totals[:, 0], totals[:, 2] / totals[:, 0]
    low, high = np.quantile(2 * p * r / (p + r), [0.025, 0.975])
    return float(low), float(high)


def _per_item(labels: Sequence[Hashable], groups: Sequence[Hashable]) -> tuple[list[float], list[float]]:
    both = Counter(zip(labels, groups, strict=True))
    of_label, of_group = Counter(labels), Counter(groups)
    pairs = list(zip(labels, groups, strict=True))
    return (
        [both[label, group] / of_group[group] for label, group in pairs],
        [both[label, group] / of_label[label] for label, group in pairs],
    )


def _members(labels: Sequence[Hashable]) -> dict[Hashable, list[int]]:
    members: dict[Hashable, list[int]] = defaultdict(list)
    for position, label in enumerate(labels):
        members[label].append(position)
    return members


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 1.0


def _pairs(sizes: Iterable[int]) -> int:
    return sum(n * (n - 1) // 2 for n in sizes)
