"""Rows that are written many at a time."""

from collections.abc import Callable
from types import SimpleNamespace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsloom.keeping import Store
from newsloom.model.article import ArticleId
from newsloom.store.columns import Words, storable

TEXTS = st.text(st.characters() | st.sampled_from("\0\ud800\udfff"))


@given(st.lists(st.none() | TEXTS))
def test_many_texts_are_readied_as_each_is(values: list[str | None]) -> None:
    """Looking at all of them at once changes nothing of any."""
    assert list(Words.ready(values)) == [None if value is None else storable(value) for value in values]


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TEXTS, max_size=4, unique=True))
def test_texts_come_back_storable(factory: Callable[[], Store], build: SimpleNamespace, texts: list[str]) -> None:
    """One text that cannot be stored as it is spoils no other of its batch."""
    store = factory()
    articles = [build.article(f"a{number}", text=text) for number, text in enumerate(texts)]
    build.keep(store, *articles)
    found = store.articles.get(ArticleId(article.id) for article in articles)
    assert [found[article.id].text for article in articles] == [storable(text) for text in texts]
