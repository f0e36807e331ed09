from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.records.full import FULL, again, read
from tests.records.invented import records, texts

from newsloom.errors import RecordError
from newsloom.model.record import Record, RecordImage, RecordProvider, RecordState, storable
from newsloom.records.codec import CRLF, Layout, render
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
