"""Agreement of a grouping with labels."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsloom.testing.metrics import adjusted_rand, bcubed, interval, pairwise

_LABELS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=30)


@given(_LABELS)
def test_agreement_with_oneself_is_perfect(rows: list[tuple[int, int]]) -> None:
    """A grouping equal to the labels, under any names, scores 1 everywhere."""
    labels = [label for label, _ in rows]
    renamed = [f"story {label}" for label in labels]
    assert bcubed(labels, renamed).f1 == pytest.approx(1)
    assert pairwise(labels, renamed).f1 == 1
    assert adjusted_rand(labels, renamed) == pytest.approx(1)


@given(_LABELS)
def test_swapping_sides_swaps_precision_and_recall(rows: list[tuple[int, int]]) -> None:
    """Precision one way is recall the other way."""
    left, right = [a for a, _ in rows], [b for _, b in rows]
    assert bcubed(left, right).precision == pytest.approx(bcubed(right, left).recall)
    assert pairwise(left, right).f1 == pytest.approx(pairwise(right, left).f1)


def test_figures_of_a_small_case() -> None:
    """Two stories, one split: computed by hand."""
    labels, groups = ["x", "x", "x", "y"], [1, 1, 2, 2]
    found = bcubed(labels, groups)
    assert found.precision == pytest.approx((1 + 1 + 0.5 + 0.5) / 4)
    assert found.recall == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4)
    assert pairwise(labels, groups).precision == pytest.approx(1 / 2)
    assert pairwise(labels, groups).recall == pytest.approx(1 / 3)


def test_the_interval_holds_the_figure() -> None:
    """The bootstrap interval surrounds the figure and is the same for one seed."""
    labels = [i // 3 for i in range(60)]
    groups = [i // 2 for i in range(60)]
    low, high = interval(labels, groups)
    assert low - 1e-9 <= bcubed(labels, groups).f1 <= high + 1e-9  # the last digit of a sum differs by Python
    assert interval(labels, groups) == (low, high)
