"""Take existing records into a desk: each as the article it tells of, in the name of its provider."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from html import escape
from pathlib import Path

from newsloom.curate.addresses import address, marks_at
from newsloom.curate.admit import AdmitRules, admit
from newsloom.errors import UsageError
from newsloom.failpoints import fail_at
from newsloom.flows.recordfiles import RecordFile, UnreadableFile, found_files
from newsloom.model.article import Added, Rejected, Unchanged, Updated
from newsloom.model.item import Feed, Item, ItemImage
from newsloom.model.record import Record
from newsloom.model.source import Source, SourceId, SourceState
from newsloom.records.codec import Torn
from newsloom.seams import Engine
from newsloom.text.urls import host_of

BATCH = 500  # records of one provider kept in one transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundRecords:
    """The records of a folder, and how many files of its were torn or could not be read."""

    records: tuple[Record, ...]
    unreadable: int


@dataclass(slots=True, kw_only=True)
class RecordsReport:
    """What an import of records did; only of a folder that is watched are articles updated."""

    records: int = 0
    added: int = 0
    updated: int = 0
    known: int = 0
    refused: int = 0
    unreadable: int = 0


def records_in(folder: Path) -> FoundRecords:
    """The records at or below a folder; raises UsageError if there are none."""
    records: list[Record] = []
    unreadable = 0
    for file in found_files([folder]):
        if isinstance(file, UnreadableFile) or (isinstance(file, RecordFile) and isinstance(file.parsed, Torn)):
            unreadable += 1
        elif isinstance(file, RecordFile) and not isinstance(file.parsed, Torn):
            records.append(file.parsed.record)
    if not records and not unreadable:
        raise UsageError(f"{folder}: holds no records; a folder as `_news` is wanted, or an OPML file")
    return FoundRecords(records=tuple(records), unreadable=unreadable)


def import_records(
    engine: Engine, folder: Path, *, now: datetime, rules: AdmitRules, of: Source | None = None
) -> RecordsReport:
    """Keep an article for each record that has an address; what is there already stays as it is.

    Args:
        engine: the collaborators; nothing is fetched.
        folder: where the records are.
        now: the moment of this import, UTC: the first sight of what is new.
        rules: what makes an article, as for feeds.
        of: the source that the folder is, where it is watched; its articles are its own then, and follow their records.
    """
    found = records_in(folder)
    report = RecordsReport(records=len(found.records), unreadable=found.unreadable)
    providers: dict[str, list[Record]] = {}
    for record in found.records:
        providers.setdefault(record.provider.name, []).append(record)
    for number, (name, records) in enumerate(sorted(providers.items()), start=1):
        for at in range(0, len(records), BATCH):
            _keep(engine, name, records[at : at + BATCH], report, now=now, rules=rules, of=of)
        engine.progress("reading records", number, len(providers))
    return report


def _keep(  # noqa: PLR0913  what an import is made of
    engine: Engine,
    name: str,
    records: Iterable[Record],
    report: RecordsReport,
    *,
    now: datetime,
    rules: AdmitRules,
    of: Source | None,
) -> None:
    items = tuple(map(_item, records))
    source = _source_of(items, name, engine) if of is None else replace(of, title=name)
    known = engine.store.articles.known(
        source.id,
        keys=(),
        urls=map(address, items),
        marks=[mark for item in items for mark in marks_at(address(item), item)],
    )
    feed = Feed(format="records", title=name, items=items)
    admissions = admit(feed, source=source, known=known, first_visit=False, now=now, rules=rules)
    # A record is shorter than an article that was read elsewhere; one that came as a record follows it.
    kept = [one for one in admissions if of is not None or not isinstance(one, Updated)]
    report.added += sum(isinstance(one, Added) for one in kept)
    report.updated += sum(isinstance(one, Updated) for one in kept)
    report.known += sum(isinstance(one, Unchanged | Updated) for one in admissions)
    report.refused += sum(isinstance(one, Rejected) for one in kept)
    state = SourceState(source=SourceId("records") if of is None else of.id, last_visit=now)
    engine.store.visits.save(state, admissions=kept)
    fail_at("ingest.saved")


def _source_of(items: Iterable[Item], name: str, engine: Engine) -> Source:
    """In whose name records of one provider are taken in: the source watched at their host, else one of that host."""
    host = next((host_of(item.url) for item in items if item.url), "unknown")
    own = next((source for source in engine.sources if host_of(source.url) == host), None)
    return own or Source(id=SourceId(f"records:{host}"), url=f"https://{host}/", title=name)


def _item(record: Record) -> Item:
    url = record.web_url or record.original_url or ""
    image = record.images[0] if record.images else None
    return Item(
        url=url,
        title=escape(record.title, quote=False),
        authors=record.authors,
        published=record.published_at,
        updated=record.updated_at,
        summary=escape(record.excerpt, quote=False),
        image=None if image is None else ItemImage(url=image.url, width=image.width, height=image.height),
        categories=record.topics,
        language=record.language or "",
    )
