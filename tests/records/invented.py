"""Strategies: any record there can be."""

from datetime import UTC, datetime

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
triples = st.none() | st.tuples(numbers, numbers, st.booleans())


@st.composite
def records(draw: st.DrawFn) -> Record:
    """Any record newsloom could be asked to write, made storable as everything it writes is."""
    scored = draw(triples)
    quality, heat, published = scored or (None, None, None)
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
            quality=st.just(quality),
            heat=st.just(heat),
            published=st.just(published),
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
