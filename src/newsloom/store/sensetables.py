"""The tables of what articles mean, where a desk has a model; part of `tables.METADATA`."""

from sqlalchemy import Column, Float, ForeignKey, Index, LargeBinary, Table

from newsloom.store.columns import Words
from newsloom.store.tables import METADATA

#: What lately placed articles mean to the model of that name, as half-precision numbers.
VECTORS = Table(
    "vectors",
    METADATA,
    Column("article", Words, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("model", Words, nullable=False),
    Column("vector", LargeBinary, nullable=False),
)

#: Articles that tell of one event in two languages.
COUNTERPARTS = Table(
    "counterparts",
    METADATA,
    Column("article", Words, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("other", Words, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("likeness", Float, nullable=False),
    Index(None, "other"),
)
