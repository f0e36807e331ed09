"""What commands share: opening the desk named on the command line."""

import argparse
import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from newsloom.curate.orders import Signed
from newsloom.keeping import Store
from newsloom.seams import Engine
from newsloom.settings import Settings, find_desk, read_settings

if TYPE_CHECKING:
    from newsloom.cli.turns import Turns


def settings_of(args: argparse.Namespace) -> Settings:
    """The settings of the desk meant; raises SettingsError."""
    log_to_stderr(verbose=args.verbose)
    return read_settings(find_desk(args.desk))


def log_to_stderr(*, verbose: bool) -> None:
    """Say what happens, event by event, if asked to; else only warnings."""
    import structlog

    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO if verbose else logging.WARNING),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),  # standard error as it is when something happens
    )


def signed(args: argparse.Namespace, desk: str, now: datetime) -> Signed:
    """Who gives an order now (UTC): as typed, else by the login, else the desk."""
    by = args.by or os.environ.get("USER") or os.environ.get("LOGNAME") or desk
    return Signed(by=by, at=now, reason=args.reason)


@contextmanager
def reading(args: argparse.Namespace) -> Iterator[tuple[Settings, Store]]:
    """The desk's store for commands that only look."""
    from newsloom.wiring import store_of

    settings = settings_of(args)
    store = store_of(settings)
    try:
        yield settings, store
    finally:
        store.close()


@contextmanager
def writing(args: argparse.Namespace) -> Iterator[tuple[Settings, Engine]]:
    """The desk's engine for an order, which waits as long as `--wait` says for a run that is at work."""
    settings = settings_of(args)
    with opened(args, settings, wait=args.wait) as engine:
        yield settings, engine


@contextmanager
def noting(args: argparse.Namespace) -> Iterator[tuple[Settings, Store]]:
    """The desk's store alone for an order that changes no output; it waits as others do."""
    from newsloom.wiring import clock, run_lock, store_of

    settings = settings_of(args)
    lock = run_lock(settings, now=clock().now(), wait=args.wait, told=_told_of(args.wait))
    with lock, closing(store_of(settings)) as store:
        yield settings, store


@contextmanager
def opened(args: argparse.Namespace, settings: Settings, *, wait: float = 0, dry_run: bool = False) -> Iterator[Engine]:
    """The desk's engine, behind the lock that keeps a second writer out."""
    from newsloom.cli.progress import Progress
    from newsloom.wiring import engine_of

    with (
        Progress.on_stderr(quiet=args.json) as progress,
        engine_of(settings, progress=progress.step, wait=wait, dry_run=dry_run, told=_told_of(wait)) as engine,
    ):
        yield engine


@contextmanager
def watching(args: argparse.Namespace, settings: Settings) -> Iterator["Turns"]:
    """The desk's engine turn by turn, behind the lock that keeps a second watch out."""
    from newsloom.cli.progress import Progress
    from newsloom.cli.turns import turns_of

    with (
        Progress.on_stderr(quiet=args.json) as progress,
        turns_of(settings, progress=progress.step, wait=args.wait, told=_told_of(args.wait)) as turns,
    ):
        yield turns


def _told_of(wait: float) -> Callable[[str], None]:
    def tell(holder: str) -> None:
        print(f"newsloom: the desk is in use by {holder}; waiting up to {wait:g} s", file=sys.stderr, flush=True)

    return tell
