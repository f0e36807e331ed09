"""Strategies: any record there can be."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TypeVar

from hypothesis import strategies as st

from newsloom.model.judgement import Part, Score
from newsloom.model.record import (
    Receipts,
    Record,
    RecordImage,
    RecordProvider,
    RecordType,
    RelatedRecord,
)
from newsloom.records.layout import NO_PROVIDER, UNDATED

TRAPS = [
    "null",
    "~",
    "Null",
    "1e3",
    "2020-01-01",
    "2020-01-01T00:00:00Z",
    "yes",
    "No",
    "on",
    "OFF",
    "y",
    "N",
    "true",
    "0x1F",
    "0o17",
    "017",
    ".5",
    "5.",
    "1,000",
    "12:30:45",
    "=",
    "<<",
    ".inf",
    ".NaN",
    "-",
    "--",
    "---",
    "...",
    "-a",
    "?b",
    ":c",
    "[",
    "]",
    "{",
    "}",
    "#",
    "&",
    "*",
    "!",
    "|",
    ">",
    "%",
    "@",
    "`",
    "'",
    '"',
    "a:",
    ":a",
    "a:b",
    "#a",
    "a#b",
    "\\",
    "\\n",
    "\\x41",
    "+1",
    "-0",
    "1_000",
    "!!str",
    "&a",
    "*a",
    "",
    " ",
    "  a",
    "a ",
    "a: b",
    "a #b",
    "a\tb",
    "\ta",
    "a\r\nb",
    "a\x85b",
    "a \u2028 b",
    "a\u2029--- b",
    "\ufeffa",
    "a\xa0",
    "\u3000a",
    "a\x00b\x1b",
    "a�b",
    "é😀\u202e",
    "- x",
    "? x",
    "title: x",
    '"x" y',
    "'x'",
]
texts = st.sampled_from(TRAPS) | st.text() | st.text(alphabet=' \n\r\t\\":#-\u0085\u2028\u2029\ufeffab')
maybe_texts = st.none() | texts
moments = st.datetimes(timezones=st.just(UTC), min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30))  # noqa: DTZ001  hypothesis wants naive bounds
numbers = st.integers(-(10**17), 10**17)
maybe_numbers = st.none() | numbers
images = st.builds(
    RecordImage,
    url=texts,
    width=maybe_numbers,
    height=maybe_numbers,
    is_cached=st.none() | st.booleans(),
    title=maybe_texts,
)
image_lists = st.lists(images, max_size=2).map(tuple)
providers = st.builds(RecordProvider, name=texts, domain=texts, images=image_lists)
related = st.builds(
    RelatedRecord,
    title=texts,
    excerpt=texts,
    published_at=moments,
    web_url=maybe_texts,
    amp_url=maybe_texts,
    cdn_amp_url=maybe_texts,
    type=st.sampled_from(RecordType),
    provider=providers,
    quality=maybe_numbers,
    images=image_lists,
)
parts = st.builds(Part, name=texts, points=st.integers(-100, 100).filter(bool), reason=texts)
scores = st.lists(parts, max_size=3).map(Score.of)


@st.composite
def records(draw: st.DrawFn) -> Record:
    """Any record newsloom could be asked to write, made storable as everything it writes is."""
    return draw(
        st.builds(
            Record,
            title=texts,
            excerpt=texts,
            published_at=moments,
            original_url=maybe_texts,
            web_url=maybe_texts,
            amp_url=maybe_texts,
            cdn_amp_url=maybe_texts,
            type=st.sampled_from(RecordType),
            quality=maybe_numbers,
            heat=maybe_numbers,
            published=st.none() | st.booleans(),
            featured_content=maybe_texts,
            provider=providers,
            topics=st.lists(texts, max_size=3).map(tuple),
            images=image_lists,
            related=st.lists(related, max_size=2).map(tuple),
            secured=maybe_texts,
            schema=maybe_numbers,
            id=maybe_texts,
            story=maybe_texts,
            language=maybe_texts | st.just("no"),
            updated_at=st.none() | moments,
            authors=st.lists(texts, max_size=2).map(tuple),
            genre=maybe_texts,
            copies=maybe_numbers,
            independent=maybe_numbers,
            leader=maybe_texts,
            correction=maybe_texts,
            withdrawn=st.none() | moments,
            notes=maybe_texts,
            scores=st.none() | st.builds(Receipts, quality=st.none() | scores, heat=st.none() | scores),
        )
    ).storable()


Lacks = Callable[[str], bool]
R = TypeVar("R", Record, RelatedRecord)


def _thinned(record: R, path: str, lacks: Lacks) -> R:
    """The record with the empty value for each field it shall lack."""
    provider = record.provider
    if lacks(f"{path}provider"):
        provider = NO_PROVIDER
    else:
        provider = RecordProvider(
            name="" if lacks(f"{path}provider.name") else provider.name,
            domain="" if lacks(f"{path}provider.domain") else provider.domain,
            images=_images(provider.images, f"{path}provider.images", lacks),
        )
    return replace(
        record,
        title="" if lacks(f"{path}title") else record.title,
        excerpt="" if lacks(f"{path}excerpt") else record.excerpt,
        published_at=UNDATED if lacks(f"{path}publishedDateTime") else record.published_at,
        type=RecordType.ARTICLE if lacks(f"{path}type") else record.type,
        provider=provider,
        images=_images(record.images, f"{path}images", lacks),
    )


def _images(images: tuple[RecordImage, ...], path: str, lacks: Lacks) -> tuple[RecordImage, ...]:
    return tuple(
        replace(image, url="") if lacks(f"{path}[{number}].url") else image for number, image in enumerate(images)
    )


@st.composite
def lacking(draw: st.DrawFn) -> tuple[Record, frozenset[str]]:
    """Any record that lacks any of its fields, above and in related reports, and the paths of those it should have."""
    absent: set[str] = set()

    def lacks(path: str) -> bool:
        if draw(st.booleans()):
            absent.add(path)
        return path in absent

    record = draw(records())
    lacks("category")
    if not record.topics:
        absent.add("topics")
    related = tuple(_thinned(item, f"related[{number}].", lacks) for number, item in enumerate(record.related))
    return replace(_thinned(record, "", lacks), related=related), frozenset(absent)
