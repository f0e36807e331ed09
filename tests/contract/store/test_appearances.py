"""The contract of `Appearances`."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from msgspec.structs import replace

from newsloom.errors import StoreError
from newsloom.keeping import Store
from newsloom.model.appearance import Appearance, LoggedChange, Presence, PublicChange, Seen
from newsloom.model.story import StoryId

ONE, OTHER = StoryId("s1"), StoryId("s2")


def appearance(story: StoryId, number: int, build: SimpleNamespace) -> Appearance:
    """A story that was just published."""
    return Appearance(
        story=story,
        number=number,
        presence=Presence.SHOWN,
        first_shown=build.noon,
        updated=build.noon,
        changed=build.noon + timedelta(microseconds=5),
        words="w",
        whole="x",
    )


def test_what_was_seen_is_remembered(store: Store, build: SimpleNamespace) -> None:
    """Stories by number, as they stand last; the log in order and without gaps, in any part of it."""
    assert (store.appearances.all(), store.appearances.length()) == ({}, 0)
    first, second = appearance(ONE, 2, build), appearance(OTHER, 1, build)
    published = PublicChange.PUBLISHED
    store.appearances.save(
        Seen(appearances=(first, second), changes=((ONE, published, build.noon), (OTHER, published, build.noon)))
    )
    gone = replace(first, presence=Presence.REMOVED)
    store.appearances.save(Seen(appearances=(gone,), changes=((ONE, PublicChange.REMOVED, build.noon),)))
    assert [*store.appearances.all().values()] == [second, gone]
    assert store.appearances.length() == 3
    assert [change.story for change in store.appearances.changes(1, 3)] == [ONE, OTHER, ONE]
    assert store.appearances.changes(3, 9) == [
        LoggedChange(number=3, story=ONE, kind=PublicChange.REMOVED, at=build.noon)
    ]


def test_no_number_is_given_twice(store: Store, build: SimpleNamespace) -> None:
    """Neither to two stories, nor is anything of such a try kept."""
    store.appearances.save(Seen(appearances=(appearance(ONE, 1, build),)))
    wrong = Seen(appearances=(appearance(OTHER, 1, build),), changes=((OTHER, PublicChange.PUBLISHED, build.noon),))
    with pytest.raises(StoreError):
        store.appearances.save(wrong)
    assert [*store.appearances.all()] == [ONE]
    assert store.appearances.length() == 0
