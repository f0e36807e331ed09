"""Whatever becomes of a desk, what is published bit by bit is what would be published whole, byte for byte."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsloom.curate.orders import Signed
from newsloom.deliver.folder import FolderDelivery
from newsloom.deliver.work import MANIFEST
from newsloom.errors import UsageError
from newsloom.flows.forget import forget
from newsloom.flows.intervene import edit, kill, pin
from newsloom.flows.publish import publish
from newsloom.model.story import StoryId
from newsloom.seams import Engine
from newsloom.testing.publishplay import LATEST, archive_desk, fill, grow, more

STORIES, EVEN = 60, 0.5
STRAY = "somebody's.txt"

Change = Callable[[Engine, list[StoryId], Random, datetime], None]


def grown(engine: Engine, stories: list[StoryId], chance: Random, _now: datetime) -> None:
    """Some stories get a report more."""
    grow(engine, chance.sample(stories, 3), seed=chance.randrange(10**9))


def added(engine: Engine, stories: list[StoryId], chance: Random, _now: datetime) -> None:
    """Stories come."""
    stories += more(engine, chance.choice((1, 45)), seed=chance.randrange(10**9))


def worded(engine: Engine, stories: list[StoryId], chance: Random, now: datetime) -> None:
    """An editor says something of a story."""
    story, signed = chance.choice(stories), Signed(by="ana", at=now)
    with suppress(UsageError):
        match chance.randrange(3):
            case 0:
                kill(engine.store, story, signed)
            case 1:
                edit(engine.store, story, signed, headline=f"Said {chance.randrange(99)}")
            case _:
                pin(engine.store, story, signed, place=1, size=engine.front.size)


def forgotten(engine: Engine, stories: list[StoryId], chance: Random, now: datetime) -> None:
    """An article goes, and all that was made of it."""
    story = engine.store.stories.get(chance.choice(stories))
    if story is not None and len(story.articles) > 1:
        forget(engine, [story.articles[-1]], now=now)


def damaged(engine: Engine, _stories: list[StoryId], chance: Random, _now: datetime) -> None:
    """Somebody edits a file of the output, deletes another, and puts one of his own there."""
    output = engine.delivery.output  # type: ignore[attr-defined]  # it is a folder
    there = sorted(path for path in output.rglob("*") if path.is_file() and path.name not in {MANIFEST, STRAY})
    for path in chance.sample(there, min(4, len(there))):
        path.unlink() if chance.random() < EVEN else path.write_text("graffiti")
    if there:
        (output / STRAY).write_text("mine")


def nothing(_engine: Engine, _stories: list[StoryId], _chance: Random, _now: datetime) -> None:
    """Time passes."""


CHANGES: Mapping[str, Change] = {one.__name__: one for one in (grown, added, worded, forgotten, damaged, nothing)}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[tuple[Engine, list[StoryId]]]:
    """A desk with some stories, published once."""
    with archive_desk(tmp_path) as engine:
        stories = fill(engine, STORIES)
        publish(engine, now=LATEST)
        yield engine, stories


def held(folder: Path) -> dict[str, bytes]:
    """Every file below but the stray one."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != STRAY)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(sorted(CHANGES)), min_size=1, max_size=4), seed=st.integers(0, 10**6))
def test_bit_by_bit_is_as_whole(desk: tuple[Engine, list[StoryId]], steps: list[str], seed: int) -> None:
    """After any changes, of records, of words and of the output, in any order; an example goes on from the last."""
    engine, stories = desk
    chance = Random(seed)  # noqa: S311  a play of chance
    folder = engine.delivery.output.parent  # type: ignore[attr-defined]  # it is a folder
    published = engine.store.history.publications(since=LATEST - timedelta(days=1), until=LATEST + timedelta(days=99))
    now = max((one.at for one in published), default=LATEST)
    for step in steps:
        now += timedelta(hours=1)
        CHANGES[step](engine, stories, chance, now)
        publish(engine, now=now)
    whole = folder / f"whole-{now:%d-%H}-{seed}"
    publish(replace(engine, delivery=FolderDelivery(whole)), now=now, full=True)
    bits, all_ = held(engine.delivery.output), held(whole)  # type: ignore[attr-defined]  # it is a folder
    assert sorted(bits) == sorted(all_)
    assert [path for path in bits if bits[path] != all_[path]] == []
