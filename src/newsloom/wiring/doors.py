"""The door to the network, as a desk's settings and the environment have it."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from ssl import SSLContext

from newsloom.fetch.client import WebFetcher
from newsloom.fetch.steps import Watch
from newsloom.fetch.system_clock import SystemClock
from newsloom.fetch.trust import VARIABLE as CA_FILE
from newsloom.fetch.trust import context_of
from newsloom.model.source import Source
from newsloom.seams import Clock, Fetcher
from newsloom.settings import Settings
from newsloom.settings.schema import Desk, Fetch
from newsloom.wiring.rules import fetch_rules


def door_of(settings: Settings, clock: Clock) -> WebFetcher:
    """The fetcher of a desk, closed by whoever asked for it."""
    rules = fetch_rules(settings.fetch, settings.desk, sources=settings.sources, root=settings.root)
    return WebFetcher(rules, clock, tls=trusted(os.environ))


@contextmanager
def fetcher_of(
    fetch: Fetch, desk: Desk, *, sources: Sequence[Source] = (), root: Path = Path(), watch: Watch | None = None
) -> Iterator[Fetcher]:
    """The door to the network alone, for commands that look at one address.

    Args:
        fetch: how politely.
        desk: who we are.
        sources: whose secrets may be needed.
        root: the folder the files with those secrets are relative to.
        watch: is told each step.
    """
    rules = fetch_rules(fetch, desk, sources=sources, root=root)
    with WebFetcher(rules, SystemClock(), tls=trusted(os.environ), watch=watch) as fetcher:
        yield fetcher


def trusted(environment: Mapping[str, str]) -> SSLContext | None:
    """Whose certificates are trusted: the system's authorities and those in the file `NEWSLOOM_CA_FILE` names.

    Returns None where the system's are all. Raises SettingsError for a file that cannot be read.
    """
    named = environment.get(CA_FILE, "")
    return context_of(ca_file=Path(named)) if named else None
