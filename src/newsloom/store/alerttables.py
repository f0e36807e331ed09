"""The tables of alerts; part of `tables.METADATA`."""

from sqlalchemy import Column, Index, Table, UniqueConstraint

from newsloom.model.alert import AlertMessage, AlertState, ClosedChannel, Notice
from newsloom.store.columns import Moment, Packed, Words
from newsloom.store.tables import METADATA, NUMBER

#: The stories that were judged since alerts last decided.
ALERT_CHANGED = Table("alert_changed", METADATA, Column("story", Words, primary_key=True))

#: By which view and settings each alert last decided.
ALERT_KEYS = Table(
    "alert_keys",
    METADATA,
    Column("alert", Words, primary_key=True),
    Column("key", Words, nullable=False),
)

#: What each alert remembers of each story it has met.
ALERT_STATES = Table(
    "alert_states",
    METADATA,
    Column("alert", Words, primary_key=True),
    Column("story", Words, primary_key=True),
    Column("state", Packed(AlertState), nullable=False),
)

#: Every decision to tell, in order; `article` is the one whose words it repeats.
ALERT_NOTICES = Table(
    "alert_notices",
    METADATA,
    Column("number", NUMBER, primary_key=True),
    Column("id", Words, nullable=False, unique=True),
    Column("article", Words, nullable=False, index=True),
    Column("at", Moment, nullable=False, index=True),
    Column("notice", Packed(Notice), nullable=False),
    sqlite_autoincrement=True,
)

#: Which notice has to leave by which channel and is in no message yet.
ALERT_WAITING = Table(
    "alert_waiting",
    METADATA,
    Column("number", NUMBER, primary_key=True),
    Column("notice", Words, nullable=False),
    Column("channel", Words, nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("notice", "channel"),
    sqlite_autoincrement=True,
)

#: What left or is to leave by a channel at once.
ALERT_MESSAGES = Table(
    "alert_messages",
    METADATA,
    Column("number", NUMBER, primary_key=True),
    Column("id", Words, nullable=False, unique=True),
    Column("channel", Words, nullable=False),
    Column("status", Words, nullable=False),
    Column("made", Moment, nullable=False),
    Column("message", Packed(AlertMessage), nullable=False),
    Index(None, "channel", "made"),
    Index(None, "status", "number"),
    sqlite_autoincrement=True,
)

#: The channels whose other side said that it is gone.
ALERT_CLOSED = Table(
    "alert_closed",
    METADATA,
    Column("channel", Words, primary_key=True),
    Column("closed", Packed(ClosedChannel), nullable=False),
)
