"""What the store does when the machine fails it: kills, damage, full and read-only disks, newer databases."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import pytest

from newsloom.errors import StoreCorruptError, StoreError, StoreLockedError, StoreVersionError
from newsloom.failpoints import VARIABLE
from newsloom.model.article import Added, Article, ArticleId
from newsloom.model.item import Item
from newsloom.model.source import SourceId, SourceState
from newsloom.store import RunLock, SqlStore, one_writer_only, open_store, restore

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)

#: Run as `python -c WRITER DATABASE NAME COUNT`: COUNT visits of source NAME, each bringing one article.
WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from newsloom.model.article import Added, Article
from newsloom.model.item import Item
from newsloom.model.source import SourceState
from newsloom.store import open_store

database, name, count = sys.argv[1:]
noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
store = open_store(Path(database), check=False, busy_timeout=30)
for n in range(int(count)):
    key = f"{name}-{n}"
    article = Article(
        id=key, source=name, key=key, url=f"https://{name}.example/{n}", host=f"{name}.example", title=key,
        text="the same few words " * 40, first_seen=noon, sort_date=noon, fingerprint=key,
    )
    state = SourceState(source=name, etag=str(n), items_seen=n + 1)
    store.visits.save(state, admissions=[Added(item=Item(key=key), article=article)])
    print(n, flush=True)
store.close()
"""


def run_writer(database: Path, name: str, count: int, **variables: str) -> subprocess.Popen[str]:
    """Start a process that writes; the tables are made here, where the migrations are imported already."""
    open_store(database, check=False).close()
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)} | variables
    command = [sys.executable, "-c", WRITER, str(database), name, str(count)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)


def an_article(name: str, text: str = "words") -> Article:
    """An article of source `daily`."""
    return Article(
        id=ArticleId(name),
        source=SourceId("daily"),
        key=name,
        url=f"https://daily.example/{name}",
        host="daily.example",
        title=name,
        text=text,
        first_seen=NOON,
        sort_date=NOON,
        fingerprint=text,
    )


def keep(store: SqlStore, *names: str, text: str = "words") -> None:
    """Save articles as one visit."""
    admissions = [Added(item=Item(key=n), article=an_article(n, text)) for n in names]
    store.visits.save(SourceState(source=SourceId("daily"), etag=names[-1]), admissions=admissions)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a desk's database is."""
    return tmp_path / "newsloom.db"


@pytest.fixture
def store(path: Path) -> Iterator[SqlStore]:
    """A store with 60 articles."""
    with closing(open_store(path)) as opened:
        keep(opened, *(f"a{n}" for n in range(60)), text="some words of the text " * 50)
        yield opened


@pytest.mark.parametrize("visit", [pytest.param(1, marks=pytest.mark.slow), 3])
def test_a_kill_inside_the_transaction_leaves_the_state_before(path: Path, visit: int) -> None:
    """Articles and validators are of the same visit; going on afterwards loses and doubles nothing (F01, F02)."""
    killed = run_writer(path, "daily", 4, **{VARIABLE: f"ingest.saving:{visit}"})
    killed.communicate()
    assert killed.returncode == -signal.SIGKILL
    with closing(open_store(path)) as store:
        states = store.visits.states()
        assert store.articles.count() == visit - 1
        assert [s.items_seen for s in states.values()] == ([visit - 1] if visit > 1 else [])
        assert store.check() == []
    run_writer(path, "daily", 4).communicate()
    with closing(open_store(path)) as store:
        assert store.articles.count() == 4
        assert [s.etag for s in store.visits.states().values()] == ["3"]


@pytest.mark.slow
def test_a_kill_at_any_moment_loses_nothing_acknowledged(path: Path) -> None:
    """What the writer said is saved is there (F01)."""
    acknowledged = 0
    for round_, limit in enumerate([3, 11, 7]):
        writer = run_writer(path, f"s{round_}", 1000)
        assert writer.stdout is not None
        for _ in range(limit):
            writer.stdout.readline()
        writer.kill()
        acknowledged += limit + len(writer.stdout.read().splitlines())
        writer.wait()
        writer.stdout.close()
        with closing(open_store(path)) as store:
            kept = sum(s.items_seen for s in store.visits.states().values())
            assert store.articles.count() == kept
            assert acknowledged <= kept <= acknowledged + round_ + 1


@pytest.mark.slow
def test_four_writers_lose_no_update(path: Path) -> None:
    """Each waits for the others (F10)."""
    open_store(path).close()
    writers = [run_writer(path, f"w{n}", 25) for n in range(4)]
    for writer in writers:
        writer.communicate()
    assert [w.returncode for w in writers] == [0] * 4
    with closing(open_store(path)) as store:
        assert store.articles.count() == 100
        assert [s.items_seen for s in store.visits.states().values()] == [25] * 4


