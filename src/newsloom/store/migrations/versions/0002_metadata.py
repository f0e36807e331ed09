"""What outlets say of their articles.

Frozen once released: a change to the tables is a new file beside this one, never an edit of it.
"""  # noqa: INP001  Alembic loads the file by its path

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TEXT = sa.Text()
MOMENT = sa.BigInteger()
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add what was learnt to be kept."""
    _revisions()
    _revising()
    _removing()


def _revisions() -> None:
    op.add_column("revisions", sa.Column("metadata", TEXT, nullable=False, server_default="{}"))


def _revising() -> None:
    op.add_column("articles", sa.Column("rereads", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("articles", sa.Column("missed", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("revisions", sa.Column("revised_at", MOMENT, nullable=True))
    op.add_column("revisions", sa.Column("dropped", TEXT, nullable=True))


def _removing() -> None:
    op.add_column("removals", sa.Column("source", TEXT, nullable=False, server_default=""))
    op.add_column("removals", sa.Column("reason", TEXT, nullable=False, server_default=""))
    op.create_table(
        "removed_names",
        sa.Column("name", TEXT, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_removed_names"),
        sa.ForeignKeyConstraint(["id"], ["removals.id"], name="fk_removed_names_id", ondelete="CASCADE"),
    )
    op.create_index("ix_removed_names_id", "removed_names", ["id"])
