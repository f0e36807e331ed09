"""What publishing keeps ready of records: their listings, and what of them was delivered."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, bindparam, delete, insert, null, select, update

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

_DECODER = msgspec.msgpack.Decoder(Listed)
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
            numbers = _numbers(connection, [one.listing.story for one in listed])
            last = newest = int(_fact(connection, NUMBERED) or 0)
            known, new = [], []
            for one in listed:
                story = one.listing.story
                if story in numbers:
                    known.append({"its": story, "anew": _packed(one, numbers[story])})
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
                connection.execute(
                    self.database.dialect.insert_or_replace(FACTS), {"name": NUMBERED, "value": str(newest)}
                )

    def shelf(self) -> Shelf:
        """All there is, in no order."""
        query = select(LISTINGS.c.story, LISTINGS.c.listing, LISTINGS.c.delivered)
        sql, decode = str(query.compile(dialect=self.database.engine.dialect)), _DECODER.decode
        listed: list[Listed] = []
        delivered: dict[StoryId, str | None] = {}
        gone: list[StoryId] = []
        with self.database.reading() as connection:
            cursor = connection.connection.cursor()  # the driver's own rows: there are many
            cursor.execute(sql)
            while rows := cursor.fetchmany(ROWS):
                for story, data, digest in rows:
                    if data is None:
                        gone.append(story)
                    else:
                        listed.append(decode(data))
                        delivered[story] = digest
        return Shelf(listed, delivered, frozenset(gone))

    def generation(self) -> tuple[str, ...]:
        """The generations of which it is known what they hold: the delivered one, and one whose switch is not sure."""
        with self.database.reading() as connection:
            return tuple(fact for name in (DELIVERED, DELIVERING) if (fact := _fact(connection, name)))

    def delivering(self, generation: str, *, changed: Collection[StoryId]) -> None:
        """A generation is about to be switched to: from now on what was delivered of these stories is not known."""
        with self.database.writing() as connection:
            write_many(connection, _UNSURE, [{"its": story} for story in sorted(changed)])
            connection.execute(
                self.database.dialect.insert_or_replace(FACTS), {"name": DELIVERING, "value": generation}
            )

    def delivered(self, generation: str, *, digests: Sequence[tuple[StoryId, str]], gone: Collection[StoryId]) -> None:
        """It was: these digests are what it holds of these stories, and nothing of those that are gone."""
        with self.database.writing() as connection:
            write_many(connection, _SURE, [{"its": story, "digest": digest} for story, digest in digests])
            write_many(connection, _GONE, [{"its": story} for story in sorted(gone)])
            facts = [{"name": name, "value": generation} for name in (DELIVERED, DELIVERING)]
            connection.execute(self.database.dialect.insert_or_replace(FACTS), facts)


def unlist(connection: Connection, dialect: Dialect, slots: Iterable[Slot]) -> None:
    """The listings of these slots are to be made anew."""
    write_many(connection, dialect.insert_new(UNLISTED), [{"story": slot.story} for slot in slots])


def undeliver(connection: Connection, stories: Iterable[StoryId]) -> None:
    """What was delivered of these stories may be another by now, though their records may say the same."""
    write_many(connection, _UNSURE, [{"its": story} for story in stories])


def clear(connection: Connection, dialect: Dialect, stories: Iterable[StoryId]) -> None:
    """Take away at once what the listings of these stories say; those with a record are to be listed anew."""
    for chunk in chunks(stories):
        connection.execute(update(LISTINGS).where(LISTINGS.c.story.in_(chunk)).values(listing=None))
        write_many(connection, dialect.insert_new(UNLISTED), [{"story": story} for story in chunk])


def _numbers(connection: Connection, stories: Sequence[StoryId]) -> dict[str, int]:
    found: dict[str, int] = {}
    for chunk in chunks(stories):
        rows = connection.execute(select(LISTINGS.c.story, LISTINGS.c.number).where(LISTINGS.c.story.in_(chunk)))
        found.update((story, number) for story, number in rows)
    return found


def _packed(listed: Listed, number: int) -> bytes:
    listing = listed.listing
    if listing.number != number:
        listed = msgspec.structs.replace(listed, listing=msgspec.structs.replace(listing, number=number))
    return msgspec.msgpack.encode(listed)


def _fact(connection: Connection, name: str) -> str | None:
    value: str | None = connection.scalar(select(FACTS.c.value).where(FACTS.c.name == name))
    return value
