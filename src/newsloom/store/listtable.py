"""The table of what lists of subscriptions name; part of `tables.METADATA`."""

from sqlalchemy import Column, Integer, Table

from newsloom.model.subscription import Subscription
from newsloom.store.columns import Packed, Words
from newsloom.store.tables import METADATA

#: A feed of a list that is followed, at its place in it.
FOLLOWED = Table(
    "followed",
    METADATA,
    Column("list", Words, primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("feed", Packed(Subscription), nullable=False),
)
