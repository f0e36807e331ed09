"""One store: tables, queries, search, migrations."""
