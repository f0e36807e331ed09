"""The contract of `Removals`: what goes, what is kept of the fact, and what age takes away."""

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest

from newsloom.curate.addresses import article_id
from newsloom.errors import StoreError
from newsloom.keeping import Store
from newsloom.model.article import ArticleId
from newsloom.model.draft import Draft
from newsloom.model.removal import Rewriting
from newsloom.model.slot import Slot
from newsloom.model.source import SourceId, SourceState
from newsloom.model.story import Change, Evidence, StoryId

DAILY, POST = SourceId("daily"), SourceId("post")
STATE = SourceState(source=DAILY)


def remove(store: Store, build: SimpleNamespace, *names: str, rewriting: Rewriting | None = None) -> None:
    """Remove articles at noon."""
    ids = [ArticleId(name) for name in names]
    store.removals.remove(ids, at=build.noon, reason="because", rewriting=rewriting or Rewriting())


def test_nothing_is_found_of_a_removed_article(store: Store, build: SimpleNamespace) -> None:
    """By id, address, key, source or word; the fact stays."""
    article, other = build.article("a1"), build.article("a2")
    build.keep(store, article, other)
    build.place(store, s1=[article, other])
    assert store.removals.find("a1") == store.removals.find(article.url) == [ArticleId("a1")]
    assert store.removals.find("daily") == [ArticleId("a1"), ArticleId("a2")]
    remove(store, build, "a1")
    assert store.removals.find("a1") == store.removals.find(article.url) == []
    assert store.articles.revisions(article.id) == []
    assert store.articles.search("a1", limit=9) == []
    assert [(r.id, r.source, r.reason) for r in store.removals.all()] == [("a1", "daily", "because")]
    assert not store.removals.is_scrubbed()
    assert store.removals.scrub()
    assert store.removals.is_scrubbed()
    assert store.check() == []


def test_a_removed_article_is_known_by_address_and_key(store: Store, build: SimpleNamespace) -> None:
    """Its addresses in every source, its keys in the source that gave them; drafts and articles are kept out."""
    article = build.article("a1")
    build.keep(store, article)
    store.visits.save(
        STATE, admissions=[build.unchanged(replace(article, url="https://daily.example/again"), key="k2")]
    )
    remove(store, build, "a1")
    known = store.articles.known(POST, keys=["k2"], urls=[article.url, "https://daily.example/new"])
    assert known.removed == {article_id(article.url)}
    assert not known.removed_keys
    known = store.articles.known(DAILY, keys=["k2", article.key, "k3"], urls=[])
    assert known.removed_keys == {"k2", article.key}
    store.visits.save(STATE, admissions=[build.added(article)])
    store.visits.save(STATE, admissions=[build.updated(article)])
    store.visits.save(STATE, drafts=[Draft(article=article)])
    store.articles.complete([(article.id, article)])
    assert (store.articles.count(), store.articles.drafts(9)) == (0, [])
    assert store.removals.lift(article.id)
    build.keep(store, article)
    assert store.articles.count() == 1


def test_evidence_that_names_its_words_goes(store: Store, build: SimpleNamespace) -> None:
    """In memberships and in the log; who decided, and how surely, stays."""
    article, other = build.article("a1"), build.article("a2")
    build.keep(store, article, other)
    build.place(store, s1=[article])
    placed = build.placement(other, "s1", probability=0.75)
    evidence = replace(placed.membership.evidence, nearest=article.id)
    placed = replace(placed, membership=replace(placed.membership, evidence=evidence))
    change = replace(build.change(Change.JOINED, "s1", "a2"), evidence=evidence)
    store.stories.save([placed], [change])
    remove(store, build, "a1")
    story = store.stories.get(StoryId("s1"))
    assert story is not None
    bare = Evidence(stage="placed", probability=0.75)
    assert [member.evidence for member in story.members] == [bare]
    assert [change.evidence for change in store.stories.changes()] == [None, bare, None]
    assert [change.kind for change in store.stories.changes()] == [Change.OPENED, Change.JOINED, Change.REMOVED]


def test_slots_are_rewritten_with_it(store: Store, build: SimpleNamespace) -> None:
    """In the same transaction: one is kept otherwise, another given up."""
    build.keep(store, build.article("a1"))
    slots = [Slot(story=StoryId(f"s{n}"), path=f"_news/{n}.md", first_written=build.noon) for n in range(3)]
    store.records.save(slots)
    moved = replace(slots[1], path="_news/other.md")
    remove(store, build, "a1", rewriting=Rewriting(slots=(moved,), given_up=frozenset({StoryId("s2")})))
    assert store.records.slots() == {"s0": slots[0], "s1": moved}


def test_a_change_alone_removes_nothing(store: Store, build: SimpleNamespace) -> None:
    """The log would say what the tables do not."""
    build.keep(store, build.article("a1"))
    with pytest.raises(StoreError, match="not by a change alone"):
        store.stories.save([], [build.change(Change.REMOVED, "s1", "a1")])


def test_texts_go_when_their_whole_story_is_old(store: Store, build: SimpleNamespace) -> None:
    """One that still grows, or waits to be judged, keeps them."""
    old = [build.article(f"a{n}", sort_date=build.noon - timedelta(days=9)) for n in range(3)]
    new = build.article("a3", sort_date=build.noon)
    build.keep(store, *old, new)
    build.place(store, s1=[old[0]], s2=[old[1], new], s3=[old[2]])
    store.records.save([], judged=[StoryId("s1"), StoryId("s2")])
    before = build.noon - timedelta(days=7)
    assert store.removals.drop_texts(before=before, at=build.noon, most=9) == 1
    assert store.removals.drop_texts(before=before, at=build.noon, most=9) == 0
    kept = store.articles.get([ArticleId(f"a{n}") for n in range(4)])
    assert [bool(kept[ArticleId(f"a{n}")].text) for n in range(4)] == [False, True, True, True]
    assert kept[ArticleId("a0")].lead == "Text of a0."


def test_a_copy_inherits_the_text_of_its_removed_original(store: Store, build: SimpleNamespace) -> None:
    """The first that stays is the original of the others from then on."""
    articles = [build.article(f"a{n}") for n in range(4)]
    build.keep(store, *articles)
    first = articles[0].id
    placed = [replace(build.placement(a, "s1"), sketch=b"sketch", original=first) for a in articles]
    store.stories.save(placed, [build.change(Change.OPENED, "s1", *(a.id for a in articles))])
    remove(store, build, "a0", "a1")
    rows = store.stories.sketches(window=timedelta(days=9), most=9)
    assert [(article, original) for article, original, _ in rows] == [("a2", "a2"), ("a3", "a2")]
