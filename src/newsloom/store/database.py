"""One database behind the store: its connections, and what differs between databases.

A second database brings another `Dialect`; tables and questions stay as they are.
"""

from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any, Protocol, TypeVar

from msgspec import MsgspecError
from sqlalchemy import ColumnElement, Connection, Engine, Table
from sqlalchemy.exc import SQLAlchemyError

from newsloom.errors import StoreError

T = TypeVar("T")

#: Values in one `IN (...)`: far below the 32,766 variables that SQLite allows.
CHUNK = 500


def chunks(values: Iterable[T], size: int = CHUNK) -> Generator[list[T]]:
    """The values in lists of at most `size`, each value once, in order."""
    rest = iter(dict.fromkeys(values))
    while chunk := list(islice(rest, size)):
        yield chunk


def beginning_with(column: ColumnElement[str], text: str) -> ColumnElement[bool]:
    """The column's text begins so; by a range, for which an index serves."""
    return (column >= text) & (column < text + "\U0010ffff")


class Dialect(Protocol):
    """What each database does in its own way."""

    def insert_new(self, table: Table) -> Any:  # noqa: ANN401  each dialect has its own Insert
        """An insertion that leaves rows alone whose key is there already."""
        ...

    def insert_or_replace(self, table: Table) -> Any:  # noqa: ANN401  as above
        """An insertion that replaces all of a row whose primary key is there already."""
        ...

    def any_of(self, column: ColumnElement[str], values: Iterable[str]) -> ColumnElement[bool]:
        """The condition that a column of words has one of the values, of which there may be any number."""
        ...

    def index(self, connection: Connection, rows: Sequence[tuple[int, str, str]]) -> None:
        """Make articles findable, by sequence: folded title, folded body. Replaces what was there."""
        ...

    def unindex(self, connection: Connection, sequences: Sequence[int]) -> None:
        """Make articles unfindable."""
        ...

    def tidy(self, connection: Connection) -> None:
        """Let go of what the index keeps of articles that were made unfindable."""
        ...

    def scrub(self, engine: Engine) -> bool:
        """Overwrite all that was deleted, in every file; False if somebody who reads prevents it now."""
        ...

    def find(self, connection: Connection, words: Sequence[str], *, limit: int) -> list[str]:
        """Ids of articles that hold all the words, best first, then newest."""
        ...

    def explain(self, error: SQLAlchemyError | MsgspecError | UnicodeDecodeError) -> StoreError:
        """The error as one that a user can be told."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """Connections for reading and for writing, and the dialect they speak."""

    engine: Engine
    writer: Engine
    dialect: Dialect

    @contextmanager
    def reading(self) -> Generator[Connection]:
        """One consistent view; raises StoreError."""
        try:
            with self.engine.begin() as connection:
                yield connection
        except (SQLAlchemyError, MsgspecError, UnicodeDecodeError) as error:
            raise self.dialect.explain(error) from error

    @contextmanager
    def writing(self) -> Generator[Connection]:
        """One transaction, alone from its first statement on: all of it is kept or none; raises StoreError."""
        try:
            with self.writer.begin() as connection:
                yield connection
        except (SQLAlchemyError, MsgspecError, UnicodeDecodeError) as error:
            raise self.dialect.explain(error) from error
