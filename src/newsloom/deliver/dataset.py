"""Tables as files of a folder: CSV, NDJSON or Parquet, written beside and switched to when they are whole."""

import csv
import json
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Protocol, Self

from newsloom.deliver.exchange import exchange
from newsloom.errors import UsageError
from newsloom.model.dataset import CellKind, DataFormat, DataTable

MARK = "newsloom-export.json"  # says that a folder is an export, which another may replace
RISKY = frozenset("=+-@\t\r\n'\uff1d\uff0b\uff0d\uff20")  # what a spreadsheet may take for a formula, and our own mark
NEEDS = "Parquet needs pyarrow: `pip install 'newsloom[data]'`; CSV and NDJSON need nothing"


class Writer(Protocol):
    """One table under way."""

    def rows(self, rows: Sequence[Sequence[object]]) -> None:
        """Add rows."""

    def close(self) -> None:
        """Write what is left."""


class FolderDataset:
    """A folder of tables; it stands in its place when the `with` ends well, and the old one until then.

    Args:
        folder: where to; it may be missing, empty, or an export of before.
        form: how tables are written.
        about: what else the mark says, as plain data.

    Raises:
        UsageError: something else is there, or the form needs what is not installed.
    """

    def __init__(self, folder: Path, form: DataFormat, *, about: Mapping[str, object]) -> None:
        self._folder, self._form, self._about = folder, form, dict(about)
        self._beside = folder.with_name(f".{folder.name}.{os.getpid()}.new")
        self._writers: dict[str, Writer] = {}
        self._documents: dict[str, IO[str]] = {}
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        """Begin beside what is there."""
        if self._form is DataFormat.PARQUET and find_spec("pyarrow") is None:
            raise UsageError(NEEDS)
        if self._folder.exists() and not self._is_ours():
            raise UsageError(f"{self._folder} is there and no export of newsloom; name a new folder, or an empty one")
        try:
            self._beside.mkdir(parents=True)
        except OSError as error:
            raise UsageError(f"{self._beside.parent}: cannot be written to: {error.strerror}") from error
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        """Switch to it, or leave all as it was."""
        try:
            self._stack.close()
            if error is None:
                self._switch()
        except OSError as fault:
            raise UsageError(f"{self._folder}: cannot be written: {fault.strerror}") from fault
        finally:
            shutil.rmtree(self._beside, ignore_errors=True)

    def rows(self, table: DataTable, rows: Sequence[Sequence[object]]) -> None:
        """Add rows to a table; one without rows is there too."""
        writer = self._writers.get(table.name)
        if writer is None:
            writer = self._writers[table.name] = _MAKERS[self._form](self._beside, table)
            self._stack.callback(writer.close)
        writer.rows(rows)

    def document(self, name: str, said: object) -> None:
        """Add a document to a file of documents, one a line."""
        file = self._documents.get(name)
        if file is None:
            file = self._stack.enter_context(_opened(self._beside / f"{name}.ndjson"))
            self._documents[name] = file
        file.write(json.dumps(said, ensure_ascii=False, default=_plain) + "\n")

    def _is_ours(self) -> bool:
        return self._folder.is_dir() and (not any(self._folder.iterdir()) or (self._folder / MARK).is_file())

    def _switch(self) -> None:
        """Make it durable, then put it in its place."""
        (self._beside / MARK).write_text(json.dumps(self._about, indent=2) + "\n", encoding="utf-8")
        for file in self._beside.iterdir():
            with file.open("rb") as opened:
                os.fsync(opened.fileno())
        if self._folder.exists() and exchange(self._beside, self._folder):
            return  # what was there is taken away as what is left beside
        old = self._folder.with_name(f".{self._folder.name}.{os.getpid()}.old")
        if self._folder.exists():
            self._folder.replace(old)
        self._beside.replace(self._folder)
        shutil.rmtree(old, ignore_errors=True)


