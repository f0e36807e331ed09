import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from newsloom.model.record import Record, RecordImage, RecordProvider, RecordState, storable
from tests.records.invented import records, texts

from newsloom.errors import RecordError
from newsloom.records.codec import CRLF, Layout, ParsedRecord, Torn, parse, render
from newsloom.records.quoting import bare

SHARED = Path(__file__).resolve().parents[2] / "../shared/records"

FULL = b"""---
category: news
title: "Harbour \\"Nord\\" opens\\nagain"
excerpt: "Two berths more: the harbour of Lund\\\\Sund grows"
publishedDateTime: 2026-03-01T06:05:04Z
originalUrl: "https://kurier.example/a?b=1"
webUrl: "https://kurier.example/a"
ampWebUrl: "https://kurier.example/amp/a"
cdnAmpWebUrl: "https://kurier-example.cdn.ampproject.org/c/s/kurier.example/amp/a"
type: video
quality: 87
heat: 97
published: true

featuredContent: "<iframe src=\\"https://player.example/1\\"></iframe>"

provider:
  name: Kurier
  domain: kurier.example
  images:
    - url: "https://desk.example/kurier-50x50.jpg"
      width: 50
      height: 50

topics:
  - Harbours
  - "yes"

images:
  - url: "https://kurier.example/1.jpg"
    width: 640
    height: 480
    isCached: false
    title: "A crane"

related:
  - title: "Port grows"
    excerpt: "In short"
    publishedDateTime: 2026-03-01T07:00:00Z
    webUrl: "https://tern.example/p"
    type: article
    provider:
      name: Tern
      domain: tern.example
    quality: 12
    images:
      - url: "https://tern.example/1.jpg"
        width: 10
        height: 20
        isCached: true

secured: "QUJD;REVG"
---

"""


def read(data: bytes) -> ParsedRecord:
    """What the bytes say; they must be a record."""
    parsed = parse(data)
    assert isinstance(parsed, ParsedRecord), parsed
    return parsed


def torn(data: bytes) -> Torn:
    """Why the bytes are torn; they must be."""
    parsed = parse(data)
    assert isinstance(parsed, Torn), parsed
    return parsed


def again(data: bytes) -> bytes:
    """The bytes, read and written back."""
    parsed = read(data)
    return render(parsed.record, parsed.layout)


def test_every_field_of_the_contract_comes_back_byte_for_byte() -> None:
    """A record with every field is the same after reading and writing, under both line ends."""
    assert again(FULL) == FULL
    assert again(FULL.replace(b"\n", b"\r\n")) == FULL.replace(b"\n", b"\r\n")
    assert not read(FULL).is_foreign


def test_values_are_read_as_their_fields_mean_them() -> None:
    """Escapes are undone, times are UTC, quoted topics are text."""
    record = read(FULL).record
    assert record.title == 'Harbour "Nord" opens\nagain'
    assert record.published_at == datetime(2026, 3, 1, 6, 5, 4, tzinfo=UTC)
    assert record.topics == ("Harbours", "yes")
    assert record.images == (
        RecordImage(url="https://kurier.example/1.jpg", width=640, height=480, is_cached=False, title="A crane"),
    )
    assert record.related[0].quality == 12
    assert record.related[0].images[0].is_cached is True


@pytest.mark.skipif(not SHARED.is_dir(), reason="the genuine records are not beside this checkout")
def test_genuine_records_come_back_byte_for_byte() -> None:
    """Records of the system the contract was measured on are identical, LF and CRLF."""
    for path in sorted(SHARED.glob("*.md")):
        data = path.read_bytes()
        assert again(data) == data
        assert again(data.replace(b"\n", b"\r\n")) == data.replace(b"\n", b"\r\n")


@pytest.mark.parametrize(
    ("lines", "state"),
    [
        (b"", RecordState.UNSCORED),
        (b"quality: 9\nheat: 19\npublished: false\n", RecordState.BELOW_THRESHOLD),
        (b"quality: 90\nheat: -1\npublished: false\n", RecordState.DEMOTED),
        (b"quality: 90\nheat: 90\npublished: true\n", RecordState.PUBLISHED),
    ],
)
def test_four_states(lines: bytes, state: RecordState) -> None:
    """Each state is told from the scores, and comes back byte for byte."""
    data = FULL.replace(b"quality: 87\nheat: 97\npublished: true\n", lines)
    assert read(data).record.state is state
    assert again(data) == data


