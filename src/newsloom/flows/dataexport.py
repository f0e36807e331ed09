"""Data out of a desk: articles, stories, memberships, scores and changes, read in parts and never all at once."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from typing import Protocol, TypeVar

from newsloom.flows.archive import StoreArchive
from newsloom.flows.edition import front_of
from newsloom.flows.shelving import shown
from newsloom.keeping import Store
from newsloom.model.dataset import DataTable
from newsloom.model.front import FrontRules
from newsloom.publish.ninjs import ninjs
from newsloom.records.datatables import (
    ARTICLES,
    BODY,
    CHANGES,
    MEMBERSHIPS,
    SCORES,
    STORIES,
    Row,
    article_row,
    change_row,
    membership_rows,
    score_rows,
    story_row,
)
from newsloom.records.tree import Json
from newsloom.seams import Criteria

BATCH = 1_000  # stories, articles or changes at once
EVER = datetime(1, 1, 1, tzinfo=UTC)
T = TypeVar("T")
Told = Callable[[str, int, int], None]


class Dataset(Protocol):
    """Where tables are written to; all of them are there in the end, or none."""

    def rows(self, table: DataTable, rows: Sequence[Row]) -> None:
        """Add rows to a table; one without rows is there too."""

    def document(self, name: str, said: Json) -> None:
        """Add a document to a file of documents."""


@dataclass(slots=True)
class ExportReport:
    """How many rows each table has."""

    rows: dict[str, int] = field(default_factory=dict)

    def count(self, name: str, number: int) -> None:
        """Add to one of them."""
        self.rows[name] = self.rows.get(name, 0) + number


def export_tables(store: Store, dataset: Dataset, *, since: datetime | None, text: bool, told: Told) -> ExportReport:
    """Write all tables.

    Args:
        store: the desk's.
        dataset: where to.
        since: articles from then on (UTC), stories with one of them, and changes from then on; None for all.
        text: whether articles have their whole text.
        told: told how far it is.
    """
    report = ExportReport()
    table = DataTable(name=ARTICLES.name, columns=(*ARTICLES.columns, BODY)) if text else ARTICLES
    rows = ((*article_row(one), one.text) if text else article_row(one) for one in store.articles.each(since=since))
    _write(dataset, table, rows, report, told)
    _stories(store, dataset, report, since=since, told=told)
    _write(dataset, CHANGES, _changes(store, since), report, told)
    return report


def _changes(store: Store, since: datetime | None) -> Iterator[Row]:
    length = store.appearances.length()
    for first in range(1, length + 1, BATCH):
        for change in store.appearances.changes(first, min(first + BATCH - 1, length)):
            if since is None or change.at >= since:
                yield change_row(change)


def _write(dataset: Dataset, table: DataTable, rows: Iterable[Row], report: ExportReport, told: Told) -> None:
    dataset.rows(table, ())
    report.count(table.name, 0)
    for batch in _batches(rows):
        dataset.rows(table, batch)
        report.count(table.name, len(batch))
        told(f"writing {table.name}", report.rows[table.name], 0)


def _stories(store: Store, dataset: Dataset, report: ExportReport, *, since: datetime | None, told: Told) -> None:
    """Stories, their members and their scores, batch by batch."""
    for table in (STORIES, MEMBERSHIPS, SCORES):
        _write(dataset, table, (), report, told)
    ids = sorted(store.stories.ids_since(since or EVER))
    for batch in _batches(ids):
        stories = sorted(store.stories.those(batch), key=lambda story: story.id)
        slots = store.records.slots_of(batch)
        records = {id_: slot.record for id_, slot in slots.items() if slot.record is not None}
        parts = (
            (STORIES, [story_row(story, slots.get(story.id)) for story in stories]),
            (MEMBERSHIPS, [row for story in stories for row in membership_rows(story)]),
            (
                SCORES,
                [row for story in stories if story.id in records for row in score_rows(story.id, records[story.id])],
            ),
        )
        for table, rows in parts:
            dataset.rows(table, rows)
            report.count(table.name, len(rows))
        told("writing stories", report.rows[STORIES.name], len(ids))


def export_ninjs(  # noqa: PLR0913  what documents are made of
    store: Store,
    criteria: Criteria,
    dataset: Dataset,
    *,
    front: FrontRules,
    since: datetime | None,
    now: datetime,
    told: Told,
) -> ExportReport:
    """Write a document of ninjs 3.1 for every story that has a record, as editors have it.

    Args:
        store: the desk's.
        criteria: how it judges.
        dataset: where to.
        front: how the front is chosen, by which editors' words are known.
        since: stories with a report from then on, UTC; None for all.
        now: this moment, UTC.
        told: told how far it is.
    """
    report = ExportReport()
    report.count("ninjs", 0)
    fronted = front_of(store, criteria, rules=front, at=store.articles.newest() or now, now=now)
    archive = StoreArchive(store=store, criteria=criteria, fronted=fronted)
    wanted = None if since is None else set(store.stories.ids_since(since))
    listings = [one for one in shown(store, fronted).listings if wanted is None or one.story in wanted]
    for batch in _batches(listings):
        ids = [one.story for one in batch]
        entries = {entry.story: entry for entry in archive.entries(ids)}
        covered = {one.story: one for one in archive.coverage(ids)}
        for listing in batch:
            if listing.story in entries:
                dataset.document("ninjs", ninjs(listing, entries[listing.story], covered[listing.story]))
                report.count("ninjs", 1)
        told("writing ninjs", report.rows["ninjs"], len(listings))
    return report


def _batches(values: Iterable[T]) -> Iterator[tuple[T, ...]]:
    rest = iter(values)
    while batch := tuple(islice(rest, BATCH)):
        yield batch
