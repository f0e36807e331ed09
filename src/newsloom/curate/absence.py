"""Which articles their feed no longer shows, although it still shows older ones (F58)."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from itertools import pairwise

from newsloom.model.article import ArticleId
from newsloom.model.item import Item
from newsloom.model.removal import Absence

OLDER = 2  # items older than a missing one that must still be there; one may be an item kept on for long
FEWEST = 3  # items a feed must have
GONE_AFTER = 2  # visits in a row without it after which an article counts as gone
SHARE = 0.2  # of its items that may be missing at once; more of them say that the feed has changed, not the news


def since(items: Sequence[Item]) -> datetime | None:
    """The time after which all articles of a feed should be among its items; None if the feed cannot say.

    Only a feed that is dated throughout and goes from new to old can: one that shows a choice is in no such order.
    """
    dates = [item.published for item in items if item.published is not None]
    if len(items) < FEWEST or len(dates) < len(items) or any(one < other for one, other in pairwise(dates)):
        return None
    return sorted(dates)[OLDER - 1]


def absences(stored: Iterable[tuple[ArticleId, int]], *, present: Collection[ArticleId], items: int) -> list[Absence]:
    """What changed in how often each article was missing.

    Args:
        stored: articles from `since` on, and at how many visits in a row they were missing before this one.
        present: those the feed shows now.
        items: how many items it has.
    """
    known = list(stored)
    back = [Absence(article=id_, times=0) for id_, times in known if times and id_ in present]
    missing = [Absence(article=id_, times=times + 1) for id_, times in known if id_ not in present]
    missing = [absence for absence in missing if absence.times <= GONE_AFTER]
    few = len(missing) <= max(1, int(SHARE * items))
    return [*back, *(missing if few else ())]
