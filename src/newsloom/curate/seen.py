"""What an article is compared with: for placing it, and for whoever trains or measures."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from newsloom.curate.pairs import Table
from newsloom.model.article import ArticleId
from newsloom.model.story import StoryId


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What an article would be compared with: active articles, and a row of `pairs.FEATURES` for each.

    `apart` says which do not link, `never` which no story can share with it. `active` articles span `days`.
    """

    articles: tuple[ArticleId, ...]
    rows: Table
    apart: NDArray[np.bool_]
    never: NDArray[np.bool_]
    active: int
    days: float


@dataclass(frozen=True, slots=True)
class Candidates:
    """The candidates of one article as found: stories, log-odds, which surely are one series; then the best first."""

    articles: list[ArticleId]
    homes: list[StoryId]
    odds: list[float]
    never: list[int]
    order: list[int]
