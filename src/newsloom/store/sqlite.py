"""How newsloom uses SQLite: WAL, immediate write transactions, FTS5, and errors in plain words."""

import os
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal
from urllib.parse import parse_qsl, quote

import msgspec
from msgspec import MsgspecError
from sqlalchemy import (
    URL,
    ColumnElement,
    Connection,
    Engine,
    Table,
    Text,
    create_engine,
    event,
    func,
    literal,
    select,
    text,
)
from sqlalchemy.dialects.sqlite import Insert, insert
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from newsloom.errors import StoreCorruptError, StoreError, StoreLockedError
from newsloom.store.columns import storable
from newsloom.store.database import Database

Synchronous = Literal["FULL", "NORMAL"]

BUSY_TIMEOUT_SECONDS = 5.0
#: A WAL that grew under a long reader is cut back to this when it is next reset.
WAL_LIMIT_BYTES = 64 * 2**20
#: Before 3.51.3 a WAL reset can race with a second writing process and corrupt the file.
SAFE_FOR_SEVERAL_WRITERS = (3, 51, 3)
#: A word of the title counts as much as three of the body.
TITLE_WEIGHT = 3.0

#: The words come folded and cut (`search.py`); this tokenizer only splits them at the spaces.
CREATE_INDEX = "CREATE VIRTUAL TABLE article_words USING fts5(title, body, tokenize = 'ascii')"

_COUNT = """INSERT INTO source_tallies (source, page, articles) VALUES (new.source, new.page, 1)
    ON CONFLICT (source, page) DO UPDATE SET articles = articles + 1;"""
_UNCOUNT = "UPDATE source_tallies SET articles = articles - 1 WHERE source = old.source AND page = old.page;"
#: However articles come, change and go, the tallies of their sources go with them: counting a million takes too long.
CREATE_TALLYING = (
    f"CREATE TRIGGER articles_counted AFTER INSERT ON articles BEGIN {_COUNT} END",
    f"CREATE TRIGGER articles_uncounted AFTER DELETE ON articles BEGIN {_UNCOUNT} END",
    f"""CREATE TRIGGER articles_recounted AFTER UPDATE OF source, page ON articles
    WHEN old.source <> new.source OR old.page <> new.page BEGIN {_UNCOUNT} {_COUNT} END""",
)

_ADVICE = {
    sqlite3.SQLITE_FULL: "no space is left for it; nothing was changed. Free some and run again",
    sqlite3.SQLITE_READONLY: "it may not be written; check the owner and mode of the file and of its folder",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened; check that its folder is there and may be written by this user",
    sqlite3.SQLITE_PERM: "it may not be opened by this user",
    sqlite3.SQLITE_IOERR: "the disk failed to read or write; nothing was changed. Check the disk before you run again",
}
_CORRUPT = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
RESTORE_HINT = (
    "nothing was written to it; `newsloom restore BACKUP` puts a backup in its place and keeps this file aside"
)


