"""Which weights would put what was marked good above what was marked bad: a linear fit over the parts of receipts.

A story's heat is the sum of its parts, those of quality as far as they are in its interest. Each part gets a factor,
close to 1 unless the marks say otherwise, so that the sums tell good from bad; a weight times its part's factor,
rounded, is what is proposed. The same marks give the same proposal.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import msgspec
import numpy as np
from numpy.typing import NDArray

from newsloom.model.judgement import Score
from newsloom.model.weights import DefaultWeights

Vector = NDArray[np.float64]

#: The weights that make each part; what bounds a part grows and shrinks with it.
WEIGHTS_OF: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "source": ("source_most",),
        "originality": ("own_text", "agency_text", "unread_text"),
        "genre": ("report", "other_genre", "opinion"),
        "topics": ("title_keyword", "lead_keyword", "topics_most"),
        "author": ("author",),
        "date": ("date", "undated"),
        "image": ("image",),
        "length": ("length_most",),
        "paywall": ("paywalled",),
        "headline": ("shouted",),
        "corrections": ("corrected", "gone"),
        "voice": ("voice_least", "voice_most"),
        "pace": ("pace", "pace_most"),
        "freshness": ("fresh",),
        "spread": ("family", "country", "language", "spread_most"),
        "copies": ("copies", "copies_most"),
    }
)
PARTS = tuple(WEIGHTS_OF)
INTEREST = "interest"


@dataclass(frozen=True, slots=True, kw_only=True)
class TuneRules:
    """How weights are fitted.

    `least` marks of each kind are wanted: with fewer, chance decides. `smallest` and `largest` bound a factor.
    `penalty` is what a factor's squared distance from 1 costs beside the mean loss, `scale` how many points of heat
    make good from doubtful. `folds` is into how many parts the marks are cut to try the fit on marks it has not seen.
    """

    least: int = 10
    smallest: float = 0.5
    largest: float = 2.0
    penalty: float = 0.05
    scale: float = 10.0
    steps: int = 500
    rate: float = 0.5
    folds: int = 5


RULES = TuneRules()


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """One marked story by the points of its parts, and whether it was found good."""

    points: Mapping[str, float]
    is_good: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Weights that fit the marks better, and how much.

    `ranked_now` is the share of pairs of a good and a bad story that the weights in force put in the right order,
    `ranked_then` that of weights fitted without those stories: the gain that may be expected.
    """

    weights: DefaultWeights
    factors: Mapping[str, float] = field(default_factory=dict)
    ranked_now: float
    ranked_then: float
    good: int
    bad: int

    @property
    def gain(self) -> float:
        """How much more often a good story would stand above a bad one."""
        return self.ranked_then - self.ranked_now


def marked(quality: Score, heat: Score, *, is_good: bool) -> Marked:
    """A story's parts as the fit sees them: those of quality by how much of it is in the interest."""
    points = dict.fromkeys(PARTS, 0.0)
    interest = sum(part.points for part in heat.parts if part.name == INTEREST)
    share = interest / quality.value if quality.value > 0 else 0.0
    for part in quality.parts:
        if part.name in points:
            points[part.name] += part.points * share
    for part in heat.parts:
        if part.name in points:
            points[part.name] += part.points
    return Marked(points=points, is_good=is_good)


def lacking(marks: Sequence[Marked], *, rules: TuneRules = RULES) -> str:
    """What is missing before anything can be proposed, in words; "" if nothing is."""
    good = sum(one.is_good for one in marks)
    bad = len(marks) - good
    wanted = [f"{rules.least - n} more {kind}" for n, kind in ((good, "good"), (bad, "bad")) if n < rules.least]
    if not wanted:
        return ""
    have = f"{good} good and {bad} bad"
    return f"{have} marks are too few: {rules.least} of each are wanted, so {' and '.join(wanted)}"


