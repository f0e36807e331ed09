"""A Record as lines of front matter, in the contract's order and styles."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from newsloom.errors import RecordError
from newsloom.model.judgement import Score
from newsloom.model.record import Receipts, Record, RecordImage, RecordProvider, RelatedRecord
from newsloom.records.decode import CATEGORY, TITLE_LAST
from newsloom.records.quoting import bare, quoted

_INSIDE = "  "


def lines(record: Record, *, title_place: int = TITLE_LAST) -> Iterator[str]:
    """The lines between the marks, without line ends. Absent fields have no line; groups stand behind a blank line.

    Args:
        record: what to write, as it is: nothing is stripped here (see `Record.storable`).
        title_place: how many of an image's width, height and isCached come before its title.
    """
    yield f"category: {CATEGORY}"
    yield from _head(record)
    yield from _group(_quoted("featuredContent", record.featured_content))
    yield from _group(_provider(record.provider, title_place))
    yield from _group(_list("topics", (bare(topic) for topic in record.topics)))
    yield from _group(_images(record.images, title_place))
    yield from _group(_related(record.related, title_place))
    yield from _group(_quoted("secured", record.secured))
    yield from _group(_additions(record))


def _head(record: Record) -> Iterator[str]:
    yield f"title: {quoted(record.title)}"
    yield f"excerpt: {quoted(record.excerpt)}"
    yield from _moment("publishedDateTime", record.published_at)
    yield from _quoted("originalUrl", record.original_url)
    yield from _quoted("webUrl", record.web_url)
    yield from _quoted("ampWebUrl", record.amp_url)
    yield from _quoted("cdnAmpWebUrl", record.cdn_amp_url)
    yield f"type: {record.type}"
    yield from _number("quality", record.quality)
    yield from _number("heat", record.heat)
    yield from _flag("published", record.published)


def _related(related: tuple[RelatedRecord, ...], title_place: int) -> Iterator[str]:
    if related:
        yield "related:"
    for item in related:
        yield from _item(_related_fields(item, title_place))


def _related_fields(item: RelatedRecord, title_place: int) -> Iterator[str]:
    yield f"title: {quoted(item.title)}"
    yield f"excerpt: {quoted(item.excerpt)}"
    yield from _moment("publishedDateTime", item.published_at)
    yield from _quoted("webUrl", item.web_url)
    yield from _quoted("ampWebUrl", item.amp_url)
    yield from _quoted("cdnAmpWebUrl", item.cdn_amp_url)
    yield f"type: {item.type}"
    yield from _provider(item.provider, title_place)
    yield from _number("quality", item.quality)
    yield from _images(item.images, title_place)


def _provider(provider: RecordProvider, title_place: int) -> Iterator[str]:
    yield "provider:"
    yield f"{_INSIDE}name: {bare(provider.name)}"
    yield f"{_INSIDE}domain: {bare(provider.domain)}"
    yield from _indented(_images(provider.images, title_place))


def _images(images: tuple[RecordImage, ...], title_place: int) -> Iterator[str]:
    if images:
        yield "images:"
    for image in images:
        yield from _item(_image(image, title_place))


def _image(image: RecordImage, title_place: int) -> Iterator[str]:
    beside = [_number("width", image.width), _number("height", image.height), _flag("isCached", image.is_cached)]
    beside.insert(title_place, _quoted("title", image.title))
    yield f"url: {quoted(image.url)}"
    for field in beside:
        yield from field


def _additions(record: Record) -> Iterator[str]:
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
    yield from _quoted("notes", record.notes)
    yield from _receipts(record.scores)


def _receipts(receipts: Receipts | None) -> Iterator[str]:
    if receipts is None or (receipts.quality is None and receipts.heat is None):
        return
    yield "scores:"
    for name, score in (("quality", receipts.quality), ("heat", receipts.heat)):
        if score is not None:
            yield f"{_INSIDE}{name}:"
            yield from _indented(_indented(_score(score)))


def _score(score: Score) -> Iterator[str]:
    yield f"value: {score.value}"
    if score.parts:
        yield "parts:"
    for part in score.parts:
        fields = [f"name: {bare(part.name)}", f"points: {part.points}", f"reason: {quoted(part.reason)}"]
        yield from _item(fields if part.reason else fields[:-1])


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
    for number, line in enumerate(fields):
        yield f"    {line}" if number else f"  - {line}"


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
