import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.records.full import FULL, again, read, torn
from tests.records.invented import records

from newsloom.model.record import Record
from newsloom.records.codec import ParsedRecord, Torn, parse, render

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
    (b"---\n- a\n---\n\n", "named fields"),
    (FULL.replace(b"type: video\n", b"type: film\n"), "article or video"),
    (FULL.replace(b"category: news", b"category: blog"), "category"),
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