def test_the_place_of_an_image_title_stays() -> None:
    """Whether the title of an old file's image stands before or after isCached, it stays there."""
    old = FULL.replace(b'    isCached: false\n    title: "A crane"\n', b'    title: "A crane"\n    isCached: false\n')
    assert again(old) == old
    older = FULL.replace(b'    isCached: false\n    title: "A crane"\n', b'    title: "A crane"\n')
    assert again(older) == older


@given(records(), st.sampled_from([Layout(), Layout(eol=CRLF)]))
@settings(max_examples=80)
def test_what_is_written_is_read_back(record: Record, layout: Layout) -> None:
    """Any record, with any text in any field, is read back equal, by the strict reader, and written the same again."""
    data = render(record, layout)
    parsed = read(data)
    assert parsed.record == record
    assert not parsed.is_foreign
    assert parsed.unknown == ()
    assert parsed.layout.eol == layout.eol
    assert render(parsed.record, parsed.layout) == data


@given(records())
@settings(max_examples=50)
def test_yaml_reads_the_same_values(record: Record) -> None:
    """An independent YAML reader finds the same texts and numbers, with the same types."""
    front = render(record).decode().removeprefix("---\n").removesuffix("---\n\n")
    found = yaml.load(front, Loader=yaml.CSafeLoader)
    assert found["title"] == record.title
    assert found["excerpt"] == record.excerpt
    assert found["provider"]["name"] == record.provider.name
    assert found["provider"]["domain"] == record.provider.domain
    assert tuple(found.get("topics", ())) == record.topics
    assert tuple(found.get("authors", ())) == record.authors
    assert found.get("language") == record.language
    assert found.get("webUrl") == record.web_url
    assert found.get("quality") == record.quality
    assert found.get("published") == record.published
    assert [item["title"] for item in found.get("related", ())] == [item.title for item in record.related]
    assert [item["quality"] for item in found.get("related", ()) if "quality" in item] == [
        item.quality for item in record.related if item.quality is not None
    ]


@given(texts)
def test_bare_values_are_texts_to_yaml(text: str) -> None:
    """A name written bare or quoted is this text to a YAML reader with types, in a mapping and in a list."""
    clean = storable(text)
    assert yaml.safe_load(f"a:\n  - {bare(clean)}\nb: {bare(clean)}") == {"a": [clean], "b": clean}


@pytest.mark.parametrize(
    "text",
    ["Peak.AI", "AT&T", "Yahoo! Finance", "24/7 Wall St.", "O'Reilly", "C#", "a:b", "9to5 News", "Wired (UK)", "10%"],
)
def test_ordinary_names_stay_bare(text: str) -> None:
    """Punctuation that YAML does not mind asks for no quotes."""
    assert bare(text) == text


@given(texts)
def test_stripping_is_idempotent(text: str) -> None:
    """What can be stored is not changed again."""
    assert storable(storable(text)) == storable(text)


def test_half_a_character_is_refused() -> None:
    """A lone surrogate that nobody stripped is an error that says so."""
    record = read(FULL).record
    broken = Record(
        title="\ud800",
        excerpt="",
        published_at=record.published_at,
        provider=RecordProvider(name="a", domain="b"),
    )
    with pytest.raises(RecordError, match="Unicode"):
        render(broken)
    with pytest.raises(RecordError, match="zone"):
        render(Record(title="", excerpt="", published_at=datetime(2026, 1, 1), provider=record.provider))  # noqa: DTZ001  the point


FOREIGN = [
    (b'title: "Harbour \\"Nord\\" opens\\nagain"', b'title: "Harbour \\x22Nord\\x22 opens\\u000aagain"'),
    (b"  - Harbours\n", b"  - 'Harbours'\n"),
    (b'topics:\n  - Harbours\n  - "yes"\n', b'topics: [Harbours, "yes"]\n'),
    (b"published: true", b"published: True # shown"),
    (b"publishedDateTime: 2026-03-01T06:05:04Z", b'publishedDateTime: "2026-03-01 07:05:04+01:00"'),
    (b"---\ncategory: news\n", b"\xef\xbb\xbf---\ncategory: news\n"),
    (b'excerpt: "Two berths more: the', b'excerpt: "Two berths more:\n  the'),
]


@pytest.mark.parametrize(("ours", "theirs"), FOREIGN)
def test_foreign_yaml_is_read_right(ours: bytes, theirs: bytes) -> None:
    """The same fields in another style of YAML are the same record; it would be written in ours."""
    assert ours in FULL
    parsed = read(FULL.replace(ours, theirs))
    assert parsed.record == read(FULL).record
    assert render(parsed.record, parsed.layout) == FULL


def test_another_order_of_fields_is_read() -> None:
    """Fields in another order mean the same."""
    head = b"category: news\n"
    assert read(FULL.replace(head, b"").replace(b"type: video\n", b"type: video\n" + head)).record == read(FULL).record