def one_writer_only(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> bool:
    """Whether this SQLite may corrupt a database that several processes write."""
    return version < SAFE_FOR_SEVERAL_WRITERS


def is_damage(error: sqlite3.Error) -> bool:
    """Whether the error says that the file is not, or no longer, a sound database."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _CORRUPT


def explained(error: BaseException, *, path: Path) -> StoreError:
    """An error of SQLite as one that a user can be told."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in _CORRUPT:
        return StoreCorruptError(f"{path} is damaged or no newsloom database ({error}); {RESTORE_HINT}")
    if code in _BUSY:
        return StoreLockedError(f"{path} is being written by another process; try again when it is done")
    if code in _ADVICE:
        return StoreError(f"{path}: {_ADVICE[code]} ({error})")
    return StoreError(f"{path}: {error}")


@dataclass(frozen=True, slots=True)
class SqliteDialect:
    """SQLite's own ways; `path` is for messages."""

    path: Path

    def insert_new(self, table: Table) -> Any:  # noqa: ANN401  see Dialect
        """`INSERT ... ON CONFLICT DO NOTHING`."""
        return _insert_new(table)

    def insert_or_replace(self, table: Table) -> Any:  # noqa: ANN401  see Dialect
        """`INSERT ... ON CONFLICT (key) DO UPDATE`."""
        return _insert_or_replace(table)

    def any_of(self, column: ColumnElement[str], values: Iterable[str]) -> ColumnElement[bool]:
        """`IN` a list that is one parameter: five hundred of them take SQLAlchemy longer than SQLite."""
        listed = msgspec.json.encode([storable(value) for value in values]).decode()
        return column.in_(select(func.json_each(literal(listed, Text)).table_valued("value").c.value))

    def index(self, connection: Connection, rows: Sequence[tuple[int, str, str]]) -> None:
        """Replace rows of the FTS5 table."""
        self.unindex(connection, [sequence for sequence, _, _ in rows])
        connection.exec_driver_sql(
            "INSERT INTO article_words (rowid, title, body) VALUES (?, ?, ?)", [tuple(r) for r in rows]
        )

    def unindex(self, connection: Connection, sequences: Sequence[int]) -> None:
        """Delete rows of the FTS5 table."""
        connection.exec_driver_sql("DELETE FROM article_words WHERE rowid = ?", [(s,) for s in sequences])

    def tidy(self, connection: Connection) -> None:
        """Merge the FTS5 segments into one: deletions are only noted until then, words and all."""
        connection.exec_driver_sql("INSERT INTO article_words (article_words) VALUES ('optimize')")

    def scrub(self, engine: Engine) -> bool:
        """Write the whole file anew and empty the log; deleted rows stay in free pages until then."""
        connection = engine.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute("VACUUM")
            busy, *_ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            connection.close()
        return not busy

    def find(self, connection: Connection, words: Sequence[str], *, limit: int) -> list[str]:
        """Every word quoted, so that none is an operator; bm25 is better when smaller."""
        found = connection.execute(
            text(
                "SELECT a.id FROM article_words JOIN articles a ON a.sequence = article_words.rowid"
                " WHERE article_words MATCH :match"
                " ORDER BY round(bm25(article_words, :weight, 1.0), 6), a.sort_date DESC, a.sequence DESC LIMIT :limit"
            ),
            {"match": " ".join(f'"{w}"' for w in words), "weight": TITLE_WEIGHT, "limit": limit},
        )
        return [str(row[0]) for row in found]

    def explain(self, error: SQLAlchemyError | MsgspecError | UnicodeDecodeError) -> StoreError:
        """See `explained`; a packed value that cannot be read back is damage too."""
        if isinstance(error, MsgspecError | UnicodeDecodeError):
            return StoreCorruptError(f"{self.path} holds what newsloom did not write ({error}); {RESTORE_HINT}")
        return explained(error.orig if isinstance(error, DBAPIError) and error.orig else error, path=self.path)


@cache
def _insert_new(table: Table) -> Insert:
    return insert(table).on_conflict_do_nothing()


@cache
def _insert_or_replace(table: Table) -> Insert:
    statement = insert(table)
    keys = list(table.primary_key.columns)
    fresh = {c.name: statement.excluded[c.name] for c in table.columns if not c.primary_key}
    return statement.on_conflict_do_update(index_elements=keys, set_=fresh)


def connect(
    path: Path,
    *,
    synchronous: Synchronous = "FULL",
    busy_timeout: float = BUSY_TIMEOUT_SECONDS,
    read_only: bool = False,
) -> Database:
    """The database in one file, made when it is first written.

    Args:
        path: the file; its folder must be there.
        synchronous: FULL survives a power cut; NORMAL may then lose the last transactions, never more.
        busy_timeout: seconds to wait for another writer.
        read_only: write nothing, not even beside the file.
    """
    options = dict(parse_qsl(reading_mode(path) if read_only else "mode=rwc"), uri="true")
    engine = create_engine(
        # Not as one text: SQLAlchemy would decode the name once, and SQLite then a `%`, `?` or `#` in it once more.
        URL.create("sqlite", database=f"file:{quote(os.fsencode(path.absolute()))}", query=options),
        connect_args={"timeout": busy_timeout, "check_same_thread": False},
    )
    pragmas = ["PRAGMA foreign_keys = ON", "PRAGMA cache_size = -32768", "PRAGMA query_only = ON"]
    if not read_only:
        pragmas[2:] = [
            "PRAGMA journal_mode = WAL",
            f"PRAGMA journal_size_limit = {WAL_LIMIT_BYTES}",
            f"PRAGMA synchronous = {synchronous}",
        ]

    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # or the driver would begin transactions of its own, deferred ones
        for pragma in pragmas:
            connection.execute(pragma)

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", _begin)
    return Database(engine=engine, writer=engine.execution_options(newsloom_writes=True), dialect=SqliteDialect(path))


def _begin(connection: Connection) -> None:
    # A deferred transaction that reads before it writes fails at once when another wrote in between: no timeout helps.
    writes = connection.get_execution_options().get("newsloom_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def reading_mode(path: Path) -> str:
    """The URI options for opening the file without writing anything.

    Where no shared-memory file can be made nobody writes either: then the file alone is the whole database.
    """
    wal = path.with_name(path.name + "-wal")
    return "mode=ro" if wal.exists() or os.access(path.parent, os.W_OK) else "mode=ro&immutable=1"
