"""How Alembic runs our migrations: on the connection it is handed, inside the transaction that is open on it."""  # noqa: INP001  Alembic loads the file by its path

from alembic import context

from newsloom.store.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    transactional_ddl=True,  # SQLite rolls schema changes back like any other, if the driver lets it
)
with context.begin_transaction():
    context.run_migrations()
