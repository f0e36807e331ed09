"""What is remembered of sources, and how one visit's outcome is kept: in one transaction, or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any

from sqlalchemy import delete, select

from newsloom.failpoints import fail_at
from newsloom.model.article import Added, Admission, Rejected, Unchanged, Updated
from newsloom.model.draft import Draft
from newsloom.model.page import Reason
from newsloom.model.removal import Absence
from newsloom.model.source import SourceId, SourceState
from newsloom.model.visit import Visited
from newsloom.store import arrivals, revisions
from newsloom.store.database import Database
from newsloom.store.many import write_many
from newsloom.store.sightings import Sighting, sight, sighting
from newsloom.store.tables import SOURCES

_STATES = select(SOURCES).order_by(SOURCES.c.source)
_STATE_FIELDS = tuple(f.name for f in fields(SourceState))
_VALUES = attrgetter(*_STATE_FIELDS)


@dataclass(frozen=True, slots=True)
class SqlVisits:
    """`Visits` in a database."""

    database: Database

    def states(self) -> dict[SourceId, SourceState]:
        """The state of every source ever visited."""
        with self.database.reading() as connection:
            found = connection.execute(_STATES)
            names, rows = tuple(found.keys()), found.all()
        reason = names.index("reason")
        states: dict[SourceId, SourceState] = {}
        for row in rows:
            known = dict(zip(names, row, strict=True))
            known["reason"] = None if row[reason] is None else Reason(row[reason])
            states[known["source"]] = SourceState(**known)
        return states

    def save(
        self,
        state: SourceState,
        *,
        admissions: Sequence[Admission] = (),
        drafts: Sequence[Draft] = (),
        absences: Sequence[Absence] = (),
    ) -> None:
        """Articles, drafts, sightings and validators in one transaction; the same visit saved twice is kept once."""
        kept = Visited(state=state, admissions=tuple(admissions), drafts=tuple(drafts), absences=tuple(absences))
        self.save_all([kept])

    def save_all(self, visits: Sequence[Visited]) -> None:
        """The same for several visits, all in one transaction.

        What is in `drafts` waits for its page, whether or not it is among the admissions too.
        """
        if not visits:
            return
        drafts = [draft for visit in visits for draft in visit.drafts]
        waiting = {d.article.id for d in drafts}
        admitted = [a for visit in visits for a in visit.admissions if isinstance(a, Added | Updated)]
        fresh = [a for a in admitted if a.article.id not in waiting]
        sightings = [found for visit in visits for found in _seen(visit)]
        dialect = self.database.dialect
        with self.database.writing() as connection:
            write_many(connection, dialect.insert_or_replace(SOURCES), [_row(visit.state) for visit in visits])
            arrivals.add(connection, dialect, [a.article for a in fresh if isinstance(a, Added)])
            arrivals.revise(connection, dialect, [a.article for a in fresh if isinstance(a, Updated)])
            arrivals.draft(connection, dialect, drafts)
            sight(connection, dialect, sightings)
            revisions.miss(connection, dialect, [absence for visit in visits for absence in visit.absences])
            fail_at("ingest.saving")

    def forget(self, source: SourceId) -> None:
        """Drop the state of a source; its articles stay."""
        with self.database.writing() as connection:
            connection.execute(delete(SOURCES).where(SOURCES.c.source == source))


def _row(state: SourceState) -> dict[str, Any]:
    return dict(zip(_STATE_FIELDS, _VALUES(state), strict=True))


def _seen(visit: Visited) -> list[Sighting]:
    waiting = [sighting(d.article) for d in visit.drafts if d.article.revision == 1]
    return [*_sightings(visit.state.source, visit.admissions), *waiting]


def _sightings(source: SourceId, admissions: Sequence[Admission]) -> list[Sighting]:
    seen: list[Sighting] = []
    for admission in admissions:
        match admission:
            case Added():
                seen.append(sighting(admission.article))
            case Updated():
                seen.append(Sighting(source, admission.item.key, admission.article.id, admission.url, admission.by))
            case Unchanged():
                seen.append(Sighting(source, admission.item.key, admission.id, admission.url, admission.by))
            case Rejected(id=id_) if id_ is not None:
                seen.append(Sighting(source, admission.item.key, id_, admission.url, admission.by))
            case Rejected():
                pass
    return [s for s in seen if s.key or s.url]
