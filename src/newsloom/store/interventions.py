"""Editors' interventions."""

from dataclasses import dataclass

from sqlalchemy import select, update

from newsloom.model.intervention import Intervention
from newsloom.store.database import Database
from newsloom.store.interventiontable import INTERVENTIONS


@dataclass(frozen=True, slots=True)
class SqlInterventions:
    """`Interventions` in a database."""

    database: Database

    def all(self) -> list[Intervention]:
        """Every intervention, oldest first, those that were undone among them."""
        query = select(INTERVENTIONS.c.intervention).order_by(INTERVENTIONS.c.number)
        with self.database.reading() as connection:
            return list(connection.scalars(query))

    def holding(self) -> list[Intervention]:
        """Those that were not undone, oldest first."""
        query = select(INTERVENTIONS.c.intervention).where(INTERVENTIONS.c.holds).order_by(INTERVENTIONS.c.number)
        with self.database.reading() as connection:
            return list(connection.scalars(query))

    def save(self, intervention: Intervention) -> None:
        """Keep an intervention, new or undone."""
        row = {"id": intervention.id, "holds": intervention.undone is None, "intervention": intervention}
        with self.database.writing() as connection:
            known = connection.execute(
                update(INTERVENTIONS).where(INTERVENTIONS.c.id == intervention.id).values(row)
            ).rowcount
            if not known:
                connection.execute(INTERVENTIONS.insert(), row)
