"""What is remembered of sites: what their pages have in common."""

from collections.abc import Iterable

from sqlalchemy import Connection, select

from newsloom.curate.hosts import merged
from newsloom.model.host import HostFacts
from newsloom.store.columns import storable_value
from newsloom.store.database import Dialect, chunks
from newsloom.store.many import write_many
from newsloom.store.tables import HOSTS


def learn(connection: Connection, dialect: Dialect, facts: Iterable[HostFacts]) -> None:
    """Add what pages said to what is known of their sites, inside a transaction that somebody else began."""
    fresh = merged(storable_value(one, HostFacts) for one in facts if one.site)
    if not fresh:
        return
    known: list[HostFacts] = []
    for chunk in chunks(one.site for one in fresh):
        known += connection.scalars(select(HOSTS.c.facts).where(HOSTS.c.site.in_(chunk)))
    rows = [{"site": one.site, "facts": one} for one in merged([*known, *fresh]) if one.site]
    write_many(connection, dialect.insert_or_replace(HOSTS), rows)


def learnt(connection: Connection) -> list[HostFacts]:
    """What is known of every site, by site."""
    return list(connection.scalars(select(HOSTS.c.facts).order_by(HOSTS.c.site)))
