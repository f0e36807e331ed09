"""Disks that fail and power that goes: each write to the disk is seen by a library loaded before the system's."""

import os
import random
import shutil
import struct
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.faults.test_store_faults import WRITER

from newsloom.store import open_store

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

HEAD = struct.Struct("c3xIqQ")  # as disk.c writes it
SECTOR = 512  # bytes that a disk writes whole or not at all
CUTS = 30  # moments at which the power goes
VISITS = 25


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The disk for tests, compiled."""
    compiler = shutil.which("cc")
    if compiler is None or not sys.platform.startswith("linux"):
        pytest.skip("no C compiler here")
    made = tmp_path_factory.mktemp("disk") / "disk.so"
    source = Path(__file__).with_name("disk.c")
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", made, source, "-ldl"], check=True)
    return made


def write(
    library: Path, database: Path, visits: int, *, script: str = WRITER, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Save so many visits, each with one article and its validator, on the disk for tests."""
    open_store(database).close()
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p), "LD_PRELOAD": str(library)}
    command = [sys.executable, "-c", script, str(database), "daily", str(visits)]
    return subprocess.run(command, env=environment | variables, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("call", ["write", "sync"])
@pytest.mark.parametrize("number", [1, 2, 5, 9, 14, 30])
def test_a_disk_that_fails_is_never_taken_for_one_that_wrote(
    library: Path, tmp_path: Path, call: str, number: int
) -> None:
    """From whatever write or sync on it fails: the process ends in an error, what it said was saved is there (F08)."""
    database = tmp_path / "newsloom.db"
    done = write(library, database, 200, DISK_FAILS=f"{call}:{number}")
    assert done.returncode == 1, done.stderr
    assert "StoreError" in done.stderr
    said = len(done.stdout.splitlines())
    assert said < 200
    with closing(open_store(database)) as store:
        assert store.check() == []
        kept = store.articles.count()
        assert said <= kept <= said + 1  # one that was written, though it could not be said to be
        assert sum(state.items_seen for state in store.visits.states().values()) == kept


@dataclass(frozen=True)
class Event:
    """One line of the disk's log."""

    what: str
    name: str
    offset: int
    size: int
    data: bytes


def events(log: bytes) -> Iterator[Event]:
    """What the disk was told, in order."""
    at = 0
    while at < len(log):
        what, name, offset, size = HEAD.unpack_from(log, at)
        at += HEAD.size
        path = log[at : at + name].decode()
        at += name
        holds = what in {b"W", b"A"}
        yield Event(what.decode(), Path(path).name, offset, size, log[at : at + size] if holds else b"")
        at += size if holds else 0


def after_power_cut(before: dict[str, bytes], told: list[Event], chance: random.Random) -> dict[str, bytes]:
    """The files as a disk may hold them: what was synced, and of the rest any sectors, in any order."""
    files = defaultdict(bytearray, {name: bytearray(data) for name, data in before.items()})
    last_sync = {event.name: place for place, event in enumerate(told) if event.what == "S"}
    luck = chance.choice([0.0, 0.5, 1.0])
    for place, event in enumerate(told):
        durable = place <= last_sync.get(event.name, -1)
        file = files[event.name]
        if event.what == "W":
            if len(file) < event.offset + event.size and (durable or luck):
                file.extend(bytes(event.offset + event.size - len(file)))
            for start in range(0, event.size, SECTOR):
                if durable or chance.random() < luck:
                    piece = event.data[start : start + SECTOR]
                    file[event.offset + start : event.offset + start + len(piece)] = piece
        elif event.what == "T" and (durable or chance.random() < luck):
            del file[event.offset :]
            file.extend(bytes(event.offset - len(file)))
    return {name: bytes(data) for name, data in files.items() if name}


def cuts(library: Path, folder: Path, seed: int, script: str = WRITER) -> Iterator[tuple[int, int]]:
    """How many visits were said to be saved when the power went, and how many are there, at moment after moment.

    What is there is whole visits only, in a database that is sound.
    """
    database, log = folder / "newsloom.db", folder / "log"
    open_store(database).close()
    before = {path.name: path.read_bytes() for path in folder.glob("newsloom.db*") if not path.name.endswith("-shm")}
    assert write(library, database, VISITS, script=script, DISK_LOG=str(log)).returncode == 0
    told = list(events(log.read_bytes()))
    chance = random.Random(seed)  # noqa: S311  the same cuts each time
    for number in range(CUTS):
        so_far = told[: chance.randrange(len(told)) + 1]
        said = b"".join(event.data for event in so_far if event.what == "A").count(b"\n")
        place = folder / f"cut{number}"
        place.mkdir()
        for name, data in after_power_cut(before, so_far, chance).items():
            (place / name).write_bytes(data)
        with closing(open_store(place / "newsloom.db", check=True)) as store:
            kept = store.articles.count()
            assert sum(state.items_seen for state in store.visits.states().values()) == kept
            assert store.check() == []
        shutil.rmtree(place)
        yield said, kept


@pytest.mark.parametrize("seed", range(2))
def test_power_that_goes_loses_nothing_acknowledged(library: Path, tmp_path: Path, seed: int) -> None:
    """At any moment: what was said to be saved is there, and the database is sound (F09)."""
    for said, kept in cuts(library, tmp_path, seed):
        assert said <= kept <= said + 1


def test_without_full_syncing_only_the_end_is_lost(library: Path, tmp_path: Path) -> None:
    """NORMAL may lose the last visits, never a part of one (F09); that it does shows that these cuts are real."""
    normal = WRITER.replace("busy_timeout=30", 'busy_timeout=30, synchronous="NORMAL"')
    found = list(cuts(library, tmp_path, 5, normal))
    assert all(kept <= said + 1 for said, kept in found)
    assert any(kept < said for said, kept in found)
