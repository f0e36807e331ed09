"""Looking again at stories when an article brings evidence."""

from hypothesis import given
from hypothesis import strategies as st

from newsloom.curate.choose import ABSENT, thinness
from newsloom.curate.placement import story_id
from newsloom.curate.settle import Merge, SettleRules, Split, mergeable, movable, settle, splittable
from newsloom.curate.threads import Threads
from newsloom.model.article import ArticleId
from newsloom.model.story import StoryId

RULES = SettleRules()


def threads_of(*rows: tuple[str, str, dict[str, float]]) -> Threads:
    """Articles given as (article, story, links), in order of arrival."""
    threads = Threads()
    for article, story, links in rows:
        threads.add(ArticleId(article), StoryId(story), [(ArticleId(a), odds) for a, odds in links.items()])
    return threads


def merge_at(threads: Threads, article: str) -> Merge | None:
    """What an article's arrival merges."""
    return mergeable(threads, ArticleId(article), joining=0.5, share=0.3, rules=RULES)


def moves_at(threads: Threads, article: str) -> list[tuple[str, str, str]]:
    """What an article's arrival moves: which, from where, to where."""
    found = movable(threads, ArticleId(article), joining=0.5, share=0.3, rules=RULES)
    return [(move.article, move.origin, move.story) for move in found]


def test_two_witnesses_merge_two_stories() -> None:
    """A single article that two members of another story resemble goes into it."""
    threads = threads_of(("a", "S", {}), ("b", "S", {"a": 3}), ("c", "T", {"a": 0.2}), ("d", "S", {"a": 2, "c": 3}))
    assert merge_at(threads, "d") is None
    threads.add(ArticleId("e"), StoryId("S"), [(ArticleId("d"), 2.5), (ArticleId("c"), 3.0)])
    found = merge_at(threads, "e")
    assert found is not None
    assert (found.ending, found.story) == ("T", "S")


def test_one_witness_merges_nothing() -> None:
    """One likeness, however strong, brings no two stories together."""
    threads = threads_of(
        ("a", "S", {}), ("b", "S", {"a": 3}), ("c", "T", {}), ("d", "T", {"c": 3}), ("e", "S", {"a": 2, "c": 9})
    )
    assert merge_at(threads, "e") is None


def test_parts_of_one_series_never_merge() -> None:
    """A pair that is apart for certain outweighs every likeness."""
    threads = threads_of(
        ("a", "S", {}),
        ("b", "S", {"a": 3}),
        ("c", "T", {"a": ABSENT}),
        ("d", "S", {"a": 4, "c": 4}),
        ("e", "S", {"c": 4}),
    )
    assert merge_at(threads, "e") is None


def test_the_larger_story_stays() -> None:
    """The smaller story ends; of two alike the younger."""
    threads = threads_of(("a", "S", {}), ("b", "T", {}), ("c", "S", {"a": 3}), ("d", "T", {"b": 3, "a": 3, "c": 3}))
    threads.add(ArticleId("e"), StoryId("S"), [(ArticleId("b"), 4.0), (ArticleId("d"), 4.0)])
    found = merge_at(threads, "e")
    assert found is not None
    assert (found.ending, found.story) == ("T", "S")


_STEPS = st.lists(
    st.tuples(st.integers(0, 3), st.lists(st.tuples(st.integers(0, 20), st.floats(-3, 6)), max_size=5)), max_size=20
)


@given(_STEPS, st.data())
def test_threads_hold_each_article_once(steps: list[tuple[int, list[tuple[int, float]]]], data: st.DataObject) -> None:
    """Whatever is added, merged and removed, the members are the stories turned round and links go both ways."""
    threads = Threads()
    for number, (story, links) in enumerate(steps):
        threads.add(ArticleId(str(number)), StoryId(f"s{story}"), [(ArticleId(str(a)), odds) for a, odds in links])
        names = sorted(threads.members)
        if len(names) > 1 and data.draw(st.booleans()):
            threads.merge(names[0], names[1])
        if len(threads.story) > 1 and data.draw(st.booleans()):
            threads.remove(data.draw(st.sampled_from(sorted(threads.story))))
    turned = {(article, story) for story, articles in threads.members.items() for article in articles}
    assert turned == set(threads.story.items())
    assert all(threads.links[b][a] == odds for a, links in threads.links.items() for b, odds in links.items())


