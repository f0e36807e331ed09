"""Trains the model that tells main text from furniture, and writes its weights.

Usage: `OMP_NUM_THREADS=1 python bench/train/body.py OUT FILE… [--cross-validate]`

Each FILE holds gzipped JSON lines with `id`, `set`, `url`, `html` and the gold `text`. What is learned:

- log-odds of being main text for the words of class names and ids and for the words blocks begin with; each outlet has
  one vote, words of fewer than three outlets are dropped, and words are kept as checksums;
- a logistic regression over the facts of blocks that cost little, which makes a first guess;
- boosted trees over all facts of the blocks that the first guess does not call furniture.

A training page's own outlet is left out of the tables its facts are computed with, and of the regression that guesses
at it; or the trees would trust both too much. Seeded; the same files, library versions and processor give the same
weights. `--cross-validate` trains five times without a fifth of the outlets and prints the mean F1 of the pages left
out, by set.
"""

import argparse
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.ensemble import HistGradientBoostingClassifier

from newsloom.testing.bodies import (
    COLUMNS,
    FURNITURE,
    ODDS_STEP,
    BodyModel,
    FirstGuess,
    Numbers,
    Parsed,
    Tables,
    first_facts,
    guessed,
    model_from,
    parsed,
    second_facts,
    text_by,
)
from newsloom.testing.extractionjudge import token_f1
from train.bodyfirst import first_guess
from train.bodylabels import GoldPage, Values, gold_pages
from train.bodytables import Labelled, Tally, labelled

SEED = 7
FOLDS = 5
WEB_WEIGHT = 0.4  # of a page of the open web beside one of a newspaper
TREES = {
    "max_iter": 110,
    "learning_rate": 0.1,
    "max_leaf_nodes": 15,
    "max_depth": 7,
    "min_samples_leaf": 60,
    "l2_regularization": 5.0,
    "max_features": 0.3,
    "max_bins": 127,
}
# Facts with next to no gain in any tree; the first guess has seen them.
_RARE = ("outer tag", "has ", "tag 0 ", "few words ", "ends as a sentence ", "begins ")
FOR_TREES = np.array([number for number, name in enumerate(COLUMNS) if not name.startswith(_RARE)])
Arrays = dict[str, npt.NDArray[np.generic]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rows:
    """One page to learn from."""

    outlet: str
    parsed: Parsed
    facts: Numbers
    gold: npt.NDArray[np.bool_]
    weights: Values


def trained(pages: Sequence[Labelled]) -> Arrays:
    """Learn from pages; give the arrays that `model_from` reads."""
    tally = Tally(pages)
    # One page after the other in this order, or sums differ in the last digit.
    rows = [found for page in sorted(pages, key=lambda p: (p.gold.outlet, p.gold.id)) if (found := _rows(page, tally))]
    gold = np.concatenate([page.gold for page in rows])
    weights = np.concatenate([page.weights for page in rows])
    weights /= weights.mean()
    fold = folds([page.gold for page in pages])
    part = np.concatenate([np.full(len(page.gold), fold[page.outlet]) for page in rows])
    first_rows = np.vstack([page.facts for page in rows])
    firsts = [
        first_guess(first_rows[part != number], gold[part != number], weights[part != number])
        for number in range(FOLDS)
    ]
    facts, is_open = [], []
    for page in rows:
        # A guess that knew the page would look better than it is on others.
        guess = guessed(page.facts, firsts[fold[page.outlet]])
        is_open.append(guess > FURNITURE)
        tables = tally.tables(without=page.outlet)  # made again: kept for every page they fill the memory
        told = second_facts(page.parsed.page, page.facts, guess, tables=tables, hints=page.parsed.hints)
        facts.append(told[:, FOR_TREES])
    asked = np.concatenate(is_open)
    learner = HistGradientBoostingClassifier(random_state=SEED, early_stopping=False, **TREES)
    learner.fit(np.vstack(facts), gold[asked], sample_weight=weights[asked])
    first = first_guess(first_rows, gold, weights)
    return {**_table_arrays(tally.tables()), **_first_arrays(first), **_tree_arrays(learner)}


def _rows(page: Labelled, tally: Tally) -> _Rows | None:
    tables = tally.tables(without=page.gold.outlet)
    found = parsed(page.gold.html, tables.names)
    if not found.page.texts:
        return None
    root = np.sqrt(page.sizes)
    importance = 1.0 if page.gold.set.startswith("news") else WEB_WEIGHT
    return _Rows(
        outlet=page.gold.outlet,
        parsed=found,
        facts=first_facts(found.page),
        gold=page.share > 0.5,
        weights=root / np.sqrt(max(root.sum(), 1.0)) * importance,
    )


def _first_arrays(first: FirstGuess) -> Arrays:
    return {
        "first_mean": first.mean,
        "first_scale": first.scale,
        "first_weight": first.weight,
        "first_start": np.float64(first.start),  # type: ignore[dict-item]  # a scalar is saved as an array
    }


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
        found["feature"][number, inner] = FOR_TREES[tree["feature_idx"][inner]]
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
            one = token_f1(texts[page.gold.id], page.gold.text)[0]
            scores[page.gold.set].append(one)
            if page.gold.set.startswith("news"):
                scores["news"].append(one)
        for name, values in sorted(scores.items()):
            error = np.std(values) / np.sqrt(len(values))
            print(f"{name:8} {len(values):4} pages  F1 {np.mean(values):.4f} (standard error {error:.4f})")
    np.savez_compressed(given.out, **trained(pages))  # type: ignore[arg-type]  # its stub takes the names for options
    print(f"{given.out}: {given.out.stat().st_size:,} bytes, {len(COLUMNS)} facts")


if __name__ == "__main__":
    main()
