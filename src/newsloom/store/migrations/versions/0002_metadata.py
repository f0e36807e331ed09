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
    _hosts()


def _revisions() -> None:
    op.add_column("revisions", sa.Column("metadata", TEXT, nullable=False, server_default="{}"))


def _hosts() -> None:
    op.create_table(
        "hosts",
        sa.Column("site", TEXT, nullable=False),
        sa.Column("facts", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("site", name="pk_hosts"),
    )
