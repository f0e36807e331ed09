"""Which stories stand on the front, and why others do not."""

from collections import Counter
from datetime import timedelta
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from newsloom.curate.select import rank, select
from newsloom.model.front import Contender, Front, FrontRules, Omission, Pinned
from newsloom.model.story import StoryId
from newsloom.testing.builders import NOON


def a_contender(story: str = "s", **fields: Any) -> Contender:
    """A fresh story of heat 50, led by an outlet of its own."""
    scores: dict[str, Any] = {"heat": 50, "quality": 50, "last": NOON}
    outlet = {"source": f"daily-{story}", "family": f"house-{story}"}
    return Contender(**({"story": StoryId(story)} | scores | outlet | fields))


@st.composite
def contenders(draw: st.DrawFn) -> list[Contender]:
    """Up to two dozen stories of a few sources, families and topics, many of them tied."""
    names = st.sampled_from
    return [
        a_contender(
            f"s{n}",
            heat=draw(st.integers(28, 34)),
            quality=draw(st.integers(0, 2)),
            last=NOON - timedelta(hours=draw(st.integers(0, 40))),
            source=(source := draw(names("abcdef"))),
            family=source.upper() if source < "d" else draw(names("XY")),
            topics=tuple(sorted(draw(st.sets(names(("ai", "law", "sport")), max_size=2)))),
            stands=draw(st.integers(0, 9)) > 0,
        )
        for n in range(draw(st.integers(0, 24)))
    ]


RULES = st.builds(
    FrontRules,
    size=st.integers(1, 12),
    threshold=st.none() | st.integers(28, 32),
    oldest=st.integers(1, 48).map(lambda hours: timedelta(hours=hours)),
    source_share=st.floats(0.01, 1),
    family_share=st.floats(0.01, 1),
    topic_share=st.floats(0.01, 1),
    per_topic=st.dictionaries(st.sampled_from(("ai", "law")), st.integers(0, 4)),
    everywhere=st.frozensets(st.sampled_from(("sport", "law"))),
    in_a_row=st.integers(1, 3),
)


@given(contenders(), RULES, st.randoms(use_true_random=False))
def test_the_order_depends_on_the_stories_alone(found: list[Contender], rules: FrontRules, chance: Random) -> None:
    """Ties are broken by quality and then by id, never by the order in which stories come."""
    shuffled = list(found)
    chance.shuffle(shuffled)
    assert select(found, at=NOON, rules=rules) == select(shuffled, at=NOON, rules=rules)


def within(share: float, places: int) -> int:
    """The most of so many places: the share, at least one."""
    return max(1, int(share * places + 1e-9))


@given(contenders(), RULES)
def test_no_quota_is_exceeded(found: list[Contender], rules: FrontRules) -> None:
    """Of the places that are filled: neither of a source nor a family or a topic; nothing cold, old or withdrawn."""
    front = [one.contender for one in select(found, at=NOON, rules=rules).placed]
    assert len(front) <= rules.size
    most = Counter(one.source for one in front), Counter(one.family for one in front)
    assert max(most[0].values(), default=0) <= within(rules.source_share, len(front))
    assert max(most[1].values(), default=0) <= within(rules.family_share, len(front))
    for topic, count in Counter(topic for one in front for topic in one.topics).items():
        shared = len(front) if topic in rules.everywhere else within(rules.topic_share, len(front))
        assert count <= rules.per_topic.get(topic, shared)
    assert all(one.stands and NOON - one.last <= rules.oldest for one in front)
    assert all(rules.threshold is None or one.heat >= rules.threshold for one in front)


@given(contenders(), RULES, st.lists(st.integers(0, 23), max_size=4, unique=True))
def test_only_pins_exceed_a_quota(found: list[Contender], rules: FrontRules, pinned: list[int]) -> None:
    """A source with more than its share of the places filled has them by pins alone."""
    pins = [Pinned(story=StoryId(f"s{n}"), place=n % 9 or None) for n in pinned]
    placed = select(found, at=NOON, rules=rules, pins=pins).placed
    by_heat = Counter(one.contender.source for one in placed if not one.is_pinned)
    counts = Counter(one.contender.source for one in placed)
    assert all(counts[source] <= within(rules.source_share, len(placed)) for source in by_heat)


@given(contenders(), RULES)
def test_a_front_is_not_shorter_than_it_must_be(found: list[Contender], rules: FrontRules) -> None:
    """Where nobody has a quota it is full; where somebody has, each story left out waits for a reason that holds."""
    front = select(found, at=NOON, rules=rules)
    free = FrontRules(size=rules.size, oldest=rules.oldest, source_share=1, family_share=1)
    able = [one for one in found if one.stands and NOON - one.last <= rules.oldest]
    assert len(select(found, at=NOON, rules=free).placed) == min(len(able), rules.size)
    sources = Counter(one.contender.source for one in front.placed)
    for left in front.left:
        if left.omission is Omission.SOURCE:
            assert sources[left.contender.source] >= within(rules.source_share, len(front.placed))


