"""One statement for many rows.

SQLAlchemy readies each row by itself, which costs more than SQLite takes to write it. Here a statement is compiled once
and values are readied column by column, by the same types.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Delete, Dialect, Insert, Update
from sqlalchemy.types import TypeEngine

from newsloom.errors import StoreError
from newsloom.store.columns import Words

Ready = Callable[[Sequence[Any]], Sequence[Any]]
_STATEMENTS = 100  # kept compiled: more than the store has


def write_many(connection: Connection, statement: Insert | Update | Delete, rows: Sequence[Mapping[str, Any]]) -> None:
    """Run a statement once for each row, as `execute` does; nothing without rows.

    Args:
        connection: inside a transaction.
        statement: made once, so that it is compiled once.
        rows: values by the names of columns and parameters; all rows have the same names.

    Raises:
        StoreError: a value that its column does not take.
    """
    if not rows:
        return
    sql, ready = _compiled(statement, tuple(rows[0]), connection.dialect)
    try:
        columns = [each([row[name] for row in rows]) for name, each in ready]
    except ValueError as error:
        raise StoreError(str(error)) from error
    connection.exec_driver_sql(sql, list(zip(*columns, strict=True)))


@lru_cache(maxsize=_STATEMENTS)
def _compiled(
    statement: Insert | Update | Delete, names: tuple[str, ...], dialect: Dialect
) -> tuple[str, list[tuple[str, Ready]]]:
    """The statement for this database's driver, and its parameters in order, each with what readies its values."""
    compiled = statement.compile(dialect=dialect, column_keys=list(names))
    if compiled.positiontup is None:
        raise TypeError(f"{dialect.name} names its parameters; a driver that numbers them was expected")
    return str(compiled), [(name, _readying(compiled.binds[name].type, dialect)) for name in compiled.positiontup]


def _readying(kind: TypeEngine[Any], dialect: Dialect) -> Ready:
    """What readies the values of one column."""
    if isinstance(kind, Words):
        return kind.ready
    process = kind.dialect_impl(dialect).bind_processor(dialect)
    return list if process is None else lambda values: [process(value) for value in values]
