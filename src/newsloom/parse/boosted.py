"""What boosted regression trees say of rows of facts.

A tree is not walked from node to node. All its questions are asked at once, and each answer "greater" rules out the
leaves on its left; the leftmost leaf that is not ruled out is the one a walk would end in (C. Lucchese et al.,
"QuickScorer: a fast algorithm to rank documents with additive ensembles of regression trees", SIGIR 2015).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float32]
MOST_LEAVES = 16  # of one tree: the bits of a set of leaves
_ROWS = 256  # looked at together: all answers about them fit into the processor's cache
_ALL = np.uint16(0xFFFF)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trees:
    """Trees whose values sum to log-odds.

    `feature`, `threshold` and `remaining` hold the questions, the first of each tree, then the second of each, and so
    on: whether a row's fact is greater than a threshold, and the leaves that remain possible if it is, as bits.
    `value` holds the leaves of each tree from left to right, `MOST_LEAVES` a tree.
    """

    start: float
    feature: npt.NDArray[np.intp]
    threshold: Numbers
    remaining: npt.NDArray[np.uint16]
    value: Numbers


def trees_from(arrays: Mapping[str, npt.NDArray[np.generic]]) -> Trees:
    """Make trees of arrays with a row for each tree and a column for each node; leaves point at themselves."""
    left, right, feature = (arrays[name].astype(np.intp) for name in ("left", "right", "feature"))
    threshold, value = arrays["threshold"].astype(np.float32), arrays["value"].astype(np.float32)
    count = len(left)
    questions: list[list[tuple[int, float, int]]] = []
    leaves = np.zeros((count, MOST_LEAVES), dtype=np.float32)
    for tree in range(count):
        asked, ends = _unrolled(left[tree].tolist(), right[tree].tolist())
        leaves[tree, : len(ends)] = value[tree, ends]
        questions.append([(int(feature[tree, node]), float(threshold[tree, node]), bits) for node, bits in asked])
    most = max(1, *map(len, questions))
    # What is asked in vain rules nothing out.
    filled = [asked + [(0, np.inf, int(_ALL))] * (most - len(asked)) for asked in questions]
    features, thresholds, bits = (np.array(column).T.ravel() for column in np.moveaxis(np.array(filled), 2, 0))
    return Trees(
        start=float(arrays["start"]),
        feature=features.astype(np.intp),
        threshold=thresholds.astype(np.float32),
        remaining=bits.astype(np.uint16),
        value=leaves.ravel(),
    )


def _unrolled(left: list[int], right: list[int]) -> tuple[list[tuple[int, int]], list[int]]:
    """Give a tree's inner nodes, each with the leaves left over if its answer is "greater", and its leaves in order.

    Raises:
        ValueError: for more leaves than `MOST_LEAVES`.
    """
    asked: list[tuple[int, int]] = []
    leaves: list[int] = []
    waiting = [(0, -1)]  # a node, and how many leaves stood before it when its left side was begun
    while waiting:
        node, begun = waiting.pop()
        if begun >= 0:
            asked.append((node, int(_ALL) & ~((1 << len(leaves)) - (1 << begun))))
        elif left[node] == node:
            leaves.append(node)
        else:
            waiting += [(right[node], -1), (node, len(leaves)), (left[node], -1)]
    if len(leaves) > MOST_LEAVES:
        raise ValueError(f"a tree with {len(leaves)} leaves; at most {MOST_LEAVES} are possible")
    return asked, leaves


def summed(facts: Numbers, trees: Trees) -> npt.NDArray[np.float64]:
    """Give each row's log-odds: the start and the sum over all trees."""
    parts = [_sums(facts[at : at + _ROWS], trees) for at in range(0, len(facts), _ROWS)]
    return trees.start + np.concatenate(parts)


def _sums(facts: Numbers, trees: Trees) -> npt.NDArray[np.float64]:
    count = len(trees.value) // MOST_LEAVES
    is_greater = np.ascontiguousarray(facts.T).take(trees.feature, axis=0) > trees.threshold[:, None]
    remaining = np.where(is_greater, trees.remaining[:, None], _ALL)
    leaves = np.bitwise_and.reduce(remaining.reshape(-1, count, len(facts)), axis=0)
    leftmost = np.bitwise_count(~leaves & (leaves - np.uint16(1)))  # the zeros below the lowest bit
    at = leftmost.T + np.arange(0, len(trees.value), MOST_LEAVES)
    return np.asarray(trees.value.take(at).sum(axis=1, dtype=np.float64))