def test_on_a_short_front_shares_are_of_the_places_filled() -> None:
    """One source of three with most of the stories gets what it has of the front, not of the places nobody fills."""
    found = [a_contender(f"d{n}", heat=90 - n, source="daily", family="daily") for n in range(5)]
    found += [a_contender(f"o{n}", heat=50 - n) for n in range(3)]
    front = select(found, at=NOON, rules=FrontRules())
    assert front.stories == ("d0", "o0", "o1", "o2")
    assert [(one.omission, one.because) for one in front.left] == [
        (Omission.SOURCE, "daily leads 1 of 4 places already")
    ] * 4
    alone = select(found[:5], at=NOON, rules=FrontRules())
    assert alone.stories == ("d0",)
    assert select(found[:5], at=NOON, rules=FrontRules(source_share=1, family_share=1)).stories[-1] == "d4"


@given(contenders(), RULES, st.lists(st.integers(0, 23), max_size=4), st.sets(st.integers(0, 23), max_size=4))
def test_every_story_is_placed_or_left_for_a_reason(
    found: list[Contender], rules: FrontRules, pinned: list[int], killed: set[int]
) -> None:
    """Each is one of both, once; a hotter one than some that are chosen is not left for want of room."""
    pins = [Pinned(story=StoryId(f"s{n}"), place=n % 3 or None) for n in dict.fromkeys(pinned)]
    front = select(found, at=NOON, rules=rules, pins=pins, killed={StoryId(f"s{n}") for n in killed})
    everyone = [*front.stories, *(one.contender.story for one in front.left)]
    assert sorted(everyone) == sorted(one.story for one in found)
    assert [one.place for one in front.placed] == list(range(1, len(front.placed) + 1))
    chosen = [rank(one.contender) for one in front.placed if not one.is_pinned]
    for left in front.left:
        assert left.because
        if left.omission is Omission.FULL and left.contender.story not in {pin.story for pin in pins}:
            assert all(one < rank(left.contender) for one in chosen)
        assert (left.omission is Omission.KILLED) == (int(left.contender.story[1:]) in killed)


@given(contenders(), RULES)
def test_the_chosen_stand_by_heat_but_for_their_neighbours(found: list[Contender], rules: FrontRules) -> None:
    """A cooler story stands before a hotter one only where the row of one family is broken by it."""
    front = [one.contender for one in select(found, at=NOON, rules=rules).placed]
    for place, one in enumerate(front):
        hotter = [later for later in front[place:] if rank(later) < rank(one)]
        row = [before.family for before in front[max(0, place - rules.in_a_row) : place]]
        assert not hotter or {later.family for later in hotter} == set(row)


@given(contenders(), RULES, st.integers(0, 23), st.integers(1, 15))
def test_a_pin_has_its_place(found: list[Contender], rules: FrontRules, number: int, place: int) -> None:
    """Whatever heat, age and quotas say; the last place where the front is shorter."""
    pin = Pinned(story=StoryId(f"s{number}"), place=place)
    front = select(found, at=NOON, rules=rules, pins=[pin])
    if any(one.story == pin.story and one.stands for one in found):
        assert front.stories.index(pin.story) + 1 == min(place, len(front.placed))


def fronted(front: Front) -> str:
    """The stories on it, as one word."""
    return "".join(front.stories)


def test_pins_without_a_place_come_first_the_latest_before_others() -> None:
    """A pin for a place yields to one said later for the same place; pins beyond the last place are left out."""
    found = [a_contender(name, heat=heat) for name, heat in zip("abcde", (90, 80, 70, 60, 50), strict=True)]
    rules = FrontRules(size=4)
    pins = [Pinned(story=StoryId("e")), Pinned(story=StoryId("d"))]
    assert fronted(select(found, at=NOON, rules=rules, pins=pins)) == "edab"
    pins = [Pinned(story=StoryId("e"), place=2), Pinned(story=StoryId("d"), place=2)]
    assert fronted(select(found, at=NOON, rules=rules, pins=pins)) == "aedb"
    front = select(found, at=NOON, rules=FrontRules(size=1), pins=[Pinned(story=StoryId(s)) for s in "ed"])
    assert (fronted(front), front.left[3].because) == ("e", "other pins have all places")


def test_a_reason_says_who_has_the_places() -> None:
    """In words that hold the figures."""
    found = [
        a_contender("a", heat=90, source="daily", family="house"),
        a_contender("b", heat=80, source="daily", family="house"),
        a_contender("c", heat=70, source="weekly", family="house"),
        a_contender("d", heat=60, topics=("sport",)),
        a_contender("e", heat=50, topics=("sport",)),
        a_contender("f", heat=40, last=NOON - timedelta(hours=80)),
        a_contender("g", heat=30),
        a_contender("h", heat=20),
        a_contender("i", heat=10),
    ]
    rules = FrontRules(size=4, threshold=15, per_topic={"sport": 1})
    front = select(found, at=NOON, rules=rules, killed=[StoryId("h")])
    assert fronted(front) == "adg"
    assert [one.because for one in front.left] == [
        "daily leads 1 of 3 places already",
        "house leads 1 of 3 places already",
        "sport has 1 of 3 places already",
        "its newest report is 80 h old; the front takes 72 h",
        "an editor killed it",
        "its heat of 10 is below 15",
    ]


def test_a_share_allows_what_it_says() -> None:
    """A third of nine places is three, and the smallest share one."""
    rules = FrontRules(size=9, source_share=1 / 3, family_share=0.01)
    assert (rules.of_source(9), rules.of_family(9)) == (3, 1)
    assert (rules.of_source(5), rules.of_source(1)) == (1, 1)
    assert FrontRules(topic_share=0.5, everywhere=frozenset({"news"})).of_topic("news", 20) == 20
