"""A stream of articles played through a desk's store and its curate flow, and what became of it."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from newsloom.flows.backfill import backfill
from newsloom.flows.curate import Shards, curate
from newsloom.model.article import Article, ArticleId
from newsloom.model.story import StoryId
from newsloom.seams import Engine
from newsloom.testing.streams import ARCHIVE, desk_in


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """The story of each article in the end (`settled`) and on arrival (`provisional`), and what curation cost."""

    settled: Mapping[ArticleId, StoryId]
    provisional: Mapping[ArticleId, StoryId]
    cpu_seconds: float


def play(articles: Sequence[Article], *, batch: int = 0) -> Played:
    """Send articles through a fresh desk; returns their stories.

    Args:
        articles: the stream.
        batch: 0 has all at hand before they are placed, in order of time; else so many come at once, in the order
            given, and only among them does time decide who is placed first.
    """
    with TemporaryDirectory(prefix="newsloom-stories-") as folder, desk_in(Path(folder)) as engine:
        spent = 0.0
        shards = Shards()
        for part in _parts(articles, batch):
            backfill(engine.store, part, archive=ARCHIVE)
            began = time.process_time()
            curate(engine, shards=shards)
            spent += time.process_time() - began
        return Played(settled=settled(engine), provisional=provisional(engine), cpu_seconds=spent)


def settled(engine: Engine) -> dict[ArticleId, StoryId]:
    """The story each article is in."""
    return {article: story.id for story in engine.store.stories.since(None) for article in story.articles}


def provisional(engine: Engine) -> dict[ArticleId, StoryId]:
    """The story each article was put into when it arrived."""
    first: dict[ArticleId, StoryId] = {}
    for change in engine.store.stories.changes():
        for article in change.articles:
            first.setdefault(article, change.story)
    return first


def _parts(articles: Sequence[Article], batch: int) -> Iterator[Sequence[Article]]:
    if not batch:
        yield articles
        return
    for at in range(0, len(articles), batch):
        yield articles[at : at + batch]
