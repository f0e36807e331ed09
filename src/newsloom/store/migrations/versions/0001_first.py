"""The first schema.

Frozen: a change to the tables is a new file beside this one, never an edit of it.
"""  # noqa: INP001  Alembic loads the file by its path

import sqlalchemy as sa
from alembic import op

from newsloom.store.sqlite import CREATE_INDEX

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TEXT = sa.Text()
MOMENT = sa.BigInteger()
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make every table and the full-text index."""
    _sources()
    _articles()
    _revisions()
    _sightings()
    _urls()
    _drafts()
    _unplaced()
    _unjudged()
    _removals()
    _stories()
    _members()
    _changes()
    _slots()
    _facts()
    if op.get_bind().dialect.name == "sqlite":
        op.execute(CREATE_INDEX)


def _sources() -> None:
    op.create_table(
        "sources",
        sa.Column("source", TEXT, nullable=False),
        sa.Column("etag", TEXT, nullable=True),
        sa.Column("last_modified", TEXT, nullable=True),
        sa.Column("last_visit", MOMENT, nullable=True),
        sa.Column("last_success", MOMENT, nullable=True),
        sa.Column("last_full", MOMENT, nullable=True),
        sa.Column("last_new", MOMENT, nullable=True),
        sa.Column("next_visit", MOMENT, nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("reason", TEXT, nullable=True),
        sa.Column("detail", TEXT, nullable=False),
        sa.Column("interval_seconds", sa.Integer(), nullable=False),
        sa.Column("items_seen", sa.Integer(), nullable=False),
        sa.Column("moved_to", TEXT, nullable=True),
        sa.Column("moved_seen", sa.Integer(), nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("site_url", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("source", name="pk_sources"),
    )


def _articles() -> None:
    op.create_table(
        "articles",
        sa.Column("sequence", NUMBER, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("first_seen", MOMENT, nullable=False),
        sa.Column("sort_date", MOMENT, nullable=False),
        sa.Column("feed_fingerprint", TEXT, nullable=False),
        sa.Column("current", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_articles"),
        sa.UniqueConstraint("id", name="uq_articles_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_articles_sort_date_sequence", "articles", ["sort_date", "sequence"], unique=False)
    op.create_index("ix_articles_source_sort_date", "articles", ["source", "sort_date"], unique=False)


def _revisions() -> None:
    op.create_table(
        "revisions",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("url", TEXT, nullable=False),
        sa.Column("host", TEXT, nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("lead", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("authors", TEXT, nullable=False),
        sa.Column("published", MOMENT, nullable=True),
        sa.Column("updated", MOMENT, nullable=True),
        sa.Column("first_seen", MOMENT, nullable=False),
        sa.Column("sort_date", MOMENT, nullable=False),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("provider", TEXT, nullable=False),
        sa.Column("image", TEXT, nullable=True),
        sa.Column("amp_url", TEXT, nullable=False),
        sa.Column("categories", TEXT, nullable=False),
        sa.Column("origin", TEXT, nullable=False),
        sa.Column("fingerprint", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["id"], ["articles.id"], name="fk_revisions_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", "revision", name="pk_revisions"),
    )


def _sightings() -> None:
    op.create_table(
        "sightings",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("url", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_sightings"),
        sa.UniqueConstraint("source", "key", "id", name="uq_sightings_source_key_id"),
    )
    op.create_index("ix_sightings_id", "sightings", ["id"], unique=False)


def _urls() -> None:
    op.create_table(
        "urls",
        sa.Column("url", TEXT, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("url", name="pk_urls"),
    )
    op.create_index("ix_urls_id", "urls", ["id"], unique=False)


def _drafts() -> None:
    op.create_table(
        "drafts",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("article", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_drafts"),
        sa.UniqueConstraint("id", name="uq_drafts_id"),
    )
    op.create_index("ix_drafts_tries_number", "drafts", ["tries", "number"], unique=False)


def _unplaced() -> None:
    op.create_table(
        "unplaced",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("sort_date", MOMENT, nullable=False),
        sa.Column("first_seen", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["id"], ["articles.id"], name="fk_unplaced_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_unplaced"),
    )
    op.create_index("ix_unplaced_sort_date_first_seen_id", "unplaced", ["sort_date", "first_seen", "id"], unique=False)


def _unjudged() -> None:
    op.create_table(
        "unjudged",
        sa.Column("story", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("story", name="pk_unjudged"),
    )


def _removals() -> None:
    op.create_table(
        "removals",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_removals"),
    )


def _stories() -> None:
    op.create_table(
        "stories",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("first", MOMENT, nullable=False),
        sa.Column("last", MOMENT, nullable=False),
        sa.Column("alias_of", TEXT, nullable=True),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_stories"),
    )
    op.create_index("ix_stories_alias_of_last_id", "stories", ["alias_of", "last", "id"], unique=False)


def _members() -> None:
    op.create_table(
        "members",
        sa.Column("place", NUMBER, nullable=False),
        sa.Column("article", TEXT, nullable=False),
        sa.Column("story", TEXT, nullable=False),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("sort_date", MOMENT, nullable=False),
        sa.Column("evidence", TEXT, nullable=False),
        sa.Column("features", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["article"], ["articles.id"], name="fk_members_article"),
        sa.PrimaryKeyConstraint("place", name="pk_members"),
        sa.UniqueConstraint("article", name="uq_members_article"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_members_language_sort_date", "members", ["language", "sort_date"], unique=False)
    op.create_index("ix_members_story_sort_date", "members", ["story", "sort_date"], unique=False)


def _changes() -> None:
    op.create_table(
        "changes",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("story", TEXT, nullable=False),
        sa.Column("other", TEXT, nullable=True),
        sa.Column("articles", TEXT, nullable=False),
        sa.Column("evidence", TEXT, nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_changes"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_changes_other", "changes", ["other"], unique=False)
    op.create_index("ix_changes_story", "changes", ["story"], unique=False)


def _slots() -> None:
    op.create_table(
        "slots",
        sa.Column("story", TEXT, nullable=False),
        sa.Column("path", TEXT, nullable=False),
        sa.Column("first_written", MOMENT, nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        sa.Column("record", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("story", name="pk_slots"),
        sa.UniqueConstraint("path", name="uq_slots_path"),
    )


def _facts() -> None:
    op.create_table(
        "facts",
        sa.Column("name", TEXT, nullable=False),
        sa.Column("value", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_facts"),
    )
