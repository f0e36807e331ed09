"""Who was told of what: alerts, and what was delivered of the records.

Frozen once released: a change to the tables is a new file beside this one, never an edit of it.
"""  # noqa: INP001  Alembic loads the file by its path

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TEXT = sa.Text()
MOMENT = sa.BigInteger()
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add what is kept of telling readers."""
    _alerts()
    _listings()
    _appearances()
    _notes()
    _followed()
    _newsletters()
    op.create_index("ix_findings_weights_words_texts_story", "findings", ["weights", "words", "texts", "story"])


def _alerts() -> None:
    _alert_table("alert_changed", [("story", TEXT)], key=["story"])
    _alert_table("alert_keys", [("alert", TEXT), ("key", TEXT)], key=["alert"])
    _alert_table("alert_states", [("alert", TEXT), ("story", TEXT), ("state", TEXT)], key=["alert", "story"])
    _alert_table("alert_closed", [("channel", TEXT), ("closed", TEXT)], key=["channel"])
    _alert_table("alert_notices", [("id", TEXT), ("article", TEXT), ("at", MOMENT), ("notice", TEXT)], unique=["id"])
    _alert_table("alert_waiting", [("notice", TEXT), ("channel", TEXT), ("at", MOMENT)], unique=["notice", "channel"])
    messages = [("id", TEXT), ("channel", TEXT), ("status", TEXT), ("made", MOMENT), ("message", TEXT)]
    _alert_table("alert_messages", messages, unique=["id"])
    op.create_index("ix_alert_notices_article", "alert_notices", ["article"])
    op.create_index("ix_alert_notices_at", "alert_notices", ["at"])
    op.create_index("ix_alert_messages_channel_made", "alert_messages", ["channel", "made"])
    op.create_index("ix_alert_messages_status_number", "alert_messages", ["status", "number"])


def _alert_table(
    name: str,
    columns: list[tuple[str, Any]],
    *,
    key: list[str] | None = None,
    unique: list[str] | None = None,
) -> None:
    """Create a table of columns that are never empty, numbered where no key is named."""
    numbered = [sa.Column("number", NUMBER, nullable=False)] if key is None else []
    constraint = [sa.UniqueConstraint(*unique, name=f"uq_{name}_{'_'.join(unique)}")] if unique else []
    op.create_table(
        name,
        *numbered,
        *(sa.Column(column, kind, nullable=False) for column, kind in columns),
        sa.PrimaryKeyConstraint(*(key or ["number"]), name=f"pk_{name}"),
        *constraint,
        sqlite_autoincrement=key is None,
    )


def _listings() -> None:
    """Make the tables; every record there is wants a listing."""
    op.create_table(
        "listings",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("story", TEXT, nullable=False),
        sa.Column("listing", sa.LargeBinary()),
        sa.Column("delivered", TEXT),
        sa.PrimaryKeyConstraint("number", name="pk_listings"),
        sa.UniqueConstraint("story", name="uq_listings_story"),
    )
    op.create_table(
        "unlisted", sa.Column("story", TEXT, nullable=False), sa.PrimaryKeyConstraint("story", name="pk_unlisted")
    )
    op.execute("INSERT INTO unlisted (story) SELECT story FROM slots")


def _appearances() -> None:
    op.create_table(
        "appearances",
        sa.Column("story", TEXT, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("appearance", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("story", name="pk_appearances"),
        sa.UniqueConstraint("number", name="uq_appearances_number"),
    )
    op.create_table(
        "public_changes",
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("story", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_public_changes"),
    )


def _notes() -> None:
    op.create_table(
        "sealed_notes",
        sa.Column("story", TEXT, nullable=False),
        sa.Column("note", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("story", name="pk_sealed_notes"),
    )


def _followed() -> None:
    op.create_table(
        "followed",
        sa.Column("list", TEXT, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("feed", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("list", "place", name="pk_followed"),
    )


def _newsletters() -> None:
    """Issues, one letter a reader and issue, what stands for readers, and who went off the list."""
    op.create_table(
        "newsletter_issues",
        sa.Column("newsletter", TEXT, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("begun", sa.Integer(), nullable=False),
        sa.Column("issue", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("newsletter", "number", name="pk_newsletter_issues"),
    )
    op.create_table(
        "newsletter_letters",
        sa.Column("row", NUMBER, nullable=False),
        sa.Column("newsletter", TEXT, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        *(sa.Column(name, TEXT, nullable=False) for name in ("reader", "status")),
        sa.Column("due", MOMENT, nullable=False),
        sa.Column("letter", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("row", name="pk_newsletter_letters"),
        sa.UniqueConstraint("newsletter", "number", "reader", name="uq_newsletter_letters_newsletter_number_reader"),
        sqlite_autoincrement=True,
    )
    columns = ["newsletter", "status", "due"]
    op.create_index("ix_newsletter_letters_newsletter_status_due", "newsletter_letters", columns)
    for table, kind in (("newsletter_readers", TEXT), ("newsletter_left", MOMENT)):
        column = "token" if kind is TEXT else "at"
        op.create_table(
            table,
            sa.Column("newsletter", TEXT, nullable=False),
            sa.Column("reader", TEXT, nullable=False),
            sa.Column(column, kind, nullable=False),
            sa.PrimaryKeyConstraint("newsletter", "reader", name=f"pk_{table}"),
            *([sa.UniqueConstraint("token", name="uq_newsletter_readers_token")] if kind is TEXT else []),
        )
