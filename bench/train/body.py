"""Trains the model that tells main text from furniture, and writes its weights.

Usage: `OMP_NUM_THREADS=1 python bench/train/body.py OUT FILE… [--cross-validate]`

Each FILE holds gzipped JSON lines with `id`, `set`, `url`, `html` and the gold `text`. What is learned: log-odds of
being main text for the words of class names and ids and for the words blocks begin with (each outlet has one vote;
words of fewer than three outlets are dropped; kept as checksums), and boosted trees over the facts of blocks. A
training page's own outlet is left out of the tables its facts are computed with, or the trees would trust them too
much. Seeded; the same files and library versions give the same weights. `--cross-validate` trains five times without
a fifth of the outlets and prints the mean F1 of the pages left out, by set.
"""

import argparse
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.ensemble import HistGradientBoostingClassifier

from newsloom.testing.bodies import (
    COLUMNS,
    ODDS_STEP,
    BodyModel,
    Page,
    Tables,
    block_keys,
    model_from,
    name_keys,
    page_and_facts,
    text_by,
)
from newsloom.testing.extractionjudge import token_f1
from train.bodylabels import GoldPage, Values, gold_pages, labels

SEED = 7
FOLDS = 5
WEB_WEIGHT = 0.4  # of a page of the open web beside one of a newspaper
FEWEST_OUTLETS = 3
PRIOR = {"names": 0.25, "words": 2.0}
TREES = {
    "max_iter": 150,
    "learning_rate": 0.08,
    "max_leaf_nodes": 15,
    "max_depth": 7,
    "min_samples_leaf": 60,
    "l2_regularization": 5.0,
    "max_features": 0.3,
}
Arrays = dict[str, npt.NDArray[np.generic]]
Votes = dict[int, npt.NDArray[np.float64]]  # by key: for, against, outlets


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A page with the votes of its words."""

    gold: GoldPage
    names: dict[int, tuple[float, float]]
    words: dict[int, tuple[float, float]]


def labelled(gold: GoldPage) -> Labelled:
    """Label a page's blocks and count its words."""
    page, _ = page_and_facts(gold.html, Tables(names={}, words={}))
    share, sizes = labels(page, gold.text)
    names = _name_votes(page, share, sizes)
    return Labelled(gold=gold, names=names, words=_word_votes(page, share))


def _name_votes(page: Page, share: Values, sizes: Values) -> dict[int, tuple[float, float]]:
    """Give for each word of element names the share of all gold words, and of all others, inside such elements."""
    gold = np.concatenate([[0.0], np.cumsum(share * sizes)])
    other = np.concatenate([[0.0], np.cumsum((1 - share) * sizes)])
    spans: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for place in page.places:
        if place.names and place.last > place.first:
            for key in {key for name in place.names.split() for key in name_keys(name)}:
                spans[key].append((place.first, place.last))
    found: dict[int, tuple[float, float]] = {}
    for key, parts in spans.items():
        end, mine, others = 0, 0.0, 0.0
        for first, last in parts:
            start = max(first, end)
            if last > start:
                mine, others, end = mine + gold[last] - gold[start], others + other[last] - other[start], last
        found[key] = (mine / max(gold[-1], 1.0), others / max(other[-1], 1.0))
    return found


def _word_votes(page: Page, share: Values) -> dict[int, tuple[float, float]]:
    found: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for block, gold in zip(page.blocks, share, strict=True):
        for key in block_keys(block.text):
            found[key][int(gold < 0.5)] += 1
    return {key: (min(mine, 3), min(others, 3)) for key, (mine, others) in found.items()}


class Tally:
    """Votes of all outlets, from which tables are made, with or without one outlet."""

    def __init__(self, pages: Sequence[Labelled]) -> None:
        self.by_outlet: dict[str, dict[str, Votes]] = {}
        groups: dict[str, list[Labelled]] = defaultdict(list)
        for page in pages:
            groups[page.gold.outlet].append(page)
        for outlet, group in groups.items():
            self.by_outlet[outlet] = {
                "names": _together([page.names for page in group]),
                "words": _together([page.words for page in group]),
            }
        self.total = {kind: _added(votes[kind] for votes in self.by_outlet.values()) for kind in PRIOR}
        words = np.sum(list(self.total["words"].values()), axis=0)
        self.scale = {"names": 1.0, "words": float(words[1] / words[0])}
        self.whole = {kind: self._odds(kind, self.total[kind].items()) for kind in PRIOR}

    def tables(self, *, without: str | None = None) -> Tables:
        """Give the log-odds of every word that enough outlets have."""
        found = {}
        for kind in PRIOR:
            found[kind] = dict(self.whole[kind])
            own = self.by_outlet[without][kind] if without is not None else {}
            left = [(key, self.total[kind][key] - votes) for key, votes in own.items()]
            for key, _ in left:
                found[kind].pop(key, None)
            found[kind].update(self._odds(kind, left))
        return Tables(names=found["names"], words=found["words"])

    def _odds(self, kind: str, votes: Iterable[tuple[int, npt.NDArray[np.float64]]]) -> dict[int, float]:
        prior, scale = PRIOR[kind], self.scale[kind]
        return {
            key: float(
                np.clip(np.rint(ODDS_STEP * np.log((v[0] * scale + prior) / (v[1] + prior))), -127, 127) / ODDS_STEP
            )
            for key, v in votes
            if v[2] >= FEWEST_OUTLETS
        }


