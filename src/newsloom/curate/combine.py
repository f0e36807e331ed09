"""The chance that two articles report one event: a few small monotone trees over the features of a pair.

The trees are gradient-boosted under constraints (more shared never lowers the chance, more time between never raises
it), trained by `bench/train/combiner.py` and shipped as data. A missing feature takes the way training found best.
"""

import json
from functools import cache
from importlib.resources import files
from math import inf, isnan
from typing import Any

import numpy as np

from newsloom.curate.columns import POINTS
from newsloom.curate.compiled import inner
from newsloom.curate.lookup import none
from newsloom.curate.pairs import FEATURES
from newsloom.curate.state import Found, Trees

_KNOWN = 1  # a column of `Found.sided` that is never NaN


@inner
def add_up(count: int, trees: Trees, found: Found) -> None:
    """Write the log-odds of one event for so many candidates, in `POINTS`.

    Every walk has the same number of steps and none that has to be guessed: a leaf is its own child.
    """
    for row in range(count):
        found.odds[row] = trees.value[0]  # the baseline
        for at in range(len(FEATURES)):
            value = found.features[row, at]
            found.sided[row, 2 * at] = value
            found.sided[row, 2 * at + 1] = -inf if isnan(value) else value
    for root in trees.roots:
        for row in range(count):
            at = root + none()
            for _ in range(trees.depth):
                left = found.sided[row, trees.node[at, 0]] <= trees.threshold[at]
                at = trees.node[at, 1] + (0 if left else 1)
            found.odds[row] += trees.value[at]


@cache
def shipped() -> Trees:
    """The combiner this version was given."""
    text = (files("newsloom.curate.data") / "combiner.json").read_text(encoding="utf-8")
    return combiner(json.loads(text))


def combiner(data: dict[str, Any]) -> Trees:
    """The combiner from plain data; a node is [feature, threshold, missing goes left, left, right, value].

    The nodes of all trees stand in one row, after one that holds the baseline; two siblings are neighbours.
    """
    if tuple(data["features"]) != FEATURES:
        raise ValueError("the combiner was trained on other features; run bench/train/combiner.py again")
    nodes, values, roots, depth = [(_KNOWN, 0, inf)], [round(data["baseline"] * POINTS)], [], 0
    for tree in data["trees"]:
        roots.append(len(nodes))
        deeper = [0]  # the nodes of a level, as the data count them
        level = -1
        while deeper:
            level += 1
            first, at_level, deeper = len(nodes) + len(deeper), deeper, []
            for at in at_level:
                feature, threshold, missing_left, left, right, value = tree[at]
                is_leaf = left == at
                own = len(nodes)
                nodes.append(
                    (_KNOWN, own, inf)
                    if is_leaf
                    else (2 * int(feature) + int(missing_left), first + len(deeper), float(threshold))
                )
                values.append(round(value * POINTS))
                deeper += [] if is_leaf else [int(left), int(right)]
        depth = max(depth, level)
    return Trees(
        roots=np.array(roots, dtype=np.uint32),
        node=np.array([node[:2] for node in nodes], dtype=np.uint32),
        threshold=np.array([node[2] for node in nodes], dtype=np.float64),
        value=np.array(values, dtype=np.int64),
        depth=depth,
    )
