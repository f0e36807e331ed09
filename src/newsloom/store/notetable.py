"""The table of editors' sealed notes; part of `tables.METADATA`."""

from sqlalchemy import Column, Table

from newsloom.model.note import Note
from newsloom.store.columns import Packed, Words
from newsloom.store.tables import METADATA

#: One note a story. The plain text is nowhere in the database.
SEALED_NOTES = Table(
    "sealed_notes",
    METADATA,
    Column("story", Words, primary_key=True),
    Column("note", Packed(Note), nullable=False),
)
