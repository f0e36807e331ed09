"""What the fields of a record mean: from a tree of texts to a Record."""

from dataclasses import dataclass
from datetime import datetime

from newsloom.model.judgement import Part, Score
from newsloom.model.record import Receipts, Record, RecordImage, RecordProvider, RecordType, RelatedRecord
from newsloom.records.fields import Fields
from newsloom.records.nodes import Mapping, UnreadableError

CATEGORY = "news"
BESIDE_TITLE = ("width", "height", "isCached")
TITLE_LAST = len(BESIDE_TITLE)  # how many of these stand before an image's title, unless the file says otherwise


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A record, the fields of the file it cannot hold (dotted names), and where the titles of its images stand."""

    record: Record
    unknown: tuple[str, ...] = ()
    title_place: int = TITLE_LAST


def decoded(tree: Mapping) -> Decoded:
    """The record in this tree; raises UnreadableError where a field is missing, doubled or of the wrong kind."""
    decoder = _Decoder()
    record = decoder.record(Fields(tree))
    return Decoded(record=record, unknown=tuple(decoder.unknown), title_place=decoder.title_place)


class _Decoder:
    """Reads fields in file order; notes what it could not place."""

    def __init__(self) -> None:
        self.unknown: list[str] = []
        self.title_place = TITLE_LAST

    def record(self, fields: Fields) -> Record:
        if (category := fields.needed("category")) != CATEGORY:
            raise UnreadableError(fields.line_of("category"), f"category must be news, not {category!r}")
        quality, heat, published = _scores(fields)
        record = Record(
            title=fields.needed("title"),
            excerpt=fields.needed("excerpt"),
            published_at=_published_at(fields),
            original_url=fields.text("originalUrl"),
            web_url=fields.text("webUrl"),
            amp_url=fields.text("ampWebUrl"),
            cdn_amp_url=fields.text("cdnAmpWebUrl"),
            type=_type(fields),
            quality=quality,
            heat=heat,
            published=published,
            featured_content=fields.text("featuredContent"),
            provider=self._provider(fields),
            topics=fields.texts("topics"),
            images=self._images(fields),
            related=tuple(self._related(item) for item in fields.items("related")),
            secured=fields.text("secured"),
            schema=fields.number("schema"),
            id=fields.text("id"),
            story=fields.text("story"),
            language=fields.text("language"),
            updated_at=fields.moment("updatedDateTime"),
            authors=fields.texts("authors"),
            genre=fields.text("genre"),
            copies=fields.number("copies"),
            independent=fields.number("independent"),
            leader=fields.text("leader"),
            correction=fields.text("correction"),
            withdrawn=fields.moment("withdrawn"),
            notes=fields.text("notes"),
            scores=self._receipts(fields),
        )
        self.unknown += fields.unknown
        return record

    def _related(self, fields: Fields) -> RelatedRecord:
        related = RelatedRecord(
            title=fields.needed("title"),
            excerpt=fields.needed("excerpt"),
            published_at=_published_at(fields),
            web_url=fields.text("webUrl"),
            amp_url=fields.text("ampWebUrl"),
            cdn_amp_url=fields.text("cdnAmpWebUrl"),
            type=_type(fields),
            provider=self._provider(fields),
            quality=fields.number("quality"),
            images=self._images(fields),
        )
        self._note("related", fields)
        return related

    def _provider(self, fields: Fields) -> RecordProvider:
        if (provider := fields.fields("provider")) is None:
            raise UnreadableError(fields.line_of("provider"), f"{fields.where} has no provider")
        found = RecordProvider(
            name=provider.needed("name"),
            domain=provider.needed("domain"),
            images=self._images(provider),
        )
        self._note("provider", provider)
        return found

    def _images(self, fields: Fields) -> tuple[RecordImage, ...]:
        return tuple(self._image(item) for item in fields.items("images"))

    def _image(self, fields: Fields) -> RecordImage:
        image = RecordImage(
            url=fields.needed("url"),
            width=fields.number("width"),
            height=fields.number("height"),
            is_cached=fields.flag("isCached"),
            title=fields.text("title"),
        )
        if image.title is not None:
            after = fields.order[fields.order.index("title") :]
            self.title_place = next((n for n, name in enumerate(BESIDE_TITLE) if name in after), TITLE_LAST)
        self._note("images", fields)
        return image

    def _receipts(self, fields: Fields) -> Receipts | None:
        if (scores := fields.fields("scores")) is None:
            return None
        receipts = Receipts(quality=self._score(scores, "quality"), heat=self._score(scores, "heat"))
        self._note("scores", scores)
        return receipts

    def _score(self, fields: Fields, name: str) -> Score | None:
        if (score := fields.fields(name)) is None:
            return None
        value = score.number("value")
        parts = tuple(self._part(item) for item in score.items("parts"))
        self._note(f"scores.{name}", score)
        try:
            return Score(value=0 if value is None else value, parts=parts)
        except ValueError as error:
            raise UnreadableError(fields.line_of(name), f"scores: {error}") from error

    def _part(self, fields: Fields) -> Part:
        part = Part(
            name=fields.needed("name"),
            points=fields.number("points") or 0,
            reason=fields.text("reason") or "",
        )
        self._note("parts", fields)
        return part

    def _note(self, where: str, fields: Fields) -> None:
        self.unknown += [f"{where}.{name}" for name in fields.unknown]


def _published_at(fields: Fields) -> datetime:
    if (moment := fields.moment("publishedDateTime")) is None:
        raise UnreadableError(fields.line_of("publishedDateTime"), f"{fields.where} has no publishedDateTime")
    return moment


def _type(fields: Fields) -> RecordType:
    text = fields.needed("type")
    try:
        return RecordType(text)
    except ValueError as error:
        raise UnreadableError(fields.line_of("type"), f"type must be article or video, not {text!r}") from error


def _scores(fields: Fields) -> tuple[int | None, int | None, bool | None]:
    quality, heat, published = fields.number("quality"), fields.number("heat"), fields.flag("published")
    absent = [name for name in ("quality", "heat", "published") if fields.text(name) is None]
    if 0 < len(absent) < 3:  # noqa: PLR2004  the three of them come and go together
        raise UnreadableError(
            fields.line, f"a scored record has quality, heat and published; no {' and '.join(absent)}"
        )
    return quality, heat, published
