"""What outlets say of their articles.

Frozen once released: a change to the tables is a new file beside this one, never an edit of it.
"""  # noqa: INP001  Alembic loads the file by its path

import json

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
    _images()


def _revisions() -> None:
    op.add_column("revisions", sa.Column("metadata", TEXT, nullable=False, server_default="{}"))


def _images() -> None:
    op.create_table(
        "images",
        sa.Column("url", TEXT, primary_key=True),
        sa.Column("host", TEXT, primary_key=True),
        sa.Column(
            "article",
            TEXT,
            sa.ForeignKey("articles.id", name="fk_images_article", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("fingerprint", TEXT, nullable=False),
    )
    op.create_index("ix_images_article", "images", ["article"])
    connection = op.get_bind()
    stored = connection.execute(
        sa.text(
            "SELECT r.host, r.id, r.fingerprint, r.image FROM revisions r JOIN articles a ON a.id = r.id"
            " AND a.current = r.revision WHERE r.image IS NOT NULL"
        )
    )
    rows = [
        {"url": json.loads(image)["url"], "host": host, "article": article, "fingerprint": fingerprint}
        for host, article, fingerprint, image in stored
    ]
    if rows:
        images = sa.table("images", *(sa.column(name) for name in ("url", "host", "article", "fingerprint")))
        op.bulk_insert(images, rows)
