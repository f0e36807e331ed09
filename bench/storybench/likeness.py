"""Cosines of TF-IDF between the articles of a stream, and the two plain ways of grouping by them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csr_matrix
from sklearn.cluster import DBSCAN
from sklearn.feature_extraction.text import TfidfVectorizer

LEAST = 0.03  # a cosine below it is taken for none
WINDOW = 30.0  # days
FADING = 3.0  # days after which a fading likeness counts .61: a Gaussian's sigma
_ROWS = 512


@dataclass(frozen=True, slots=True)
class Likeness:
    """For each article the earlier ones within `WINDOW`: their positions, cosines, and days between."""

    others: list[NDArray[np.int32]]
    cosines: list[NDArray[np.float32]]
    days: NDArray[np.float64]


def likeness(texts: Sequence[str], days: Sequence[float]) -> Likeness:
    """Cosines of logarithmic TF-IDF, whose rarity of words is that of the whole stream; texts come in order of time."""
    vectors = TfidfVectorizer(sublinear_tf=True, dtype=np.float32).fit_transform(texts)
    times = np.asarray(days)
    latest = np.maximum.accumulate(times)
    others: list[NDArray[np.int32]] = []
    cosines: list[NDArray[np.float32]] = []
    for begin in range(0, len(texts), _ROWS):
        end = min(begin + _ROWS, len(texts))
        first = int(np.searchsorted(latest, latest[begin] - WINDOW))
        product = csr_matrix(vectors[begin:end] @ vectors[first:end].T)
        for row in range(end - begin):
            span = slice(product.indptr[row], product.indptr[row + 1])
            at, values = product.indices[span] + first, product.data[span]
            use = (at < begin + row) & (values >= LEAST) & (np.abs(times[at] - times[begin + row]) <= WINDOW)
            others.append(at[use].astype(np.int32))
            cosines.append(values[use].astype(np.float32))
    return Likeness(others, cosines, times)


def centroids(alike: Likeness, *, least: float, window: float, fading: bool) -> list[int]:
    """Each article joins the story whose centroid is likest, if alike enough and met in the window.

    The dot product with a centroid is the sum of those with its members, so the cosines of pairs are all it takes.
    """
    size = len(alike.others)
    story = np.zeros(size, dtype=np.int64)
    squares = np.zeros(size)
    last = np.zeros(size)
    for number in range(size):
        now = alike.days[number]
        stories, inverse = np.unique(story[alike.others[number]], return_inverse=True)
        story[number], squares[number], last[number] = number, 1.0, now
        if not len(stories):
            continue
        dots = np.bincount(inverse, weights=alike.cosines[number])
        age = now - last[stories]
        likest = np.where(age <= window, dots / np.sqrt(squares[stories]), 0.0)
        if fading:
            likest *= np.exp(-0.5 * (age / FADING) ** 2)
        best = int(np.argmax(likest))
        if likest[best] >= least:
            home = int(stories[best])
            story[number] = home
            squares[home] += 2 * dots[best] + 1
            last[home] = max(last[home], now)
    found: list[int] = story.tolist()
    return found


def density(alike: Likeness, *, eps: float, fewest: int, window: float) -> list[int]:
    """DBSCAN over cosine distances of articles not further apart than the window; noise stands alone."""
    size = len(alike.others)
    rows = np.repeat(np.arange(size), [len(others) for others in alike.others])
    others = np.concatenate([*alike.others, np.zeros(0, dtype=np.int32)])
    distances = np.maximum(1 - np.concatenate([*alike.cosines, np.zeros(0, dtype=np.float32)]), 1e-6)
    use = (distances <= eps) & (np.abs(alike.days[rows] - alike.days[others]) <= window)
    half = coo_matrix((distances[use], (rows[use], others[use])), shape=(size, size))
    graph = csr_matrix(half + half.T)
    graph.setdiag(0)
    labels = DBSCAN(eps=eps, min_samples=fewest, metric="precomputed").fit(graph).labels_
    return [int(label) if label >= 0 else -number - 1 for number, label in enumerate(labels)]
