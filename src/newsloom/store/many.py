"""One statement for many rows.

SQLAlchemy readies each row by itself, which costs more than SQLite takes to write it. Here a statement is compiled once
and values are readied column by column, by the same types.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Delete, Dialect, Insert, Update

Ready = Callable[[Any], Any]
_STATEMENTS = 100  # kept compiled: more than the store has


def write_many(connection: Connection, statement: Insert | Update | Delete, rows: Sequence[Mapping[str, Any]]) -> None:
    """Run a statement once for each row, as `execute` does; nothing without rows.

    Args:
        connection: inside a transaction.
        statement: made once, so that it is compiled once.
        rows: values by the names of columns and parameters; all rows have the same names.
    """
    if not rows:
        return
    sql, ready = _compiled(statement, tuple(rows[0]), connection.dialect)
    columns = [
        [row[name] for row in rows] if process is None else [process(row[name]) for row in rows]
        for name, process in ready
    ]
    connection.exec_driver_sql(sql, list(zip(*columns, strict=True)))


@lru_cache(maxsize=_STATEMENTS)
def _compiled(
    statement: Insert | Update | Delete, names: tuple[str, ...], dialect: Dialect
) -> tuple[str, list[tuple[str, Ready | None]]]:
    """The statement for this database's driver, and its parameters in order, each with what readies its values."""
    compiled = statement.compile(dialect=dialect, column_keys=list(names))
    if compiled.positiontup is None:
        raise TypeError(f"{dialect.name} names its parameters; a driver that numbers them was expected")
    ready: list[tuple[str, Ready | None]] = [
        (name, compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect)) for name in compiled.positiontup
    ]
    return str(compiled), ready
