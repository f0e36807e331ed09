"""What the store contract runs on: factories of empty stores, and builders of what goes into them."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from newsloom.keeping import Placed, Store
from newsloom.model.article import Added, Article, ArticleId, Unchanged, Updated
from newsloom.model.item import Item
from newsloom.model.source import SourceId, SourceState
from newsloom.model.story import Change, Evidence, Membership, Shared, StoryChange, StoryId
from newsloom.store import open_store

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def sqlite_factory(folder: Path) -> Callable[[], Store]:
    """Each call opens another empty SQLite store: a copy of one that was made once, which is quicker."""
    numbers = count()
    template = folder / "template.db"
    open_store(template).close()

    def fresh() -> Store:
        path = folder / f"desk-{next(numbers)}.db"
        shutil.copyfile(template, path)
        return open_store(path, synchronous="NORMAL", check=False)

    return fresh


FACTORIES = {"sqlite": sqlite_factory}


@pytest.fixture(params=sorted(FACTORIES))
def factory(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Store]]:
    """Opens empty stores, and closes them when the test is over."""
    opened: list[Store] = []
    make = FACTORIES[request.param](tmp_path)

    def fresh() -> Store:
        opened.append(make())
        return opened[-1]

    yield fresh
    for store in opened:
        store.close()


@pytest.fixture
def store(factory: Callable[[], Store]) -> Store:
    """An empty store."""
    return factory()


def an_article(name: str = "a1", **fields: Any) -> Article:
    """An article of source `daily` seen at noon; all that identifies it follows from `name`."""
    title = fields.get("title", f"Title of {name}")
    text = fields.get("text", f"Text of {name}.")
    defaults: dict[str, Any] = {
        "id": ArticleId(name),
        "source": SourceId("daily"),
        "key": f"key-{name}",
        "url": f"https://daily.example/{name}",
        "host": "daily.example",
        "title": title,
        "text": text,
        "first_seen": NOON,
        "sort_date": NOON,
        "language": "en",
        "fingerprint": f"{title}|{text}",
        "feed_fingerprint": f"{title}|{text}",
    }
    return Article(**(defaults | fields))


def added(article: Article) -> Added:
    """The admission of a new article."""
    return Added(item=Item(key=article.key, url=article.url, title=article.title), article=article)


def updated(article: Article) -> Updated:
    """The admission of a later version."""
    return Updated(item=Item(key=article.key, url=article.url), article=article, changed=("text",))


def unchanged(article: Article, *, key: str | None = None) -> Unchanged:
    """The admission of an item that says nothing new."""
    return Unchanged(item=Item(key=article.key if key is None else key, url=article.url), id=article.id)


def a_placement(article: Article, story: str, *, probability: float = 1.0) -> Placed:
    """The placement of an article, with evidence and features."""
    evidence = Evidence(stage="placed", probability=probability, shared=(Shared(term="flood", weight=0.5),))
    membership = Membership(article=article.id, story=StoryId(story), evidence=evidence)
    features = article.id.encode()
    return Placed(membership=membership, features=features, sort_date=article.sort_date, language=article.language)


def a_change(kind: Change, story: str, *articles: str, other: str | None = None) -> StoryChange:
    """One event in a story's history."""
    ids = tuple(ArticleId(a) for a in articles)
    return StoryChange(kind=kind, story=StoryId(story), articles=ids, other=StoryId(other) if other else None, at=NOON)


def keep(store: Store, *articles: Article, state: SourceState | None = None) -> None:
    """Save new articles as one visit of `daily`."""
    store.visits.save(state or SourceState(source=SourceId("daily")), admissions=[added(a) for a in articles])


def place(store: Store, **stories: list[Article]) -> None:
    """Open stories with these articles."""
    for story, articles in stories.items():
        placed = [a_placement(a, story) for a in articles]
        store.stories.save(placed, [a_change(Change.OPENED, story, *(a.id for a in articles))])


@pytest.fixture
def build() -> SimpleNamespace:
    """The builders, for test files cannot import each other."""
    return SimpleNamespace(
        noon=NOON,
        hour=timedelta(hours=1),
        article=an_article,
        added=added,
        updated=updated,
        unchanged=unchanged,
        placement=a_placement,
        change=a_change,
        keep=keep,
        place=place,
    )
