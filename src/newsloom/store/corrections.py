"""What the owner said of the topics of single articles."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import Boolean, Column, ForeignKey, Table, select

from newsloom.model.topiccorrection import TopicCorrection
from newsloom.store.columns import Moment, Words
from newsloom.store.database import Database
from newsloom.store.tables import METADATA

#: The latest word on each article and topic; part of `tables.METADATA`.
CORRECTIONS = Table(
    "corrections",
    METADATA,
    Column("article", Words, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("topic", Words, primary_key=True),
    Column("is_about", Boolean, nullable=False),
    Column("at", Moment, nullable=False),
)


@dataclass(frozen=True, slots=True)
class SqlCorrections:
    """`Corrections` in a database."""

    database: Database

    def save(self, corrections: Sequence[TopicCorrection]) -> None:
        """Keep them; the latest word on an article and a topic counts."""
        if not corrections:
            return
        with self.database.writing() as connection:
            connection.execute(self.database.dialect.insert_or_replace(CORRECTIONS), list(map(asdict, corrections)))

    def all(self) -> list[TopicCorrection]:
        """Every correction of an article that is still there, by time, then article and topic."""
        query = select(CORRECTIONS).order_by(CORRECTIONS.c.at, CORRECTIONS.c.article, CORRECTIONS.c.topic)
        with self.database.reading() as connection:
            return [TopicCorrection(**row) for row in connection.execute(query).mappings()]
