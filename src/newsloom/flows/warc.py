"""What a WARC file holds: the pages a crawler saved, one after the other, whatever is damaged between them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from fastwarc.warc import ArchiveIterator, WarcRecordType

from newsloom.errors import UsageError
from newsloom.text import urls

LARGEST = 8_000_000  # bytes of a page, decoded; larger ones are passed over
ENDINGS = (".warc", ".warc.gz", ".warc.zst", ".warc.lz4")
_MEMBER = b"\x1f\x8b\x08"  # how a gzip member begins
_RECORD = b"WARC/1."
_PIECE = 1 << 20
_OK = 200
_PAGES = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One record: the page it holds, or in `fault` why it holds none.

    `place` is the byte of the file at which it begins; `at` is when it was crawled (UTC).
    """

    place: int
    url: str = ""
    at: datetime | None = None
    body: bytes = b""
    content_type: str = ""
    fault: str = ""


def warc_files(place: Path) -> list[Path]:
    """The file named, or all WARC files at any depth below a folder, in order of their names.

    Raises:
        UsageError: there is none.
    """
    if place.is_file():
        return [place]
    found = sorted(path for path in place.rglob("*") if path.name.endswith(ENDINGS) and path.is_file())
    if not found:
        what = "holds no WARC file" if place.is_dir() else "is not there"
        raise UsageError(f"{place}: {what}; a file that ends in {', '.join(ENDINGS)}, or a folder of such, is wanted")
    return found


def captures(path: Path, *, start: int = 0) -> Iterator[Capture]:
    """The responses of one file from a byte on. A damaged stretch is one capture with a fault.

    What follows a damaged record is read again from the next place where one begins.

    Raises:
        UsageError: the file cannot be opened.
    """
    try:
        file = path.open("rb")
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from error
    with file:
        place: int | None = start
        while place is not None:
            last, broken = place, ""
            file.seek(place)
            try:
                for capture in _records(file):
                    last = capture.place
                    yield capture
            except (OSError, ValueError, EOFError) as error:
                broken = str(error) or type(error).__name__
            if not broken:
                return
            yield Capture(place=last, fault="damaged")
            place = _sound_after(file, last + 1)


def _records(file: BinaryIO) -> Iterator[Capture]:
    reader = ArchiveIterator(file, record_types=WarcRecordType.response, parse_http=True, auto_decode="all")
    for record in reader:
        place = int(record.stream_pos)
        try:
            yield _capture(record, place)
        except (ValueError, KeyError, AttributeError):
            yield Capture(place=place, fault="damaged")


def _capture(record: object, place: int) -> Capture:
    headers, http = record.headers, record.http_headers  # type: ignore[attr-defined]  # fastwarc is untyped
    url = urls.absolute(str(headers.get("WARC-Target-URI") or "").strip("<>"))
    at = record.record_date  # type: ignore[attr-defined]  # as above
    if not url or at is None or http is None:
        return Capture(place=place, fault="damaged")
    moment = at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    if http.status_code != _OK:
        return Capture(place=place, url=url, at=moment, fault=f"answered {http.status_code}")
    content_type = str(http.get("Content-Type") or "")
    if content_type and not content_type.lower().startswith(_PAGES):
        return Capture(place=place, url=url, at=moment, fault="no HTML")
    body = record.reader.read(LARGEST + 1)  # type: ignore[attr-defined]  # as above
    fault = "too large" if len(body) > LARGEST else "damaged" if _is_short(record, http, body) else ""
    return Capture(place=place, url=url, at=moment, body=b"" if fault else body, content_type=content_type, fault=fault)


def _is_short(record: object, http: object, body: bytes) -> bool:
    """Whether the page was cut; where it was encoded, only an empty one shows it."""
    encoded = http.get("Content-Encoding") or http.get("Transfer-Encoding")  # type: ignore[attr-defined]  # fastwarc is untyped
    return not body if encoded else len(body) < int(record.content_length)  # type: ignore[attr-defined]  # as above


def _sound_after(file: BinaryIO, place: int) -> int | None:
    """The next byte at which a record begins that can be read; None if there is none."""
    while (found := _next_mark(file, place)) is not None:
        file.seek(found)
        try:
            if next(iter(ArchiveIterator(file, parse_http=False)), None) is not None:
                return found
        except (OSError, ValueError, EOFError):
            pass
        place = found + 1
    return None


def _next_mark(file: BinaryIO, place: int) -> int | None:
    file.seek(place)
    before = b""
    while piece := file.read(_PIECE):
        text = before + piece
        marks = [at for mark in (_MEMBER, _RECORD) if (at := text.find(mark)) >= 0]
        if marks:
            return place - len(before) + min(marks)
        place += len(piece)
        before = text[-len(_RECORD) :]
    return None
