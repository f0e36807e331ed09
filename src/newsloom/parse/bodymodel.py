"""How likely each block of a page is main text, and which blocks to keep."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
from selectolax.lexbor import LexborHTMLParser

from newsloom.parse.blockcontext import context, context_names
from newsloom.parse.blockfacts import PLACE_FACTS, TEXT_FACTS, Hints, Numbers, Tables, place_facts, text_facts
from newsloom.parse.blocks import Page, page_blocks
from newsloom.parse.data import body_weights

Whole = npt.NDArray[np.int32]
FIRST_TREES = 40
FURNITURE = -4.0  # log-odds after the first trees below which no other tree is asked
ODDS_STEP = 16.0  # log-odds are shipped as whole sixteenths
FACTS = (*PLACE_FACTS, *TEXT_FACTS)
COLUMNS = (*FACTS, *context_names())
_COLUMN = {name: number for number, name in enumerate(FACTS)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trees:
    """Boosted regression trees, node after node, leaves pointing at themselves; their values sum to log-odds.

    From a node a block goes to the first `child` if its fact number `feature` is at most `threshold`, else to the
    second.
    """

    start: float
    depth: int
    root: Whole
    feature: Whole
    threshold: Numbers
    child: Whole
    value: Numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyModel:
    """All that was learned."""

    tables: Tables
    trees: Trees


@cache
def shipped_model() -> BodyModel:
    """Give the model that comes with newsloom, read once."""
    return model_from(body_weights())


def model_from(arrays: Mapping[str, npt.NDArray[np.generic]]) -> BodyModel:
    """Make a model of named arrays, as the training script writes them."""
    names, words = (
        dict(
            zip(
                arrays[f"{kind}_keys"].tolist(),
                (arrays[f"{kind}_odds"].astype(np.float64) / ODDS_STEP).tolist(),
                strict=True,
            )
        )
        for kind in ("names", "words")
    )
    nodes = arrays["left"].shape[1]
    offset = np.arange(arrays["left"].shape[0], dtype=np.int32)[:, None] * np.int32(nodes)
    child = np.stack([arrays["left"].astype(np.int32) + offset, arrays["right"].astype(np.int32) + offset], axis=-1)
    trees = Trees(
        start=float(arrays["start"]),
        depth=int(arrays["depth"]),
        root=offset.ravel(),
        feature=arrays["feature"].astype(np.int32).ravel(),
        threshold=arrays["threshold"].astype(np.float32).ravel(),
        child=child.ravel(),
        value=arrays["value"].astype(np.float32).ravel(),
    )
    return BodyModel(tables=Tables(names=names, words=words), trees=trees)


def page_facts(tree: LexborHTMLParser, hints: Hints, tables: Tables) -> tuple[Page, Numbers]:
    """Give a page's blocks and their facts, one row a block, in the order of `COLUMNS`."""
    page = page_blocks(tree, odds=tables.names)
    if not page.blocks:
        return page, np.zeros((0, len(COLUMNS)), dtype=np.float32)
    own = np.hstack([place_facts(page), text_facts(page, tables=tables, hints=hints)])
    return page, np.hstack([own, context(page, own, _COLUMN)])


def likelihoods(facts: Numbers, trees: Trees) -> Numbers:
    """Give the probability of each row to be main text; the first trees settle what is clearly furniture."""
    sums = trees.start + _summed(facts, trees, trees.root[:FIRST_TREES])
    open_ = np.flatnonzero(sums > FURNITURE)
    if len(open_):
        sums[open_] += _summed(facts[open_], trees, trees.root[FIRST_TREES:])
    return np.asarray(1.0 / (1.0 + np.exp(-sums)), dtype=np.float32)


def _summed(facts: Numbers, trees: Trees, roots: Whole) -> npt.NDArray[np.float64]:
    rows, width = facts.shape
    flat = facts.ravel()
    at = np.broadcast_to(roots, (rows, len(roots)))
    base = (np.arange(rows, dtype=np.int32) * np.int32(width))[:, None]
    for _ in range(trees.depth):
        goes_right = flat.take(base + trees.feature.take(at)) > trees.threshold.take(at)
        at = trees.child.take(at * 2 + goes_right)
    return np.asarray(trees.value.take(at).sum(axis=1, dtype=np.float64))


def most_expected(likely: Numbers, sizes: Numbers) -> npt.NDArray[np.bool_]:
    """Mark the blocks whose choice has the greatest expected F1 of words.

    Taken by falling probability, the first k blocks give F1 = 2 E[right] / (chosen + E[main text]), each expectation a
    sum of probability times size; the best k is kept.
    """
    order = np.argsort(-likely, kind="stable")
    right = np.cumsum((likely * sizes)[order], dtype=np.float64)
    chosen = np.cumsum(sizes[order], dtype=np.float64)
    worth = 2 * right / np.maximum(chosen + right[-1], 1e-9)
    marked = np.zeros(len(likely), dtype=np.bool_)
    marked[order[: int(np.argmax(worth)) + 1]] = True
    return marked
