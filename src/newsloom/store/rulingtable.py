"""The table of what editors said; part of `tables.METADATA`."""

from sqlalchemy import Boolean, Column, Index, Table

from newsloom.model.ruling import Ruling
from newsloom.store.columns import Packed, Words
from newsloom.store.tables import METADATA, NUMBER

#: What editors ruled of articles, in the order they said it; `holds` until it is undone.
RULINGS = Table(
    "rulings",
    METADATA,
    Column("number", NUMBER, primary_key=True),
    Column("id", Words, nullable=False, unique=True),
    Column("holds", Boolean, nullable=False),
    Column("ruling", Packed(Ruling), nullable=False),
    Index(None, "holds", "number"),
    sqlite_autoincrement=True,
)