def test_a_writer_waits_and_then_says_so(store: SqlStore, path: Path) -> None:
    """Another process holds the database for longer than the timeout (F10)."""
    with closing(open_store(path, busy_timeout=0.05)) as hasty, closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreLockedError, match="another process"):
            keep(hasty, "b")
        assert hasty.articles.count() == 60  # reading goes on
        other.execute("ROLLBACK")
        keep(hasty, "b")
    assert store.articles.count() == 61


@pytest.mark.parametrize("times", [10, pytest.param(100, marks=pytest.mark.slow)])
def test_damage_is_found_and_nothing_is_written(store: SqlStore, path: Path, times: int) -> None:
    """Two hundred flipped bytes: refused at opening, or found by the check, or in bytes that mean nothing (F11)."""
    store.close()
    sound = path.read_bytes()
    refused = 0
    for seed in range(times):
        chance = random.Random(seed)  # noqa: S311  the same damage each time
        damaged = bytearray(sound)
        for _ in range(200):
            damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
        path.write_bytes(damaged)
        with suppress(StoreCorruptError):
            open_store(path).close()
            continue
        refused += 1
        assert path.read_bytes() == damaged
    assert refused >= 0.9 * times


@pytest.mark.parametrize("content", [b"not a database, but text\n" * 99, b"SQLite format 3\0" + b"\0" * 5000])
def test_a_file_that_is_no_database_is_refused_untouched(path: Path, content: bytes) -> None:
    """Nothing that somebody else wrote is overwritten (F11)."""
    path.write_bytes(content)
    with pytest.raises(StoreCorruptError, match="restore"):
        open_store(path)
    assert path.read_bytes() == content


@pytest.mark.slow
def test_a_log_cut_short_gives_a_state_that_was(path: Path) -> None:
    """The write-ahead log ends anywhere: whole transactions only (F11)."""
    writer = run_writer(path, "daily", 30, **{VARIABLE: "ingest.saving:20"})
    writer.communicate()
    wal = path.with_name(path.name + "-wal")
    whole = wal.read_bytes()
    for part in (0.3, 0.7, 0.95):
        wal.write_bytes(whole[: int(len(whole) * part)])
        with closing(open_store(path, check=True)) as store:
            seen = [s.items_seen for s in store.visits.states().values()] or [0]
            assert seen == [store.articles.count()]


def test_a_full_database_is_rolled_back_and_reads_go_on(store: SqlStore) -> None:
    """No space: one clear error, nothing half kept, and it works again when there is space (F06)."""
    with store.database.writing() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StoreError, match="no space is left"):
        keep(store, *(f"b{n}" for n in range(500)), text="long " * 500)
    assert store.articles.count() == 60
    with store.database.writing() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    keep(store, "b")
    assert store.articles.count() == 61


FAILING_DISK = (
    "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop()), resource.RLIM_INFINITY))\n"
)


@pytest.mark.slow
def test_a_disk_that_fails_to_write_never_reports_success(store: SqlStore, path: Path) -> None:
    """The process ends in an error; what was said to be saved is there (F08)."""
    store.close()
    room = str(path.stat().st_size + 100_000)
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    command = [sys.executable, "-c", FAILING_DISK + WRITER, str(path), "late", "5000", room]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "StoreError" in done.stderr
    with closing(open_store(path)) as again:
        assert again.check() == []
        assert again.articles.count() - 60 == len(done.stdout.splitlines())


READER = """
import os, sys
from pathlib import Path
from newsloom.store import open_store
open_store(Path(sys.argv[3])).close()  # what is still to be imported is out of reach afterwards
os.setuid(65534)
store = open_store(Path(sys.argv[1]), read_only=sys.argv[2] == "True")
print(store.articles.count())
"""


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become somebody without rights")
@pytest.mark.parametrize("read_only", [False, True])
def test_a_folder_that_cannot_be_written(store: SqlStore, request: pytest.FixtureRequest, *, read_only: bool) -> None:
    """One clear line, or reading alone for those who asked for no more (F13)."""
    folder = Path(mkdtemp())  # not pytest's own: that is closed to others
    request.addfinalizer(lambda: rmtree(folder))
    folder.chmod(0o755)
    path = folder / "newsloom.db"
    store.backup(path)
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    command = [sys.executable, "-c", READER, str(path), str(read_only), str(path.with_name("other.db"))]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if read_only:
        assert done.stdout == "60\n", done.stderr
    else:
        assert "StoreError" in done.stderr
        assert "may not be written" in done.stderr


def test_places_that_cannot_hold_a_database(tmp_path: Path) -> None:
    """A folder that is missing, a folder in the file's place, nothing to read (F13)."""
    with pytest.raises(StoreError, match="is not there; make it"):
        open_store(tmp_path / "nowhere" / "newsloom.db")
    with pytest.raises(StoreError, match="is a folder"):
        open_store(tmp_path)
    with pytest.raises(StoreError, match="nothing to read"):
        open_store(tmp_path / "none.db", read_only=True)


