"""Stories close when the window moves on, at the same moment however the runs were cut."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from newsloom.curate.clusterrules import ClusterRules
from newsloom.flows.backfill import backfill
from newsloom.flows.curate import Shards, curate
from newsloom.model.article import Article
from newsloom.model.story import Change, StoryChange
from newsloom.testing.builders import NOON, an_article
from newsloom.testing.streams import ARCHIVE, desk_in

RULES = ClusterRules(window=timedelta(days=10), most_active=6)
TITLES = ("Ferry Halmar runs aground off Torvik", "Parliament of Velmark passes its budget", "Comet over Brayfell")


def stream() -> list[Article]:
    """Articles of two languages over months, now and then two of one event, one that comes late."""
    days = (0, 0.5, 3, 8, 12, 13, 13.2, 30, 31, 33, 60, 60.5, 61, 62, 62.5, 63, 64, 90)
    return [
        an_article(
            f"{TITLES[n % 3]} {'again' * (n % 2)}",
            source=f"paper{n}",
            sort_date=NOON + timedelta(days=day),
            first_seen=NOON + timedelta(days=day),
            language="de" if n % 5 == 4 else "en",
        )
        for n, day in enumerate(days)
    ]


def log(folder: Path, shards: Callable[[], Shards], size: int) -> list[StoryChange]:
    """The log after so many articles came with each run."""
    articles = stream()
    folder.mkdir()
    with desk_in(folder) as engine:
        for start in range(0, len(articles), size):
            backfill(engine.store, articles[start : start + size], archive=ARCHIVE)
            curate(engine, shards=shards())
        return engine.store.stories.changes()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> list[StoryChange]:
    """The log of one run over everything."""
    return log(tmp_path_factory.mktemp("closing") / "whole", lambda: Shards(rules=RULES), 99)


def test_a_story_closes_once(whole: list[StoryChange]) -> None:
    """When the window has moved past its last article, at the time of the article that moved it."""
    moments = {article.first_seen for article in stream()}
    ends = {change.story: change.at for change in whole if change.kind is Change.CLOSED}
    assert len(ends) == sum(change.kind is Change.CLOSED for change in whole) > 3
    for story, end in ends.items():
        joined = [change.at for change in whole if story == change.story and change.kind is not Change.CLOSED]
        assert end in moments
        assert all(at <= end for at in joined)


@pytest.mark.parametrize("size", [1, 4])
def test_restarts_change_nothing(tmp_path: Path, whole: list[StoryChange], size: int) -> None:
    """A process for each run, or one for all, or one run: the log is the same to the last change."""
    kept = Shards(rules=RULES)
    assert log(tmp_path / "anew", lambda: Shards(rules=RULES), size) == whole
    assert log(tmp_path / "kept", lambda: kept, size) == whole
