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
    lengths = np.array([len(block.text) for block in page.blocks], dtype=np.float32)
    linked = facts[:, column["linked"]] * lengths
    long = np.where((lengths >= LONG) & (linked < lengths * 0.5), lengths - linked, 0).astype(np.float32)
    columns: list[Numbers] = []
    columns += _neighbours(facts, column)
    columns += _containers(page, lengths, linked, long)
    columns += _alike(page, lengths, linked)
    columns += _position(facts, column, lengths, long)
    total = float(lengths.sum()) or 1.0
    whole = (len(lengths), total, float(long.sum()), float(linked.sum()) / total)
    columns += [np.full(len(lengths), value, dtype=np.float32) for value in (*np.log1p(whole[:3]), whole[3])]
    for values in (np.log1p(long), facts[:, column["linked"]], facts[:, column["path odds"]]):
        columns += [smoothed(values, width) for width in (3, 8)]
    return np.stack(columns, axis=1)


def _neighbours(facts: Numbers, column: dict[str, int]) -> list[Numbers]:
    chosen = facts[:, [column[name] for name in NEIGHBOUR_FACTS]]
    found: list[Numbers] = []
    for step in STEPS:
        found += list(shifted(chosen, step).T)
    return found


def shifted(values: Numbers, step: int) -> Numbers:
    """Give each row that of the block so many steps on, or back; zeros beyond the page's ends."""
    moved = np.zeros_like(values)
    if step > 0:
        moved[:-step] = values[step:]
    else:
        moved[-step:] = values[:step]
    return moved


def _sums(values: Numbers) -> Numbers:
    """Give running sums that begin with 0, so that a slice's sum is a difference of two of them."""
    return np.concatenate([np.zeros(1), np.cumsum(values, dtype=np.float64)]).astype(np.float32)


def _containers(page: Page, lengths: Numbers, linked: Numbers, long: Numbers) -> list[Numbers]:
    spans = np.array([(p.first, p.last, p.parent.index if p.parent else 0) for p in page.places], dtype=np.int64)
    first, last, outer = spans.T
    texts, links, longs = ((sums := _sums(values))[last] - sums[first] for values in (lengths, linked, long))
    whole, whole_long = max(float(texts[0]), 1.0), max(float(longs[0]), 1.0)
    at = np.array([block.place.index for block in page.blocks], dtype=np.int64)
    found: list[Numbers] = []
    for _ in range(LEVELS):
        text = texts[at]
        found += [
            np.log1p(text), text / whole, longs[at] / whole_long, links[at] / np.maximum(text, 1),
            np.log1p(last[at] - first[at]).astype(np.float32), text / np.maximum(texts[outer[at]], 1),
        ]  # fmt: skip
        at = outer[at]
    order = np.arange(len(lengths))
    for share in MAIN_SHARES:
        # The innermost element that holds this share of the long text: of nested ones the last in document order.
        main = int(np.flatnonzero(longs >= share * whole_long).max(initial=0))
        begin, end = int(first[main]), int(last[main])
        inside = (order >= begin) & (order < end)
        found += [inside.astype(np.float32), np.log1p(np.maximum(begin - order, 0)).astype(np.float32)]
        found += [np.log1p(np.maximum(order - end + 1, 0)).astype(np.float32)]
        found += [np.where(inside, (order - begin) / max(end - begin, 1), 0).astype(np.float32)]
    return found


def _alike(page: Page, lengths: Numbers, linked: Numbers) -> list[Numbers]:
    """Look at blocks of the same kind: the same tag and names on the element and on the one around it."""
    kinds: dict[tuple[int, str, str], int] = {}
    kind = np.array([
        kinds.setdefault((p.kind, p.names, p.parent.names if p.parent else ""), len(kinds))
        for p in (block.place for block in page.blocks)
    ])  # fmt: skip
    count = np.bincount(kind)
    text, links = np.bincount(kind, lengths), np.bincount(kind, linked)
    total = max(float(lengths.sum()), 1.0)
    table = np.stack([np.log1p(count), text / total, np.log1p(text / count), links / text]).astype(np.float32)
    return list(table[:, kind])


def _position(facts: Numbers, column: dict[str, int], lengths: Numbers, long: Numbers) -> list[Numbers]:
    size = len(lengths)
    order = np.arange(size, dtype=np.float32)
    before, longs = _sums(lengths), _sums(long)
    headings = (facts[:, [column[f"tag {n}"] for n in (1, 2, 3, 4)]].sum(axis=1) > 0).astype(np.float32)
    last_heading = np.maximum.accumulate(np.where(headings > 0, order, -1))
    return [
        order / max(size, 1), before[:-1] / max(float(before[-1]), 1.0), np.log1p(longs[:-1]),
        np.log1p(np.maximum(longs[-1] - longs[1:], 0)), np.log1p(order - last_heading),
    ]  # fmt: skip


def smoothed(values: Numbers, width: int) -> Numbers:
    """Give the mean over `width` blocks to either side, the block itself left out."""
    sums = _sums(values)
    order = np.arange(len(values))
    low, high = np.maximum(order - width, 0), np.minimum(order + width + 1, len(values))
    return np.asarray((sums[high] - sums[low] - values) / np.maximum(high - low - 1, 1), dtype=np.float32)
