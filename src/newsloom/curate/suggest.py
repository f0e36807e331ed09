"""What an owner's corrections say of a topic's words: a linear model of each word's weight.

It proposes and never decides. Logistic regression with a penalty on large weights, over which words an article has, no
matter how often; trained by Nesterov's method from nothing, in a fixed order, so the same examples give the same model.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from newsloom.model.article import Article
from newsloom.text.words import is_number, words

Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainRules:
    """How the model is trained.

    `text_words`: as many words of the text are read; what an article is about it says early. `most_words`: the words
    of most articles among those in `fewest` or more. `penalty`: what a squared weight costs beside the mean loss.
    `least`: corrections wanted of each kind before anything is learnt; with fewer a model learns the articles by heart.
    """

    text_words: int = 150
    most_words: int = 1_000
    fewest: int = 2
    most_share: float = 0.5
    penalty: float = 0.002
    steps: int = 200
    least: int = 3


RULES = TrainRules()


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One article by its words, whether it is about the topic, and how much its word counts beside others'."""

    words: frozenset[str]
    is_about: bool
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Linear:
    """A trained model: a weight for each word it knows, and one for every article."""

    weights: dict[str, float]
    bias: float

    def probability(self, said: frozenset[str]) -> float:
        """How likely an article with these words is about the topic, 0 to 1."""
        return float(1 / (1 + np.exp(-self.bias - sum(weight for _, weight in self.reasons(said)))))

    def reasons(self, said: frozenset[str]) -> list[tuple[str, float]]:
        """The words of an article the model knows and what each adds, the weightiest first."""
        known = sorted(said & self.weights.keys())
        scale = 1 / np.sqrt(max(len(known), 1))
        return sorted(
            ((word, float(self.weights[word] * scale)) for word in known), key=lambda one: (-abs(one[1]), one[0])
        )


def words_of(article: Article, rules: TrainRules = RULES) -> frozenset[str]:
    """The words of an article that a model may learn from, folded; figures are left out."""
    told = (*words(article.title).folded, *words(article.lead).folded, *words(article.text).folded[: rules.text_words])
    return frozenset(word for word in told if not is_number(word))


def train(examples: Sequence[Example], rules: TrainRules = RULES) -> Linear:
    """The model of these examples; both kinds count the same in all, however many they are."""
    known = _known(examples, rules)
    places = {word: place for place, word in enumerate(known)}
    features = np.zeros((len(examples), len(known) + 1))
    for row, example in enumerate(examples):
        there = [places[word] for word in example.words if word in places]
        features[row, there] = 1 / np.sqrt(max(len(there), 1))
        features[row, -1] = 1
    labels = np.array([1.0 if example.is_about else 0.0 for example in examples])
    shares = np.array([example.weight for example in examples])
    for label in (0.0, 1.0):
        total = shares[labels == label].sum()
        if total:
            shares[labels == label] /= 2 * total
    weights = _descended(features, labels, shares, rules)
    return Linear(weights=dict(zip(known, weights[:-1].tolist(), strict=True)), bias=float(weights[-1]))


def _known(examples: Sequence[Example], rules: TrainRules) -> list[str]:
    counts = Counter(word for example in examples for word in example.words)
    most = rules.most_share * len(examples)
    kept = [word for word, count in counts.items() if count >= rules.fewest and (count <= most or len(examples) < 20)]  # noqa: PLR2004  of few examples half is little
    return sorted(sorted(kept, key=lambda word: (-counts[word], word))[: rules.most_words])


def _descended(features: Vector, labels: Vector, shares: Vector, rules: TrainRules) -> Vector:
    """The weights of least loss; rows have a length of at most 2, so the loss bends by at most half a unit."""
    weights = ahead = np.zeros(features.shape[1])
    rate = 1 / (0.5 + rules.penalty)
    for step in range(rules.steps):
        guessed = 1 / (1 + np.exp(-(features @ ahead)))
        slope = features.T @ (shares * (guessed - labels)) + rules.penalty * ahead
        before, weights = weights, ahead - rate * slope
        ahead = weights + step / (step + 3) * (weights - before)
    return weights


def unseen_right(examples: Sequence[Example], of: Iterable[int], rules: TrainRules = RULES, *, parts: int = 4) -> int:
    """Of how many examples (by place) a model trained without them says what they say."""
    asked = list(of)
    right = 0
    for part in range(parts):
        held = set(asked[part::parts])
        if not held:
            continue
        model = train([example for place, example in enumerate(examples) if place not in held], rules)
        right += sum((model.probability(examples[at].words) >= 0.5) == examples[at].is_about for at in sorted(held))  # noqa: PLR2004  likelier than not
    return right
