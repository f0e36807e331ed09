"""The contract of `Stories`: what changes do to them, and that the log alone gives them back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsloom.curate.history import replay
from newsloom.errors import StoreError
from newsloom.keeping import Store
from newsloom.model.article import ArticleId
from newsloom.model.removal import Rewriting
from newsloom.model.story import Change, Evidence, StoryChange, StoryId


def test_a_story_holds_its_members_in_order_of_placement(store: Store, build: SimpleNamespace) -> None:
    """Not in order of date or id."""
    late, early = build.article("b", sort_date=build.noon + build.hour), build.article("a")
    build.keep(store, late, early)
    build.place(store, s1=[late])
    store.stories.save([build.placement(early, "s1", probability=0.7)], [build.change(Change.JOINED, "s1", "a")])
    story = store.stories.get(StoryId("s1"))
    assert story is not None
    assert story.articles == ("b", "a")
    assert (story.first, story.last) == (build.noon, build.noon + build.hour)
    assert story.members[1].evidence.probability == 0.7
    assert story.members[1].evidence.shared[0].term == "flood"


def test_a_merged_story_is_found_by_its_old_name_for_ever(store: Store, build: SimpleNamespace) -> None:
    """Chains of merges are closed: every old name leads straight to the living story."""
    articles = [build.article(n) for n in "abc"]
    build.keep(store, *articles)
    build.place(store, s1=[articles[0]], s2=[articles[1]], s3=[articles[2]])
    store.stories.save([], [build.change(Change.MERGED, "s2", other="s3")])
    store.stories.save([], [build.change(Change.MERGED, "s1", other="s2")])
    assert store.stories.aliases() == {"s2": "s1", "s3": "s1"}
    found = store.stories.get(StoryId("s3"))
    assert found is not None
    assert found.id == "s1"
    assert found.articles == ("a", "b", "c")
    assert [s.id for s in store.stories.since(None)] == ["s1"]
    assert len(store.stories.changes(StoryId("s3"))) == 5


def test_a_story_may_open_and_end_in_one_batch(store: Store, build: SimpleNamespace) -> None:
    """Its name is remembered all the same."""
    one, two = build.article("a"), build.article("b")
    build.keep(store, one, two)
    store.stories.save(
        [build.placement(one, "s1"), build.placement(two, "s2")],
        [
            build.change(Change.OPENED, "s1", "a"),
            build.change(Change.OPENED, "s2", "b"),
            build.change(Change.MERGED, "s1", other="s2"),
        ],
    )
    assert store.stories.aliases() == {"s2": "s1"}
    assert store.stories.containing(two.id) == "s1"


def test_a_split_takes_its_articles_and_their_evidence(store: Store, build: SimpleNamespace) -> None:
    """Both stories' bounds follow."""
    one, two = build.article("a"), build.article("b", sort_date=build.noon + build.hour)
    build.keep(store, one, two)
    build.place(store, s1=[one, two])
    split = build.change(Change.SPLIT, "s2", "b", other="s1")
    evidence = Evidence(stage="editor", probability=0.1)
    store.stories.save([], [StoryChange(**{f: getattr(split, f) for f in split.__slots__} | {"evidence": evidence})])
    first, second = store.stories.get(StoryId("s1")), store.stories.get(StoryId("s2"))
    assert first is not None
    assert second is not None
    assert (first.articles, first.last) == (("a",), build.noon)
    assert (second.articles, second.first) == (("b",), build.noon + build.hour)
    assert second.members[0].evidence == evidence


def test_the_window_gives_frozen_features_in_order_of_placement(store: Store, build: SimpleNamespace) -> None:
    """Of one language, from a sort date on."""
    old = build.article("old", sort_date=build.noon - timedelta(days=9))
    late, early, other = build.article("z"), build.article("y"), build.article("x", language="de")
    build.keep(store, old, late, early, other)
    build.place(store, s1=[late], s2=[old, early], s3=[other])
    window = list(store.stories.window("en", since=build.noon - build.hour))
    assert window == [("z", "s1", build.noon, b"z"), ("y", "s2", build.noon, b"y")]


def test_a_batch_saved_twice_is_kept_once(store: Store, build: SimpleNamespace) -> None:
    """Whoever does not know whether the first time counted may do it again."""
    article = build.article("a")
    build.keep(store, article)
    build.place(store, s1=[article])
    build.place(store, s1=[article])
    assert len(store.stories.changes()) == 1
    assert store.articles.unplaced(9) == []


