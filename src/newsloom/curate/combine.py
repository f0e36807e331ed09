"""The chance that two articles report one event: a few small monotone trees over the features of a pair.

The trees are gradient-boosted under constraints (more shared never lowers the chance, more time between never raises
it), trained by `bench/train/combiner.py` and shipped as data. A missing feature takes the way training found best.
"""

import json
from functools import cache
from importlib.resources import files
from math import isnan
from typing import Any

import numpy as np

from newsloom.curate.columns import POINTS
from newsloom.curate.compiled import inner
from newsloom.curate.pairs import FEATURES
from newsloom.curate.state import Found, Trees


@inner
def add_up(count: int, trees: Trees, found: Found) -> None:
    """Write the log-odds of one event for so many candidates, in `POINTS`."""
    for row in range(count):
        found.odds[row] = trees.value[0]  # the baseline
    for root in trees.roots:
        for row in range(count):
            at = int(root)
            while trees.node[at, 0] >= 0:
                value = found.features[row, trees.node[at, 0]]
                low = trees.node[at, 1] > 0 if isnan(value) else value <= trees.threshold[at]
                at = int(trees.node[at, 2 if low else 3])
            found.odds[row] += trees.value[at]


@cache
def shipped() -> Trees:
    """The combiner this version was given."""
    text = (files("newsloom.curate.data") / "combiner.json").read_text(encoding="utf-8")
    return combiner(json.loads(text))


def combiner(data: dict[str, Any]) -> Trees:
    """The combiner from plain data; a node is [feature, threshold, missing goes left, left, right, value].

    The nodes of all trees stand in one row, after one that holds the baseline.
    """
    if tuple(data["features"]) != FEATURES:
        raise ValueError("the combiner was trained on other features; run bench/train/combiner.py again")
    nodes, thresholds, values, roots = [[-1, 0, 0, 0]], [0.0], [round(data["baseline"] * POINTS)], []
    for tree in data["trees"]:
        first = len(nodes)
        roots.append(first)
        for at, (feature, threshold, missing_left, left, right, value) in enumerate(tree):
            leaf = left == at
            nodes.append([-1 if leaf else int(feature), int(missing_left), first + int(left), first + int(right)])
            thresholds.append(float(threshold))
            values.append(round(value * POINTS))
    return Trees(
        roots=np.array(roots, dtype=np.int32),
        node=np.array(nodes, dtype=np.int32),
        threshold=np.array(thresholds, dtype=np.float64),
        value=np.array(values, dtype=np.int64),
    )
