"""How articles become stories: the numbers of the one policy."""

from dataclasses import dataclass
from datetime import timedelta

from newsloom.curate.settle import SettleRules


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterRules:
    """How articles become stories: one policy for every stream.

    `window` is how far back (by sort date) an article is compared; `most_active` bounds memory. `candidates` are looked
    at closely. An article joins the story it belongs to most strongly, if the log-odds are above `joining`, less `thin`
    parts of the `thinness` of the window. `recent` articles, in the window or not, tell what the stream is like.
    `settling` says how stories are looked at again (None: not at all).
    """

    window: timedelta = timedelta(days=30)
    most_active: int = 60_000
    candidates: int = 20
    joining: float = 0.4
    thin: float = 1.0
    recent: int = 300
    settling: SettleRules | None = SettleRules()
    shared_terms: int = 8
