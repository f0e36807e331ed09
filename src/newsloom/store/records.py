"""What is remembered of published records: the path each story has for ever."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import RowMapping, delete, or_, select

from newsloom.model.article import ArticleId
from newsloom.model.finding import Finding, FoundStory, JudgedBy
from newsloom.model.record import Record
from newsloom.model.slot import Slot
from newsloom.model.story import StoryId
from newsloom.store.alerts import note_changed
from newsloom.store.database import Database, chunks
from newsloom.store.listings import undeliver, unlist
from newsloom.store.tables import FINDINGS, SLOTS, STORIES, UNJUDGED


@dataclass(frozen=True, slots=True)
class SqlRecords:
    """`Records` in a database."""

    database: Database

    def slots(self) -> dict[StoryId, Slot]:
        """The frozen path of every story that ever had a record."""
        with self.database.reading() as connection:
            rows = connection.execute(select(SLOTS).order_by(SLOTS.c.story)).mappings()
            return {row["story"]: _slot(row) for row in rows}

    def paths(self) -> set[str]:
        """The path of every story that ever had a record."""
        with self.database.reading() as connection:
            return set(connection.scalars(select(SLOTS.c.path)))

    def slots_of(self, stories: Iterable[StoryId]) -> dict[StoryId, Slot]:
        """The slots of some stories."""
        found: dict[StoryId, Slot] = {}
        with self.database.reading() as connection:
            for chunk in chunks(stories):
                rows = connection.execute(select(SLOTS).where(SLOTS.c.story.in_(chunk))).mappings()
                found.update({row["story"]: _slot(row) for row in rows})
        return found

    def found(self, stories: Iterable[StoryId]) -> dict[StoryId, FoundStory]:
        """What was found of these stories when they were last judged; those without are left out."""
        found: dict[StoryId, FoundStory] = {}
        with self.database.reading() as connection:
            for chunk in chunks(stories):
                rows = connection.execute(select(FINDINGS).where(FINDINGS.c.story.in_(chunk)))
                found.update({row.story: _found(row) for row in rows})
        return found

    def stale(self, judged_by: JudgedBy) -> list[StoryId]:
        """The stories that were last judged by other settings, in order of their ids."""
        other = or_(
            FINDINGS.c.weights != judged_by.weights,
            FINDINGS.c.words != judged_by.words,
            FINDINGS.c.texts != judged_by.texts,
        )
        with self.database.reading() as connection:
            return sorted(
                connection.scalars(select(FINDINGS.c.story).where(other))
            )  # in order it would pass its index by

    def tallies(self, *, since: datetime | None) -> list[tuple[StoryId, str, bytes]]:
        """Each judged story whose newest member is from `since` on (all, if None): the hash of its tally, the tally.

        Those that changed since are left out.
        """
        query = select(FINDINGS.c.story, FINDINGS.c.tallies, FINDINGS.c.tally)
        if since is not None:
            query = query.join(STORIES, STORIES.c.id == FINDINGS.c.story).where(STORIES.c.last >= since)
        query = query.where(FINDINGS.c.story.not_in(select(UNJUDGED.c.story)))
        with self.database.reading() as connection:
            return [(row[0], row[1], row[2]) for row in connection.execute(query)]

    def save(self, slots: Sequence[Slot], *, judged: Sequence[StoryId] = (), found: Sequence[FoundStory] = ()) -> None:
        """Add or replace slots, and remember which stories are judged as they are now, in one transaction.

        Raises StoreError if two stories would share a path.
        """
        if not slots and not judged and not found:
            return
        with self.database.writing() as connection:
            if slots:
                connection.execute(self.database.dialect.insert_or_replace(SLOTS), [row_of(slot) for slot in slots])
                unlist(connection, self.database.dialect, slots)
            if found:
                rows = [_found_row(story) for story in found]
                connection.execute(self.database.dialect.insert_or_replace(FINDINGS), rows)
            gone = select(STORIES.c.id).where(STORIES.c.alias_of.is_not(None))
            connection.execute(delete(UNJUDGED).where(UNJUDGED.c.story.in_(gone)))
            connection.execute(delete(FINDINGS).where(FINDINGS.c.story.in_(gone)))
            for chunk in chunks(judged):
                changed = connection.scalars(select(UNJUDGED.c.story).where(UNJUDGED.c.story.in_(chunk))).all()
                note_changed(connection, self.database.dialect, changed)
                undeliver(connection, changed)
                connection.execute(delete(UNJUDGED).where(UNJUDGED.c.story.in_(chunk)))


def row_of(slot: Slot) -> dict[str, Any]:
    """One row of `slots`."""
    return {
        "story": slot.story,
        "path": slot.path,
        "first_written": slot.first_written,
        "shown": slot.shown,
        "record": None if slot.record is None else msgspec.json.encode(slot.record),
    }


def _slot(row: RowMapping) -> Slot:
    return Slot(
        story=row["story"],
        path=row["path"],
        first_written=row["first_written"],
        shown=row["shown"],
        record=None if row["record"] is None else msgspec.json.decode(row["record"], type=Record),
    )


def _found_row(found: FoundStory) -> dict[str, Any]:
    return {
        "story": found.story,
        "texts": found.judged_by.texts,
        "words": found.judged_by.words,
        "tallies": found.judged_by.tallies,
        "weights": found.judged_by.weights,
        "tally": found.tally,
        "order": msgspec.json.encode(found.order),
        "findings": msgspec.json.encode(found.findings),
    }


_ORDER = msgspec.json.Decoder(tuple[ArticleId, ...])
_FINDINGS = msgspec.json.Decoder(tuple[Finding, ...])


def _found(row: Any) -> FoundStory:  # noqa: ANN401  a row of `findings`
    return FoundStory(
        story=row.story,
        findings=_FINDINGS.decode(row.findings),
        order=_ORDER.decode(row.order),
        tally=bytes(row.tally),
        judged_by=JudgedBy(texts=row.texts, words=row.words, tallies=row.tallies, weights=row.weights),
    )