def harmless(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula: marked by one `'` before it where it might.

    A text that begins with that mark gets one more, so that taking one away always gives the text back.
    """
    return f"'{text}" if text[:1] in RISKY and text else text


class _Csv:
    """RFC 4180: UTF-8, a heading, lists as JSON, nothing for what is not known."""

    def __init__(self, folder: Path, table: DataTable) -> None:
        self._file = _opened(folder / f"{table.name}.csv")
        self._kinds = [column.kind for column in table.columns]
        self._writer = csv.writer(self._file)
        self._writer.writerow(table.names)

    def rows(self, rows: Sequence[Sequence[object]]) -> None:
        """Add rows."""
        self._writer.writerows(
            [_cell(value, kind) for value, kind in zip(row, self._kinds, strict=True)] for row in rows
        )

    def close(self) -> None:
        """Write what is left."""
        self._file.close()


class _Ndjson:
    """An object a line; null for what is not known."""

    def __init__(self, folder: Path, table: DataTable) -> None:
        self._file = _opened(folder / f"{table.name}.ndjson")
        self._names = table.names

    def rows(self, rows: Sequence[Sequence[object]]) -> None:
        """Add rows."""
        for row in rows:
            said = dict(zip(self._names, row, strict=True))
            self._file.write(json.dumps(said, ensure_ascii=False, default=_plain) + "\n")

    def close(self) -> None:
        """Write what is left."""
        self._file.close()


class _Parquet:
    """Parquet with zstd: times with microseconds in UTC, lists as lists."""

    def __init__(self, folder: Path, table: DataTable) -> None:
        import pyarrow as pa  # noqa: PLC0415  an extra, wanted for this form alone
        from pyarrow import parquet  # noqa: PLC0415  as above

        kinds = {
            CellKind.TEXT: pa.string(),
            CellKind.NUMBER: pa.int64(),
            CellKind.REAL: pa.float64(),
            CellKind.TIME: pa.timestamp("us", tz="UTC"),
            CellKind.TRUTH: pa.bool_(),
            CellKind.LIST: pa.list_(pa.string()),
        }
        self._make = pa.Table.from_arrays
        self._array = pa.array
        self._schema = pa.schema([pa.field(one.name, kinds[one.kind]) for one in table.columns])
        self._writer = parquet.ParquetWriter(folder / f"{table.name}.parquet", self._schema, compression="zstd")
        self._kept: list[Sequence[object]] = []

    def rows(self, rows: Sequence[Sequence[object]]) -> None:
        """Add rows; they are written in groups."""
        self._kept += rows
        if len(self._kept) >= GROUP:
            self._flush()

    def close(self) -> None:
        """Write what is left."""
        self._flush()
        self._writer.close()

    def _flush(self) -> None:
        if not self._kept:
            return
        columns: list[Sequence[Any]] = list(zip(*self._kept, strict=True))
        arrays = [self._array(_sound(values), field.type) for values, field in zip(columns, self._schema, strict=True)]
        self._writer.write_table(self._make(arrays, schema=self._schema))
        self._kept = []


GROUP = 20_000  # rows of one group: some megabytes
_MAKERS: Mapping[DataFormat, Callable[[Path, DataTable], Writer]] = {
    DataFormat.CSV: _Csv,
    DataFormat.NDJSON: _Ndjson,
    DataFormat.PARQUET: _Parquet,
}


def _opened(path: Path) -> IO[str]:
    return path.open("w", encoding="utf-8", errors="replace", newline="" if path.suffix == ".csv" else "\n")


def _cell(value: object, kind: CellKind) -> object:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return _plain(value)
    if kind is CellKind.LIST:
        return json.dumps(value, ensure_ascii=False)
    return harmless(str(value)) if kind is CellKind.TEXT else value


def _plain(value: object) -> object:
    """Times as ISO 8601 in UTC."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return str(value)


def _sound(values: Sequence[Any]) -> Sequence[Any]:
    """The values with texts that have UTF-8, and plain strings where they are of a type of their own."""
    if not isinstance(next((one for one in values if one is not None), None), str):
        return values
    return [None if one is None else str(one).encode("utf-8", "replace").decode() for one in values]
