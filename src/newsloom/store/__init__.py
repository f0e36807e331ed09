"""What newsloom remembers: the only door to the database."""

from newsloom.store.backups import restore
from newsloom.store.desk import SqlStore, open_store
from newsloom.store.lock import RunLock
from newsloom.store.sqlite import one_writer_only

__all__ = ["RunLock", "SqlStore", "one_writer_only", "open_store", "restore"]
