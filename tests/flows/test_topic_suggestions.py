"""What the owner's corrections suggest over a desk's articles."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from newsloom.curate.suggest import TrainRules
from newsloom.flows.topicsuggest import correct, suggested
from newsloom.flows.topictrial import Window
from newsloom.keeping import Store
from newsloom.settings import read_settings
from newsloom.settings.values import Settings
from newsloom.store.desk import open_store
from newsloom.testing.builders import NOON, an_article

MONEY = ["mortgage", "loan", "credit", "lender", "debt"]
GAMES = ["goal", "striker", "keeper", "referee", "penalty"]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A desk's store with articles on money and on games; the rules know one word of each five."""
    with closing(open_store(tmp_path / "newsloom.db", synchronous="NORMAL", check=False)) as store:
        articles = [
            an_article(f"Report {number} {kind[number % 5]} {kind[(number + 1) % 5]}", text=" ".join(kind[1:4]))
            for kind in (MONEY, GAMES)
            for number in range(10)
        ]
        plain = [replace(article, url=f"https://daily.example/{article.id}") for article in articles]
        store.articles.complete([(article.id, article) for article in plain])
        yield store


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Its settings."""
    path = tmp_path / "newsloom.toml"
    path.write_text('[topic.money]\nany = ["mortgage"]\n[topic.games]\nany = ["goal"]\n', encoding="utf-8")
    return read_settings(path)


def test_words_and_articles_are_proposed(store: Store, settings: Settings) -> None:
    """With what speaks for them; of what was corrected nothing is proposed again."""
    by_kind = {word: [a for a in store.articles.each() if word in a.title] for word in ("lender", "striker")}
    for article in by_kind["lender"][:4]:
        correct(settings, store, article.id, {"money": True, "games": False}, at=NOON)
    for article in by_kind["striker"][:4]:
        correct(settings, store, article.url, {"money": False, "games": True}, at=NOON)
    found = suggested(settings, store, only=None, window=Window(), samples=20, rules=TrainRules())
    money, games = found.topics
    assert (money.topic, money.corrections, games.topic) == ("money", 8, "games")
    assert money.right == 8
    assert {word for word, _ in money.terms[:4]} <= set(MONEY) - {"mortgage"}
    corrected = {article.id for articles in by_kind.values() for article in articles[:4]}
    assert money.add
    for one in money.add:
        assert one.article not in corrected
        assert "mortgage" not in one.title
        assert any(word in one.title for word in MONEY)
        assert one.words[0][0] in MONEY
    again = suggested(settings, store, only="money", window=Window(), samples=20, rules=TrainRules())
    assert again.topics == (money,)
