"""The contract of `Records`: a story's path, for ever."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from newsloom.errors import StoreError
from newsloom.keeping import Store
from newsloom.model.slot import Slot
from newsloom.model.story import StoryId


def test_slots_come_back_as_they_were(store: Store, build: SimpleNamespace) -> None:
    """The newest of each story."""
    one = Slot(story=StoryId("s1"), path="_news/one.md", first_written=build.noon)
    two = Slot(story=StoryId("s2"), path="_news/two.md", first_written=build.noon)
    store.records.save([one, two])
    store.records.save([replace(one, shown=True)])
    store.records.save([])
    assert store.records.slots() == {"s1": replace(one, shown=True), "s2": two}


def test_two_stories_cannot_share_a_path(store: Store, build: SimpleNamespace) -> None:
    """One would overwrite the other; nothing of the batch is kept."""
    slots = [Slot(story=StoryId(s), path="_news/one.md", first_written=build.noon) for s in ("s1", "s2")]
    with pytest.raises(StoreError, match="path"):
        store.records.save(slots)
    assert store.records.slots() == {}
