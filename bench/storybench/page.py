"""Tables: on the terminal, and as the page of measurements in the documentation."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

Rows = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One table: its title, what there is to know of it, its head and rows."""

    title: str
    about: str
    head: Sequence[str]
    rows: Rows


def printed(section: Section) -> str:
    """A table for the terminal."""
    table = [list(section.head), *map(list, section.rows)]
    widths = [max(len(row[i]) for row in table) for i in range(len(section.head))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in table]
    return "\n".join((section.title, *lines, ""))


def written(sections: Sequence[Section], *, path: Path, day: str, options: str) -> None:
    """Write the page; it says the command that makes it, with its options."""
    command = " ".join(filter(None, ("./run bench stories FILE…", options, "--table docs/reference/measurements.md")))
    head = (
        "# Measurements of stories",
        "",
        f"Made by `{command}` on {day}, not by hand. One core, no network, one model",
        "and one policy of windows and thresholds for every stream. B3 is BCubed F1, pairs is pairwise F1;",
        "intervals are 95 % by bootstrap over events. [How stories are made](../how-it-works/stories.md) tells",
        "what the streams are, and which of them the shipped weights have seen in training.",
        "",
    )
    path.write_text("\n".join((*head, *(_markdown(section) for section in sections))), encoding="utf-8")


def _markdown(section: Section) -> str:
    rows = (section.head, ["---"] * len(section.head), *section.rows)
    table = ("| " + " | ".join(row) + " |" for row in rows)
    return "\n".join((f"## {section.title}", "", section.about, "", *table, ""))
