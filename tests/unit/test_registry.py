from importlib.metadata import EntryPoint

import pytest

from newsloom.errors import SettingsError
from newsloom.registry import PUBLISHERS, SOURCES, names, plugin
from newsloom.sources.feed import FeedReader


def point(name: str, value: str) -> EntryPoint:
    """An entry point among the kinds of source."""
    return EntryPoint(name=name, value=value, group=SOURCES)


def test_a_name_gives_its_class() -> None:
    """What a package offers is found by its name."""
    assert plugin(SOURCES, "feed", [point("feed", "newsloom.sources.feed:FeedReader")]) is FeedReader


def test_newsloom_offers_its_own_the_same_way() -> None:
    """The package's metadata names what ships with it."""
    assert "feed" in names(SOURCES)
    assert {"markdown", "datafiles", "jsonapi"} <= set(names(PUBLISHERS))


def test_an_unknown_name_is_refused_with_those_there_are() -> None:
    """The message says what would be right."""
    with pytest.raises(SettingsError, match="there are: feed"):
        plugin(SOURCES, "gopher", [point("feed", "newsloom.sources.feed:FeedReader")])


def test_a_name_offered_twice_is_refused() -> None:
    """Which of the two would be chosen must not depend on chance."""
    with pytest.raises(SettingsError, match="uninstall one"):
        plugin(SOURCES, "feed", [point("feed", "one:Reader"), point("feed", "other:Reader")])


@pytest.mark.parametrize("value", ["nowhere_at_all:Reader", "newsloom.sources.feed:Nothing"])
def test_a_broken_package_is_named(value: str) -> None:
    """A plug-in that cannot be loaded says which one it is."""
    with pytest.raises(SettingsError, match="cannot be loaded"):
        plugin(SOURCES, "broken", [point("broken", value)])
