"""A desk with a model: vectors frozen on arrival, links across languages, and nothing left of what is forgotten."""

from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from newsloom.flows.backfill import backfill
from newsloom.flows.curate import Shards, curate
from newsloom.flows.forget import forget
from newsloom.model.article import Article, ArticleId
from newsloom.model.sense import Counterpart
from newsloom.model.source import SourceId
from newsloom.model.story import StoryId
from newsloom.semantic import read_folder
from newsloom.semantic.onnx import OnnxEmbedder
from newsloom.store import open_store
from newsloom.testing.builders import NOON, DeskInTest, a_desk, an_article
from newsloom.testing.tinymodel import tiny_model

LEXICON = (
    ("fire", "incendie"),
    ("bridge", "pont"),
    ("torvik",),
    ("court", "tribunal"),
    ("minister", "ministre"),
    ("whale", "baleine"),
)
ARCHIVE = SourceId("archive")


def told(title: str, *, language: str, hours: int, source: str = "daily") -> Article:
    """An article of this title alone."""
    at = NOON + timedelta(hours=hours)
    return an_article(title, source=source, text="", language=language, sort_date=at, first_seen=at)


FIRE = told("Fire on the bridge of Torvik", language="en", hours=0)
FEU = told("Incendie sur le pont de Torvik", language="fr", hours=1, source="journal")
COURT = told("Minister in court", language="en", hours=2)
WHALE = told("Une baleine au port", language="fr", hours=3, source="journal")
ALL = (FIRE, FEU, COURT, WHALE)


def with_model(desk: DeskInTest, folder: Path, **fields: object) -> None:
    """Give a desk the tiny model."""
    model = tiny_model(folder / "model", LEXICON, **fields)  # type: ignore[arg-type]  # what a test says
    desk.engine = replace(desk.engine, embedder=OnnxEmbedder(read_folder(model)))


def story_of(desk: DeskInTest, article: Article) -> StoryId:
    """Where an article stands."""
    story = desk.engine.store.stories.containing(article.id)
    assert story is not None
    return story


#: Few words in common, so that words alone are unsure; to the model the first and second, but not the third, are one.
UNSURE = (
    told("Minister of Kestrel in court over bribes at the old mill", language="en", hours=0),
    told("Kestrel ministre before tribunal", language="en", hours=1, source="journal"),
    told("A whale swims up to Kestrel", language="en", hours=2, source="gazette"),
)


@pytest.mark.parametrize(("alike", "unlike", "together"), [(0.6, 0.3, True), (1.0, 0.99, False)])
def test_a_model_decides_what_words_leave_open(tmp_path: Path, alike: float, unlike: float, together: bool) -> None:
    """An uncertain pair joins where the model says so, and not where it says otherwise."""
    with a_desk(tmp_path, {}) as desk:
        with_model(desk, tmp_path, config={"alike": alike, "unlike": unlike})
        backfill(desk.engine.store, UNSURE, archive=ARCHIVE)
        curate(desk.engine, shards=Shards())
        first, second, third = (story_of(desk, one) for one in UNSURE)
        assert (first == second) is together
        assert third not in {first, second}


def test_stories_are_linked_across_languages(tmp_path: Path) -> None:
    """Both ways, and no story is merged: languages stay apart."""
    with a_desk(tmp_path, {}) as desk:
        with_model(desk, tmp_path)
        backfill(desk.engine.store, ALL, archive=ARCHIVE)
        curate(desk.engine, shards=Shards())
        ((other, link),) = desk.engine.store.senses.counterparts(story_of(desk, FIRE))
        assert other == story_of(desk, FEU) != story_of(desk, FIRE)
        assert replace(link, likeness=1.0) == Counterpart(article=FEU.id, other=FIRE.id, likeness=1.0)
        assert link.likeness > 0.99
        assert desk.engine.store.senses.counterparts(story_of(desk, FEU)) == [(story_of(desk, FIRE), link)]
        assert desk.engine.store.senses.counterparts(story_of(desk, COURT)) == []
        assert desk.engine.store.stories.count() == 4


@pytest.mark.parametrize("cut", range(len(ALL) + 1))
def test_a_restart_changes_nothing(tmp_path: Path, cut: int) -> None:
    """Vectors come back from the store; links are those of a desk that ran through."""
    found = []
    for batches in ((ALL,), (ALL[:cut], ALL[cut:])):
        folder = tmp_path / str(len(batches))
        folder.mkdir()
        with a_desk(folder, {}) as desk:
            with_model(desk, tmp_path)
            for batch in batches:
                backfill(desk.engine.store, batch, archive=ARCHIVE)
                curate(desk.engine, shards=Shards())
            found.append([desk.engine.store.senses.counterparts(story_of(desk, one)) for one in ALL])
    assert found[0] == found[1]


def test_vectors_are_frozen_and_one_models(tmp_path: Path) -> None:
    """Another model does not see the first one's vectors; without a model nothing is kept or asked."""
    with a_desk(tmp_path, {}) as desk:
        backfill(desk.engine.store, ALL[:1], archive=ARCHIVE)
        curate(desk.engine, shards=Shards())
        with_model(desk, tmp_path)
        first = desk.engine.embedder
        assert first is not None
        assert desk.engine.store.senses.window(first.name, since=NOON) == []
        backfill(desk.engine.store, ALL[1:2], archive=ARCHIVE)
        curate(desk.engine, shards=Shards())
        assert [row[0] for row in desk.engine.store.senses.window(first.name, since=NOON)] == [FEU.id]
        with_model(desk, tmp_path, config={"prefix": "torvik "})
        second = desk.engine.embedder
        assert second is not None
        assert desk.engine.store.senses.window(second.name, since=NOON) == []


def test_old_vectors_are_let_go(tmp_path: Path) -> None:
    """What left the window is dropped when a run ends; the links it found stay."""
    with a_desk(tmp_path, {}) as desk:
        with_model(desk, tmp_path)
        backfill(desk.engine.store, ALL[:2], archive=ARCHIVE)
        curate(desk.engine, shards=Shards())
        backfill(desk.engine.store, [told("A whale", language="en", hours=24 * 40)], archive=ARCHIVE)
        curate(desk.engine, shards=Shards())
        embedder = desk.engine.embedder
        assert embedder is not None
        assert len(desk.engine.store.senses.window(embedder.name, since=NOON)) == 1
        assert len(desk.engine.store.senses.counterparts(story_of(desk, FIRE))) == 1


def test_nothing_of_a_forgotten_articles_sense_is_left(tmp_path: Path) -> None:
    """Its vector and its links go with it."""
    with a_desk(tmp_path, {}) as desk:
        with_model(desk, tmp_path)
        backfill(desk.engine.store, ALL, archive=ARCHIVE)
        curate(desk.engine, shards=Shards())
        forget(desk.engine, [FEU.id], now=desk.now)
        embedder = desk.engine.embedder
        assert embedder is not None
        assert desk.engine.store.senses.counterparts(story_of(desk, FIRE)) == []
        kept = [ArticleId(row[0]) for row in desk.engine.store.senses.window(embedder.name, since=NOON)]
        assert kept == [FIRE.id, COURT.id, WHALE.id]
    with closing(open_store(tmp_path / "desk.db")) as store:
        assert store.check() == []
