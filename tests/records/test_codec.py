import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.records.full import FULL, again, read
from tests.records.invented import lacking, records, texts

from newsloom.errors import RecordError
from newsloom.model.record import Record, RecordImage, RecordProvider, RecordState, storable
from newsloom.records.codec import render
from newsloom.records.layout import CRLF, LF, Layout
from newsloom.records.quoting import bare

SHARED = Path(__file__).resolve().parents[2] / "../shared/records"


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


@given(lacking(), st.sampled_from([LF, CRLF]))
@settings(max_examples=120)
def test_what_is_written_is_read_back(made: tuple[Record, frozenset[str]], eol: str) -> None:
    """Any record, with any text in any field and any fields missing, is read back equal, by the strict reader."""
    record, absent = made
    layout = Layout(eol=eol, absent=absent)
    data = render(record, layout)
    parsed = read(data)
    assert parsed.record == record
    assert parsed.layout == layout
    assert not parsed.is_foreign
    assert parsed.unknown == ()
    assert render(parsed.record, parsed.layout) == data


# A field at the top with what is indented below it and the blank line above; the same inside the related report.
FIELD = re.compile(rb"\n?^[a-zA-Z]+:.*\n(?: .*\n)*", re.MULTILINE)
RELATED_FIELD = re.compile(rb"^    [a-zA-Z]+:.*\n(?:     .*\n)*", re.MULTILINE)
ABOVE = FIELD.findall(FULL.removeprefix(b"---\n"))
BESIDE = RELATED_FIELD.findall(FULL[FULL.index(b"related:") :].replace(b"  - title", b"    title"))


def without(above: set[int], beside: set[int], eol: bytes = b"\n") -> bytes:
    """The full record without these of its fields, and of those of its related report."""
    kept = b"".join(field for number, field in enumerate(BESIDE) if number not in beside)
    related = b"\nrelated:\n  - " + (kept[4:] or b"{}\n")
    fields = [related if field.startswith(b"\nrelated") else field for field in ABOVE]
    text = b"".join(field for number, field in enumerate(fields) if number not in above)
    return (b"---\n" + text + b"---\n\n").replace(b"\n", eol)


def test_the_fields_are_cut_at_their_seams() -> None:
    """All fields together are the full record."""
    assert (len(ABOVE), len(BESIDE)) == (18, 8)
    assert without(set(), set()) == FULL


@given(st.sets(st.integers(0, 17)), st.sets(st.integers(0, 7)), st.sampled_from([b"\n", b"\r\n"]))
def test_a_record_without_any_of_its_fields_is_a_record(above: set[int], beside: set[int], eol: bytes) -> None:
    """Whichever fields are cut out of a file, the rest is read by the strict reader and comes back byte for byte."""
    data = without(above, beside, eol)
    assert again(data) == data
    assert not read(data).is_foreign
    assert len(read(data).fields) == 18 - len(above)


@pytest.mark.parametrize("field", range(18))
def test_a_record_without_one_of_its_fields_is_a_record(field: int) -> None:
    """What is missing is named if every record has it; all else reads as before."""
    parsed = read(without({field}, set()))
    name = ABOVE[field].strip().partition(b":")[0].decode()
    always = {"category", "title", "excerpt", "publishedDateTime", "type", "provider", "topics"}
    assert parsed.layout.absent == {name} & always
    assert name not in parsed.fields


def test_nothing_and_half_a_provider_are_read() -> None:
    """A file without fields is read, a provider of whom only the heading is there, and an image without address."""
    assert again(b"---\n---\n\n") == b"---\n---\n\n"
    heading = FULL.replace(b"    provider:\n      name: Tern\n      domain: tern.example\n", b"    provider:\n")
    assert again(heading) == heading
    assert read(heading).layout.absent == {"related[0].provider.name", "related[0].provider.domain"}
    bare_image = FULL.replace(b'- url: "https://kurier.example/1.jpg"\n    width', b"- width")
    assert again(bare_image) == bare_image
    unnamed = FULL.replace(b"---\n\n", b"\nscores:\n  heat:\n    parts:\n      - points: 3\n---\n\n")
    assert again(unnamed) == unnamed


def test_what_was_filled_in_is_written() -> None:
    """A field the file lacked is left out only as long as nobody gave it a value."""
    parsed = read(without({1, 12}, set()))
    assert {"title"} == parsed.layout.absent & {"title"}
    written = render(replace(parsed.record, title="Found"), parsed.layout)
    assert read(written).record.title == "Found"
    assert read(written).layout.absent == parsed.layout.absent - {"title"}


def test_titles_of_images_agree_on_their_place() -> None:
    """An image that has nothing behind its title does not move the titles of the others."""
    two = b'    isCached: false\n    title: "A crane"\n'
    old = FULL.replace(two, b'    title: "A"\n    isCached: false\n  - url: "b"\n    title: "B"\n')
    assert again(old) == old


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
