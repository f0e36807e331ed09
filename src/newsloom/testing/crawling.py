"""Deliveries that are killed while a crawler reads: what it sees is one generation or another, never a mix."""

import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from select import select

from newsloom.deliver.folder import FolderDelivery
from newsloom.deliver.work import MANIFEST
from newsloom.model.edition import Artifact
from newsloom.testing.state import generation_of

FILES = 12
LIVES = 3  # deliveries that a process lives to make, at most


@dataclass(slots=True)
class Crawled:
    """What the trials showed: deaths, and how often the crawler read a whole site while deliveries went on."""

    trials: int = 0
    reads: int = 0
    generations: int = 0


def crawl(site: Path) -> str | None:
    """The generation a reader sees; None where it was switched while reading, or nothing is there yet.

    Raises:
        AssertionError: the files are not those of the generation they say they are.
    """
    try:
        before = (site / MANIFEST).read_bytes()
        seen = generation_of(site)
    except (FileNotFoundError, AssertionError):
        if site.exists() and (site / MANIFEST).read_bytes() == before:
            raise
        return None
    return seen if (site / MANIFEST).read_bytes() == before else None


def kill_deliveries(site: Path, *, trials: int, seed: int = 1) -> Crawled:
    """Deliver one generation after the other, killing the process that does at random, with a crawler reading.

    Raises:
        AssertionError: a reader saw a mix, or the delivery after the last death did not make the output whole.
    """
    chance, shown = Random(seed), Crawled()  # noqa: S311  a play of chance, the same each time
    seen: set[str] = set()
    for first in range(2):
        began = time.monotonic()
        FolderDelivery(site).deliver(_artifacts(Random(seed + first)))  # noqa: S311  the same
    longest = LIVES * (time.monotonic() - began)
    for trial in range(trials):
        seen |= _read_until_death(
            site, shown, seed=seed + trial, first=trial % 2, lives=lambda: chance.uniform(0, longest)
        )
        if site.exists():  # where folders cannot be swapped in one step, there is a moment without one
            seen.add(generation_of(site) or "")
        shown.trials += 1
    done = FolderDelivery(site).deliver(_artifacts(Random(seed)))  # noqa: S311  the same
    if generation_of(site) != done.generation:
        raise AssertionError("the delivery after the last death is not what it says it is")
    shown.generations = len(seen)
    return shown


def _read_until_death(site: Path, shown: Crawled, *, seed: int, first: int, lives: Callable[[], float]) -> set[str]:
    """The generations read until a process that delivers dies: at random, after making the `first` of them whole.

    One that is sure to make some lets generations follow each other on a busy machine too.
    """
    seen: set[str] = set()
    ready, told = os.pipe()
    child = os.fork()
    if child == 0:
        _deliver_until_killed(site, Random(seed), told)  # noqa: S311  the same
    os.close(told)
    until = time.monotonic() + lives()
    while first or time.monotonic() < until:
        if first and select([ready], [], [], 0)[0]:
            os.read(ready, 1)
            first -= 1
            until = time.monotonic() + lives()
        if found := crawl(site):
            shown.reads += 1
            seen.add(found)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(ready)
    return seen


def _deliver_until_killed(site: Path, chance: Random, told: int) -> None:
    try:
        while True:
            FolderDelivery(site).deliver(_artifacts(chance))
            os.write(told, b".")
    finally:
        os._exit(1)


def _artifacts(chance: Random) -> list[Artifact]:
    """Files of which some are others each time, in pairs that always say the same."""
    numbers = [chance.randrange(3) for _ in range(FILES // 2)]
    return [
        Artifact(path=f"{side}/{place % 5}/{place}", content=str(number).encode())
        for place, number in enumerate(numbers)
        for side in ("one", "other")
        if number
    ]
