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
    _sketches()


def _revisions() -> None:
    op.add_column("revisions", sa.Column("metadata", TEXT, nullable=False, server_default="{}"))


def _sketches() -> None:
    op.create_table(
        "sketches",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("article", TEXT, nullable=False),
        sa.Column("original", TEXT, nullable=False),
        sa.Column("sort_date", MOMENT, nullable=False),
        sa.Column("sketch", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_sketches"),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name="fk_sketches_article", ondelete="CASCADE"),
        sa.UniqueConstraint("article", name="uq_sketches_article"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_sketches_sort_date", "sketches", ["sort_date"])
