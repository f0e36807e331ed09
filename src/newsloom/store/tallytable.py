"""The table of what each source has brought, which triggers of the database keep."""

from sqlalchemy import Column, Integer, Table

from newsloom.store.columns import Words
from newsloom.store.tables import METADATA

#: How many articles of each source had which fate when their page was to be read.
SOURCE_TALLIES = Table(
    "source_tallies",
    METADATA,
    Column("source", Words, primary_key=True),
    Column("page", Words, primary_key=True),
    Column("articles", Integer, nullable=False),
)
