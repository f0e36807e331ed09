"""Whose headline a story carries once it has moved on."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from newsloom.curate.headline import COMPARABLE, superseding, turns_told
from newsloom.testing.builders import NOON, an_article

STANDINGS = st.lists(st.tuples(st.integers(0, 100), st.integers(0, 3), st.booleans()), min_size=1, max_size=8)


@given(STANDINGS)
def test_the_lead_is_as_good_and_no_older_than_the_turn(found: list[tuple[int, int, bool]]) -> None:
    """Else the best one leads."""
    ranked = sorted(found, reverse=True)
    place = superseding(ranked)
    if place:
        quality, turns, is_copy = ranked[place]
        assert (quality >= ranked[0][0] - COMPARABLE, is_copy) == (True, False)
        assert turns == max(behind for _, behind, _ in ranked) > ranked[0][1]


def test_a_newer_headline_supersedes_one_from_before_the_turn() -> None:
    """Unless it is much worse, or another's text."""
    assert superseding([(70, 0, False), (65, 1, False)]) == 1
    assert superseding([(70, 0, False), (59, 1, False)]) == 0
    assert superseding([(70, 0, False), (69, 1, True), (65, 1, False)]) == 2
    assert superseding([(70, 1, False), (69, 1, False)]) == 0


def test_articles_after_a_turn_know_it() -> None:
    """Those that speak of what none did before, and all later ones."""
    told = [
        ("Ferry Halmar aground off Torvik", 0),
        ("Halmar ferry stuck on rocks", 1),
        ("Captain of Halmar arrested for drunkenness", 8),
        ("Halmar captain arrested, drunkenness suspected", 9),
    ]
    articles = [
        an_article(title, source=f"paper{n}", sort_date=NOON + timedelta(hours=hours))
        for n, (title, hours) in enumerate(told)
    ]
    found = turns_told(articles, {}, language="en")
    assert [found.get(article.id, 0) for article in articles] == [0, 0, 1, 1]
    assert turns_told(articles[:2], {}, language="en") == {}
