"""The contract of `Corrections`."""

from types import SimpleNamespace

import pytest

from newsloom.errors import StoreError
from newsloom.keeping import Store
from newsloom.model.article import ArticleId
from newsloom.model.removal import Rewriting
from newsloom.model.topiccorrection import TopicCorrection


def said(article: str, topic: str, build: SimpleNamespace, *, is_about: bool = True, hours: int = 0) -> TopicCorrection:
    """One correction, so many hours after noon."""
    at = build.noon + hours * build.hour
    return TopicCorrection(article=ArticleId(article), topic=topic, is_about=is_about, at=at)


def test_the_latest_word_counts(store: Store, build: SimpleNamespace) -> None:
    """On each article and topic; all come back in order of time."""
    build.keep(store, build.article("a1"), build.article("a2"))
    first, other = said("a1", "ai", build), said("a2", "ai", build, hours=1)
    store.corrections.save([])
    store.corrections.save([other, first])
    assert store.corrections.all() == [first, other]
    later = said("a1", "ai", build, is_about=False, hours=2)
    store.corrections.save([later])
    assert store.corrections.all() == [other, later]


def test_a_removed_article_takes_its_corrections_along(store: Store, build: SimpleNamespace) -> None:
    """Nothing of it stays."""
    build.keep(store, build.article("a1"), build.article("a2"))
    store.corrections.save([said("a1", "ai", build), said("a2", "ai", build)])
    store.removals.remove([ArticleId("a1")], at=build.noon, reason="", rewriting=Rewriting())
    assert [one.article for one in store.corrections.all()] == ["a2"]


def test_an_article_that_is_not_there_cannot_be_corrected(store: Store, build: SimpleNamespace) -> None:
    """Nothing of the batch is kept."""
    build.keep(store, build.article("a1"))
    with pytest.raises(StoreError):
        store.corrections.save([said("a1", "ai", build), said("nowhere", "ai", build)])
    assert store.corrections.all() == []
