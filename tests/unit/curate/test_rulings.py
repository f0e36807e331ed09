"""Editors' rulings: what they bind and bar, and that clustering keeps to them whatever comes."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsloom.curate.cluster import Clusterer
from newsloom.curate.clusterrules import ClusterRules
from newsloom.curate.history import Present
from newsloom.curate.placement import free_story_id, story_id
from newsloom.curate.rulings import Ruled, bonds
from newsloom.curate.settle import SettleRules
from newsloom.model.article import Article, ArticleId
from newsloom.model.ruling import Order, Ruling, RulingKind
from newsloom.model.source import SourceId
from newsloom.model.story import Change, RulingId, StoryChange, StoryId

MORNING = datetime(2031, 5, 6, 8, tzinfo=UTC)
RULES = ClusterRules(window=timedelta(days=10), joining=1.0, settling=SettleRules(merging=-2.0, linked=-1.0))
TITLES = (
    "Ferry with ninety aboard runs aground off Skarholm",
    "Ninety rescued after ferry runs aground at Skarholm",
    "Ferry aground off Skarholm, ninety taken off",
    "Parliament of Velmark passes its budget after all-night sitting",
    "Budget of Velmark passes parliament after a night of talks",
    "Comet seen over Brayfell",
)


def a_ruling(number: int, *articles: int, apart: tuple[int, ...] = (), undone: bool = False) -> Ruling:
    """Articles by number, kept together, or apart from others."""
    return Ruling(
        id=RulingId(f"r{number}"),
        kind=RulingKind.APART if apart else RulingKind.TOGETHER,
        order=Order.PART if apart else Order.KEEP,
        articles=tuple(ArticleId(f"a{n}") for n in articles),
        others=tuple(ArticleId(f"a{n}") for n in apart),
        by="Ana",
        at=MORNING,
        undone=MORNING if undone else None,
    )


def an_article(number: int, title: str, *, hours: float = 0) -> Article:
    """An article of an invented paper."""
    at = MORNING + timedelta(hours=hours)
    return Article(
        id=ArticleId(f"a{number}"),
        source=SourceId(f"paper{number}"),
        key="",
        url=f"https://paper{number}.example/",
        host=f"paper{number}.example",
        title=title,
        published=at,
        first_seen=at,
        sort_date=at,
        language="en",
        fingerprint=f"{number}",
    )


def ids(*numbers: int) -> list[ArticleId]:
    """Articles by number."""
    return [ArticleId(f"a{n}") for n in numbers]


def test_together_is_transitive_and_apart_holds_between_groups() -> None:
    """Whoever is kept with one of a group is kept apart from all that one of them is kept apart from."""
    found = bonds([a_ruling(1, 1, 2), a_ruling(2, 2, 3), a_ruling(3, 3, apart=(4,)), a_ruling(4, 4, 5)])
    assert found.group(ArticleId("a1")) == set(ids(1, 2, 3))
    assert found.apart(ArticleId("a1")) == set(ids(4, 5))
    assert found.apart(ArticleId("a5")) == set(ids(1, 2, 3))
    assert found.group(ArticleId("a9")) == set(ids(9))
    conflict = found.between(ids(1), ids(5))
    assert conflict is not None
    assert conflict.id == "r3"
    bound = found.binding(ids(1), ids(3))
    assert bound is not None
    assert bound.id == "r1"
    assert found.between(ids(1), ids(2)) is None
    assert found.binding(ids(1), ids(4)) is None


def test_what_was_undone_says_nothing() -> None:
    """Neither binds nor bars."""
    found = bonds([a_ruling(1, 1, 2, undone=True), a_ruling(2, 1, apart=(3,), undone=True)])
    assert found == bonds([])


def test_stories_hold_who_is_kept_apart() -> None:
    """Barred, not to be merged, not to be moved into; a group does not part."""
    where = {ArticleId("a1"): StoryId("s"), ArticleId("a2"): StoryId("t"), ArticleId("a3"): StoryId("t")}
    ruled = Ruled(bonds=bonds([a_ruling(1, 1, apart=(2,)), a_ruling(2, 2, 3)]), where=where)
    assert ruled.barred(ArticleId("a1")) == {"t"}
    assert not ruled.may_merge(StoryId("s"), StoryId("t"))
    assert ruled.may_merge(StoryId("s"), StoryId("u"))
    assert not ruled.may_move(ids(1), StoryId("t"))
    assert not ruled.may_move(ids(2), StoryId("u"))
    assert ruled.may_move(ids(2, 3), StoryId("u"))
    assert not ruled.may_move(ids(2, 3), StoryId("s"))
    ruled.happen(StoryChange(kind=Change.MERGED, story=StoryId("u"), other=StoryId("t"), at=MORNING))
    assert ruled.barred(ArticleId("a1")) == {"u"}
    ruled.happen(StoryChange(kind=Change.REMOVED, story=StoryId("u"), articles=tuple(ids(2, 3)), at=MORNING))
    assert ruled.barred(ArticleId("a1")) == set()


def test_a_bound_article_goes_where_it_is_bound() -> None:
    """Though it resembles others; the evidence names the ruling. A closed story is opened again."""
    ruled = Ruled(bonds=bonds([a_ruling(1, 0, 5)]))
    clusterer = Clusterer(language="en", rules=RULES, ruled=ruled)
    first = clusterer.place(an_article(0, TITLES[0]))
    clusterer.place(an_article(3, TITLES[3], hours=1))
    late = clusterer.place(an_article(5, TITLES[4], hours=24 * 20))
    assert late.membership.story == first.membership.story
    assert (late.membership.evidence.stage, late.membership.evidence.nearest) == ("editor", "a0")
    assert late.membership.evidence.ruling == "r1"
    kinds = [change.kind for change in late.changes]
    assert kinds == [Change.CLOSED, Change.CLOSED, Change.REOPENED, Change.JOINED]


def test_a_barred_article_finds_another_story() -> None:
    """What it is kept apart from it does not join; a copy does not follow its original there."""
    alone = Clusterer(language="en", rules=RULES)
    assert len({alone.place(an_article(n, TITLES[n], hours=n)).membership.story for n in (0, 1)}) == 1
    ruled = Ruled(bonds=bonds([a_ruling(1, 0, apart=(1, 2))]))
    clusterer = Clusterer(language="en", rules=RULES, ruled=ruled)
    first, second = (clusterer.place(an_article(n, TITLES[n], hours=n)) for n in (0, 1))
    copy = clusterer.place(an_article(2, TITLES[0], hours=3), original=ArticleId("a0"))
    assert second.membership.story != first.membership.story
    assert copy.membership.story != first.membership.story


def test_an_opened_story_never_takes_the_name_of_a_barred_one() -> None:
    """An article that was removed and came back may find the story it once opened, with those it is kept apart from."""
    back = an_article(0, TITLES[0])
    own = story_id(back.id)
    ruled = Ruled(bonds=bonds([a_ruling(1, 0, apart=(1,))]), where={ArticleId("a1"): own})
    placed = Clusterer(language="en", rules=RULES, ruled=ruled).place(back)
    assert placed.membership.story == story_id(back.id, turn=1) == free_story_id(back.id, {own}.__contains__)


_RULINGS = st.lists(
    st.tuples(st.sets(st.integers(0, 9), min_size=1, max_size=3), st.sets(st.integers(0, 9), max_size=2)), max_size=5
)


def sound(rows: list[tuple[set[int], set[int]]]) -> list[Ruling]:
    """Rulings that do not contradict each other, as orders are refused that would."""
    kept: list[Ruling] = []
    for number, (some, others) in enumerate(rows):
        ruling = a_ruling(number, *sorted(some), apart=tuple(sorted(others - some)))
        holding = bonds([*kept, ruling])
        if all(holding.apart(article).isdisjoint(holding.group(article)) for article in holding.named):
            kept.append(ruling)
    return kept


@settings(max_examples=60, deadline=None)
@given(
    _RULINGS,
    st.lists(st.tuples(st.sampled_from(TITLES), st.integers(0, 15 * 24), st.booleans()), min_size=10, max_size=10),
    st.permutations(range(10)),
)
def test_constraints_hold_after_any_order_of_arrivals(
    rows: list[tuple[set[int], set[int]]], stream: list[tuple[str, int, bool]], order: list[int]
) -> None:
    """Kept together is in one story, kept apart in two, after every single arrival, with copies among them."""
    holding = bonds(sound(rows))
    clusterer = Clusterer(language="en", rules=RULES, ruled=Ruled(bonds=holding))
    present = Present()
    for place, number in enumerate(order):
        title, hours, is_copy = stream[number]
        original = ArticleId(f"a{order[place - 1]}") if is_copy and place else None
        placed = clusterer.place(an_article(number, title, hours=hours), original=original)
        for change in placed.changes:
            present.apply(change)
        assert present.where[placed.membership.article] == present.living(placed.membership.story)
        for article in holding.named & present.where.keys():
            with_it = {present.where[other] for other in holding.group(article) if other in present.where}
            assert len(with_it) == 1
            assert with_it.isdisjoint(
                present.where[other] for other in holding.apart(article) if other in present.where
            )
            assert clusterer.ruled.where[article] == present.where[article]


@pytest.mark.parametrize("number", [0, 3])
def test_without_rulings_nothing_differs(number: int) -> None:
    """Those that name other articles change no placement, down to the evidence."""
    stream = [an_article(n, TITLES[(n + number) % len(TITLES)], hours=n) for n in range(6)]
    with_, without = (
        Clusterer(language="en", rules=RULES, ruled=Ruled(bonds=bonds(rulings)))
        for rulings in ([a_ruling(1, 20, 21), a_ruling(2, 20, apart=(22,))], [])
    )
    assert [with_.place(article) for article in stream] == [without.place(replace(a)) for a in stream]
