"""How well a grouping agrees with the labels: BCubed, pairwise, adjusted Rand, intervals by bootstrap over stories."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


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
    totals = _redrawn(sums, seed=seed, rounds=rounds)
    p, r = totals[:, 1] / totals[:, 0], totals[:, 2] / totals[:, 0]
    return _middle(2 * p * r / (p + r))


def pairwise_interval(
    labels: Sequence[Hashable], groups: Sequence[Hashable], *, seed: int = 7, rounds: int = 500
) -> tuple[float, float]:
    """The 95 % interval of pairwise F1 by bootstrap over the labelled stories; (0, 0) without labels.

    A pair grouped together across two stories counts half for each of them.
    """
    if not labels:
        return 0.0, 0.0
    both, sizes = Counter(zip(labels, groups, strict=True)), Counter(groups)
    sums = np.array(
        [
            [
                _pairs(both[label, group] for group in {groups[i] for i in members}),
                sum(sizes[groups[i]] - 1 for i in members) / 2,
                _pairs([len(members)]),
            ]
            for label, members in _members(labels).items()
        ]
    )
    right, found, true = _redrawn(sums, seed=seed, rounds=rounds).T
    return _middle(2 * right / np.maximum(found + true, 1))


def _redrawn(sums: NDArray[np.float64], *, seed: int, rounds: int) -> NDArray[np.float64]:
    """What the rows sum to when as many are drawn with putting back, once a round."""
    drawn = np.random.default_rng(seed).integers(len(sums), size=(rounds, len(sums)))
    totals: NDArray[np.float64] = sums[drawn].sum(axis=1)
    return totals


def _middle(values: NDArray[np.float64]) -> tuple[float, float]:
    low, high = np.quantile(values, [0.025, 0.975])
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
