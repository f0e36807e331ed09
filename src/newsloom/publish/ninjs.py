"""A story as a document of ninjs 3.1, the IPTC's news in JSON; its reports are associations.

https://iptc.org/std/ninjs/: names and values are those of the standard's schema, version 3.1.
"""

from collections.abc import Iterator
from uuid import uuid5

from newsloom.model.coverage import CoveringReport, StoryCoverage
from newsloom.model.edition import Entry
from newsloom.model.listing import Listing
from newsloom.model.metadata import Standing
from newsloom.model.record import Record, RecordState
from newsloom.publish.inert import address, headline, language, name, plain
from newsloom.publish.outfeed import NAMESPACE
from newsloom.records.tree import Json, moment

SCHEMA = "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json"
PLAIN = "text/plain"


def ninjs(listing: Listing, entry: Entry, coverage: StoryCoverage) -> Json:
    """The document of one story: its headline, a short summary, where it was told, never a text.

    Args:
        listing: what is listed of it.
        entry: its record.
        coverage: its reports.
    """
    record = entry.record
    said: dict[str, Json] = {
        "uri": _uri("story", listing.story),
        "type": "text",
        "representationType": "partial",
        "profile": "newsloom-story",
        "firstCreated": moment(listing.first_written),
        "versionCreated": moment(max(listing.changed_at, listing.first_written)),
        "contentCreated": moment(record.published_at),
        "pubStatus": _status(record),
        "language": language(record.language),
        "headlines": [_words("main", headline(record.title))],
        "descriptions": [_words("summary", plain(record.excerpt))] if plain(record.excerpt) else [],
        "by": ", ".join(filter(None, map(name, record.authors))),
        "edNote": plain(record.correction, limit=1_000),
        "subjects": [{"name": name(topic)} for topic in record.topics if name(topic)],
        "genres": [{"name": name(record.genre)}] if name(record.genre) else [],
        "infoSources": _outlet(record.provider.name, record.provider.domain),
        "renditions": list(_link(address(record.web_url) or address(record.original_url))),
        "associations": [_report(report) for report in coverage.reports],
        "altIds": [{"role": "newsloom", "value": plain(listing.story)}],
        "standard": {"name": "ninjs", "version": "3.1", "schema": SCHEMA},
    }
    return {key: value for key, value in said.items() if value not in ("", [])}


def _report(report: CoveringReport) -> Json:
    """One report, as an object that belongs to the story."""
    said: dict[str, Json] = {
        "name": headline(report.title),
        "rel": "coverage",
        "uri": _uri("article", report.article),
        "type": "text",
        "representationType": "partial",
        "contentCreated": moment(report.published_at),
        "pubStatus": "canceled" if report.standing is Standing.WITHDRAWN else "usable",
        "language": language(report.language),
        "headlines": [_words("main", headline(report.title))],
        "by": ", ".join(filter(None, map(name, report.authors))),
        "infoSources": _outlet(report.outlet, report.domain),
        "renditions": list(_link(address(report.url))),
        "altIds": [{"role": "newsloom", "value": plain(report.article)}],
    }
    return {key: value for key, value in said.items() if value not in ("", [])}


def _status(record: Record) -> str:
    """Whether it may be used: taken back by its outlet, or not shown by the desk, it may not."""
    if record.withdrawn is not None:
        return "canceled"
    return "usable" if record.state is RecordState.PUBLISHED else "withheld"


def _words(role: str, value: str) -> Json:
    return {"role": role, "contentType": PLAIN, "value": value}


def _outlet(called: str, domain: str) -> Json:
    said: dict[str, Json] = {"name": name(called) or name(domain), "role": "publisher"}
    if site := address(f"https://{domain}/"):
        said["uri"] = site
    return [said] if said["name"] else []


def _link(url: str) -> Iterator[Json]:
    if url:
        yield {"name": "web", "href": url, "contentType": "text/html"}


def _uri(kind: str, id_: str) -> str:
    """What names it for good, and is no address."""
    return f"urn:uuid:{uuid5(NAMESPACE, f'ninjs {kind} {id_}')}"
