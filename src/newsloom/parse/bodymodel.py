"""How likely each block of a page is main text, and which blocks to keep."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from newsloom.parse.blockcontext import context, context_names
from newsloom.parse.blockfacts import (
    MEASURES,
    PLACE_FACTS,
    WORDING,
    Hints,
    Numbers,
    Tables,
    measures,
    place_facts,
    wording,
)
from newsloom.parse.blockguess import FURNITURE, GUESS_FACTS, FirstGuess, guess_facts, guessed
from newsloom.parse.blocks import Page
from newsloom.parse.boosted import Trees, summed, trees_from
from newsloom.parse.data import body_weights
from newsloom.parse.elements import NameOdds

Marks = npt.NDArray[np.bool_]
ODDS_STEP = 16.0  # log-odds of words are shipped as whole sixteenths
_OWN = (*PLACE_FACTS, *MEASURES)
FIRST_COLUMNS = (*_OWN, *context_names())
COLUMNS = (*FIRST_COLUMNS, *WORDING, *GUESS_FACTS)
_COLUMN = {name: number for number, name in enumerate(COLUMNS)}
_IS_TITLE = WORDING.index("is title")


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyModel:
    """All that was learned."""

    tables: Tables
    names: NameOdds
    first: FirstGuess
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
    mean, scale, weight = (arrays[f"first_{name}"].astype(np.float32) for name in ("mean", "scale", "weight"))
    first = FirstGuess(mean=mean, scale=scale, weight=weight, start=float(arrays["first_start"]))
    return BodyModel(
        tables=Tables(names=names, words=words), names=NameOdds(names), first=first, trees=trees_from(arrays)
    )


def likelihoods(page: Page, model: BodyModel, hints: Hints) -> Numbers:
    """Give the probability of each block to be main text; the first guess settles what is clearly furniture."""
    first = first_facts(page)
    guess = guessed(first, model.first)
    likely = np.zeros(len(guess), dtype=np.float32)
    is_open = guess > FURNITURE
    if is_open.any():
        facts = second_facts(page, first, guess, tables=model.tables, hints=hints)
        likely[is_open] = 1.0 / (1.0 + np.exp(-summed(facts, model.trees)))
    return likely


def first_facts(page: Page) -> Numbers:
    """Give the facts that the first guess needs, one row a block, in the order of `FIRST_COLUMNS`."""
    own = np.hstack([place_facts(page), measures(page)])
    return np.hstack([own, context(page, own, _COLUMN)])


def second_facts(page: Page, first: Numbers, guess: Numbers, *, tables: Tables, hints: Hints) -> Numbers:
    """Give all facts of the blocks that are not clearly furniture, in the order of `COLUMNS`."""
    at = np.flatnonzero(guess > FURNITURE)
    words = wording([page.texts[block] for block in at.tolist()], tables=tables, hints=hints)
    is_title = words[:, _IS_TITLE] > 0
    heads = is_title & (first[at, _COLUMN["tag 1"]] > 0)
    titles = at[heads if heads.any() else is_title]
    lengths = np.expm1(first[:, _COLUMN["characters"]])
    return np.hstack([first[at], words, guess_facts(guess, lengths, titles)[at]])


def most_expected(likely: Numbers, sizes: Numbers) -> Marks:
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
