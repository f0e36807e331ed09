"""How likely each block is main text at first sight, and what such first guesses tell of the blocks around."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from newsloom.parse.blockcontext import Numbers, shifted, smoothed

FURNITURE = -4.5  # first log-odds below which a block is furniture: nothing more is asked about it
_FURTHEST = 6.0  # standard deviations beyond which a fact says no more
STEPS = (-2, -1, 1, 2)
WIDTHS = (3, 8)
GUESS_FACTS = [
    "guess",
    *(f"guess {step:+d}" for step in STEPS),
    *(f"likely {width}" for width in WIDTHS),
    "likely before",
    "likely after",
    "likely text",
    "best guess",
    "after title",
    "from title",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstGuess:
    """A logistic regression over standardised facts. `mean` and `scale` are those of the facts it learned from."""

    mean: Numbers
    scale: Numbers
    weight: Numbers
    start: float


def guessed(facts: Numbers, first: FirstGuess) -> Numbers:
    """Give the log-odds of each row."""
    return np.asarray(standardised(facts, first) @ first.weight + np.float32(first.start), dtype=np.float32)


def standardised(facts: Numbers, first: FirstGuess) -> Numbers:
    """Give facts in standard deviations from their mean."""
    return np.asarray(np.clip((facts - first.mean) / first.scale, -_FURTHEST, _FURTHEST), dtype=np.float32)


def guess_facts(guess: Numbers, lengths: Numbers, titles: npt.NDArray[np.int64]) -> Numbers:
    """Give the facts that follow from the first guesses, in the columns of `GUESS_FACTS`.

    Args:
        guess: log-odds of the blocks.
        lengths: their characters.
        titles: the numbers of those that say the title, in order.
    """
    likely = (1.0 / (1.0 + np.exp(-guess))).astype(np.float32)
    text = likely * lengths
    so_far = np.cumsum(text, dtype=np.float64)
    whole = max(float(so_far[-1]), 1e-6)
    order = np.arange(len(guess), dtype=np.float32)
    away = order - titles[0] if len(titles) else np.zeros_like(order)
    columns = [
        guess, *(shifted(guess, step) for step in STEPS), *(smoothed(likely, width) for width in WIDTHS),
        (so_far - text) / whole, (whole - so_far) / whole, np.full_like(guess, np.log1p(whole)),
        np.full_like(guess, guess.max()), np.sign(away), np.sign(away) * np.log1p(np.abs(away)),
    ]  # fmt: skip
    return np.stack(columns, axis=1).astype(np.float32)
