"""Which stories stand where on the front page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from heapq import nlargest

from newsloom.model.front import Front
from newsloom.model.listing import Listing
from newsloom.model.story import StoryId

SECOND = 3  # stories beside the lead
IN_SECTION = 4  # stories of a section
LEAST = 2  # stories that make a section
NOTED = 16  # stories also noted
SIZE = 20  # places where nobody chose a front


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontPlan:
    """The front page: the lead, what stands beside it, sections by topic name, what is also noted; no story twice."""

    lead: Listing | None = None
    second: tuple[Listing, ...] = ()
    sections: tuple[tuple[str, tuple[Listing, ...]], ...] = ()
    noted: tuple[Listing, ...] = ()

    @property
    def placed(self) -> tuple[Listing, ...]:
        """All of them, in the page's order."""
        lead = () if self.lead is None else (self.lead,)
        return (*lead, *self.second, *(one for _, some in self.sections for one in some), *self.noted)


def planned(front: Front | None, shown: Sequence[Listing], topics: Sequence[str]) -> FrontPlan:
    """The page of a front.

    Args:
        front: what stands on it, in order; the hottest stories where nobody chose.
        shown: the stories readers are shown, newest first.
        topics: the names of the topics that can have a section, in order.
    """
    placed = _placed(front, shown)
    if not placed:
        return FrontPlan()
    top, rest = placed[: SECOND + 1], placed[SECOND + 1 :]
    used = {one.story for one in top}
    sections = []
    for topic in topics:
        own = _section(topic, rest, shown, used)
        if len(own) >= LEAST:
            used |= {one.story for one in own}
            sections.append((topic, own))
    noted = [one for one in (*rest, *shown[: NOTED * 4]) if one.story not in used]
    return FrontPlan(lead=top[0], second=tuple(top[1:]), sections=tuple(sections), noted=_once(noted, NOTED))


def _placed(front: Front | None, shown: Sequence[Listing]) -> list[Listing]:
    if front is None:
        return nlargest(SIZE, shown, key=lambda one: (one.heat or 0, one.published_at, one.path))
    wanted = set(front.stories)
    known = {one.story: one for one in shown if one.story in wanted}
    return [known[story] for story in front.stories if story in known]


def _section(topic: str, rest: Iterable[Listing], shown: Sequence[Listing], used: set[StoryId]) -> tuple[Listing, ...]:
    """What the front has of a topic, then its newest."""
    own = [one for one in (*rest, *shown[:400]) if topic in one.topics and one.story not in used]
    return _once(own, IN_SECTION)


def _once(listings: Iterable[Listing], most: int) -> tuple[Listing, ...]:
    kept: dict[StoryId, Listing] = {}
    for one in listings:
        if len(kept) == most:
            break
        kept.setdefault(one.story, one)
    return tuple(kept.values())
