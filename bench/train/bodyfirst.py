"""How the first guess about blocks is learned: a logistic regression, by Newton's method."""

import numpy as np
import numpy.typing as npt

from newsloom.testing.bodies import FirstGuess, Numbers, standardised

RIDGE = 3.0
STEPS = 7
FURNITURE_SHARE = 3  # one in so many blocks of furniture is learned from, with so many times the weight
STEP_DIGITS = 10  # bits behind the point that are kept of weights: the last ones differ between processors
LEAST_SCALE = 1e-3


def first_guess(facts: Numbers, gold: npt.NDArray[np.bool_], weights: npt.NDArray[np.float64]) -> FirstGuess:
    """Learn from rows of facts, whether each is gold, and its importance."""
    taken = gold | (np.arange(len(gold)) % FURNITURE_SHARE == 0)
    weights = np.where(gold, weights, weights * FURNITURE_SHARE)[taken]
    facts, gold = facts[taken], gold[taken]
    mean = np.average(facts, axis=0, weights=weights)
    scale = np.sqrt(np.average((facts - mean) ** 2, axis=0, weights=weights))
    scale[scale < LEAST_SCALE] = 1.0
    blank = FirstGuess(
        mean=_short(mean), scale=np.maximum(_short(scale), np.float32(LEAST_SCALE)), weight=mean[:0], start=0.0
    )
    rows = np.hstack([standardised(facts, blank), np.ones((len(facts), 1), dtype=np.float32)])
    ridge = np.full(rows.shape[1], RIDGE)
    ridge[-1] = 0.0
    found = np.zeros(rows.shape[1])
    for _ in range(STEPS):
        likely = 1.0 / (1.0 + np.exp(-(rows @ found.astype(np.float32)).astype(np.float64)))
        slope = rows.T @ (weights * (likely - gold)).astype(np.float32) + ridge * found
        bend = (weights * likely * (1 - likely) + 1e-6).astype(np.float32)
        curve = (rows * bend[:, None]).T @ rows + np.diag(ridge).astype(np.float32)
        found -= np.linalg.solve(curve.astype(np.float64), slope.astype(np.float64))
    kept = _short(found)
    return FirstGuess(mean=blank.mean, scale=blank.scale, weight=kept[:-1], start=float(kept[-1]))


def _short(values: npt.NDArray[np.floating]) -> Numbers:
    return np.asarray(np.rint(values * 2.0**STEP_DIGITS) / 2.0**STEP_DIGITS, dtype=np.float32)
