"""Bringing a database to the schema of this newsloom: all steps in one transaction, or none."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from newsloom.errors import StoreVersionError
from newsloom.failpoints import fail_at
from newsloom.store.database import Database

#: Every schema there ever was, oldest first; each is a file in `migrations/versions`.
VERSIONS = ("0001", "0002", "0003")


def version(connection: Connection) -> str | None:
    """The schema of the database; None if it is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return str(connection.scalar(text("SELECT version_num FROM alembic_version")))


def upgrade(database: Database, *, path: Path, to: str = VERSIONS[-1]) -> None:
    """Make or upgrade the tables; raises StoreVersionError for a database from a newer newsloom, untouched."""
    with database.reading() as connection:
        found = version(connection)
        refuse_newer(found, path=path)
    if found == to:
        return
    with database.writing() as connection:
        # Another process may have done it since; only now is nobody else writing.
        if version(connection) != to:
            fail_at("upgrade.begun")
            migrate(connection, to)
            fail_at("upgrade.migrated")
    fail_at("upgrade.kept")


def refuse_newer(found: str | None, *, path: Path) -> None:
    """Raise StoreVersionError unless this newsloom knows the schema."""
    if found is not None and found not in VERSIONS:
        raise StoreVersionError(
            f"{path} was written by a newer newsloom (schema {found}; this one knows up to {VERSIONS[-1]}). "
            "Nothing was changed; upgrade newsloom, or restore a backup made before"
        )


def migrate(connection: Connection, to: str) -> None:
    """Run the migrations up to `to` inside the transaction that is open on the connection."""
    from alembic import command  # noqa: PLC0415  slow to import, and most openings need no upgrade
    from alembic.config import Config  # noqa: PLC0415  as above

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
    config.attributes["connection"] = connection
    for step in VERSIONS[: VERSIONS.index(to) + 1]:
        command.upgrade(config, step)
        fail_at("upgrade.stepped")