def propose(marks: Sequence[Marked], weights: DefaultWeights, *, rules: TuneRules = RULES) -> Proposal:
    """The weights that fit the marks; raises ValueError where marks are lacking.

    Args:
        marks: the stories that were marked, judged by the weights in force.
        weights: the weights in force.
        rules: how to fit.
    """
    if problem := lacking(marks, rules=rules):
        raise ValueError(problem)
    points = np.array([[one.points[part] for part in PARTS] for one in marks], dtype=np.float64)
    good = np.array([one.is_good for one in marks], dtype=np.bool_)
    factors = _fitted(points, good, rules)
    now, then = _tried(points, good, rules)
    return Proposal(
        weights=_with_factors(weights, dict(zip(PARTS, factors.tolist(), strict=True))),
        factors={part: round(float(f), 3) for part, f in zip(PARTS, factors, strict=True)},
        ranked_now=now,
        ranked_then=then,
        good=int(good.sum()),
        bad=int((~good).sum()),
    )


def _fitted(points: Vector, good: NDArray[np.bool_], rules: TuneRules) -> Vector:
    """The factors: logistic regression around 1, by projected descent from 1; both kinds count alike.

    How steep it is stands apart from the factors: marks that say nothing make it flat, and no factor moves.
    """
    x = points / rules.scale
    balance = np.where(good, 0.5 / max(good.sum(), 1), 0.5 / max((~good).sum(), 1))
    factors, slope, target = np.ones(x.shape[1]), 1.0, good.astype(np.float64)
    bias = -float(np.median(x.sum(axis=1)))
    rate = min(rules.rate, 1 / (0.25 * float((balance[:, None] * x * x).sum()) + rules.penalty + 0.25))
    for _ in range(rules.steps):
        warmth = x @ factors
        miss = balance * (1 / (1 + np.exp(-np.clip(slope * warmth + bias, -60, 60))) - target)
        factors = factors - rate * (slope * (x.T @ miss) + rules.penalty * (factors - 1))
        factors = np.clip(factors, rules.smallest, rules.largest)
        slope = min(max(slope - rate * float(warmth @ miss), 0.0), 1.0)
        bias -= rate * float(miss.sum())
    moves = np.ptp(points, axis=0) > 0
    return np.where(moves, factors, 1.0)


def _tried(points: Vector, good: NDArray[np.bool_], rules: TuneRules) -> tuple[float, float]:
    """The share of pairs in the right order, each of marks the fit has not seen: now, and by fitted factors."""
    fold = np.empty(len(good), dtype=np.int64)
    for kind in (good, ~good):
        fold[kind] = np.arange(int(kind.sum())) % rules.folds
    now = then = pairs = 0.0
    for number in range(rules.folds):
        seen, unseen = fold != number, fold == number
        factors = _fitted(points[seen], good[seen], rules)
        of_good, of_bad = points[unseen & good], points[unseen & ~good]
        now += _in_order(of_good.sum(axis=1), of_bad.sum(axis=1))
        then += _in_order(of_good @ factors, of_bad @ factors)
        pairs += len(of_good) * len(of_bad)
    return now / pairs, then / pairs


def _in_order(good: Vector, bad: Vector) -> float:
    """How many pairs stand in the right order; a tie is half of one."""
    return float((good[:, None] > bad[None, :]).sum() + 0.5 * (good[:, None] == bad[None, :]).sum())


def _with_factors(weights: DefaultWeights, factors: Mapping[str, float]) -> DefaultWeights:
    """The weights times their factors, whole; where quality would leave its scale, all factors give way alike."""
    for tenths in range(10, -1, -1):
        values = msgspec.structs.asdict(weights)
        for part, names in WEIGHTS_OF.items():
            factor = 1 + (factors[part] - 1) * tenths / 10
            values |= {name: int(weights_value(values[name], factor)) for name in names}
        try:
            return msgspec.convert(values, DefaultWeights)
        except msgspec.ValidationError:
            continue
    return weights


def weights_value(value: int, factor: float) -> int:
    """A weight times a factor: whole, half up, never less than nothing."""
    return max(int(value * factor + 0.5), 0)
