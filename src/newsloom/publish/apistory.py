"""One story as a document of the API: what leads it, who covers it, why it has its scores."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import blake2b
from typing import Any

from newsloom.model.appearance import Appearance, Presence
from newsloom.model.coverage import CoveringReport, StoryCoverage
from newsloom.model.edition import Entry
from newsloom.model.judgement import Score, Topic
from newsloom.model.listing import Listing
from newsloom.model.metadata import Standing
from newsloom.model.record import Receipts, Record, RecordImage
from newsloom.publish.inert import address, headline, language, name, plain
from newsloom.publish.xmlwriting import rfc3339

VERSION = 1
NOTE = 1_000  # characters of a correction or of a reason in a receipt

Json = dict[str, Any]


def story_document(entry: Entry, appearance: Appearance, coverage: StoryCoverage, topics: Mapping[str, Topic]) -> Json:
    """The document of a story that is shown, or that its outlet took back.

    Args:
        entry: its record.
        appearance: how readers have known it.
        coverage: its reports.
        topics: the desk's, by name.
    """
    record = entry.record
    is_withdrawn = appearance.presence is Presence.WITHDRAWN
    return {
        **_head(appearance),
        "record": entry.path,
        "title": headline(record.title),
        "excerpt": "" if is_withdrawn else plain(record.excerpt),
        "url": address(record.web_url) or address(record.original_url) or None,
        "language": language(record.language) or None,
        "genre": plain(record.genre) or None,
        "authors": [name(author) for author in record.authors],
        "outlet": outlet(record.provider.name, record.provider.domain),
        "publishedAt": rfc3339(record.published_at),
        "updatedAt": rfc3339(appearance.updated),
        "image": None if is_withdrawn else _image(record.images),
        "topics": topics_of(record.topics, topics),
        "quality": record.quality,
        "heat": record.heat,
        "receipts": _receipts(record.scores),
        "correction": plain(record.correction, limit=NOTE) or None,
        "withdrawnAt": rfc3339(record.withdrawn) if record.withdrawn else None,
        "standing": plain(record.standing) or Standing.STANDS.value,
        "coverage": _coverage(coverage, record),
    }


def tombstone(appearance: Appearance, *, leader: str | None) -> Json:
    """The document of a story that is shown no more: that it went, when, and where it lives on."""
    return {**_head(appearance), "leader": plain(leader) or None}


def summary(listing: Listing, appearance: Appearance, topics: Mapping[str, Topic]) -> Json:
    """A story in a list of the API, from what is known without reading its record."""
    return {
        "id": plain(listing.story),
        "number": appearance.number,
        "story": story_path(listing.story),
        "title": headline(listing.title),
        "excerpt": plain(listing.excerpt),
        "url": address(listing.web_url) or None,
        "language": language(listing.language) or None,
        "outlet": outlet(listing.provider, listing.domain),
        "publishedAt": rfc3339(listing.published_at),
        "firstShownAt": rfc3339(appearance.first_shown),
        "updatedAt": rfc3339(appearance.updated),
        "topics": topics_of(listing.topics, topics),
        "quality": listing.quality,
        "heat": listing.heat,
        "reports": listing.reports,
    }


def story_path(story: str) -> str:
    """Where a story's document is, below the API's root; a story's id that could name no file stands as its hash."""
    word = story if story.isascii() and story.replace("-", "").isalnum() else blake2b(story.encode()).hexdigest()[:32]
    return f"stories/{word}.json"


def outlet(called: str, domain: str) -> Json:
    """Who publishes."""
    return {"name": name(called), "domain": name(domain)}


def topics_of(names: tuple[str, ...], topics: Mapping[str, Topic]) -> list[Json]:
    """The topics a story has; `id` is None of one that is the desk's no more."""
    return [{"id": topics[one].id if one in topics else None, "name": name(one)} for one in names]


def _head(appearance: Appearance) -> Json:
    return {
        "version": VERSION,
        "id": plain(appearance.story),
        "number": appearance.number,
        "state": appearance.presence.value,
        "firstShownAt": rfc3339(appearance.first_shown),
        "changedAt": rfc3339(appearance.changed),
    }


def _image(images: tuple[RecordImage, ...]) -> Json | None:
    for image in images[:1]:
        if url := address(image.url):
            return {"url": url, "width": image.width, "height": image.height}
    return None


def _receipts(receipts: Receipts | None) -> Json | None:
    if receipts is None:
        return None
    return {"quality": _receipt(receipts.quality), "heat": _receipt(receipts.heat)}


def _receipt(score: Score | None) -> Json | None:
    if score is None:
        return None
    parts = [
        {"name": name(part.name), "points": part.points, "reason": plain(part.reason, limit=NOTE)}
        for part in score.parts
    ]
    return {"value": score.value, "parts": parts}


def _coverage(coverage: StoryCoverage, record: Record) -> Json:
    here = {report.article for report in coverage.reports}
    return {
        "independent": coverage.independent or record.independent or 0,
        "copies": coverage.copies,
        "outlets": coverage.outlets,
        "lead": coverage.lead,
        "reports": [_report(report, here) for report in coverage.reports],
        "turns": [
            {"at": rfc3339(turn.at), "report": turn.article, "words": [plain(word) for word in turn.words]}
            for turn in coverage.turns
        ],
    }


def _report(report: CoveringReport, here: set[Any]) -> Json:
    taken_back = report.standing is Standing.WITHDRAWN
    return {
        "id": report.article,
        "title": headline(report.title),
        "excerpt": "" if taken_back else plain(report.excerpt),
        "url": address(report.url) or None,
        "outlet": outlet(report.outlet, report.domain),
        "family": name(report.family) or None,
        "voice": name(report.voice) or None,
        "publishedAt": rfc3339(report.published_at),
        "language": language(report.language) or None,
        "authors": [name(author) for author in report.authors],
        "genre": report.genre.value,
        "standing": report.standing.value,
        "corrections": [{"at": _at(one.at), "note": plain(one.note, limit=NOTE)} for one in report.corrections],
        "revision": report.revision,
        "revisedAt": _at(report.revised_at),
        "copyOf": report.copy_of if report.copy_of in here else None,
        "quality": report.quality,
    }


def _at(moment: datetime | None) -> str | None:
    return None if moment is None else rfc3339(moment)