def test_unknown_fields_are_named() -> None:
    """A field a record cannot hold is told, so that nobody loses it by rewriting."""
    parsed = read(FULL.replace(b"type: video\n", b"type: video\nlayout: post\n").replace(b"quality: 12", b"rank: 12"))
    assert parsed.unknown == ("related.rank", "layout")


TORN = [
    (FULL[:400], "no --- ends"),
    (FULL[:-5] + b"lm", "no --- ends"),
    (FULL + b'ges:\n  - url: "x"\n---\n\n', "text after the record's end"),
    (FULL.replace(b"quality: 87", b'title: "b"'), "there twice"),
    (FULL.replace(b"name: Kurier", b'name: Kurititle: "b"'), "not YAML"),
    (FULL.replace(b"Nord", b"N\xf6rd"), "not UTF-8"),
    (FULL.replace(b"Nord", b"N\x00rd"), "NUL"),
    (FULL[10:], "first line"),
    (b"", "first line"),
    (b"---\n---\n\n", "nothing"),
    (b"---\n- a\n---\n\n", "named fields"),
    (FULL.replace(b"type: video\n", b""), "no type"),
    (FULL.replace(b"type: video\n", b"type: film\n"), "article or video"),
    (FULL.replace(b"category: news", b"category: blog"), "category"),
    (FULL.replace(b"heat: 97\n", b""), "no heat"),
    (FULL.replace(b"heat: 97", b"heat: warm"), "whole number"),
    (FULL.replace(b"T06:05:04Z", b"T66"), "publishedDateTime"),
    (FULL.replace(b"name: Kurier", b"name: &a Kurier"), "anchors"),
    (FULL.replace(b"name: Kurier", b"name: !!str Kurier"), "tags"),
    (FULL.replace(b"topics:\n", b"topics: x\nother:\n"), "list"),
]


@pytest.mark.parametrize(("data", "reason"), TORN)
def test_torn_files_are_told_with_their_reason(data: bytes, reason: str) -> None:
    """A file no record can be read from says why, and in which line."""
    assert reason in torn(data).reason
    assert 1 <= torn(data).line <= data.count(b"\n") + 1


def test_the_line_of_a_fault_is_named() -> None:
    """The line counts from the file's first."""
    assert torn(FULL.replace(b"heat: 97", b"heat: warm")).line == 12


@given(records(), st.data())
@settings(max_examples=50)
def test_nothing_raises_whatever_is_cut_or_spliced(record: Record, data: st.DataObject) -> None:
    """A head on another's tail, or random bytes inside, is a record or torn; never an exception."""
    ours = render(record)
    at, to = data.draw(st.integers(0, len(ours))), data.draw(st.integers(0, len(FULL)))
    for broken in (ours[:at], ours[:at] + FULL[to:], ours[:at] + data.draw(st.binary(max_size=9)) + ours[at:]):
        parsed = parse(broken)
        assert isinstance(parsed, Torn | ParsedRecord)
        if isinstance(parsed, ParsedRecord) and "\r" not in ours.decode():
            again_read = parse(render(parsed.record, parsed.layout))
            assert isinstance(again_read, ParsedRecord)
            assert again_read.record == parsed.record


def test_a_tail_left_by_a_longer_file_is_torn() -> None:
    """A record written over a longer one without cutting it off does not pass."""
    longer = FULL.replace(b"again", b"again and again and again and again")
    assert isinstance(parse(FULL + longer[len(FULL) :]), Torn)


def test_nesting_and_size_are_bounded() -> None:
    """A thousand levels end in a refusal, in our shape and in flow style."""
    deep = b"".join(b"  " * level + b"a:\n" for level in range(1000))
    assert isinstance(parse(b"---\n" + deep + b"---\n\n"), Torn)
    assert isinstance(parse(b"---\na: " + b"[" * 1000 + b"]" * 1000 + b"\n---\n\n"), Torn)


def test_mixed_line_ends_are_read_as_the_first_line_has_them() -> None:
    """One stray CR changes no value; the file would be written with one kind of end."""
    mixed = FULL.replace(b"type: video\n", b"type: video\r\n")
    assert read(mixed).record == read(FULL).record
    assert again(mixed) == FULL


def test_receipts_that_do_not_sum_are_torn() -> None:
    """A stored score whose parts do not sum to it is not believed."""
    scores = b"\nscores:\n  quality:\n    value: 87\n    parts:\n      - name: image\n        points: 20\n"
    assert "sum" in torn(re.sub(b"\n---\n\n$", scores + b"---\n\n", FULL)).reason
