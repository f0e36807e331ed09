"""Prints which weights of the language identifier explain the titles of known language best, cross-validated by outlet.

`PYTHONPATH=src:bench python bench/train/languageweights.py FOLDER PAGES` makes the set of `./run bench language`, and
for five fifths of the outlets chooses from a grid by the mean log loss of the other four, asked without a declaration.
The figures are of the fifth not chosen on.
"""

import argparse
import itertools
import math
from pathlib import Path

import numpy as np

from language import Title, collect, identifier
from newsloom.flows.language import Weights, load

FOLDS = 5
SEQUENCES = (0.75, 1.0, 1.5, 2.0, 3.0)
WORDS = (0.5, 0.75, 1.0, 1.5)
ANSWER = 0.6
SURE = 0.9
LEAST = 1e-6  # a probability of 0 would cost without bound


def main() -> None:
    """Choose, and print what was chosen and how it does."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("pages", type=Path)
    given = parser.parse_args()
    titles, _ = collect(given.folder, given.pages, identifier())
    outlets = sorted({title.outlet for title in titles})
    folds = np.array([outlets.index(title.outlet) % FOLDS for title in titles])
    grid = [Weights(sequences=s, words=w) for s, w in itertools.product(SEQUENCES, WORDS)]
    answers = [answers_of(titles, weights) for weights in grid]
    held: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        losses = [float(np.mean([-math.log(max(p, LEAST)) for p in own[folds != fold, 2]])) for own in answers]
        best = int(np.argmin(losses))
        own = answers[best][folds == fold]
        held += [(float(p), bool(right)) for p, right, _ in own]
        print(f"fold {fold}: sequences {grid[best].sequences}, words {grid[best].words}, log loss {losses[best]:.4f}")
    given_ = [(p, right) for p, right in held if p >= ANSWER]
    sure = [right for p, right in given_ if p >= SURE]
    right = sum(right for _, right in given_) / len(given_)
    print(f"held aside: answered {len(given_) / len(held):.4f}, right {right:.4f}")
    print(f"from {SURE} on: answered {len(sure) / len(held):.4f}, right {sum(sure) / len(sure):.5f}")


def answers_of(titles: list[Title], weights: Weights) -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
    """For each title the probability of the best language, whether it is right, and that of the right one."""
    model = load(weights)
    rows: list[tuple[float, bool, float]] = []
    for title in titles:
        odds = model.posterior(title.text, said="", trust=0.0)
        best = int(odds.argmax())
        rows.append((odds[best], model.names[best] == title.language, odds[model.names.index(title.language)]))
    return np.array(rows, dtype=np.float64)


if __name__ == "__main__":
    main()
