"""The contract of `History` and `FeedbackStore`: what was known when, and what somebody said of it."""

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

from newsloom.keeping import Store
from newsloom.model.article import ArticleId
from newsloom.model.feedback import Feedback
from newsloom.model.publication import Publication
from newsloom.model.story import StoryId

HOUR = timedelta(hours=1)


def test_publications_come_back_in_order(store: Store, build: SimpleNamespace) -> None:
    """One that knew nothing new is not kept, unless it judged again."""
    first = Publication(at=build.noon, newest=build.noon - HOUR, mark=3)
    later = replace(first, at=build.noon + HOUR)
    store.history.published(first)
    store.history.published(later)
    assert store.history.publications(since=None, until=build.noon + 9 * HOUR) == [first]
    store.history.published(later, again=True)
    assert store.history.publications(since=build.noon + HOUR, until=build.noon + 9 * HOUR) == [later]


def test_the_log_is_told_with_when_articles_were_seen(store: Store, build: SimpleNamespace) -> None:
    """In the order in which it was kept."""
    one, two = build.article("a"), build.article("b")
    build.keep(store, one, two)
    build.place(store, s1=[one, two])
    logged = list(store.history.log())
    assert [change.change.story for change in logged] == ["s1"] * len(logged)
    assert {a: at for change in logged for a, at in change.seen.items()} == {a.id: a.first_seen for a in (one, two)}
    assert store.history.began() == min(one.first_seen, two.first_seen)
    assert set(store.history.evidence([one.id, two.id])) == {one.id, two.id}
    assert store.history.as_of([one.id], build.noon)[one.id].title == one.title


def test_the_latest_word_of_one_person_counts(store: Store, build: SimpleNamespace) -> None:
    """Another's stays beside it; what is undone is forgotten."""
    article = build.article("a")
    build.keep(store, article)
    good = Feedback(article=article.id, story=StoryId("s1"), is_good=True, by="Ana", at=build.noon)
    bad = replace(good, is_good=False, at=build.noon + HOUR)
    other = replace(good, by="Bo")
    for said in (good, other, bad):
        store.feedback.save(said)
    assert store.feedback.all() == [other, bad]
    assert store.feedback.undo(article.id, by="Ana")
    assert not store.feedback.undo(ArticleId("a"), by="Ana")
    assert store.feedback.all() == [other]
