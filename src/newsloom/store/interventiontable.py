"""The table of what editors said of the edition; part of `tables.METADATA`."""

from sqlalchemy import Boolean, Column, Index, Table

from newsloom.model.intervention import Intervention
from newsloom.store.columns import Packed, Words
from newsloom.store.tables import METADATA, NUMBER

#: Pins, kills and edits, in the order they were said; `holds` until it is undone.
INTERVENTIONS = Table(
    "interventions",
    METADATA,
    Column("number", NUMBER, primary_key=True),
    Column("id", Words, nullable=False, unique=True),
    Column("holds", Boolean, nullable=False),
    Column("intervention", Packed(Intervention), nullable=False),
    Index(None, "holds", "number"),
    sqlite_autoincrement=True,
)
