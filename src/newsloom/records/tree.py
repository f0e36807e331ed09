"""A Record as plain data: the names of its file, as JSON has them.

`newsloom/records/data/record-v1.json` is the JSON Schema of this shape, and of what a record's front matter says once
it is read as YAML, its times as texts.
"""

from collections.abc import Iterable
from datetime import UTC, datetime

from newsloom.model.judgement import Part, Score
from newsloom.model.record import Receipts, Record, RecordImage, RecordProvider, RelatedRecord
from newsloom.records.decode import CATEGORY

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]
Tree = dict[str, Json]


def tree(record: Record) -> Tree:
    """The fields the record has, in file order; nothing is null. Times are UTC, as `2026-01-31T09:30:00Z`."""
    return _present({
        "category": CATEGORY,
        **_opening(record),
        "originalUrl": record.original_url,
        **_addresses(record),
        "quality": record.quality,
        "heat": record.heat,
        "published": record.published,
        "featuredContent": record.featured_content,
        "provider": _provider(record.provider),
        "topics": _list(record.topics),
        "images": _list(map(_image, record.images)),
        "related": _list(map(_related, record.related)),
        "secured": record.secured,
        **_additions(record),
    })  # fmt: skip


def moment(when: datetime) -> str:
    """A time as a record writes it."""
    return f"{when.astimezone(UTC).replace(tzinfo=None, microsecond=0).isoformat()}Z"


def _opening(record: Record | RelatedRecord) -> Tree:
    return {
        "title": record.title,
        "excerpt": record.excerpt,
        "publishedDateTime": moment(record.published_at),
    }


def _addresses(record: Record | RelatedRecord) -> Tree:
    return {
        "webUrl": record.web_url,
        "ampWebUrl": record.amp_url,
        "cdnAmpWebUrl": record.cdn_amp_url,
        "type": record.type.value,
    }


def _additions(record: Record) -> Tree:
    return {
        "schema": record.schema,
        "id": record.id,
        "story": record.story,
        "language": record.language,
        "updatedDateTime": None if record.updated_at is None else moment(record.updated_at),
        "authors": _list(record.authors),
        "genre": record.genre,
        "copies": record.copies,
        "independent": record.independent,
        "leader": record.leader,
        "correction": record.correction,
        "withdrawn": None if record.withdrawn is None else moment(record.withdrawn),
        "standing": record.standing,
        "notes": record.notes,
        "scores": _receipts(record.scores),
    }


def _related(item: RelatedRecord) -> Tree:
    return _present({
        **_opening(item),
        **_addresses(item),
        "provider": _provider(item.provider),
        "quality": item.quality,
        "images": _list(map(_image, item.images)),
    })  # fmt: skip


def _provider(provider: RecordProvider) -> Tree:
    return _present({
        "name": provider.name,
        "domain": provider.domain,
        "images": _list(map(_image, provider.images)),
    })  # fmt: skip


def _image(image: RecordImage) -> Tree:
    return _present({
        "url": image.url,
        "width": image.width,
        "height": image.height,
        "isCached": image.is_cached,
        "title": image.title,
    })  # fmt: skip


def _receipts(receipts: Receipts | None) -> Json:
    if receipts is None:
        return None
    return _present({"quality": _score(receipts.quality), "heat": _score(receipts.heat)}) or None


def _score(score: Score | None) -> Json:
    return None if score is None else _present({"value": score.value, "parts": _list(map(_part, score.parts))})


def _part(part: Part) -> Tree:
    return _present({"name": part.name, "points": part.points, "reason": part.reason or None})


def _list(values: Iterable[Json]) -> Json:
    return list(values) or None


def _present(fields: Tree) -> Tree:
    return {name: value for name, value in fields.items() if value is not None}
