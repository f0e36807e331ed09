"""Looking again at stories when an article brings evidence."""

from hypothesis import given
from hypothesis import strategies as st

from newsloom.curate.choose import ABSENT, thinness
from newsloom.curate.settle import Merge, SettleRules, Threads, mergeable
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


def test_a_thin_stream_is_known_only_after_days() -> None:
    """Of a stream's first days nothing is said; few articles in a month are thin; many never are."""
    assert thinness(3, days=2) == 0
    assert thinness(5, days=30) > thinness(50, days=30) > 0
    assert thinness(1000, days=30) == 0
