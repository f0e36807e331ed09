"""A replay that is shared out gives what one process gives, to the last digit."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from newsloom.errors import StoreError
from newsloom.flows.replaying import Moments, Snapshot, replay_editions
from newsloom.flows.replaysharing import Sharing, Work, replay_shared
from newsloom.settings import read_settings
from newsloom.store import open_store
from newsloom.testing.judgementplay import LATEST, criteria_in_play, other_weights
from newsloom.testing.replayplay import past_in_play
from newsloom.testing.streams import desk_in
from newsloom.wiring import replay_sharing

MOMENTS = Moments(since=LATEST - timedelta(days=2), until=LATEST, every=timedelta(hours=6))


@contextmanager
def here(work: Work) -> Iterator[Iterator[Snapshot]]:
    """The work of another process, done in this one."""
    yield work()


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk's folder with two days of 300 articles."""
    folder = tmp_path_factory.mktemp("past")
    with desk_in(folder) as engine:
        past_in_play(engine.store, criteria_in_play(), articles=600, days=2)
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("hottest", [None, 1, 20])
@pytest.mark.parametrize("processes", [2, 3])
def test_parts_put_together_are_the_whole(past: Path, hottest: int | None, processes: int) -> None:
    """Editions in their order, scores, who is shown anew: by both settings at every moment."""
    database = read_settings(past / "newsloom.toml").database
    criteria = criteria_in_play()
    settings = [criteria, replace(criteria, profile=other_weights(), tiers=dict.fromkeys(criteria.tiers, 70))]
    moments = replace(MOMENTS, hottest=hottest)
    opened = partial(open_store, database, read_only=True)
    store = opened()
    whole = list(replay_editions(store, settings, moments=moments))
    sharing = Sharing(opened=opened, elsewhere=here, processes=processes, worth=0)
    shared = list(replay_shared(store, settings, moments=moments, sharing=sharing))
    store.close()
    assert sum(len(one.editions[0]) for one in whole) >= len(whole) > 4
    assert shared == whole


def test_a_second_process_gives_the_same(past: Path) -> None:
    """As a desk wires it: settings, topics and store are made anew there."""
    settings = read_settings(past / "newsloom.toml")
    criteria, moments = criteria_in_play(), replace(MOMENTS, hottest=50)
    sharing = replace(replay_sharing(settings), processes=2, worth=0)
    store = sharing.opened()
    whole = list(replay_shared(store, [criteria], moments=moments, sharing=None))
    assert list(replay_shared(store, [criteria], moments=moments, sharing=sharing)) == whole
    store.close()


def test_a_fault_of_the_second_process_is_raised_here(past: Path) -> None:
    """A store that it cannot open, as an error of the store; nothing waits for ever."""
    settings = read_settings(past / "newsloom.toml")
    sharing = replace(replay_sharing(settings), processes=2, worth=0)
    store = sharing.opened()
    gone = replace(sharing, opened=partial(open_store, past / "gone.db", read_only=True))
    with pytest.raises(StoreError):
        list(replay_shared(store, [criteria_in_play()], moments=MOMENTS, sharing=gone))
    store.close()
