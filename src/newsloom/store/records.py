"""What is remembered of published records: the path each story has for ever."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import RowMapping, delete, select

from newsloom.model.record import Record
from newsloom.model.slot import Slot
from newsloom.model.story import StoryId
from newsloom.store.database import Database, chunks
from newsloom.store.tables import SLOTS, STORIES, UNJUDGED


@dataclass(frozen=True, slots=True)
class SqlRecords:
    """`Records` in a database."""

    database: Database

    def slots(self) -> dict[StoryId, Slot]:
        """The frozen path of every story that ever had a record."""
        with self.database.reading() as connection:
            rows = connection.execute(select(SLOTS).order_by(SLOTS.c.story)).mappings()
            return {row["story"]: _slot(row) for row in rows}

    def save(self, slots: Sequence[Slot], *, judged: Sequence[StoryId] = ()) -> None:
        """Add or replace slots, and remember which stories are judged as they are now, in one transaction.

        Raises StoreError if two stories would share a path.
        """
        if not slots and not judged:
            return
        with self.database.writing() as connection:
            if slots:
                connection.execute(self.database.dialect.insert_or_replace(SLOTS), [row_of(slot) for slot in slots])
            gone = select(STORIES.c.id).where(STORIES.c.alias_of.is_not(None))
            connection.execute(delete(UNJUDGED).where(UNJUDGED.c.story.in_(gone)))
            for chunk in chunks(judged):
                connection.execute(delete(UNJUDGED).where(UNJUDGED.c.story.in_(chunk)))


def row_of(slot: Slot) -> dict[str, Any]:
    """One row of `slots`."""
    return {
        "story": slot.story,
        "path": slot.path,
        "first_written": slot.first_written,
        "shown": slot.shown,
        "record": None if slot.record is None else msgspec.json.encode(slot.record),
    }


def _slot(row: RowMapping) -> Slot:
    return Slot(
        story=row["story"],
        path=row["path"],
        first_written=row["first_written"],
        shown=row["shown"],
        record=None if row["record"] is None else msgspec.json.decode(row["record"], type=Record),
    )
