"""The chance that two articles report one event: a few small monotone trees over the features of a pair.

The trees are gradient-boosted under constraints (more shared never lowers the chance, more time between never raises
it), trained by `bench/train/combiner.py` and shipped as data. A missing feature takes the way training found best.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from newsloom.curate.pairs import FEATURES, Rows


@dataclass(frozen=True, slots=True)
class Combiner:
    """Trees as arrays, one row a tree; a leaf points to itself. `depth` steps end in a leaf everywhere."""

    baseline: float
    depth: int
    feature: NDArray[np.int64]
    threshold: NDArray[np.float64]
    missing_left: NDArray[np.bool_]
    left: NDArray[np.int64]
    right: NDArray[np.int64]
    value: NDArray[np.float64]

    def logits(self, rows: Rows) -> NDArray[np.float64]:
        """The log-odds of one event for each row of features."""
        filled = np.where(np.isnan(rows), -np.inf, rows)
        high = np.where(np.isnan(rows), np.inf, rows)
        trees, width = self.feature.shape
        base = np.arange(trees) * width
        node = np.broadcast_to(base, (len(rows), trees)).copy()
        both = np.stack([filled, high], axis=1).reshape(len(rows), -1)
        line = np.arange(len(rows))[:, None] * both.shape[1]
        flat = both.ravel()
        column = (self.feature + np.where(self.missing_left, 0, rows.shape[1])).ravel()
        threshold, left, right = self.threshold.ravel(), self.left.ravel(), self.right.ravel()
        for _ in range(self.depth):
            goes_left = flat[line + column[node]] <= threshold[node]
            node = np.where(goes_left, left[node], right[node])
        total: NDArray[np.float64] = self.value.ravel()[node].sum(axis=1) + self.baseline
        return total


@cache
def shipped() -> Combiner:
    """The combiner this version was given."""
    text = (files("newsloom.curate.data") / "combiner.json").read_text(encoding="utf-8")
    return combiner(json.loads(text))


def combiner(data: dict[str, Any]) -> Combiner:
    """The combiner from plain data; a node is [feature, threshold, missing goes left, left, right, value]."""
    if tuple(data["features"]) != FEATURES:
        raise ValueError("the combiner was trained on other features; run bench/train/combiner.py again")
    trees: list[list[list[float]]] = data["trees"]
    width = max(len(tree) for tree in trees)
    nodes = np.zeros((len(trees), width, 6))
    for t, tree in enumerate(trees):
        nodes[t, : len(tree)] = tree
    offset = (np.arange(len(trees)) * width)[:, None]
    return Combiner(
        baseline=float(data["baseline"]),
        depth=int(data["depth"]),
        feature=nodes[:, :, 0].astype(np.int64),
        threshold=nodes[:, :, 1],
        missing_left=nodes[:, :, 2].astype(np.bool_),
        left=nodes[:, :, 3].astype(np.int64) + offset,
        right=nodes[:, :, 4].astype(np.int64) + offset,
        value=nodes[:, :, 5],
    )