def test_a_read_only_store_refuses_to_write(store: SqlStore, path: Path) -> None:
    """And reads what others write (F13)."""
    with closing(open_store(path, read_only=True)) as reader:
        keep(store, "b")
        assert reader.articles.count() == 61
        with pytest.raises(StoreError, match="may not be written"):
            keep(reader, "c")


def test_a_database_from_a_newer_newsloom_is_refused_untouched(store: SqlStore, path: Path) -> None:
    """Kindly: it says what to do (F20)."""
    with store.database.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    store.close()
    before = path.read_bytes()
    for read_only in (False, True):
        with pytest.raises(StoreVersionError, match="newer newsloom"):
            open_store(path, read_only=read_only)
    assert path.read_bytes() == before


def test_old_versions_of_sqlite_want_one_writing_process() -> None:
    """Their log can be damaged by a second one (F14)."""
    assert one_writer_only((3, 51, 2))
    assert not one_writer_only((3, 51, 3))


@pytest.mark.slow
def test_a_backup_taken_under_writing_restores_to_a_moment_that_was(path: Path, tmp_path: Path) -> None:
    """Every visit is in it whole or not at all; the replaced database is kept (F12, F19)."""
    writer = run_writer(path, "daily", 120)
    assert writer.stdout is not None
    writer.stdout.readline()
    with closing(open_store(path)) as store:
        store.backup(tmp_path / "backup.db")
    writer.communicate()
    aside = restore(tmp_path / "backup.db", path)
    with closing(open_store(path, check=True)) as restored:
        kept = restored.articles.count()
        assert [s.items_seen for s in restored.visits.states().values()] == [kept]
        assert 1 <= kept <= 120
        assert restored.check() == []
    assert aside is not None
    with closing(open_store(aside)) as replaced:
        assert replaced.articles.count() == 120
    assert not list(tmp_path.glob(".*"))


def test_a_backup_never_overwrites(store: SqlStore, tmp_path: Path) -> None:
    """Nor does it invent folders."""
    target = tmp_path / "there.db"
    target.write_text("precious")
    with pytest.raises(StoreError, match="never overwrites"):
        store.backup(target)
    with pytest.raises(StoreError, match="is no folder"):
        store.backup(tmp_path / "nowhere" / "b.db")
    assert target.read_text() == "precious"


def test_only_a_sound_backup_is_restored(store: SqlStore, path: Path, tmp_path: Path) -> None:
    """Damaged, foreign, missing: the present database stays where it is."""
    store.close()
    damaged, foreign = tmp_path / "damaged.db", tmp_path / "foreign.db"
    damaged.write_bytes(path.read_bytes()[:9000])
    with closing(sqlite3.connect(foreign)) as connection:
        connection.execute("CREATE TABLE t (a)")
    for backup, why in ((damaged, "damaged"), (foreign, "none of newsloom's"), (tmp_path / "no.db", "is no file")):
        with pytest.raises(StoreError, match=why):
            restore(backup, path)
    with closing(open_store(path)) as again:
        assert again.articles.count() == 60


def test_the_lock_names_its_holder_and_ends_with_it(tmp_path: Path) -> None:
    """Kill -9 frees it."""
    path = tmp_path / "newsloom.lock"
    script = (
        "import sys, time\n"
        "from datetime import UTC, datetime; from pathlib import Path; from newsloom.store import RunLock\n"
        "with RunLock(path=Path(sys.argv[1]), now=datetime(2026, 3, 1, 12, tzinfo=UTC)):\n"
        "    print('held', flush=True); time.sleep(60)"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    holder = subprocess.Popen(
        [sys.executable, "-c", script, str(path)], env=environment, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    with (
        pytest.raises(StoreLockedError, match=rf"process {holder.pid}, since 2026-03-01T12:00:00\+00:00"),
        RunLock(path=path, now=NOON),
    ):
        pass
    holder.kill()
    holder.communicate()
    with RunLock(path=path, now=NOON, wait=5):
        assert path.read_text().startswith(f"{os.getpid()} ")


def test_the_lock_is_waited_for(tmp_path: Path) -> None:
    """Until its holder is done, or the time is over."""
    path = tmp_path / "newsloom.lock"
    first = RunLock(path=path, now=NOON)
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 3:
            first.__exit__()

    first.__enter__()
    with RunLock(path=path, now=NOON, wait=9, clock=lambda: sum(pauses), pause=pause):
        assert len(pauses) == 3
    with pytest.raises(StoreError, match="cannot be opened"), RunLock(path=tmp_path / "no" / "lock", now=NOON):
        pass


def test_times_without_a_zone_are_refused(store: SqlStore) -> None:
    """They could mean anything (F22)."""
    state = SourceState(source=SourceId("daily"), last_visit=NOON)
    with pytest.raises(StoreError, match="no time zone"):
        store.visits.save(replace(state, last_visit=NOON.replace(tzinfo=None)))
    assert store.articles.count() == 60
