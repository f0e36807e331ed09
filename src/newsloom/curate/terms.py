"""How rare a term is: a shipped table of the language, and the articles at hand."""

from math import log

import numpy as np
from numpy.typing import NDArray

from newsloom.curate.frozen import WIDTHS, Frozen, View
from newsloom.curate.views import BUCKETS, Draft, bucket, saturated

_RARE = (
    0.0067  # share of the articles in the window from which on a word is not rare, whatever the language's table says
)
_FEW = 100  # articles without a word that the window is thought to hold beside its own
_UNKNOWN = 1000.0  # articles a language without a table is taken to have had, none of them with any term


class TermStatistics:
    """Document frequencies: warm ones of the language, and those of the articles in the window."""

    def __init__(self, warm: dict[str, int], *, articles: int) -> None:
        self._articles = float(articles) or _UNKNOWN
        self._here = 0
        self._local: NDArray[np.float32] = np.zeros(BUCKETS, dtype=np.float32)
        self._counts: NDArray[np.float32] = np.zeros(BUCKETS, dtype=np.float32)
        for term, count in warm.items():
            self._counts[bucket(term)] += count

    def add(self, frozen: Frozen, *, sign: int = 1) -> None:
        """Count an article in (or, with sign -1, out)."""
        self._articles += sign
        self._here += sign
        title, _, pairs, body, *_ = frozen.views
        said = (body if len(body.ids) else title).ids
        for counts in (self._counts, self._local):
            counts[said] += sign
            counts[pairs.ids] += sign

    def weigh(self, draft: Draft) -> tuple[View, ...]:
        """The article's views with weights: rarity, 1 for a term never seen, near 0 for one in every article."""
        hashes = list(draft.words)
        ceiling = log(2 * (self._articles + 1))
        rarity = dict(zip(hashes, self._rarity(hashes, ceiling), strict=True))
        pairs = list(draft.pairs)
        own = dict(zip(pairs, self._rarity(pairs, ceiling), strict=True))
        often = {n: saturated(n) for n in set(draft.body.values())}
        return (
            _view({h: rarity[h] for h in draft.title}, WIDTHS["title"]),
            _view({s: rarity[h] for s, h in draft.stems.items()}, WIDTHS["stems"]),
            _view({p: min(own[p], rarity[a] + rarity[b]) for p, (a, b) in draft.pairs.items()}, WIDTHS["pairs"]),
            _view({h: rarity[h] * often[n] for h, n in draft.body.items()}, WIDTHS["body"]),
            _view({h: rarity[h] for h in draft.names}, WIDTHS["names"]),
            _view({h: rarity[h] for h in draft.numbers}, WIDTHS["numbers"]),
        )

    def _rarity(self, hashes: list[int], ceiling: float) -> list[float]:
        at = np.asarray(hashes, dtype=np.int32)
        idf = np.log((self._articles + 1) / (self._counts[at].astype(np.float64) + 0.5)) / ceiling
        share = self._local[at].astype(np.float64) / (self._here + _FEW)
        common = np.log(np.maximum(share, _RARE)) / log(_RARE)
        values: list[float] = np.clip(np.minimum(idf, common), 0.0, 1.0).tolist()
        return values


def _view(weights: dict[int, float], width: int) -> View:
    ids = np.fromiter(weights.keys(), dtype=np.int32, count=len(weights))
    values = np.fromiter(weights.values(), dtype=np.float32, count=len(weights))
    order = np.lexsort((ids, -values))[:width]
    return View(ids=ids[order], weights=values[order])
