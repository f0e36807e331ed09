"""Copies of a database that are whole: made while it is in use, checked before they are trusted."""

import os
import shutil
import sqlite3
from contextlib import closing
from itertools import count
from pathlib import Path

from newsloom.errors import StoreCorruptError, StoreError
from newsloom.store.sqlite import connect, explained, is_damage, reading_mode
from newsloom.store.upgrade import refuse_newer, version

#: What belongs to one database besides its main file.
COMPANIONS = ("-wal", "-shm")


def back_up(source: Path, target: Path) -> None:
    """Write a consistent copy of the database to a new file; raises StoreError and leaves nothing if it cannot.

    A copy of the file alone would miss what is still in the write-ahead log; SQLite's own backup does not.
    """
    if target.exists():
        raise StoreError(f"{target} is there already; a backup never overwrites: name a new file")
    if not target.parent.is_dir():
        raise StoreError(f"{target.parent} is no folder; make it first or name another place for the backup")
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        _copy(source, draft)
        _place(draft, target)
    finally:
        draft.unlink(missing_ok=True)


def restore(backup: Path, target: Path) -> Path | None:
    """Put a checked copy of the backup in the place of the database; the old one is kept beside it.

    Nobody may have the database open (hold the run lock). Returns where the old one is now; None if there was none.
    """
    _verify(backup)
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        _copy(backup, draft)
        _verify(draft)
        aside = _set_aside(target)
        _place(draft, target)
    finally:
        draft.unlink(missing_ok=True)
    return aside


def problems(path: Path) -> list[str]:
    """What SQLite's quick check says is wrong; empty when the file is sound."""
    try:
        with closing(_read_only(path)) as connection:
            connection.text_factory = _readable
            found = [str(row[0]) for row in connection.execute("PRAGMA quick_check(20)")]
    except UnicodeDecodeError:  # SQLite's own message quotes damaged bytes
        return ["its tables' names cannot be read"]
    except sqlite3.Error as error:
        if not is_damage(error):
            raise explained(error, path=path) from error
        return [str(error)]
    return [] if found == ["ok"] else found


def _readable(text: bytes) -> str:
    return text.decode(errors="replace")  # the check quotes what it finds, and that may be damaged too


def _verify(backup: Path) -> None:
    if not backup.is_file():
        raise StoreError(f"{backup} is no file; name a backup made by `newsloom backup`")
    wrong = problems(backup)
    if wrong:
        raise StoreCorruptError(f"{backup} is damaged or no backup of newsloom ({wrong[0]}); nothing was changed")
    database = connect(backup, read_only=True)
    try:
        with database.reading() as connection:
            found = version(connection)
    finally:
        database.engine.dispose()
    if found is None:
        raise StoreError(f"{backup} is a database, but none of newsloom's; nothing was changed")
    refuse_newer(found, path=backup)


def _copy(source: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    try:
        with closing(_read_only(source)) as reader, closing(sqlite3.connect(target)) as writer:
            reader.backup(writer)
            writer.execute("PRAGMA journal_mode = DELETE")  # one file, complete in itself
    except sqlite3.Error as error:
        raise explained(error, path=target) from error
    _sync(target)


def _read_only(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?{reading_mode(path)}", uri=True)


def _place(draft: Path, target: Path) -> None:
    try:
        os.link(draft, target)  # unlike a rename it fails if somebody made the target meanwhile
    except FileExistsError as error:
        raise StoreError(f"{target} is there already; name a new file") from error
    except OSError:  # a file system without hard links
        shutil.move(draft, target)
    _sync(target.parent)


def _set_aside(target: Path) -> Path | None:
    if not target.exists():
        return None
    names = (target.with_name(f"{target.name}.replaced-{n}") for n in count(1))
    aside = next(name for name in names if not name.exists())
    for ending in COMPANIONS:
        companion = target.with_name(target.name + ending)
        if companion.exists():
            companion.rename(aside.with_name(aside.name + ending))
    target.rename(aside)
    return aside


def _sync(path: Path) -> None:
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
