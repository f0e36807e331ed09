"""How commands print: data as JSON, times in the desk's zone, tables for people."""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, is_dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct, structs

WIDE = 120  # columns of a table that goes into a file or a pipe


def print_json(data: object, *, in_one_line: bool = False) -> None:
    """Print data as JSON: dataclasses as objects, times as ISO 8601; in one line where more will follow."""
    plain = (sys.stdout.encoding or "").lower() not in {"utf-8", "utf8"}
    print(json.dumps(data, default=_plain, ensure_ascii=plain, indent=None if in_one_line else 2))


def _plain(value: object) -> Any:  # noqa: ANN401  JSON's own types
    if isinstance(value, Struct):
        return structs.asdict(value)
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Enum | Path):
        return str(value)
    if isinstance(value, set | frozenset | tuple):
        return list(value)
    raise TypeError(f"{type(value).__name__} is no plain data")


def local(moment: datetime | None, zone: ZoneInfo) -> str:
    """A time for people, to the minute, in the desk's zone; a dash for none."""
    return "–" if moment is None else f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"


def print_table(
    columns: Sequence[str], rows: Sequence[Sequence[str]], *, right: Sequence[str] = (), whole: Sequence[str] = ()
) -> None:
    """Print rows under headings, fitted to the terminal.

    Args:
        columns: the headings.
        rows: one text a cell.
        right: the headings whose cells stand on the right, as numbers do.
        whole: the headings whose cells are not broken, so that they can be copied.
    """
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        table.add_column(
            column, justify="right" if column in right else "left", overflow="fold", no_wrap=column in whole
        )
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    Console(width=None if sys.stdout.isatty() else WIDE).print(table)


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its word: `1 story`, `3 stories`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"
