"""Records from bytes and to bytes, byte for byte.

Writing goes from the value alone. Besides the Record a file has a `Layout`: its line ends, where an image's title
stands in the oldest files, and which fields it lacks that every record should have. A record without some of them, or
without any, is a record. A file with mixed line ends is read; its first line's end counts for all, so that it is
written back different, and the check says where.
"""

from dataclasses import dataclass, field

from newsloom.errors import RecordError
from newsloom.model.record import Record
from newsloom.records import foreign, strict
from newsloom.records.decode import decoded
from newsloom.records.layout import CRLF, LF, Layout
from newsloom.records.nodes import Mapping, UnreadableError
from newsloom.records.render import lines

MARK = "---"
BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedRecord:
    """What a file says.

    `fields` names the fields of a record the file has, at its top. `is_foreign` tells that it is YAML
    of another style than the contract's. `unknown` names fields a Record cannot hold: who rewrites such a file would
    lose them.
    """

    record: Record
    layout: Layout = field(default_factory=Layout)
    is_foreign: bool = False
    unknown: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Torn:
    """A file no record can be read from: the 1-based line and what is wrong there. Such a file is left alone."""

    line: int
    reason: str


def parse(data: bytes) -> ParsedRecord | Torn:
    """The record in a file's bytes, or why there is none; raises nothing, whatever the bytes."""
    try:
        return _parsed(_text(data))
    except UnreadableError as error:
        return Torn(line=error.line, reason=error.reason)


def render(record: Record, layout: Layout | None = None) -> bytes:
    """The bytes of a record's file.

    What newsloom makes goes through `Record.storable` first; what was parsed is written as it was. Raises
    RecordError for text that is not Unicode and for times without zone.
    """
    layout = layout or Layout()
    front = [MARK, *lines(record, layout), MARK, "", ""]
    try:
        return layout.eol.join(front).encode()
    except UnicodeEncodeError as error:
        raise RecordError(
            f"a record's text must be Unicode; {error.object[error.start]!r} is half a character"
        ) from error


def _text(data: bytes) -> str:
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableError(line, f"not UTF-8: byte 0x{data[error.start]:02x}") from error
    if "\0" in text:
        raise UnreadableError(text[: text.index("\0")].count("\n") + 1, "a NUL byte")
    return text


def _parsed(text: str) -> ParsedRecord:
    marked = text.startswith(BYTE_ORDER_MARK)  # nothing the contract allows, nothing that makes a file unreadable
    text = text.removeprefix(BYTE_ORDER_MARK)
    first, _, _ = text.partition("\n")
    rows = [row.removesuffix("\r") for row in text.split("\n")]
    if rows[0] != MARK:
        raise UnreadableError(1, "the first line is not ---")
    try:
        end = rows.index(MARK, 1)
    except ValueError:
        raise UnreadableError(len(rows), "no --- ends the record") from None
    for number, row in enumerate(rows[end + 1 :], end + 2):
        if row.strip(" \t\r"):
            raise UnreadableError(number, "text after the record's end")
    tree, is_foreign = _tree(rows[1:end])
    found = decoded(tree)
    layout = Layout(
        eol=CRLF if first.endswith("\r") else LF,
        title_place=found.title_place,
        absent=found.absent,
    )
    return ParsedRecord(
        record=found.record,
        layout=layout,
        is_foreign=is_foreign or marked,
        unknown=found.unknown,
        fields=found.fields,
    )


def _tree(rows: list[str]) -> tuple[Mapping, bool]:
    if not any(rows):
        return Mapping((), 1), False
    try:
        return strict.read(rows, first_line=2), False
    except UnreadableError:
        return foreign.read("\n".join(rows), first_line=2), True