def test_a_placement_without_a_change_is_refused(store: Store, build: SimpleNamespace) -> None:
    """The log could not give it back; nothing of the batch is kept."""
    one, two = build.article("a"), build.article("b")
    build.keep(store, one, two)
    with pytest.raises(StoreError, match="no change says"):
        store.stories.save(
            [build.placement(one, "s1"), build.placement(two, "s1")], [build.change(Change.OPENED, "s1", "a")]
        )
    with pytest.raises(StoreError, match="placement is missing"):
        store.stories.save([], [build.change(Change.OPENED, "s1", "a")])
    assert store.stories.since(None) == []
    assert len(store.articles.unplaced(9)) == 2


def test_since_gives_the_newest_stories_first(store: Store, build: SimpleNamespace) -> None:
    """From a moment on, as many as are wanted."""
    articles = [build.article(f"a{n}", sort_date=build.noon + n * build.hour) for n in range(4)]
    build.keep(store, *articles)
    build.place(store, **{f"s{n}": [a] for n, a in enumerate(articles)})
    assert [s.id for s in store.stories.since(build.noon + build.hour)] == ["s3", "s2", "s1"]
    assert [s.id for s in store.stories.since(None, limit=2)] == ["s3", "s2"]
    assert store.stories.count() == 4


def test_what_is_not_there_is_none(store: Store, build: SimpleNamespace) -> None:
    """No story, no article: None, not an error."""
    assert store.stories.get(StoryId("s0")) is None
    assert store.stories.containing(build.article().id) is None


CHANGES = st.tuples(
    st.sampled_from(list(Change)),
    st.integers(0, 4),
    st.lists(st.integers(0, 7), max_size=3),
    st.integers(0, 4),
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches=st.lists(st.lists(CHANGES, max_size=4), max_size=5))
def test_replaying_the_log_gives_the_stored_stories(
    factory: Callable[[], Store], build: SimpleNamespace, batches: list[list[tuple[Change, int, list[int], int]]]
) -> None:
    """Whatever was saved, in whatever batches, sensible or not; every name ever used leads to a living story."""
    store = factory()
    articles = {f"a{n}": build.article(f"a{n}") for n in range(8)}
    build.keep(store, *articles.values())
    removed: set[str] = set()
    for batch in batches:
        gone = [f"a{n}" for kind, _, ids, _ in batch if kind is Change.REMOVED for n in ids]
        if gone:
            store.removals.remove(list(map(ArticleId, gone)), at=build.noon, reason="", rewriting=Rewriting())
            removed.update(gone)
        changes = [
            build.change(kind, f"s{to}", *(f"a{n}" for n in ids if f"a{n}" not in removed), other=f"s{frm}")
            for kind, to, ids, frm in batch
            if kind is not Change.REMOVED
        ]
        moving = {
            a for c in changes if c.kind not in {Change.MERGED, Change.CLOSED, Change.REOPENED} for a in c.articles
        }
        store.stories.save([build.placement(articles[a], "any") for a in sorted(moving)], changes)
    stored = {story.id: story.articles for story in store.stories.since(None)}
    assert stored == replay(store.stories.changes())
    living = set(stored)
    assert set(store.stories.aliases().values()) <= living
    assert not living & set(store.stories.aliases())
    assert all(store.stories.containing(a) == s for s, members in stored.items() for a in members)
    assert removed.isdisjoint(a for members in stored.values() for a in members)
    assert store.check() == []
    store.close()


def test_sketches_come_back_in_order_of_placement(store: Store, build: SimpleNamespace) -> None:
    """With whose text it is; those that came before the window of the latest, or before the last so many, do not."""
    dates = (build.noon, build.noon + timedelta(days=9), build.noon + timedelta(days=1), build.noon)
    articles = [build.article(f"a{n}", sort_date=at) for n, at in enumerate(dates)]
    build.keep(store, *articles)
    placed = [replace(build.placement(a, "s"), sketch=b"of " + a.id.encode()) for a in articles]
    placed[3] = replace(placed[3], original=articles[2].id)
    store.stories.save(placed, [build.change(Change.OPENED, "s", *(a.id for a in articles))])
    week = timedelta(days=7)
    expected = [("a1", "a1", b"of a1"), ("a2", "a2", b"of a2"), ("a3", "a2", b"of a3")]
    assert store.stories.sketches(window=week, most=9) == expected
    assert len(store.stories.sketches(window=timedelta(days=99), most=9)) == 4
    assert store.stories.sketches(window=timedelta(days=99), most=2) == expected[1:]
    store.stories.drop_sketches(window=week, most=9)
    assert store.stories.sketches(window=timedelta(days=99), most=9) == expected
