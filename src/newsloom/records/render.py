"""A Record as lines of front matter, in the contract's order and styles."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from newsloom.errors import RecordError
from newsloom.model.judgement import Part, Score
from newsloom.model.record import Receipts, Record, RecordImage, RecordProvider, RecordType, RelatedRecord
from newsloom.records.decode import CATEGORY
from newsloom.records.layout import NO_PROVIDER, UNDATED, Layout, Place
from newsloom.records.quoting import bare, quoted
from newsloom.records.strict import NO_FIELDS

_INSIDE = "  "


def lines(record: Record, layout: Layout) -> Iterator[str]:
    """The lines between the marks, without line ends. Absent fields have no line; groups stand behind a blank line.

    Args:
        record: what to write, as it is: nothing is stripped here (see `Record.storable`).
        layout: what its file is free in; line ends are the caller's.
    """
    place = Place(layout)
    yield from _always(place, "category", CATEGORY, is_empty=True)
    yield from _head(record, place)
    yield from _group(_quoted("featuredContent", record.featured_content))
    yield from _group(_provider(record.provider, place))
    yield from _group(_list("topics", (bare(topic) for topic in record.topics)))
    yield from _group(_images(record.images, place))
    yield from _group(_related(record.related, place))
    yield from _group(_quoted("secured", record.secured))
    yield from _group(_additions(record, place))


def _head(record: Record, place: Place) -> Iterator[str]:
    yield from _opening(record, place)
    yield from _quoted("originalUrl", record.original_url)
    yield from _addresses(record, place)
    yield from _number("quality", record.quality)
    yield from _number("heat", record.heat)
    yield from _flag("published", record.published)


def _opening(record: Record | RelatedRecord, place: Place) -> Iterator[str]:
    yield from _always(place, "title", quoted(record.title), is_empty=not record.title)
    yield from _always(place, "excerpt", quoted(record.excerpt), is_empty=not record.excerpt)
    if not (place.lacks("publishedDateTime") and record.published_at == UNDATED):
        yield from _moment("publishedDateTime", record.published_at)


def _addresses(record: Record | RelatedRecord, place: Place) -> Iterator[str]:
    yield from _quoted("webUrl", record.web_url)
    yield from _quoted("ampWebUrl", record.amp_url)
    yield from _quoted("cdnAmpWebUrl", record.cdn_amp_url)
    yield from _always(place, "type", record.type, is_empty=record.type is RecordType.ARTICLE)


def _related(related: tuple[RelatedRecord, ...], place: Place) -> Iterator[str]:
    if related:
        yield "related:"
    for number, item in enumerate(related):
        yield from _item(_related_fields(item, place.item("related", number)))


def _related_fields(item: RelatedRecord, place: Place) -> Iterator[str]:
    yield from _opening(item, place)
    yield from _addresses(item, place)
    yield from _provider(item.provider, place)
    yield from _number("quality", item.quality)
    yield from _images(item.images, place)


def _provider(provider: RecordProvider, place: Place) -> Iterator[str]:
    if place.lacks("provider") and provider == NO_PROVIDER:
        return
    inside = place.inside("provider")
    yield "provider:"
    yield from _indented(_always(inside, "name", bare(provider.name), is_empty=not provider.name))
    yield from _indented(_always(inside, "domain", bare(provider.domain), is_empty=not provider.domain))
    yield from _indented(_images(provider.images, inside))


def _images(images: tuple[RecordImage, ...], place: Place) -> Iterator[str]:
    if images:
        yield "images:"
    for number, image in enumerate(images):
        yield from _item(_image(image, place.item("images", number)))


def _image(image: RecordImage, place: Place) -> Iterator[str]:
    beside = [_number("width", image.width), _number("height", image.height), _flag("isCached", image.is_cached)]
    beside.insert(place.layout.title_place, _quoted("title", image.title))
    yield from _always(place, "url", quoted(image.url), is_empty=not image.url)
    for field in beside:
        yield from field


def _additions(record: Record, place: Place) -> Iterator[str]:
    """Version 1 of newsloom's own fields, in this order."""
    yield from _number("schema", record.schema)
    yield from _bare("id", record.id)
    yield from _bare("story", record.story)
    yield from _bare("language", record.language)
    if record.updated_at is not None:
        yield from _moment("updatedDateTime", record.updated_at)
    yield from _list("authors", (quoted(author) for author in record.authors))
    yield from _bare("genre", record.genre)
    yield from _number("copies", record.copies)
    yield from _number("independent", record.independent)
    yield from _bare("leader", record.leader)
    yield from _quoted("correction", record.correction)
    if record.withdrawn is not None:
        yield from _moment("withdrawn", record.withdrawn)
    yield from _bare("standing", record.standing)
    yield from _quoted("notes", record.notes)
    yield from _receipts(record.scores, place.inside("scores"))


def _receipts(receipts: Receipts | None, place: Place) -> Iterator[str]:
    if receipts is None or (receipts.quality is None and receipts.heat is None):
        return
    yield "scores:"
    for name, score in (("quality", receipts.quality), ("heat", receipts.heat)):
        if score is not None:
            yield f"{_INSIDE}{name}:"
            yield from _indented(_indented(_score(score, place.inside(name))))


def _score(score: Score, place: Place) -> Iterator[str]:
    yield from _always(place, "value", str(score.value), is_empty=True)  # where it is missing it is the parts' sum
    if score.parts:
        yield "parts:"
    for number, part in enumerate(score.parts):
        yield from _item(_part(part, place.item("parts", number)))


def _part(part: Part, place: Place) -> Iterator[str]:
    yield from _always(place, "name", bare(part.name), is_empty=not part.name)
    yield from _always(place, "points", str(part.points), is_empty=not part.points)
    yield from _quoted("reason", part.reason or None)


def _always(place: Place, name: str, written: str, *, is_empty: bool) -> Iterator[str]:
    """A field every record has, unless its file lacks it and nobody gave it a value."""
    if not (is_empty and place.lacks(name)):
        yield f"{name}: {written}"


def _group(group: Iterable[str]) -> Iterator[str]:
    empty = True
    for line in group:
        if empty:
            yield ""
            empty = False
        yield line


def _list(name: str, values: Iterable[str]) -> Iterator[str]:
    for number, value in enumerate(values):
        if number == 0:
            yield f"{name}:"
        yield f"  - {value}"


def _item(fields: Iterable[str]) -> Iterator[str]:
    mark = "  - "
    for line in fields:
        yield mark + line
        mark = "    "
    if mark == "  - ":
        yield mark + NO_FIELDS


def _indented(block: Iterable[str]) -> Iterator[str]:
    return (_INSIDE + line for line in block)


def _quoted(name: str, text: str | None) -> Iterator[str]:
    if text is not None:
        yield f"{name}: {quoted(text)}"


def _bare(name: str, text: str | None) -> Iterator[str]:
    if text is not None:
        yield f"{name}: {bare(text)}"


def _number(name: str, number: int | None) -> Iterator[str]:
    if number is not None:
        yield f"{name}: {number}"


def _flag(name: str, flag: bool | None) -> Iterator[str]:
    if flag is not None:
        yield f"{name}: {'true' if flag else 'false'}"


def _moment(name: str, moment: datetime) -> Iterator[str]:
    if moment.tzinfo is None:
        raise RecordError(f"{name} must know its zone: {moment.isoformat()} does not; give it in UTC")
    yield f"{name}: {moment.astimezone(UTC).replace(tzinfo=None, microsecond=0).isoformat()}Z"
