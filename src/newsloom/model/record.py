"""The published form of a story's leading article: every field of the record contract, and its four states."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

from newsloom.model.judgement import Part, Score

SCHEMA_VERSION = (
    1  # of the additive fields, `schema` to `scores`; the fields before them are the contract's and have none
)

DEMOTED = -1  # the heat of a record whose group another member leads

# What YAML cannot hold, raw or in the contract's four escapes: C0 controls but tab, CR and LF; DEL and C1 (U+0085,
# a line break to YAML 1.1, among them); lone surrogates; U+FEFF, which some readers take for a byte order mark;
# U+FFFE and U+FFFF.
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
# YAML 1.1 readers fold blanks around these two line separators, so a blank stands for each.
_SEPARATORS = re.compile("[\u2028\u2029]")


def storable(text: str) -> str:
    """The text without what a record's YAML cannot hold; what remains is read back unchanged by any YAML reader."""
    return _SEPARATORS.sub(" ", _UNSTORABLE.sub("", text))


class RecordType(StrEnum):
    """What a record points at."""

    ARTICLE = "article"
    VIDEO = "video"


class RecordState(StrEnum):
    """How far a record came."""

    UNSCORED = "unscored"
    BELOW_THRESHOLD = "below threshold"
    DEMOTED = "demoted"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordImage:
    """A picture; sizes in pixels. `title` is found in older files only; `is_cached` is absent on logos."""

    url: str
    width: int | None = None
    height: int | None = None
    is_cached: bool | None = None
    title: str | None = None

    def storable(self) -> "RecordImage":
        """The same without what YAML cannot hold."""
        return replace(self, url=storable(self.url), title=_or_none(self.title))


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordProvider:
    """Who published the article; `images` is one 50 by 50 logo, for known providers only."""

    name: str
    domain: str
    images: tuple[RecordImage, ...] = ()

    def storable(self) -> "RecordProvider":
        """The same without what YAML cannot hold."""
        images = tuple(image.storable() for image in self.images)
        return RecordProvider(name=storable(self.name), domain=storable(self.domain), images=images)


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedRecord:
    """Another report of the same event, inside the leader's record."""

    title: str
    excerpt: str
    published_at: datetime
    web_url: str | None = None
    amp_url: str | None = None
    cdn_amp_url: str | None = None
    type: RecordType = RecordType.ARTICLE
    provider: RecordProvider
    quality: int | None = None
    images: tuple[RecordImage, ...] = ()

    def storable(self) -> "RelatedRecord":
        """The same without what YAML cannot hold."""
        return replace(
            self,
            title=storable(self.title),
            excerpt=storable(self.excerpt),
            published_at=_to_second(self.published_at),
            web_url=_or_none(self.web_url),
            amp_url=_or_none(self.amp_url),
            cdn_amp_url=_or_none(self.cdn_amp_url),
            provider=self.provider.storable(),
            images=tuple(image.storable() for image in self.images),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipts:
    """Why the record has its scores."""

    quality: Score | None = None
    heat: Score | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record: the contract's fields in file order, then newsloom's additive ones, all optional.

    All times are UTC, whole seconds. `quality`, `heat` and `published` are None together in what newsloom writes while
    the record is unscored; a record of others may lack any one of them.
    `secured` is opaque and carried through. `schema` is `SCHEMA_VERSION` where additive fields were written by
    newsloom.
    `leader` is the record id of the one that leads a demoted one; `copies` and `independent` count the story's reports;
    `correction` is what was put right, in words; `withdrawn` is when the outlet took the article back; `standing` says
    whether it stands by it, where it does not simply do.
    """

    title: str
    excerpt: str
    published_at: datetime
    original_url: str | None = None
    web_url: str | None = None
    amp_url: str | None = None
    cdn_amp_url: str | None = None
    type: RecordType = RecordType.ARTICLE
    quality: int | None = None
    heat: int | None = None
    published: bool | None = None
    featured_content: str | None = None
    provider: RecordProvider
    topics: tuple[str, ...] = ()
    images: tuple[RecordImage, ...] = ()
    related: tuple[RelatedRecord, ...] = ()
    secured: str | None = None
    schema: int | None = None
    id: str | None = None
    story: str | None = None
    language: str | None = None
    updated_at: datetime | None = None
    authors: tuple[str, ...] = ()
    genre: str | None = None
    copies: int | None = None
    independent: int | None = None
    leader: str | None = None
    correction: str | None = None
    withdrawn: datetime | None = None
    standing: str | None = None
    notes: str | None = None
    scores: Receipts | None = None

    @property
    def state(self) -> RecordState:
        """Which of the four states the record is in."""
        if self.quality is None or self.heat is None:
            return RecordState.UNSCORED
        if self.published:
            return RecordState.PUBLISHED
        return RecordState.DEMOTED if self.heat == DEMOTED else RecordState.BELOW_THRESHOLD

    def storable(self) -> "Record":
        """The record as it is to be written first: without what YAML cannot hold, times to the second, nothing empty.

        Everything newsloom makes passes here before it is rendered. What was read from a file does not: it is
        written as it was.
        """
        return replace(
            self,
            title=storable(self.title),
            excerpt=storable(self.excerpt),
            published_at=_to_second(self.published_at),
            original_url=_or_none(self.original_url),
            web_url=_or_none(self.web_url),
            amp_url=_or_none(self.amp_url),
            cdn_amp_url=_or_none(self.cdn_amp_url),
            featured_content=_or_none(self.featured_content),
            provider=self.provider.storable(),
            topics=tuple(storable(topic) for topic in self.topics),
            images=tuple(image.storable() for image in self.images),
            related=tuple(item.storable() for item in self.related),
            secured=_or_none(self.secured),
            id=_or_none(self.id),
            story=_or_none(self.story),
            language=_or_none(self.language),
            updated_at=None if self.updated_at is None else _to_second(self.updated_at),
            authors=tuple(storable(author) for author in self.authors),
            genre=_or_none(self.genre),
            leader=_or_none(self.leader),
            correction=_or_none(self.correction),
            withdrawn=None if self.withdrawn is None else _to_second(self.withdrawn),
            standing=_or_none(self.standing),
            notes=_or_none(self.notes),
            scores=_storable_receipts(self.scores),
        )


def _or_none(text: str | None) -> str | None:
    return None if text is None else storable(text)


def _to_second(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)


def _storable_receipts(receipts: Receipts | None) -> Receipts | None:
    if receipts is None or (receipts.quality is None and receipts.heat is None):
        return None
    return Receipts(quality=_storable_score(receipts.quality), heat=_storable_score(receipts.heat))


def _storable_score(score: Score | None) -> Score | None:
    if score is None:
        return None
    parts = (Part(name=storable(part.name), points=part.points, reason=storable(part.reason)) for part in score.parts)
    return Score(value=score.value, parts=tuple(parts))
