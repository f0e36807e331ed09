"""Who gets a newsletter: a file with an address a line, or a table with a column of addresses."""

import csv
from collections.abc import Iterator
from email.utils import parseaddr
from pathlib import Path

from newsloom.errors import SettingsError
from newsloom.model.newsletter import Reader
from newsloom.text.clean import line
from newsloom.text.mailboxes import mailbox

LARGEST = 100_000_000  # bytes
COLUMNS = ("address", "email", "e-mail", "mail")
NAMES = ("name", "full name")
LONGEST_NAME = 80


def read_recipients(path: Path) -> tuple[list[Reader], list[str]]:
    """The readers a file names, each once, and what is wrong with lines that name none, by file and line.

    A text has one a line: `ana@desk.example` or `Ana <ana@desk.example>`; what begins with `#` counts for nothing. A
    file that ends in `.csv` has a first line that names its columns, one of them `address` or `email`; `name` may stand
    beside it.

    Raises:
        SettingsError: the file cannot be read, is too large, or has no column of addresses.
    """
    text = _text(path)
    found: dict[str, Reader] = {}
    faults: list[str] = []
    for number, said, name in _table(text, path) if path.suffix.lower() == ".csv" else _lines(text):
        try:
            reader = Reader(address=mailbox(said), name=line(name, limit=LONGEST_NAME))
        except ValueError as error:
            faults.append(f"{path}:{number}: {error}")
            continue
        found.setdefault(reader.key, reader)
    return list(found.values()), faults


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise SettingsError(f"is larger than {LARGEST:,} bytes; that is no list of readers", path=path)
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise SettingsError("is not UTF-8 text; save it as UTF-8", path=path) from error
    except OSError as error:
        raise SettingsError(f"cannot be read: {error.strerror}", path=path) from error


def _lines(text: str) -> Iterator[tuple[int, str, str]]:
    for number, said in enumerate(text.splitlines(), 1):
        if not said.strip() or said.lstrip().startswith("#"):
            continue
        name, address = parseaddr(said) if "<" in said else ("", said)
        yield number, address or said, name


def _table(text: str, path: Path) -> Iterator[tuple[int, str, str]]:
    rows = csv.reader(text.splitlines(keepends=True), strict=True)
    try:
        heads = [cell.strip().lower() for cell in next(rows, [])]
        column = next((heads.index(name) for name in COLUMNS if name in heads), None)
        if column is None:
            raise SettingsError("its first line names no column `address` or `email`", path=path, line=1)
        named = next((heads.index(name) for name in NAMES if name in heads), None)
        for row in rows:
            if any(cell.strip() for cell in row):
                name = row[named] if named is not None and named < len(row) else ""
                yield rows.line_num, row[column] if column < len(row) else "", name
    except csv.Error as error:
        raise SettingsError(f"is no table: {error}", path=path, line=rows.line_num) from error
