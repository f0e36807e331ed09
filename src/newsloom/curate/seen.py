"""What an article is compared with: for placing it, and for whoever trains or measures."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from newsloom.curate.pairs import Table
from newsloom.model.article import ArticleId
from newsloom.model.story import StoryId


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What an article would be compared with: active articles, and a row of `pairs.FEATURES` for each.

    `apart` says which do not link, `never` which no story can share with it. `thin` is how much
    less joining asks in a window so thin.
    """

    articles: tuple[ArticleId, ...]
    rows: Table
    apart: NDArray[np.bool_]
    never: NDArray[np.bool_]
    thin: float


class Candidates(NamedTuple):
    """The candidates of one article as found: log-odds, which surely are one series; then the best first.

    Most are never asked who they are or which story they are in.
    """

    slots: list[int]
    odds: list[float]
    never: list[int]
    order: list[int]
    named: Mapping[int, ArticleId]
    story: Mapping[ArticleId, StoryId]

    def article(self, at: int) -> ArticleId:
        """Which article a candidate is."""
        return self.named[self.slots[at]]

    def home(self, at: int) -> StoryId:
        """The story a candidate is in."""
        return self.story[self.named[self.slots[at]]]
