"""Plug-ins by entry point: kinds of source and shapes of output, newsloom's own among them.

A package offers one by naming it in its metadata:

    [project.entry-points."newsloom.sources"]
    gopher = "my_package:GopherReader"

`newsloom.testing.contracts` holds the checks each must pass.
"""

from collections.abc import Iterable
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from newsloom.errors import SettingsError

SOURCES = "newsloom.sources"
PUBLISHERS = "newsloom.publishers"
RECORDS = "records"  # the kind of source that is a folder on this machine: nothing of it is fetched
OWN_KINDS = ("feed", "opml", "page", RECORDS, "sitemap")  # kinds of source that are newsloom's own


def names(group: str, found: Iterable[EntryPoint] | None = None) -> tuple[str, ...]:
    """What is offered in a group, by name, in alphabetical order; nothing is imported.

    Args:
        group: `SOURCES` or `PUBLISHERS`.
        found: entry points to look among; those of the installed packages if None.
    """
    return tuple(sorted({point.name for point in _points(group, found)}))


def plugin(group: str, name: str, found: Iterable[EntryPoint] | None = None) -> Any:  # noqa: ANN401  a plug-in's class; its Protocol depends on the group
    """The class a name stands for.

    Raises:
        SettingsError: nobody offers it, two packages do, or its package cannot be imported.
    """
    offers = [point for point in _points(group, found) if point.name == name]
    if not offers:
        raise SettingsError(f"nothing named `{name}` in {group}; there are: {', '.join(names(group, found))}")
    if len({point.value for point in offers}) > 1:
        both = " and by ".join(point.value for point in offers)
        raise SettingsError(f"`{name}` in {group} is offered by {both}; uninstall one of them")
    try:
        return offers[0].load()
    except (ImportError, AttributeError) as error:
        raise SettingsError(f"`{name}` in {group} ({offers[0].value}) cannot be loaded: {error}") from error


def _points(group: str, found: Iterable[EntryPoint] | None) -> list[EntryPoint]:
    if found is None:
        return list(entry_points(group=group))
    return [point for point in found if point.group == group]