def test_an_article_moves_where_two_witnesses_have_it() -> None:
    """Its links with the new article's story are clearly stronger than with its own."""
    threads = threads_of(
        ("a", "S", {}), ("b", "S", {"a": 4}), ("c", "T", {"a": -2}), ("d", "T", {"c": 0.5, "a": -3, "b": -3})
    )
    threads.add(ArticleId("e"), StoryId("S"), [(ArticleId("b"), 4.0), (ArticleId("d"), 4.0)])
    assert not moves_at(threads, "e")
    threads.add(ArticleId("f"), StoryId("S"), [(ArticleId("e"), 4.0), (ArticleId("d"), 4.0)])
    assert moves_at(threads, "f") == [("d", "T", "S")]


def test_an_article_that_is_a_little_better_there_stays() -> None:
    """What is about as strong changes nothing."""
    threads = threads_of(("a", "S", {}), ("b", "S", {"a": 4}), ("c", "T", {}), ("d", "T", {"c": 3.5, "b": 4}))
    threads.add(ArticleId("e"), StoryId("S"), [(ArticleId("b"), 4.0), (ArticleId("d"), 4.0)])
    assert not moves_at(threads, "e")


def twins() -> Threads:
    """A story whose articles are those of two events, as the links that came later show."""
    threads = threads_of(("a", "S", {}), ("b", "S", {"a": 0.5}), ("c", "S", {"a": 4, "b": -3}))
    threads.add(ArticleId("d"), StoryId("S"), [(ArticleId("b"), 4), (ArticleId("a"), -4), (ArticleId("c"), -4)])
    return threads


def test_a_story_of_two_events_splits() -> None:
    """The later part gets the name its first article would have given it."""
    split = splittable(twins(), ArticleId("d"), rules=RULES)
    assert split is not None
    assert (split.articles, split.origin, split.story) == (("b", "d"), "S", story_id(ArticleId("b")))


def test_a_name_that_is_taken_is_not_given_again() -> None:
    """Where the first article's story lives, the part is named by the next."""
    threads = twins()
    threads.add(ArticleId("x"), story_id(ArticleId("b")), [])
    split = splittable(threads, ArticleId("d"), rules=RULES)
    assert split is not None
    assert split.story == story_id(ArticleId("d"))


@given(_STEPS)
def test_settling_keeps_a_partition_and_rests(steps: list[tuple[int, list[tuple[int, float]]]]) -> None:
    """Whatever arrives, each article is in one story; looked at again, a story that was split is not split again."""
    threads = Threads()
    for number, (story, links) in enumerate(steps):
        name = ArticleId(str(number))
        threads.add(name, StoryId(f"s{story}"), [(ArticleId(str(a)), odds) for a, odds in links])
        done = list(settle(threads, name, joining=0.5, share=0.3, rules=RULES))
        if not any(isinstance(step, Split) for step in done):
            assert mergeable(threads, name, joining=0.5, share=0.3, rules=RULES) is None or len(done) >= 3
    turned = {(article, story) for story, articles in threads.members.items() for article in articles}
    assert turned == set(threads.story.items())


def test_few_articles_in_days_are_a_thin_stream() -> None:
    """A stream's first hours are not thin; a few articles in days are, and more so in a month; many never are."""
    assert thinness(3, days=0.1) == 0
    assert thinness(400, days=2) == 0
    assert thinness(3, days=10) > thinness(3, days=2) > 0
    assert thinness(5, days=30) > thinness(50, days=30) > 0
    assert thinness(1000, days=30) == 0
