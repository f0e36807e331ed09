"""What publishing keeps ready of records: their listings, and what of them was delivered."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, bindparam, delete, insert, null, select, update

from newsloom.model.listing import Listing
from newsloom.model.slot import Slot
from newsloom.model.story import StoryId
from newsloom.recordkeeping import Listed, Shelf
from newsloom.store.database import Database, Dialect, chunks
from newsloom.store.listingtables import LISTINGS, UNLISTED
from newsloom.store.many import write_many
from newsloom.store.tables import FACTS

NUMBERED = "records numbered"  # facts: the number of the newest record
ROWS = 1_000  # read at once
DELIVERED = "generation delivered"
DELIVERING = "generation being delivered"


NAMED = "outlets named"  # facts: the name of every outlet that records name, by domain, as JSON; none if not known


class _Shelved(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """`Listed`, of which only the listing is read: there are many."""

    listing: Listing


class _Naming(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """`Listed`, of which the outlets are read where nobody named the same together."""

    listing: Listing
    said: msgspec.Raw
    outlets: msgspec.Raw = msgspec.Raw()


_DECODER = msgspec.msgpack.Decoder(Listed)
_SHELVED = msgspec.msgpack.Decoder(_Shelved)
_NAMING = msgspec.msgpack.Decoder(_Naming)
_OUTLETS = msgspec.msgpack.Decoder(tuple[tuple[str, str], ...])
_UPDATE = update(LISTINGS).where(LISTINGS.c.story == bindparam("its")).values(listing=bindparam("anew"))
_INSERT = insert(LISTINGS)
_LISTED = delete(UNLISTED).where(UNLISTED.c.story == bindparam("its"))
_GONE = delete(LISTINGS).where(LISTINGS.c.story == bindparam("its"), LISTINGS.c.listing.is_(None))
_UNSURE = update(LISTINGS).where(LISTINGS.c.story == bindparam("its")).values(delivered=null())
_SURE = update(LISTINGS).where(LISTINGS.c.story == bindparam("its")).values(delivered=bindparam("digest"))


@dataclass(frozen=True, slots=True)
class SqlListings:
    """`Listings` in a database."""

    database: Database

    def unlisted(self) -> list[StoryId]:
        """The stories whose slot changed, or was given up, since their listing was made, in order of their ids."""
        with self.database.reading() as connection:
            return [StoryId(one) for one in connection.scalars(select(UNLISTED.c.story).order_by(UNLISTED.c.story))]

    def get(self, stories: Iterable[StoryId]) -> dict[StoryId, Listed]:
        """The listings of some stories."""
        query = select(LISTINGS.c.story, LISTINGS.c.listing).where(LISTINGS.c.listing.is_not(None))
        found: dict[StoryId, Listed] = {}
        with self.database.reading() as connection:
            for chunk in chunks(stories):
                rows = connection.execute(query.where(LISTINGS.c.story.in_(chunk)))
                found.update({StoryId(story): _DECODER.decode(data) for story, data in rows})
        return found

    def save(self, listed: Sequence[Listed], *, gone: Sequence[StoryId] = ()) -> None:
        """Keep listings, in one transaction; a new one is given the next number, whatever it says itself."""
        with self.database.writing() as connection:
            before = _listed(connection, [one.listing.story for one in listed])
            last = newest = int(_fact(connection, NUMBERED) or 0)
            known, new = [], []
            for one in listed:
                story = one.listing.story
                if story in before:
                    known.append({"its": story, "anew": _packed(one, before[story][0])})
                else:
                    newest += 1
                    new.append({"number": newest, "story": story, "listing": _packed(one, newest)})
            write_many(connection, _UPDATE, known)
            write_many(connection, _INSERT, new)
            for chunk in chunks(gone):
                connection.execute(update(LISTINGS).where(LISTINGS.c.story.in_(chunk)).values(listing=None))
            write_many(connection, _LISTED, [{"its": one.listing.story} for one in listed])
            write_many(connection, _LISTED, [{"its": story} for story in gone])
            if newest != last:
                _state(connection, self.database.dialect, {NUMBERED: str(newest)})
            if gone or not _names_stay(_names(connection), listed, before):
                _unname(connection)

    def shelf(self) -> Shelf:
        """All there is, in no order."""
        column = LISTINGS.c
        query = select(column.listing, column.delivered).where(column.listing.is_not(None))
        decode = _SHELVED.decode
        listings: dict[StoryId, Listing] = {}
        other: dict[StoryId, str | None] = {}
        with self.database.reading() as connection:
            gone = frozenset(connection.scalars(select(column.story).where(column.listing.is_(None))))
            names = _names(connection)
            for data, digest in _rows(connection, query):
                listing = decode(data).listing
                listings[listing.story] = listing
                if digest != listing.digest:
                    other[listing.story] = digest
        return Shelf(listings, other, gone, self._named() if names is None else names)

    def _named(self) -> dict[str, str]:
        """The name each outlet has most recently gone by; kept until it may be another."""
        newest: dict[bytes, Listing] = {}
        query = select(LISTINGS.c.listing).where(LISTINGS.c.listing.is_not(None))
        with self.database.writing() as connection:
            for (data,) in _rows(connection, query):
                listing, outlets = (one := _NAMING.decode(data)).listing, bytes(one.outlets)
                if (last := newest.setdefault(outlets, listing)) is not listing and _age(last) < _age(listing):
                    newest[outlets] = listing
            named: dict[str, str] = {}
            for outlets in sorted(newest, key=lambda outlets: _age(newest[outlets])):
                named.update(_OUTLETS.decode(outlets) if outlets else ())
            _state(connection, self.database.dialect, {NAMED: msgspec.json.encode(named).decode()})
        return named

    def generation(self) -> tuple[str, ...]:
        """The generations of which it is known what they hold: the delivered one, and one whose switch is not sure."""
        with self.database.reading() as connection:
            return tuple(fact for name in (DELIVERED, DELIVERING) if (fact := _fact(connection, name)))

    def delivering(self, generation: str, *, changed: Collection[StoryId]) -> None:
        """A generation is about to be switched to: from now on what was delivered of these stories is not known."""
        with self.database.writing() as connection:
            write_many(connection, _UNSURE, [{"its": story} for story in sorted(changed)])
            _state(connection, self.database.dialect, {DELIVERING: generation})

    def delivered(self, generation: str, *, digests: Sequence[tuple[StoryId, str]], gone: Collection[StoryId]) -> None:
        """It was: these digests are what it holds of these stories, and nothing of those that are gone."""
        with self.database.writing() as connection:
            write_many(connection, _SURE, [{"its": story, "digest": digest} for story, digest in digests])
            write_many(connection, _GONE, [{"its": story} for story in sorted(gone)])
            _state(connection, self.database.dialect, {DELIVERED: generation, DELIVERING: generation})


def unlist(connection: Connection, dialect: Dialect, slots: Iterable[Slot]) -> None:
    """The listings of these slots are to be made anew."""
    write_many(connection, dialect.insert_new(UNLISTED), [{"story": slot.story} for slot in slots])


def undeliver(connection: Connection, stories: Iterable[StoryId]) -> None:
    """What was delivered of these stories may be another by now, though their records may say the same."""
    write_many(connection, _UNSURE, [{"its": story} for story in stories])


def clear(connection: Connection, dialect: Dialect, stories: Iterable[StoryId]) -> None:
    """Take away at once what the listings of these stories say; those with a record are to be listed anew."""
    _unname(connection)
    for chunk in chunks(stories):
        connection.execute(update(LISTINGS).where(LISTINGS.c.story.in_(chunk)).values(listing=None))
        write_many(connection, dialect.insert_new(UNLISTED), [{"story": story} for story in chunk])


def _age(listing: Listing) -> tuple[datetime, str]:
    return listing.published_at, listing.path


def _listed(connection: Connection, stories: Sequence[StoryId]) -> dict[StoryId, tuple[int, Listed | None]]:
    """The number of each of these that has one, and what was listed of it."""
    found: dict[StoryId, tuple[int, Listed | None]] = {}
    query = select(LISTINGS.c.story, LISTINGS.c.number, LISTINGS.c.listing)
    for chunk in chunks(stories):
        for story, number, data in connection.execute(query.where(LISTINGS.c.story.in_(chunk))):
            found[story] = (number, None if data is None else _DECODER.decode(data))
    return found


def _names(connection: Connection) -> dict[str, str] | None:
    """What outlets are called, if that is known."""
    said = _fact(connection, NAMED)
    return None if said is None else msgspec.json.decode(said, type=dict[str, str])


def _unname(connection: Connection) -> None:
    connection.execute(delete(FACTS).where(FACTS.c.name == NAMED))


def _names_stay(
    names: Mapping[str, str] | None,
    listed: Iterable[Listed],
    before: Mapping[StoryId, tuple[int, Listed | None]],
) -> bool:
    """Whether these listings surely change nothing of what outlets are called: they say it too, and no less lately."""
    if names is None:
        return False
    for one in listed:
        _, old = before.get(one.listing.story, (0, None))
        if old is not None and (_age(one.listing) < _age(old.listing) or not {*old.outlets} <= {*one.outlets}):
            return False
        if any(names.get(domain) != name for domain, name in one.outlets):
            return False
    return True


def _rows(connection: Connection, query: Select[Any]) -> Iterator[Any]:
    """The driver's own rows: there are many."""
    cursor = connection.connection.cursor()
    cursor.execute(str(query.compile(dialect=connection.dialect)))
    while rows := cursor.fetchmany(ROWS):
        yield from rows


def _packed(listed: Listed, number: int) -> bytes:
    listing = listed.listing
    if listing.number != number:
        listed = msgspec.structs.replace(listed, listing=msgspec.structs.replace(listing, number=number))
    return msgspec.msgpack.encode(listed)


def _fact(connection: Connection, name: str) -> str | None:
    value: str | None = connection.scalar(select(FACTS.c.value).where(FACTS.c.name == name))
    return value


def _state(connection: Connection, dialect: Dialect, facts: Mapping[str, str]) -> None:
    rows = [{"name": name, "value": value} for name, value in facts.items()]
    connection.execute(dialect.insert_or_replace(FACTS), rows)
