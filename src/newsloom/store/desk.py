"""One desk's memory in one SQLite file: opening it, checking it, letting it go."""

from dataclasses import dataclass
from pathlib import Path

from newsloom.errors import StoreCorruptError, StoreError
from newsloom.store import backups
from newsloom.store.alerts import SqlAlerts
from newsloom.store.appearances import SqlAppearances
from newsloom.store.articles import SqlArticles
from newsloom.store.corrections import SqlCorrections
from newsloom.store.database import Database
from newsloom.store.feedback import SqlFeedback
from newsloom.store.history import SqlHistory
from newsloom.store.interventions import SqlInterventions
from newsloom.store.listings import SqlListings
from newsloom.store.lists import SqlLists
from newsloom.store.newsletters import SqlNewsletters
from newsloom.store.notes import SqlNotes
from newsloom.store.records import SqlRecords
from newsloom.store.removals import SqlRemovals
from newsloom.store.rulings import SqlRulings
from newsloom.store.senses import SqlSenses
from newsloom.store.sqlite import BUSY_TIMEOUT_SECONDS, RESTORE_HINT, Synchronous, connect
from newsloom.store.stories import SqlStories
from newsloom.store.upgrade import refuse_newer, upgrade, version
from newsloom.store.visits import SqlVisits

#: A file up to this size is checked whenever it is opened: about 20 ms. Larger ones on request.
CHECKED_AT_OPENING_BYTES = 32 * 2**20


@dataclass(frozen=True, slots=True)
class SqlStore:
    """`Store` in one SQLite file."""

    path: Path
    database: Database
    visits: SqlVisits
    articles: SqlArticles
    stories: SqlStories
    senses: SqlSenses
    records: SqlRecords
    corrections: SqlCorrections
    removals: SqlRemovals
    rulings: SqlRulings
    history: SqlHistory
    feedback: SqlFeedback
    interventions: SqlInterventions
    appearances: SqlAppearances
    alerts: SqlAlerts
    listings: SqlListings
    notes: SqlNotes
    lists: SqlLists
    newsletters: SqlNewsletters

    def backup(self, target: Path) -> None:
        """A consistent copy in a new file, made while others read and write."""
        backups.back_up(self.path, target)

    def check(self) -> list[str]:
        """What SQLite's quick check finds wrong, and rows that name what is not there; empty when all is sound."""
        wrong = backups.problems(self.path)
        if wrong:
            return wrong
        with self.database.reading() as connection:
            orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        return [
            f"row {number} of {table} names a row of {parent} that is not there" for table, number, parent, _ in orphans
        ]

    def size(self) -> int:
        """Bytes on disk, the write-ahead log included."""
        files = [self.path, *(self.path.with_name(self.path.name + c) for c in backups.COMPANIONS)]
        return sum(file.stat().st_size for file in files if file.exists())

    def close(self) -> None:
        """Let go of the database."""
        self.database.engine.dispose()


def open_store(
    path: Path,
    *,
    synchronous: Synchronous = "FULL",
    busy_timeout: float = BUSY_TIMEOUT_SECONDS,
    check: bool | None = None,
    read_only: bool = False,
) -> SqlStore:
    """Open the database in `path`, made or upgraded as needed.

    Args:
        path: the file; its folder must be there.
        synchronous: FULL survives a power cut, NORMAL may lose the last transactions to one.
        busy_timeout: seconds to wait for another writer.
        check: whether to run the quick check first; None checks small files only.
        read_only: change nothing, for disks and files that cannot be written.

    Raises:
        StoreCorruptError: the file is damaged or no database; nothing was written to it.
        StoreVersionError: a newer newsloom made it.
        StoreError: it cannot be opened; the message says what would help.
    """
    _refuse_places(path, read_only=read_only)
    if path.exists() and path.stat().st_size:
        _refuse_damage(path, check=path.stat().st_size <= CHECKED_AT_OPENING_BYTES if check is None else check)
    database = connect(path, synchronous=synchronous, busy_timeout=busy_timeout, read_only=read_only)
    try:
        _prepare(database, path, read_only=read_only)
    except BaseException:
        database.engine.dispose()
        raise
    return _over(database, path)


def _over(database: Database, path: Path) -> SqlStore:
    return SqlStore(
        path,
        database,
        SqlVisits(database),
        SqlArticles(database),
        SqlStories(database),
        SqlSenses(database),
        SqlRecords(database),
        SqlCorrections(database),
        SqlRemovals(database),
        SqlRulings(database),
        SqlHistory(database),
        SqlFeedback(database),
        SqlInterventions(database),
        SqlAppearances(database),
        SqlAlerts(database),
        SqlListings(database),
        SqlNotes(database),
        SqlLists(database),
        SqlNewsletters(database),
    )


def _prepare(database: Database, path: Path, *, read_only: bool) -> None:
    if not read_only:
        upgrade(database, path=path)
        return
    with database.reading() as connection:
        found = version(connection)
    if found is None:
        raise StoreError(f"{path} is no newsloom database, and it may not be made one while it is only read")
    refuse_newer(found, path=path)


def _refuse_places(path: Path, *, read_only: bool) -> None:
    if path.is_dir():
        raise StoreError(f"{path} is a folder; the database is a file: name one in it")
    if not path.parent.is_dir():
        raise StoreError(f"the folder {path.parent} is not there; make it or run `newsloom init` for a new desk")
    if read_only and not path.exists():
        raise StoreError(f"{path} is not there; there is nothing to read yet")


def _refuse_damage(path: Path, *, check: bool) -> None:
    with path.open("rb") as file:
        if file.read(16) != b"SQLite format 3\0":
            raise StoreCorruptError(f"{path} is damaged or no database at all; {RESTORE_HINT}")
    wrong = backups.problems(path) if check else []
    if wrong:
        raise StoreCorruptError(f"{path} fails SQLite's integrity check ({wrong[0]}); {RESTORE_HINT}")
