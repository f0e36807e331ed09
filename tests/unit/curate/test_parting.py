"""Whether a story is two."""

from hypothesis import given
from hypothesis import strategies as st

from newsloom.curate.parting import FEWEST, Parting, parting
from newsloom.model.article import ArticleId

Pairs = dict[tuple[int, int], float]


def part(size: int, pairs: Pairs) -> Parting | None:
    """What becomes of that many articles with these links."""
    members = [ArticleId(str(number)) for number in range(size)]
    links: list[dict[ArticleId, float]] = [{} for _ in members]
    for (one, other), odds in pairs.items():
        links[one][members[other]] = odds
        links[other][members[one]] = odds
    return parting(links, members, parted=-1.0, gap=1.5, linked=1.0, crossing=0.15)


def two(first: list[int], second: list[int], *, within: float, across: float) -> Pairs:
    """Two groups, all of whose articles met."""
    everyone = sorted(first + second)
    return {
        (one, other): within if (one in first) == (other in first) else across
        for one in everyone
        for other in everyone
        if other < one
    }


def test_two_groups_that_are_not_alike_part() -> None:
    """The smaller group goes, in order of arrival."""
    found = part(5, two([0, 2, 4], [1, 3], within=3, across=-3))
    assert found is not None
    assert found.articles == ("1", "3")
    assert found.odds == -3


def test_of_two_alike_the_later_goes() -> None:
    """The group of the first article keeps the story."""
    found = part(4, two([0, 3], [1, 2], within=3, across=-3))
    assert found is not None
    assert found.articles == ("1", "2")


def test_groups_that_are_a_little_alike_stay() -> None:
    """A story is not two because its parts are looser with each other than within."""
    assert part(6, two([0, 1, 2], [3, 4, 5], within=3, across=-0.5)) is None


def test_a_loose_story_stays() -> None:
    """Where the articles of a part are not like each other either, nothing says that there are two."""
    assert part(6, two([0, 1, 2], [3, 4, 5], within=-1, across=-2)) is None


def test_one_witness_across_in_five_holds_a_story_together() -> None:
    """Few strong links between two parts are enough to keep them one."""
    pairs = two([0, 1, 2], [3, 4, 5], within=4, across=-3)
    pairs |= {(3, 0): 3.0, (4, 1): 3.0}
    assert part(6, pairs) is None


def test_articles_that_never_met_say_nothing() -> None:
    """Two groups without a link between them are not parted."""
    pairs = {key: odds for key, odds in two([0, 1, 2], [3, 4, 5], within=4, across=-3).items() if odds > 0}
    assert part(6, pairs) is None


def test_one_stranger_does_not_leave_alone() -> None:
    """A part needs two articles."""
    assert part(5, two([0, 1, 2, 3], [4], within=4, across=-3)) is None


_PAIRS = st.integers(0, 12).flatmap(
    lambda size: st.tuples(
        st.just(size),
        st.dictionaries(
            st.tuples(st.integers(0, max(0, size - 1)), st.integers(0, max(0, size - 1))).filter(lambda p: p[1] < p[0]),
            st.floats(-6, 6),
            max_size=60 if size > 1 else 0,
        ),
    )
)


@given(_PAIRS)
def test_a_part_is_the_smaller_and_has_two(given_: tuple[int, Pairs]) -> None:
    """Whatever the links, what leaves is at least two articles in order, and no more than what stays."""
    size, pairs = given_
    found = part(size, pairs)
    if found is not None:
        assert size >= FEWEST
        assert 2 <= len(found.articles) <= size - len(found.articles)
        assert list(found.articles) == sorted(set(found.articles), key=int)
        assert found.odds < -1.0
