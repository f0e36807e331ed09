"""What an export of data holds: tables of named, typed columns, and how they may be written."""

from dataclasses import dataclass
from enum import StrEnum


class CellKind(StrEnum):
    """What stands in a column. Times are UTC; a list is one of texts."""

    TEXT = "text"
    NUMBER = "number"
    REAL = "real"
    TIME = "time"
    TRUTH = "truth"
    LIST = "list"


class DataFormat(StrEnum):
    """How tables are written."""

    PARQUET = "parquet"
    CSV = "csv"
    NDJSON = "ndjson"
    NINJS = "ninjs"


@dataclass(frozen=True, slots=True, kw_only=True)
class DataColumn:
    """One column: its name, what stands in it, and what that means."""

    name: str
    kind: CellKind
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DataTable:
    """One table of an export."""

    name: str
    columns: tuple[DataColumn, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its columns, in order."""
        return tuple(column.name for column in self.columns)
