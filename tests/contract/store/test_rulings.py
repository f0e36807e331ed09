"""The contract of `Rulings`, and of the questions an editor's order asks of stories."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from newsloom.errors import StoreError
from newsloom.keeping import Store
from newsloom.model.article import ArticleId
from newsloom.model.removal import Rewriting
from newsloom.model.ruling import Order, Ruling, RulingKind, Stood
from newsloom.model.story import Change, RulingId, StoryId


def a_ruling(build: SimpleNamespace, name: str, *articles: str) -> Ruling:
    """A ruling that keeps articles together, with all that a ruling can hold."""
    return Ruling(
        id=RulingId(name),
        kind=RulingKind.TOGETHER,
        order=Order.MERGE,
        articles=tuple(ArticleId(a) for a in articles),
        by="Ana Å",
        at=build.noon,
        reason="one event\0",
        before=(Stood(story=StoryId("s2"), articles=(ArticleId("b"),), names=(StoryId("s3"),)),),
        into=StoryId("s1"),
    )


def test_a_ruling_comes_back_with_what_it_changed(store: Store, build: SimpleNamespace) -> None:
    """In one transaction; text is made storable, as everywhere."""
    one, two = build.article("a"), build.article("b")
    build.keep(store, one, two)
    build.place(store, s1=[one], s2=[two])
    ruling = a_ruling(build, "r1", "a", "b")
    store.rulings.save(ruling, [build.change(Change.MERGED, "s1", other="s2")])
    assert store.rulings.all() == [replace(ruling, reason="one event")] == store.rulings.holding()
    assert store.stories.standing([one.id, two.id, ArticleId("c")]) == {"a": "s1", "b": "s1"}


def test_nothing_is_kept_of_half_an_order(store: Store, build: SimpleNamespace) -> None:
    """A change that cannot be takes the ruling with it."""
    article = build.article("a")
    build.keep(store, article)
    with pytest.raises(StoreError, match="placement is missing"):
        store.rulings.save(a_ruling(build, "r1", "a"), [build.change(Change.MOVED, "s1", "a")])
    assert store.rulings.all() == []


def test_an_undone_ruling_keeps_its_place(store: Store, build: SimpleNamespace) -> None:
    """It is still told, but no longer holds."""
    first, second = a_ruling(build, "r1", "a"), a_ruling(build, "r2", "b")
    store.rulings.save(first, [])
    store.rulings.save(second, [])
    store.rulings.save(replace(first, undone=build.noon, undone_by="Bo"), [])
    assert [(r.id, r.undone_by) for r in store.rulings.all()] == [("r1", "Bo"), ("r2", "")]
    assert [r.id for r in store.rulings.holding()] == ["r2"]


def test_a_ruling_outlives_its_articles(store: Store, build: SimpleNamespace) -> None:
    """A removed article may come back; the ids it is known by are all that is kept."""
    article = build.article("a")
    build.keep(store, article)
    build.place(store, s1=[article])
    store.rulings.save(a_ruling(build, "r1", "a", "b"), [])
    store.removals.remove([article.id], at=build.noon, reason="", rewriting=Rewriting())
    assert [r.articles for r in store.rulings.holding()] == [("a", "b")]
    assert store.stories.standing([article.id]) == {}


def test_ids_are_found_by_their_beginning(store: Store, build: SimpleNamespace) -> None:
    """Those of merged-away stories too; signs that mean something to a database mean nothing."""
    one, two = build.article("abc1"), build.article("abd2")
    build.keep(store, one, two)
    build.place(store, s1=[one], s2=[two])
    store.stories.save([], [build.change(Change.MERGED, "s1", other="s2")])
    assert store.articles.named_like("ab", limit=9) == ["abc1", "abd2"]
    assert store.articles.named_like("ab", limit=1) == ["abc1"]
    assert store.articles.named_like("a%", limit=9) == []
    assert store.stories.named_like("s", limit=9) == ["s1", "s2"]


def test_the_mark_tells_that_stories_changed(store: Store, build: SimpleNamespace) -> None:
    """Any change moves it, and nothing else."""
    article = build.article("a")
    build.keep(store, article)
    before = store.stories.mark()
    store.rulings.save(a_ruling(build, "r1", "a"), [])
    assert store.stories.mark() == before
    build.place(store, s1=[article])
    assert store.stories.mark() != before
    assert store.stories.latest("en", most=2)[0] == build.noon
    assert store.stories.latest("de", most=2) == []
    assert store.stories.features([article.id, ArticleId("b")]) == {"a": b"a"}


def test_a_closed_story_is_opened_again(store: Store, build: SimpleNamespace) -> None:
    """Each is kept once; whatever joins opens it too."""
    article = build.article("a")
    build.keep(store, article)
    build.place(store, s1=[article])
    closed, again = build.change(Change.CLOSED, "s1"), build.change(Change.REOPENED, "s1")
    store.stories.save([], [again, closed, closed])
    store.stories.save([], [closed])
    store.stories.save([], [again])
    store.stories.save([], [closed, again, closed])
    kinds = [change.kind for change in store.stories.changes()]
    assert kinds == ["opened", "closed", "reopened", "closed", "reopened", "closed"]
