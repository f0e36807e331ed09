"""The tables of newsletters; part of `tables.METADATA`."""

from sqlalchemy import Column, Index, Integer, Table, UniqueConstraint

from newsloom.model.newsletter import Dispatch, Issue
from newsloom.store.columns import Moment, Packed, Words
from newsloom.store.tables import METADATA, NUMBER

#: Every issue; `begun` is 1 from the moment its first letter may leave.
NEWSLETTER_ISSUES = Table(
    "newsletter_issues",
    METADATA,
    Column("newsletter", Words, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("begun", Integer, nullable=False),
    Column("issue", Packed(Issue), nullable=False),
)

#: One row a reader and issue; `reader` is what tells readers apart.
NEWSLETTER_LETTERS = Table(
    "newsletter_letters",
    METADATA,
    Column("row", NUMBER, primary_key=True),
    Column("newsletter", Words, nullable=False),
    Column("number", Integer, nullable=False),
    Column("reader", Words, nullable=False),
    Column("status", Words, nullable=False),
    Column("due", Moment, nullable=False),
    Column("letter", Packed(Dispatch), nullable=False),
    UniqueConstraint("newsletter", "number", "reader"),
    Index(None, "newsletter", "status", "due"),
    sqlite_autoincrement=True,
)

#: What stands for a reader in links; the same for all issues.
NEWSLETTER_READERS = Table(
    "newsletter_readers",
    METADATA,
    Column("newsletter", Words, primary_key=True),
    Column("reader", Words, primary_key=True),
    Column("token", Words, nullable=False, unique=True),
)

#: Who wants none any more.
NEWSLETTER_LEFT = Table(
    "newsletter_left",
    METADATA,
    Column("newsletter", Words, primary_key=True),
    Column("reader", Words, primary_key=True),
    Column("at", Moment, nullable=False),
)
