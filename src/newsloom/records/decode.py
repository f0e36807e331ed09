"""What the fields of a record mean: from a tree of texts to a Record."""

from dataclasses import dataclass
from datetime import datetime

from newsloom.model.judgement import Part, Score
from newsloom.model.record import Receipts, Record, RecordImage, RecordProvider, RecordType, RelatedRecord
from newsloom.records.fields import Fields
from newsloom.records.layout import BESIDE_TITLE, NO_PROVIDER, TITLE_LAST, UNDATED
from newsloom.records.nodes import Mapping, UnreadableError

CATEGORY = "news"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A record, and what its file has beside it.

    `fields` are the names at the file's top a record knows, `unknown` those it cannot hold (dotted), `absent` the
    paths of fields it should have and has not.
    """

    record: Record
    fields: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    absent: frozenset[str] = frozenset()
    title_place: int = TITLE_LAST


def decoded(tree: Mapping) -> Decoded:
    """The record in this tree; raises UnreadableError where a field is doubled or of the wrong kind."""
    decoder = _Decoder()
    fields = Fields(tree)
    record = decoder.record(fields)
    return Decoded(
        record=record,
        fields=tuple(name for name in fields.order if name not in fields.unknown),
        unknown=tuple(decoder.unknown),
        absent=frozenset(decoder.absent),
        title_place=decoder.title_place,
    )


class _Decoder:
    """Reads fields in file order; notes what it could not place, and what is missing."""

    def __init__(self) -> None:
        self.unknown: list[str] = []
        self.absent: set[str] = set()
        self.title_place = TITLE_LAST

    def record(self, fields: Fields) -> Record:
        self._expect_news(fields)
        record = Record(
            title=self._text(fields, "title"),
            excerpt=self._text(fields, "excerpt"),
            published_at=self._published_at(fields),
            original_url=fields.text("originalUrl"),
            web_url=fields.text("webUrl"),
            amp_url=fields.text("ampWebUrl"),
            cdn_amp_url=fields.text("cdnAmpWebUrl"),
            type=self._type(fields),
            quality=fields.number("quality"),
            heat=fields.number("heat"),
            published=fields.flag("published"),
            featured_content=fields.text("featuredContent"),
            provider=self._provider(fields),
            topics=self._topics(fields),
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
            standing=fields.text("standing"),
            notes=fields.text("notes"),
            scores=self._receipts(fields),
        )
        self.unknown += fields.unknown
        return record

    def _related(self, fields: Fields) -> RelatedRecord:
        related = RelatedRecord(
            title=self._text(fields, "title"),
            excerpt=self._text(fields, "excerpt"),
            published_at=self._published_at(fields),
            web_url=fields.text("webUrl"),
            amp_url=fields.text("ampWebUrl"),
            cdn_amp_url=fields.text("cdnAmpWebUrl"),
            type=self._type(fields),
            provider=self._provider(fields),
            quality=fields.number("quality"),
            images=self._images(fields),
        )
        self._note("related", fields)
        return related

    def _provider(self, fields: Fields) -> RecordProvider:
        if (provider := fields.fields("provider")) is None:
            return self._no_provider(fields)
        found = RecordProvider(
            name=self._text(provider, "name"),
            domain=self._text(provider, "domain"),
            images=self._images(provider),
        )
        self._note("provider", provider)
        return found

    def _images(self, fields: Fields) -> tuple[RecordImage, ...]:
        return tuple(self._image(item) for item in fields.items("images"))

    def _image(self, fields: Fields) -> RecordImage:
        image = RecordImage(
            url=self._text(fields, "url"),
            width=fields.number("width"),
            height=fields.number("height"),
            is_cached=fields.flag("isCached"),
            title=fields.text("title"),
        )
        if image.title is not None:
            after = fields.order[fields.order.index("title") :]
            place = next((n for n, name in enumerate(BESIDE_TITLE) if name in after), TITLE_LAST)
            self.title_place = min(self.title_place, place)  # images without the name after it tell nothing
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
        parts = tuple(self._part(item) for item in score.items("parts"))
        value = self._number(score, "value", sum(part.points for part in parts))
        self._note(f"scores.{name}", score)
        try:
            return Score(value=value, parts=parts)
        except ValueError as error:
            raise UnreadableError(fields.line_of(name), f"scores: {error}") from error

    def _part(self, fields: Fields) -> Part:
        part = Part(
            name=self._text(fields, "name"),
            points=self._number(fields, "points", 0),
            reason=fields.text("reason") or "",
        )
        self._note("parts", fields)
        return part

    def _note(self, where: str, fields: Fields) -> None:
        self.unknown += [f"{where}.{name}" for name in fields.unknown]

    def _expect_news(self, fields: Fields) -> None:
        if fields.text("category") is None:
            self._miss(fields, "category")
        elif (category := fields.text("category")) != CATEGORY:
            raise UnreadableError(fields.line_of("category"), f"category must be news, not {category!r}")

    def _text(self, fields: Fields, name: str) -> str:
        if (text := fields.text(name)) is None:
            self._miss(fields, name)
            return ""
        return text

    def _number(self, fields: Fields, name: str, default: int) -> int:
        if (number := fields.number(name)) is None:
            self._miss(fields, name)
            return default
        return number

    def _published_at(self, fields: Fields) -> datetime:
        if (moment := fields.moment("publishedDateTime")) is None:
            self._miss(fields, "publishedDateTime")
            return UNDATED
        return moment

    def _type(self, fields: Fields) -> RecordType:
        if (text := fields.text("type")) is None:
            self._miss(fields, "type")
            return RecordType.ARTICLE
        try:
            return RecordType(text)
        except ValueError as error:
            raise UnreadableError(fields.line_of("type"), f"type must be article or video, not {text!r}") from error

    def _topics(self, fields: Fields) -> tuple[str, ...]:
        if not (topics := fields.texts("topics")):
            self._miss(fields, "topics")
        return topics

    def _no_provider(self, fields: Fields) -> RecordProvider:
        """Either no provider, or one of which only the heading is there."""
        missing = ("provider.name", "provider.domain") if "provider" in fields.order else ("provider",)
        for name in missing:
            self._miss(fields, name)
        return NO_PROVIDER

    def _miss(self, fields: Fields, name: str) -> None:
        self.absent.add(fields.path + name)
