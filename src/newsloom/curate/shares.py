"""What one answer of a source tells of its ways: how much is undated, how much others brought, how long it pauses."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from newsloom.curate.times import believable
from newsloom.model.article import Added, Admission, Unchanged, Updated
from newsloom.model.draft import Known
from newsloom.model.item import Item
from newsloom.model.source import SourceState

FEW = 5  # dated items below which a source has no habit that could be told
FAR = 3  # times its longest pause, after which a source is silent
SHORTEST_SILENCE = timedelta(days=3)
MOSTLY = 0.5  # share of undated items from which a source is called so


def with_shares(
    state: SourceState, items: Sequence[Item], admissions: Iterable[Admission], *, known: Known, now: datetime
) -> SourceState:
    """The state with what its newest full answer says of the source's ways.

    Args:
        state: after that visit.
        items: what the feed showed.
        admissions: what became of each.
        known: what was stored of them before.
        now: the moment of the visit.
    """
    dates = [date for item in items if (date := believable(item.published or item.updated, now=now)) is not None]
    return replace(
        state,
        items_undated=len(items) - len(dates),
        items_duplicate=_of_others(state, admissions, known),
        habit_seconds=_habit(dates),
    )


def is_undated(state: SourceState) -> bool:
    """Whether most of what the source shows has no date."""
    return bool(state.items_seen) and state.items_undated > MOSTLY * state.items_seen


def silent_for(state: SourceState, newest: datetime | None, *, now: datetime) -> timedelta | None:
    """For how long a source that answers well has brought nothing, if that is far longer than its habit; else None."""
    last = max((moment for moment in (state.last_new, newest) if moment is not None), default=None)
    if last is None or not state.habit_seconds or state.reason is not None:
        return None
    waited = now - last
    return waited if waited > max(SHORTEST_SILENCE, FAR * timedelta(seconds=state.habit_seconds)) else None


def _habit(dates: Sequence[datetime]) -> int:
    """The longest pause between two items, in seconds; 0 where there are too few to tell."""
    if len(dates) < FEW:
        return 0
    ordered = sorted(dates)
    return round(max((later - earlier).total_seconds() for earlier, later in pairwise(ordered)))


def _of_others(state: SourceState, admissions: Iterable[Admission], known: Known) -> int:
    stored = (*known.by_url.values(), *(article for found in known.by_mark.values() for article in found))
    foreign = {article.id for article in stored if article.source != state.source}
    brought = (_article(admission) for admission in admissions)
    return sum(article in foreign for article in brought)


def _article(admission: Admission) -> str:
    match admission:
        case Unchanged(id=id_):
            return id_
        case Updated(article=article) | Added(article=article):
            return article.id
        case _:
            return ""
