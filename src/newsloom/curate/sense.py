"""What the sense of texts adds to their words: a second opinion on uncertain pairs, and links across languages.

A vector is kept in half precision and compared as it is kept, so that a restart changes nothing. Only cosines of pairs
count: no statistics of the stream, which would depend on what was met before.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from newsloom.curate.columns import POINTS
from newsloom.model.article import Article, ArticleId
from newsloom.model.sense import Counterpart, SenseScale

Opinion = Callable[[ArticleId, Sequence[ArticleId]], Sequence[float | None]]
"""What is added to the log-odds of an article with each of the others; None where nothing is known."""

BAND = 1.5  # log-odds around joining within which a pair is uncertain
CHARACTERS = 600  # of a text, beside the title
_START = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class SenseRules:
    """How much the sense of texts counts.

    `most` is what it adds to or takes from a pair's log-odds. Across languages the nearest `counterparts` within
    `days_apart` are linked.
    """

    most: float = 1.5
    counterparts: int = 3
    days_apart: timedelta = timedelta(days=3)


def sense_text(article: Article) -> str:
    """What a model is given of an article: its title, and the beginning of its text or lead."""
    return f"{article.title}\n{(article.text or article.lead)[:CHARACTERS]}".strip()


def heard(
    odds: list[float],
    article: ArticleId,
    others: Sequence[ArticleId],
    *,
    opinion: Opinion | None,
    joining: float,
    band: float = BAND,
) -> list[float]:
    """The log-odds of an article with others: of uncertain pairs with a second opinion added, in whole `POINTS`.

    All others are unchanged; without an opinion the very list that was given comes back.
    """
    if opinion is None:
        return odds
    said = opinion(article, others)
    return [
        round((one + shift) * POINTS) / POINTS if shift is not None and abs(one - joining) <= band else one
        for one, shift in zip(odds, said, strict=True)
    ]


def surest(odds: Sequence[float]) -> list[int]:
    """Positions by log-odds, the best first; of equals the first found."""
    return sorted(range(len(odds)), key=odds.__getitem__, reverse=True)


@dataclass(slots=True, kw_only=True)
class Senses:
    """The vectors of the articles in a window, of all languages."""

    scale: SenseScale
    window: timedelta
    rules: SenseRules = SenseRules()
    rows: dict[ArticleId, int] = field(default_factory=dict)
    _vectors: NDArray[np.float32] = field(default_factory=lambda: np.zeros((0, 0), dtype=np.float32))
    _times: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    _languages: list[str] = field(default_factory=list)
    _articles: list[ArticleId] = field(default_factory=list)
    _newest: float = float("-inf")

    def add(self, article: ArticleId, *, language: str, at: datetime, vector: bytes) -> None:
        """Take an article's vector in; one that says nothing, or of another size than the others, is left out."""
        kept = np.frombuffer(vector, dtype="<f2").astype(np.float32)
        if not self._articles:
            self._vectors = np.zeros((_START, len(kept)), dtype=np.float32)
            self._times = np.zeros(_START)
        if len(kept) != self._vectors.shape[1] or article in self.rows or not kept.any():
            return
        if len(self._articles) == len(self._vectors):
            self._make_room()
        row = len(self._articles)
        self.rows[article] = row
        self._vectors[row] = kept
        self._times[row] = at.timestamp()
        self._newest = max(self._newest, at.timestamp())
        self._articles.append(article)
        self._languages.append(language)

    def opinion(self, article: ArticleId, others: Sequence[ArticleId]) -> list[float | None]:
        """What the sense of an article and of each of the others adds to their log-odds.

        `rules.most` from the scale's `alike` on, as much less up to `unlike`, in between in proportion.
        """
        mine = self._row(article)
        theirs = [self._row(other) for other in others]
        known = [row for row in theirs if row is not None]
        if mine is None or not known:
            return [None] * len(theirs)
        middle, half = (self.scale.alike + self.scale.unlike) / 2, (self.scale.alike - self.scale.unlike) / 2
        shifts = np.clip((self._vectors[known] @ self._vectors[mine] - middle) / half, -1, 1) * self.rules.most
        said = iter(np.round(shifts, 4).tolist())
        return [None if row is None else next(said) for row in theirs]

    def counterparts(self, article: ArticleId) -> tuple[Counterpart, ...]:
        """The likest earlier articles in other languages that tell of the same event at the same time, likest first."""
        mine = self._row(article)
        if mine is None:
            return ()
        times = self._times[:mine]
        near = np.abs(times - self._times[mine]) <= self.rules.days_apart.total_seconds()
        near &= times >= self._since
        rows = [int(row) for row in np.flatnonzero(near) if self._languages[row] != self._languages[mine]]
        if not rows:
            return ()
        cosines = np.round((self._vectors[rows] @ self._vectors[mine]).astype(np.float64), 4)
        best = sorted((-cosine, row) for cosine, row in zip(cosines.tolist(), rows, strict=True))
        return tuple(
            Counterpart(article=article, other=self._articles[row], likeness=-minus)
            for minus, row in best[: self.rules.counterparts]
            if -minus >= self.scale.alike
        )

    @property
    def since(self) -> datetime:
        """Where the window begins: what is older counts no more."""
        return datetime.fromtimestamp(self._since, UTC)

    @property
    def _since(self) -> float:
        return self._newest - self.window.total_seconds()

    def _row(self, article: ArticleId) -> int | None:
        row = self.rows.get(article)
        return None if row is None or self._times[row] < self._since else row

    def _make_room(self) -> None:
        """Forget what left the window; twice the room if that is not much."""
        stay = np.flatnonzero(self._times[: len(self._articles)] >= self._since)
        size = 2 * max(_START, len(stay))
        vectors, times = np.zeros((size, self._vectors.shape[1]), dtype=np.float32), np.zeros(size)
        vectors[: len(stay)], times[: len(stay)] = self._vectors[stay], self._times[stay]
        self._vectors, self._times = vectors, times
        self._articles = [self._articles[row] for row in stay]
        self._languages = [self._languages[row] for row in stay]
        self.rows = {article: row for row, article in enumerate(self._articles)}


def packed(vector: NDArray[np.float32]) -> bytes:
    """A vector as it is kept: half precision, little-endian."""
    return vector.astype("<f2").tobytes()
