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
    """Trees as arrays, all nodes in one row; a leaf leads to itself, so `depth` steps end in a leaf everywhere.

    `column` is where a node looks in a row of features followed by the same row again: the missing are low in the first
    and high in the second. `child` holds each node's ways, low and high.
    """

    baseline: float
    depth: int
    roots: NDArray[np.int64]
    column: NDArray[np.int64]
    threshold: NDArray[np.float64]
    child: NDArray[np.int64]
    value: NDArray[np.float64]

    def logits(self, rows: Rows) -> NDArray[np.float64]:
        """The log-odds of one event for each row of features."""
        missing = np.isnan(rows)
        both = np.concatenate([rows, rows], axis=1)
        both[:, : rows.shape[1]][missing] = -np.inf
        both[:, rows.shape[1] :][missing] = np.inf
        line = (np.arange(len(rows)) * both.shape[1])[:, None]
        node = np.repeat(self.roots[None, :], len(rows), axis=0)
        for _ in range(self.depth):
            high = both.take(self.column.take(node) + line) > self.threshold.take(node)
            node = self.child.take(2 * node + high)
        total: NDArray[np.float64] = self.value.take(node).sum(axis=1) + self.baseline
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
    goes_right_missing = np.where(nodes[:, :, 2] > 0, 0, len(FEATURES))
    ways = np.stack([nodes[:, :, 3] + offset, nodes[:, :, 4] + offset], axis=2)
    return Combiner(
        baseline=float(data["baseline"]),
        depth=int(data["depth"]),
        roots=offset[:, 0].astype(np.int64),
        column=(nodes[:, :, 0] + goes_right_missing).astype(np.int64).ravel(),
        threshold=nodes[:, :, 1].ravel(),
        child=ways.astype(np.int64).ravel(),
        value=nodes[:, :, 5].ravel(),
    )
