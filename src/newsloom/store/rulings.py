"""Editors' rulings, kept with what they change."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select, update

from newsloom.failpoints import fail_at
from newsloom.model.ruling import Ruling
from newsloom.model.story import StoryChange
from newsloom.store import placing
from newsloom.store.database import Database
from newsloom.store.rulingtable import RULINGS


@dataclass(frozen=True, slots=True)
class SqlRulings:
    """`Rulings` in a database."""

    database: Database

    def all(self) -> list[Ruling]:
        """Every ruling, oldest first, those that were undone among them."""
        with self.database.reading() as connection:
            return list(connection.scalars(select(RULINGS.c.ruling).order_by(RULINGS.c.number)))

    def holding(self) -> list[Ruling]:
        """Those that hold, oldest first."""
        with self.database.reading() as connection:
            return list(connection.scalars(select(RULINGS.c.ruling).where(RULINGS.c.holds).order_by(RULINGS.c.number)))

    def save(self, ruling: Ruling, changes: Sequence[StoryChange]) -> None:
        """Keep a ruling, new or undone, and what it changes, in one transaction."""
        row = {"id": ruling.id, "holds": ruling.undone is None, "ruling": ruling}
        with self.database.writing() as connection:
            known = connection.execute(update(RULINGS).where(RULINGS.c.id == ruling.id).values(row)).rowcount
            if not known:
                connection.execute(RULINGS.insert(), row)
            placing.keep(connection, self.database.dialect, (), changes)
            fail_at("story.saving")