def _together(pages: Sequence[Mapping[int, tuple[float, float]]]) -> Votes:
    """Give one outlet's votes: the mean of its pages', and one outlet for each key."""
    found: Votes = defaultdict(lambda: np.zeros(3))
    for votes in pages:
        for key, (mine, others) in votes.items():
            found[key] += (mine / len(pages), others / len(pages), 0)
    for value in found.values():
        value[2] = 1
    return dict(found)


def _added(outlets: Iterable[Votes]) -> Votes:
    found: Votes = defaultdict(lambda: np.zeros(3))
    for votes in outlets:
        for key, value in votes.items():
            found[key] += value
    return dict(found)


def trained(pages: Sequence[Labelled]) -> Arrays:
    """Learn from pages; give the arrays that `model_from` reads."""
    tally = Tally(pages)
    facts, share, weight = [], [], []
    for page in sorted(pages, key=lambda p: p.gold.outlet):
        found, rows = page_and_facts(page.gold.html, tally.tables(without=page.gold.outlet))
        gold, sizes = labels(found, page.gold.text)  # again: the tables decide which blocks are looked at
        root = np.sqrt(sizes)
        importance = 1.0 if page.gold.set.startswith("news") else WEB_WEIGHT
        facts.append(rows)
        share.append(gold)
        weight.append(root / np.sqrt(max(root.sum(), 1.0)) * importance)
    learner = HistGradientBoostingClassifier(random_state=SEED, early_stopping=False, **TREES)
    weights = np.concatenate(weight)
    learner.fit(np.vstack(facts), np.concatenate(share) > 0.5, sample_weight=weights / weights.mean())
    return {**_table_arrays(tally.tables()), **_tree_arrays(learner)}


def _table_arrays(tables: Tables) -> Arrays:
    found: Arrays = {}
    for kind, odds in (("names", tables.names), ("words", tables.words)):
        keys = sorted(key for key, value in odds.items() if value)
        found[f"{kind}_keys"] = np.array(keys, dtype=np.uint32)
        found[f"{kind}_odds"] = np.array([round(odds[key] * ODDS_STEP) for key in keys], dtype=np.int8)
    return found


def _tree_arrays(learner: HistGradientBoostingClassifier) -> Arrays:
    """Lay the trees side by side, shorter ones filled up; leaves point at themselves."""
    nodes = [predictors[0].nodes for predictors in learner._predictors]  # noqa: SLF001  there is no public way to them
    shape = (len(nodes), max(len(tree) for tree in nodes))
    own = np.broadcast_to(np.arange(shape[1]), shape)
    found: Arrays = {
        "feature": np.zeros(shape, dtype=np.uint16),
        "threshold": np.zeros(shape, dtype=np.float32),
        "left": own.astype(np.uint8),
        "right": own.astype(np.uint8),
        "value": np.zeros(shape, dtype=np.float32),
    }
    for number, tree in enumerate(nodes):
        inner = np.flatnonzero(tree["is_leaf"] == 0)
        found["feature"][number, inner] = tree["feature_idx"][inner]
        found["threshold"][number, inner] = tree["num_threshold"][inner]
        found["left"][number, inner] = tree["left"][inner]
        found["right"][number, inner] = tree["right"][inner]
        found["value"][number, : len(tree)] = tree["value"]
    depth = max(int(tree["depth"].max()) for tree in nodes)
    return {**found, "start": np.float64(learner._baseline_prediction.item()), "depth": np.int64(depth)}  # type: ignore[dict-item]  # noqa: SLF001  as above


def folds(pages: Sequence[GoldPage]) -> dict[str, int]:
    """Give each outlet its fold."""
    outlets = sorted({page.outlet for page in pages})
    mixed = np.random.default_rng(SEED).permutation(len(outlets)) % FOLDS
    return dict(zip(outlets, mixed.tolist(), strict=True))


def out_of_fold(pages: Sequence[Labelled]) -> Iterator[tuple[int, BodyModel, list[GoldPage]]]:
    """Give each fold's model, trained without its outlets, and its pages."""
    fold = folds([page.gold for page in pages])
    for number in range(FOLDS):
        model = model_from(trained([page for page in pages if fold[page.gold.outlet] != number]))
        yield number, model, [page.gold for page in pages if fold[page.gold.outlet] == number]


def cross_validated(pages: Sequence[Labelled], *, say: Callable[[str], None]) -> dict[str, str]:
    """Give every page's text as found by a model that saw no page of its outlet."""
    texts: dict[str, str] = {}
    for number, model, group in out_of_fold(pages):
        texts.update((gold.id, text_by(model, gold.html)) for gold in group)
        say(f"fold {number + 1} of {FOLDS}: {len(group)} pages left out")
    return texts


def main() -> None:
    """Train on everything and write; or cross-validate first and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--cross-validate", action="store_true")
    given = parser.parse_args()
    pages = [labelled(gold) for gold in gold_pages(*given.files)]
    if given.cross_validate:
        texts = cross_validated(pages, say=print)
        scores: dict[str, list[float]] = defaultdict(list)
        for page in pages:
            scores[page.gold.set].append(token_f1(texts[page.gold.id], page.gold.text)[0])
        for name, values in sorted(scores.items()):
            print(f"{name:8} {len(values):4} pages  F1 {np.mean(values):.4f}")
    np.savez_compressed(given.out, **trained(pages))  # type: ignore[arg-type]  # its stub takes the names for options
    print(f"{given.out}: {given.out.stat().st_size:,} bytes, {len(COLUMNS)} facts")


if __name__ == "__main__":
    main()
