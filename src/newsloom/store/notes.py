"""Editors' sealed notes."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, select

from newsloom.failpoints import fail_at
from newsloom.model.note import Note
from newsloom.model.story import StoryId
from newsloom.store.database import Database
from newsloom.store.notetable import SEALED_NOTES


@dataclass(frozen=True, slots=True)
class SqlNotes:
    """`Notes` in a database."""

    database: Database

    def all(self) -> list[Note]:
        """Every note, by story."""
        with self.database.reading() as connection:
            return list(connection.scalars(select(SEALED_NOTES.c.note).order_by(SEALED_NOTES.c.story)))

    def save(self, notes: Sequence[Note]) -> None:
        """Keep them, each in the place of what its story had, in one transaction."""
        rows = [{"story": note.story, "note": note} for note in notes]
        with self.database.writing() as connection:
            if rows:
                connection.execute(self.database.dialect.insert_or_replace(SEALED_NOTES), rows)
            fail_at("notes.saving")

    def clear(self, story: StoryId) -> bool:
        """Drop a story's note; False if there is none."""
        with self.database.writing() as connection:
            return bool(connection.execute(delete(SEALED_NOTES).where(SEALED_NOTES.c.story == story)).rowcount)
