"""What the blocks around a block tell of it: neighbours, containers, look-alikes, position."""

import numpy as np
import numpy.typing as npt

from newsloom.parse.blocks import Page

Numbers = npt.NDArray[np.float32]
Indices = npt.NDArray[np.int64]
LEVELS = 4
LONG = 80  # characters from which unlinked text counts as a paragraph
NEIGHBOUR_FACTS = (
    "characters",
    "linked",
    "path odds",
    "odds 0",
    "ends as a sentence",
    "tag 0",
    "few words",
)
STEPS = (-2, -1, 1, 2)
MAIN_SHARES = (0.4, 0.7)


def context_names() -> list[str]:
    """Name the columns of `context`."""
    names = [f"{fact} {step:+d}" for step in STEPS for fact in NEIGHBOUR_FACTS]
    for level in range(LEVELS):
        names += [f"{what} {level}" for what in ("text", "share", "long share", "linked", "blocks", "of its outer")]
    for share in MAIN_SHARES:
        names += [f"{what} {share}" for what in ("in main", "before main", "after main", "place in main")]
    names += ["alike", "alike text", "alike mean", "alike linked"]
    names += ["position", "text position", "long before", "long after", "since heading"]
    names += ["page blocks", "page text", "page long", "page linked"]
    names += [f"{what} {kind}" for what in ("near long", "near linked", "near odds") for kind in (3, 8)]
    return names


def context(page: Page, facts: Numbers, column: dict[str, int]) -> Numbers:
    """Give the facts of each block's surroundings, one row a block, in the columns that `context_names` names."""
    lengths = np.fromiter(map(len, page.texts), dtype=np.float32, count=len(page.texts))
    linked = facts[:, column["linked"]] * lengths
    long = np.where((lengths >= LONG) & (linked < lengths * 0.5), lengths - linked, 0).astype(np.float32)
    total = float(lengths.sum()) or 1.0
    whole = np.array([len(lengths), total, float(long.sum()), float(linked.sum()) / total])
    whole[:3] = np.log1p(whole[:3])
    near = np.stack([np.log1p(long), facts[:, column["linked"]], facts[:, column["path odds"]]], axis=1)
    chosen = facts[:, [column[name] for name in NEIGHBOUR_FACTS]]
    smooth = np.stack([smoothed(near, width) for width in (3, 8)], axis=2)
    return np.hstack([
        *(shifted(chosen, step) for step in STEPS),
        _containers(page, lengths, linked, long),
        _alike(page, lengths, linked),
        _position(facts, column, lengths, long),
        np.broadcast_to(whole.astype(np.float32), (len(lengths), len(whole))),
        smooth.reshape(len(lengths), -1),
    ])  # fmt: skip


def shifted(values: Numbers, step: int) -> Numbers:
    """Give each row that of the block so many steps on, or back; zeros beyond the page's ends."""
    moved = np.zeros_like(values)
    if step > 0:
        moved[:-step] = values[step:]
    else:
        moved[-step:] = values[:step]
    return moved


def _sums(values: Numbers) -> Numbers:
    """Give running sums along the rows that begin with 0, so that a slice's sum is a difference of two of them."""
    found = np.zeros((len(values) + 1, *values.shape[1:]), dtype=np.float64)
    np.cumsum(values, axis=0, dtype=np.float64, out=found[1:])
    return found.astype(np.float32)


def _containers(page: Page, lengths: Numbers, linked: Numbers, long: Numbers) -> Numbers:
    first, last, outer = (np.array(values, dtype=np.int64) for values in (page.first, page.last, page.outer))
    sums = _sums(np.stack([lengths, linked, long], axis=1))
    texts, links, longs = (sums[last] - sums[first]).T
    whole, whole_long = max(float(texts[0]), 1.0), max(float(longs[0]), 1.0)
    least = np.maximum(texts, 1)
    told = np.empty((len(first), 6), dtype=np.float32)
    told[:, 0] = np.log1p(texts)
    told[:, 1] = texts / whole
    told[:, 2] = longs / whole_long
    told[:, 3] = links / least
    told[:, 4] = np.log1p(last - first)
    told[:, 5] = texts / least[outer]
    at = np.array(page.places, dtype=np.int64)
    found: list[Numbers] = []
    for _ in range(LEVELS):
        found.append(told[at])
        at = outer[at]
    for share in MAIN_SHARES:
        # The innermost element that holds this share of the long text: of nested ones the last in document order.
        main = int(np.flatnonzero(longs >= share * whole_long).max(initial=0))
        found.append(_beside(int(first[main]), int(last[main]), len(lengths)))
    return np.hstack(found)


def _beside(begin: int, end: int, size: int) -> Numbers:
    """Tell for each block whether it is one of these, how far before or behind them, and its place among them."""
    order = np.arange(size)
    found = np.zeros((size, 4), dtype=np.float32)
    found[begin:end, 0] = 1
    found[:, 1:3] = np.log1p(np.maximum([begin - order, order - end + 1], 0)).T
    found[begin:end, 3] = (order[begin:end] - begin) / max(end - begin, 1)
    return found


def _alike(page: Page, lengths: Numbers, linked: Numbers) -> Numbers:
    """Look at blocks of the same kind: the same tag and names on the element and on the one around it."""
    names: dict[str, int] = {"": 0}
    named = np.array([names.setdefault(element.names, len(names)) for element in page.elements])
    tags = np.array([element.kind for element in page.elements])
    kinds, at, outer = np.array(page.kinds), np.array(page.places), np.array(page.outer)
    own = tags * len(names) + named
    kind = own[kinds[at]] * len(names) + np.where(at > 0, named[kinds[outer[at]]], 0)
    _, kind, count = np.unique(kind, return_inverse=True, return_counts=True)
    text, links = np.bincount(kind, lengths), np.bincount(kind, linked)
    total = max(float(lengths.sum()), 1.0)
    table = np.stack([np.log1p(count), text / total, np.log1p(text / count), links / text], axis=1)
    return table.astype(np.float32)[kind]


def _position(facts: Numbers, column: dict[str, int], lengths: Numbers, long: Numbers) -> Numbers:
    size = len(lengths)
    order = np.arange(size, dtype=np.float32)
    before, longs = _sums(lengths), _sums(long)
    headings = facts[:, [column[f"tag {n}"] for n in (1, 2, 3, 4)]].any(axis=1)
    last_heading = np.maximum.accumulate(np.where(headings, order, -1))
    return np.stack([
        order / max(size, 1), before[:-1] / max(float(before[-1]), 1.0), np.log1p(longs[:-1]),
        np.log1p(np.maximum(longs[-1] - longs[1:], 0)), np.log1p(order - last_heading),
    ], axis=1).astype(np.float32)  # fmt: skip


def smoothed(values: Numbers, width: int) -> Numbers:
    """Give the mean over `width` rows to either side, the row itself left out; by column."""
    sums = _sums(values)
    size = len(values)
    order = np.arange(size)
    low, high = np.maximum(order - width, 0), np.minimum(order + width + 1, size)
    others = np.maximum(high - low - 1, 1)
    others = others[:, None] if values.ndim > 1 else others
    return np.asarray((sums[high] - sums[low] - values) / others, dtype=np.float32)
