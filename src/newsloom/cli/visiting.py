"""Visiting one address for a command."""

import argparse
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from newsloom.errors import FetchError, SettingsError
from newsloom.model.page import Failure, Page, Request
from newsloom.seams import Fetcher
from newsloom.settings import Settings, find_desk, read_settings
from newsloom.settings.schema import DeskFile


@contextmanager
def visiting(
    args: argparse.Namespace, *, watch: Callable[[str, Mapping[str, object]], None] | None = None
) -> Iterator[Fetcher]:
    """The fetcher of the desk meant; one with the default settings where there is no desk.

    Args:
        args: what was typed.
        watch: told each step of a visit.
    """
    from newsloom.wiring import fetcher_of

    desk = desk_or_defaults(args)
    sources, root = (desk.sources, desk.root) if isinstance(desk, Settings) else ((), Path())
    with fetcher_of(desk.fetch, desk.desk, sources=sources, root=root, watch=watch) as fetcher:
        yield fetcher


def desk_or_defaults(args: argparse.Namespace) -> Settings | DeskFile:
    """The settings of the desk meant; the defaults where there is no desk here and none was named."""
    if args.desk is not None:
        return read_settings(find_desk(args.desk))
    try:
        path = find_desk(None)
    except SettingsError:
        return DeskFile()
    return read_settings(path)


def fetched(door: Fetcher, url: str) -> Page:
    """The page at an address; raises FetchError with the reason if there is none."""
    outcome = next(iter(door.fetch([Request(url=url, obey_robots=False)])))
    if isinstance(outcome, Failure):
        raise FetchError(outcome.reason, f"{url}: {outcome.detail}")
    return outcome
