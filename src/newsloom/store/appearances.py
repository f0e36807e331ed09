"""How readers have known the stories that were published, and the log of what became of them."""

from dataclasses import dataclass

import msgspec
from sqlalchemy import Column, Connection, Integer, LargeBinary, Table, func, select

from newsloom.model.appearance import Appearance, LoggedChange, PublicChange, Seen
from newsloom.model.story import StoryId
from newsloom.store.columns import Moment, Words
from newsloom.store.database import Database
from newsloom.store.tables import METADATA

#: One row for each story that was published once; its number is never another's. Part of `tables.METADATA`.
APPEARANCES = Table(
    "appearances",
    METADATA,
    Column("story", Words, primary_key=True),
    Column("number", Integer, nullable=False, unique=True),
    Column("appearance", LargeBinary, nullable=False),
)

#: What readers could see change, numbered without gaps.
PUBLIC_CHANGES = Table(
    "public_changes",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("story", Words, nullable=False),
    Column("kind", Words, nullable=False),
    Column("at", Moment, nullable=False),
)
ROWS = 1_000  # read at once
_APPEARANCE = msgspec.json.Decoder(Appearance)


@dataclass(frozen=True, slots=True)
class SqlAppearances:
    """`Appearances` in a database."""

    database: Database

    def all(self) -> dict[StoryId, Appearance]:
        """Every story that was published once, by number."""
        query = select(APPEARANCES.c.appearance).order_by(APPEARANCES.c.number)
        sql, decode = str(query.compile(dialect=self.database.engine.dialect)), _APPEARANCE.decode
        with self.database.reading() as connection:
            cursor = connection.connection.cursor()  # the driver's own rows: there are many
            cursor.execute(sql)
            found: list[Appearance] = []
            while rows := cursor.fetchmany(ROWS):
                found += [decode(packed) for (packed,) in rows]
            return {one.story: one for one in found}

    def length(self) -> int:
        """How many changes the log holds: the number of the last one."""
        with self.database.reading() as connection:
            return _length(connection)

    def changes(self, first: int, last: int) -> list[LoggedChange]:
        """The changes with these numbers, both among them, in order."""
        number = PUBLIC_CHANGES.c.number
        query = select(PUBLIC_CHANGES).where(number.between(first, last)).order_by(number)
        with self.database.reading() as connection:
            return [
                LoggedChange(number=row.number, story=row.story, kind=PublicChange(row.kind), at=row.at)
                for row in connection.execute(query)
            ]

    def save(self, seen: Seen) -> None:
        """Add or replace appearances and append what is new to the log, in one transaction."""
        if not seen.appearances and not seen.changes:
            return
        with self.database.writing() as connection:
            if seen.appearances:
                rows = [
                    {"story": one.story, "number": one.number, "appearance": msgspec.json.encode(one)}
                    for one in seen.appearances
                ]
                connection.execute(self.database.dialect.insert_or_replace(APPEARANCES), rows)
            if seen.changes:
                first = _length(connection) + 1
                logged = [
                    {"number": number, "story": story, "kind": kind.value, "at": at}
                    for number, (story, kind, at) in enumerate(seen.changes, first)
                ]
                connection.execute(PUBLIC_CHANGES.insert(), logged)


def _length(connection: Connection) -> int:
    return connection.scalar(select(func.max(PUBLIC_CHANGES.c.number))) or 0
