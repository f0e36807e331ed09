"""What boosted trees say, asked all at once and walked from node to node."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.parse.boosted import MOST_LEAVES, Numbers, summed, trees_from
from newsloom.parse.data import body_weights

FACTS = 5
Arrays = dict[str, np.ndarray[tuple[int, ...], np.dtype[np.generic]]]


def grown(seed: int, *, trees: int, leaves: int) -> Arrays:
    """Grow trees by chance, each of at most so many leaves, as the training script writes them."""
    chance = np.random.default_rng(seed)
    shape = (trees, 2 * leaves - 1)
    own = np.broadcast_to(np.arange(shape[1]), shape)
    left, right = own.copy(), own.copy()
    for tree in range(trees):
        ends, size = [0], 1
        for _ in range(int(chance.integers(0, leaves))):
            node = ends.pop(int(chance.integers(len(ends))))
            left[tree, node], right[tree, node] = size, size + 1
            ends += [size, size + 1]
            size += 2
    return {
        "left": left,
        "right": right,
        "feature": chance.integers(0, FACTS, shape),
        "threshold": chance.integers(-2, 3, shape).astype(np.float32),
        "value": chance.normal(size=shape).astype(np.float32),
        "start": np.array(-1.5),
    }


def walked(row: Numbers, arrays: Arrays) -> float:
    """Go through each tree from its root to a leaf, and add up the leaves."""
    total = float(arrays["start"])
    for tree in range(len(arrays["left"])):
        node = 0
        while arrays["left"][tree, node] != node:
            is_greater = row[arrays["feature"][tree, node]] > arrays["threshold"][tree, node]
            node = int(arrays["right" if is_greater else "left"][tree, node])
        total += float(arrays["value"][tree, node])
    return total


@given(
    seed=st.integers(0, 2**32),
    trees=st.integers(1, 4),
    leaves=st.integers(1, MOST_LEAVES),
    rows=st.lists(st.lists(st.integers(-3, 3), min_size=FACTS, max_size=FACTS), min_size=1, max_size=5),
)
def test_asked_at_once_or_walked(seed: int, trees: int, leaves: int, rows: list[list[int]]) -> None:
    """To ask all questions at once gives what walking the trees gives."""
    arrays, facts = grown(seed, trees=trees, leaves=leaves), np.array(rows, dtype=np.float32)
    expected = [walked(row, arrays) for row in facts]
    assert summed(facts, trees_from(arrays)) == pytest.approx(expected)


def test_the_shipped_trees() -> None:
    """The shipped trees, walked, give the same for more rows than are looked at together."""
    arrays = body_weights()
    chance = np.random.default_rng(1)
    facts = chance.normal(size=(300, int(arrays["feature"].max()) + 1)).astype(np.float32)
    sums = summed(facts, trees_from(arrays))
    assert len(sums) == len(facts)
    assert [sums[at] for at in (0, 255, 256, 299)] == pytest.approx(
        [walked(facts[at], dict(arrays)) for at in (0, 255, 256, 299)]
    )


def test_too_many_leaves() -> None:
    """A tree with more leaves than a set of them has bits is refused."""
    wide = 2 * MOST_LEAVES + 1
    inner = np.arange(wide)
    left, right = np.where(inner % 2 == 0, inner + 1, inner), np.where(inner % 2 == 0, inner + 2, inner)
    left[-1] = right[-1] = wide - 1
    arrays = {**grown(1, trees=1, leaves=MOST_LEAVES), "left": left[None], "right": right[None]}
    arrays |= {name: np.zeros((1, wide), dtype=np.float32) for name in ("feature", "threshold", "value")}
    with pytest.raises(ValueError, match="17 leaves"):
        trees_from(arrays)
