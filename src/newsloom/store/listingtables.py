"""The tables of what publishing keeps ready of records; part of `tables.METADATA`."""

from sqlalchemy import Column, LargeBinary, Table

from newsloom.store.columns import Words
from newsloom.store.tables import METADATA, NUMBER

#: A listing for each record, and the digest of what was delivered of it (None: nothing, or it may be another by now).
#: A row without a listing is of a record that is gone, until that is delivered too. `number` is never given twice.
LISTINGS = Table(
    "listings",
    METADATA,
    Column("number", NUMBER, primary_key=True),
    Column("story", Words, nullable=False, unique=True),
    Column("listing", LargeBinary),
    Column("delivered", Words),
)

#: Stories whose slot changed, or was given up, since their listing was made.
UNLISTED = Table("unlisted", METADATA, Column("story", Words, primary_key=True))
