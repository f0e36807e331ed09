"""Which stories stand on the front: the hottest that the quotas let in; what is left out has its reason.

Places are filled one after the other. Each goes to the pin that wants it, else to the hottest story that has not been
placed, unless a quota is used up or its neighbours are all of its family. Pins count for the quotas and heed none.

Quotas are shares of the places that are filled. So the front is filled as if it had all its places; if fewer can be, it
is filled anew as if it had only so many, until as many are filled as the quotas were reckoned from.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from newsloom.model.front import Contender, Front, FrontPlace, FrontRules, Left, Omission, Pinned
from newsloom.model.story import StoryId


def select(
    contenders: Iterable[Contender],
    *,
    at: datetime,
    rules: FrontRules,
    pins: Sequence[Pinned] = (),
    killed: Collection[StoryId] = (),
) -> Front:
    """The front at a moment.

    Args:
        contenders: published stories in any order, and those pinned; each once.
        at: the moment, UTC; what counts as too old is seen from here.
        rules: places, shares and quotas.
        pins: what editors put there, the latest said first; a story that is killed or withdrawn is not put there.
        killed: the stories editors took off.
    """
    ranked = sorted(contenders, key=rank)
    left = {one.story: found for one in ranked if (found := _barred(one, killed)) is not None}
    able = {one.story: one for one in ranked if one.story not in left}
    fixed, beyond = _pin_places([pin for pin in pins if pin.story in able], rules.size)
    left |= {story: _left(able[story], Omission.FULL, "other pins have all places") for story in beyond}
    free = [one for one in able.values() if one.story not in left and one.story not in fixed.values()]
    unfit = {one.story: found for one in free if (found := _unfit(one, at=at, rules=rules)) is not None}
    left |= unfit
    waiting = [one for one in free if one.story not in unfit]
    placed, late = _balanced(waiting, {place: able[story] for place, story in fixed.items()}, rules)
    left |= late
    return Front(at=at, placed=placed, left=tuple(left[one.story] for one in ranked if one.story in left))


def rank(contender: Contender) -> tuple[int, int, str]:
    """The hotter first, then the better, then by id: no two stories are alike."""
    return (-contender.heat, -contender.quality, contender.story)


def _barred(one: Contender, killed: Collection[StoryId]) -> Left | None:
    """Why it may not stand there whatever anybody pins."""
    if one.story in killed:
        return _left(one, Omission.KILLED, "an editor killed it")
    if not one.stands:
        return _left(one, Omission.WITHDRAWN, "its outlet took it back")
    return None


def _unfit(one: Contender, *, at: datetime, rules: FrontRules) -> Left | None:
    """Why it does not compete by heat."""
    if rules.threshold is not None and one.heat < rules.threshold:
        return _left(one, Omission.COLD, f"its heat of {one.heat} is below {rules.threshold}")
    if at - one.last > rules.oldest:
        hours, limit = ((at - one.last).total_seconds() // 3600, rules.oldest.total_seconds() / 3600)
        return _left(one, Omission.OLD, f"its newest report is {hours:.0f} h old; the front takes {limit:g} h")
    return None


def _pin_places(pins: Sequence[Pinned], size: int) -> tuple[dict[int, StoryId], list[StoryId]]:
    """The place of each pin, and those that find none: each gets the one it wants or the next that is free."""
    fixed: dict[int, StoryId] = {}
    beyond: list[StoryId] = []
    for pin in sorted(pins, key=lambda pin: pin.place is None):
        wanted = min(pin.place or 1, size)
        places = [*range(wanted, size + 1), *range(wanted - 1, 0, -1)]
        place = next((place for place in places if place not in fixed), None)
        if place is None:
            beyond.append(pin.story)
        else:
            fixed[place] = pin.story
    return fixed, beyond


def _balanced(
    waiting: Sequence[Contender], fixed: Mapping[int, Contender], rules: FrontRules
) -> tuple[tuple[FrontPlace, ...], dict[StoryId, Left]]:
    """The places, as many as quotas of just so many let be filled; and why the others wait in vain."""
    places = rules.size
    while True:
        desk = _Desk(rules=rules, places=places)
        for one in fixed.values():
            desk.count(one)
        left: dict[StoryId, Left] = {}
        placed = tuple(_fill(desk, waiting, fixed, left))
        if len(placed) == places or not placed:
            return placed, left
        places = len(placed)


@dataclass(slots=True, kw_only=True)
class _Desk:
    """What has been placed so far, on a front of so many places."""

    rules: FrontRules
    places: int
    sources: Counter[str] = field(default_factory=Counter)
    families: Counter[str] = field(default_factory=Counter)
    topics: Counter[str] = field(default_factory=Counter)
    row: list[str] = field(default_factory=list)

    def count(self, one: Contender) -> None:
        """Take a story into the quotas."""
        self.sources[one.source] += 1
        self.families[one.family] += 1
        self.topics.update(set(one.topics))

    def over(self, one: Contender) -> Left | None:
        """The quota that keeps a story out."""
        rules, places = self.rules, self.places
        if self.sources[one.source] >= rules.of_source(places):
            return _left(one, Omission.SOURCE, f"{one.source} leads {_of(self.sources[one.source], places)}")
        if self.families[one.family] >= rules.of_family(places):
            return _left(one, Omission.FAMILY, f"{one.family} leads {_of(self.families[one.family], places)}")
        for topic in one.topics:
            if self.topics[topic] >= rules.of_topic(topic, places):
                return _left(one, Omission.TOPIC, f"{topic} has {_of(self.topics[topic], places)}")
        return None

    def crowds(self, one: Contender) -> bool:
        """Whether the stories before this place are all of its family."""
        row = self.row[-self.rules.in_a_row :]
        return len(row) == self.rules.in_a_row and set(row) == {one.family}


def _fill(
    desk: _Desk, waiting: Sequence[Contender], fixed: Mapping[int, Contender], left: dict[StoryId, Left]
) -> Iterator[FrontPlace]:
    """Place after place, in order; whoever is left out is put into `left`."""
    rest, pinned = list(waiting), dict(fixed)
    postponed: set[StoryId] = set()
    for place in range(1, desk.places + 1):
        one = pinned.pop(place, None)
        if one is None and pinned and len(pinned) > desk.places - place:  # the front is shorter than they were told
            one = pinned.pop(min(pinned))
        is_pinned = one is not None
        one = one or _next(desk, rest, left, postponed)
        if one is None and pinned:  # there is nothing left to stand before it
            one, is_pinned = pinned.pop(min(pinned)), True
        if one is None:
            break
        desk.row.append(one.family)
        yield FrontPlace(place=place, contender=one, is_pinned=is_pinned)
    for one in rest:
        left[one.story] = desk.over(one) or _late(one, desk, is_postponed=one.story in postponed)


def _next(desk: _Desk, rest: list[Contender], left: dict[StoryId, Left], postponed: set[StoryId]) -> Contender | None:
    """The hottest that fits, taken from `rest`; what no quota lets in any more leaves it too."""
    crowding: list[Contender] = []
    chosen = None
    for one in list(rest):
        over = desk.over(one)
        if over is not None:
            left[one.story] = over
            rest.remove(one)
        elif desk.crowds(one):
            crowding.append(one)
        else:
            chosen = one
            break
    if chosen is None and crowding:
        chosen, crowding = crowding[0], []
    if chosen is not None:
        rest.remove(chosen)
        desk.count(chosen)
    postponed.update(one.story for one in crowding)
    return chosen


def _late(one: Contender, desk: _Desk, *, is_postponed: bool) -> Left:
    if is_postponed:
        row = desk.rules.in_a_row
        return _left(one, Omission.NEIGHBOURS, f"it would have stood beside {row} others of {one.family}")
    if desk.places < desk.rules.size:
        because = f"hotter stories have the {desk.places} places that the quotas let be filled"
        return _left(one, Omission.FULL, because)
    return _left(one, Omission.FULL, f"all {desk.places} places have hotter stories or pins")


def _left(one: Contender, omission: Omission, because: str) -> Left:
    return Left(contender=one, omission=omission, because=because)


def _of(held: int, places: int) -> str:
    return f"{held} of {places} {'place' if places == 1 else 'places'} already"
