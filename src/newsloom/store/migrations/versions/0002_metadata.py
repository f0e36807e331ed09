"""What outlets say of their articles.

Frozen once released: a change to the tables is a new file beside this one, never an edit of it.
"""  # noqa: INP001  Alembic loads the file by its path

import json
from datetime import timedelta

import sqlalchemy as sa
from alembic import op

from newsloom.curate.identity import marks, view_mark
from newsloom.store.columns import EPOCH
from newsloom.store.sqlite import CREATE_TALLYING

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
    _sightings()
    _marks()
    _sketches()
    _hosts()
    _revising()
    _removing()
    _images()
    _senses()
    _findings()
    _corrections()
    _rulings()
    _publications()
    _feedback()
    _interventions()
    _sources()
    _rhythm()


def _revisions() -> None:
    op.add_column("revisions", sa.Column("metadata", TEXT, nullable=False, server_default="{}"))


def _sightings() -> None:
    with op.batch_alter_table("sightings") as table:
        table.add_column(sa.Column("known_by", TEXT))
        table.drop_constraint("uq_sightings_source_key_id", type_="unique")
        table.create_unique_constraint("uq_sightings_source_key_id_url", ["source", "key", "id", "url"])


def _marks() -> None:
    """Make the table, and mark what is stored by its addresses and by what its newest revision says."""
    op.create_table(
        "marks",
        sa.Column("mark", TEXT, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("mark", "id", name="pk_marks"),
    )
    op.create_index("ix_marks_id", "marks", ["id"])
    marks_table = sa.table("marks", sa.column("mark", TEXT), sa.column("id", TEXT))
    connection = op.get_bind()
    found = dict.fromkeys((view_mark(url), id_) for id_, url in connection.execute(sa.text("SELECT id, url FROM urls")))
    newest = (
        "SELECT r.id, r.url, r.title, r.published FROM revisions r "
        "JOIN articles a ON a.id = r.id AND a.current = r.revision"
    )
    for id_, url, title, published in connection.execute(sa.text(newest)):
        at = None if published is None else EPOCH + timedelta(microseconds=published)
        found |= dict.fromkeys((mark, id_) for mark in marks(url, title, at))
    if found:
        op.bulk_insert(marks_table, [{"mark": mark, "id": id_} for mark, id_ in found])


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


def _hosts() -> None:
    op.create_table(
        "hosts",
        sa.Column("site", TEXT, nullable=False),
        sa.Column("facts", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("site", name="pk_hosts"),
    )


def _revising() -> None:
    op.add_column("articles", sa.Column("rereads", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("articles", sa.Column("missed", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("articles", sa.Column("has_text", sa.Boolean(), nullable=False, server_default="1"))
    op.create_index("ix_articles_has_text_sort_date", "articles", ["has_text", "sort_date"])
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


def _senses() -> None:
    article = "articles.id"
    op.create_table(
        "vectors",
        sa.Column("article", TEXT, primary_key=True),
        sa.Column("model", TEXT, nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["article"], [article], name="fk_vectors_article", ondelete="CASCADE"),
    )
    op.create_table(
        "counterparts",
        sa.Column("article", TEXT, primary_key=True),
        sa.Column("other", TEXT, primary_key=True),
        sa.Column("likeness", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["article"], [article], name="fk_counterparts_article", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["other"], [article], name="fk_counterparts_other", ondelete="CASCADE"),
    )
    op.create_index("ix_counterparts_other", "counterparts", ["other"])


def _findings() -> None:
    """Make the table empty: a story gets its row when it is judged next."""
    op.create_table(
        "findings",
        sa.Column("story", TEXT, primary_key=True),
        sa.Column("texts", TEXT, nullable=False),
        sa.Column("words", TEXT, nullable=False),
        sa.Column("tallies", TEXT, nullable=False),
        sa.Column("weights", TEXT, nullable=False),
        sa.Column("order", sa.LargeBinary(), nullable=False),
        sa.Column("tally", sa.LargeBinary(), nullable=False),
        sa.Column("findings", sa.LargeBinary(), nullable=False),
    )


def _corrections() -> None:
    op.create_table(
        "corrections",
        sa.Column("article", TEXT, primary_key=True),
        sa.Column("topic", TEXT, primary_key=True),
        sa.Column("is_about", sa.Boolean(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name="fk_corrections_article", ondelete="CASCADE"),
    )


def _rulings() -> None:
    op.create_table(
        "rulings",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("holds", sa.Boolean(), nullable=False),
        sa.Column("ruling", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_rulings"),
        sa.UniqueConstraint("id", name="uq_rulings_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_rulings_holds_number", "rulings", ["holds", "number"])


def _publications() -> None:
    op.create_table(
        "publications",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("newest", MOMENT),
        sa.Column("mark", sa.Integer()),
        sa.PrimaryKeyConstraint("number", name="pk_publications"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_publications_at", "publications", ["at"])


def _feedback() -> None:
    op.create_table(
        "feedback",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("story", TEXT, nullable=False),
        sa.Column("article", TEXT, nullable=False),
        sa.Column("is_good", sa.Boolean(), nullable=False),
        sa.Column("by", TEXT, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_feedback"),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name="fk_feedback_article", ondelete="CASCADE"),
        sa.UniqueConstraint("article", "by", name="uq_feedback_article_by"),
        sqlite_autoincrement=True,
    )


def _interventions() -> None:
    op.create_table(
        "interventions",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("holds", sa.Boolean(), nullable=False),
        sa.Column("intervention", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_interventions"),
        sa.UniqueConstraint("id", name="uq_interventions_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_interventions_holds_number", "interventions", ["holds", "number"])


def _sources() -> None:
    """How sources do: what the last visit saw, and what became of each article's page."""
    for name in ("items_undated", "items_duplicate", "habit_seconds"):
        op.add_column("sources", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    op.add_column("articles", sa.Column("page", TEXT, nullable=False, server_default=""))
    op.create_table(
        "source_tallies",
        sa.Column("source", TEXT, primary_key=True),
        sa.Column("page", TEXT, primary_key=True),
        sa.Column("articles", sa.Integer(), nullable=False),
    )
    op.execute(
        "INSERT INTO source_tallies (source, page, articles) SELECT source, page, count(*) FROM articles"
        " GROUP BY source, page"
    )
    for statement in CREATE_TALLYING:
        op.execute(statement)


def _rhythm() -> None:
    """How often a source brings something, and what it and its host asked for."""
    op.add_column("sources", sa.Column("gap_seconds", sa.Integer()))
    op.add_column("sources", sa.Column("asked_seconds", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("sources", sa.Column("retry_at", MOMENT))
    op.add_column("sources", sa.Column("deaths", sa.Integer(), nullable=False, server_default="0"))
