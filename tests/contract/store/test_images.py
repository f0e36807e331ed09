"""The contract of `Articles` on pictures that a host puts on any article."""

from dataclasses import replace

import pytest

from newsloom.keeping import Store
from newsloom.model.article import Article, ArticleImage
from newsloom.testing.builders import an_article

URL = "https://img.example/house.png"
HERE, THERE = ("daily.example", URL), ("post.example", URL)


def pictured(number: int, *, source: str = "daily", text: str = "", url: str = URL) -> Article:
    """One stored article with a picture."""
    return an_article(f"Report {number}", source=source, text=text or f"Text {number}.", image=ArticleImage(url=url))


def keep(store: Store, *articles: Article) -> None:
    """Store them as if their pages had just been read."""
    store.articles.complete([(article.id, article) for article in articles])


@pytest.mark.parametrize(("count", "found"), [(2, frozenset()), (3, frozenset({HERE})), (4, frozenset({HERE}))])
def test_three_articles_with_different_texts_make_a_default(store: Store, count: int, found: frozenset[object]) -> None:
    """Fewer are a picture used again."""
    keep(store, *(pictured(number) for number in range(count)))
    assert store.articles.default_images([HERE, THERE, ("daily.example", "https://img.example/other.png")]) == found
    assert store.articles.default_images([]) == frozenset()


def test_hosts_are_counted_apart(store: Store) -> None:
    """A wire photo is on one article of each."""
    keep(store, *(pictured(number, source=source) for number, source in enumerate(["daily", "post", "times"])))
    assert store.articles.default_images([HERE, THERE]) == frozenset()


def test_one_article_counts_once(store: Store) -> None:
    """However often it is revised, and however often one text stands at different addresses."""
    article = an_article("Report", text="One.", image=ArticleImage(url=URL))
    keep(store, article)
    for number in range(4):
        keep(store, replace(article, text=f"Version {number}.", fingerprint=f"version {number}"))
    assert store.articles.default_images([HERE]) == frozenset()
    same = [replace(an_article(f"Copy {n}", image=ArticleImage(url=URL)), fingerprint="same") for n in range(4)]
    keep(store, *same)
    assert store.articles.default_images([HERE]) == frozenset()


def test_keeping_twice_counts_once(store: Store) -> None:
    """A process that died between two steps does them again."""
    for _ in range(3):
        keep(store, pictured(1), pictured(2))
    assert store.articles.default_images([HERE]) == frozenset()


def test_texts_no_database_holds_are_asked_for_as_they_are(store: Store) -> None:
    """The answer is in the words of the question."""
    odd = "https://img.example/a\0b\ud800.png"
    keep(store, *(pictured(number, url=odd) for number in range(3)))
    assert store.articles.default_images([("daily.example", odd)]) == {("daily.example", odd)}
