"""The candidate pairs of labelled streams, as the clusterer sees them: what the combiner is trained on."""

from collections.abc import Iterable
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from newsloom.curate.cluster import Clusterer
from newsloom.curate.pairs import FEATURES
from newsloom.testing.streams import Labelled

Rows = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Candidate pairs of one stream: features, the positions of both articles, and whether they are a series.

    Of each article: its label, and how much less joining asked, the window being thin, when it came.
    """

    rows: Rows
    query: NDArray[np.int64]
    other: NDArray[np.int64]
    labels: list[str | None]
    apart: NDArray[np.bool_]
    never: NDArray[np.bool_]
    thin: NDArray[np.float64]

    @property
    def halves(self) -> NDArray[np.int64]:
        """Which half each article's story is in; -1 without a label."""
        return np.array([-1 if label is None else crc32(f"half {label}".encode()) % 2 for label in self.labels])

    @property
    def true(self) -> NDArray[np.bool_]:
        """Both articles carry one label."""
        names = np.array([label or "" for label in self.labels])
        return np.asarray((names[self.query] == names[self.other]) & (names[self.query] != ""))


def collect(*streams: Iterable[Labelled]) -> Pairs:
    """The candidate pairs of some streams, one after the other; each begins with an empty window.

    What the clusterer makes of them does not count.
    """
    where: dict[str, int] = {}
    labels: list[str | None] = []
    rows, apart, never = [np.zeros((0, len(FEATURES)))], [np.zeros(0, dtype=np.bool_)], [np.zeros(0, dtype=np.bool_)]
    query, other, thin = [], [], []
    for stream in streams:
        clusterers: dict[str, Clusterer] = {}
        for one in stream:
            language = one.article.language
            if language not in clusterers:
                clusterers[language] = Clusterer(language=language)
            seen = clusterers[language].look(one.article)
            rows.append(seen.rows)
            apart.append(seen.apart)
            never.append(seen.never)
            thin.append(seen.thin)
            query += [len(labels)] * len(seen.articles)
            other += [where[article] for article in seen.articles]
            clusterers[language].place(one.article)
            where[one.article.id] = len(labels)
            labels.append(one.label)
    return Pairs(
        rows=np.concatenate(rows),
        query=np.array(query),
        other=np.array(other),
        labels=labels,
        apart=np.concatenate(apart),
        never=np.concatenate(never),
        thin=np.array(thin),
    )
