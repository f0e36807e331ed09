"""The verb `records check`: do records read and write back byte for byte?"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from newsloom.errors import RecordError
from newsloom.flows.recordfiles import FoundFile, OtherFile, RecordFile, UnreadableFile, found_files
from newsloom.records.codec import Torn, render


class Outcome(StrEnum):
    """What became of one file."""

    IDENTICAL = "identical"
    DIFFERING = "differing"
    FOREIGN = "foreign"
    TORN = "torn"
    UNREADABLE = "unreadable"
    OTHER = "not a record"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The first line that would be written otherwise; None where one side has ended. Line ends are shown."""

    line: int
    expected: str | None
    found: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One file's outcome.

    A foreign file is valid YAML in another style than the contract's: it is read, and differs when written back.
    `lost` names its fields a record cannot hold. `missing` names the fields every record has and this one has not; that
    is a note, no fault. `reason` and `line` tell why a torn or unreadable file cannot be
    read.
    """

    path: Path
    outcome: Outcome
    difference: Difference | None = None
    lost: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    line: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """Every file's outcome, in order."""

    files: tuple[Checked, ...] = ()

    def count(self, outcome: Outcome) -> int:
        """How many files ended so."""
        return sum(file.outcome is outcome for file in self.files)

    @property
    def differing(self) -> tuple[Checked, ...]:
        """The records that would be written otherwise, foreign ones among them."""
        return tuple(file for file in self.files if file.outcome in {Outcome.DIFFERING, Outcome.FOREIGN})

    @property
    def records(self) -> int:
        """How many files are records, torn ones among them."""
        return len(self.files) - self.count(Outcome.OTHER) - self.count(Outcome.UNREADABLE)

    @property
    def ok(self) -> bool:
        """Whether no record differs and every file could be opened; torn files do not count against it."""
        return not self.differing and not self.count(Outcome.UNREADABLE)

    def as_json(self) -> dict[str, object]:
        """Plain data: the counts, each file that is not identical, and what files lack."""
        counts = {outcome.name.lower(): self.count(outcome) for outcome in Outcome}
        noted = [_plain(file) for file in self.files if file.outcome is not Outcome.IDENTICAL]
        missing = {str(file.path): list(file.missing) for file in self.files if file.missing}
        return {"records": self.records, **counts, "ok": self.ok, "files": noted, "missing": missing}


def check(paths: Iterable[Path]) -> CheckReport:
    """Read and re-serialise every record at or below the paths; raises UsageError for a missing path."""
    return CheckReport(files=tuple(_checked(file) for file in found_files(paths)))


def lines(report: CheckReport) -> Iterator[str]:
    """The report for people: each record that is not identical, then the sum; other Markdown is only counted."""
    for file in report.files:
        if file.outcome not in {Outcome.IDENTICAL, Outcome.OTHER}:
            yield from _told(file)
    yield f"{report.count(Outcome.IDENTICAL)} of {report.records} identical" + _rest(report)


def _checked(file: FoundFile) -> Checked:
    if isinstance(file, OtherFile):
        return Checked(path=file.path, outcome=Outcome.OTHER)
    if isinstance(file, UnreadableFile):
        return Checked(path=file.path, outcome=Outcome.UNREADABLE, reason=file.reason)
    if isinstance(file.parsed, Torn):
        torn = file.parsed
        return Checked(path=file.path, outcome=Outcome.TORN, line=torn.line, reason=torn.reason)
    return _compared(file)


def _compared(file: RecordFile) -> Checked:
    assert not isinstance(file.parsed, Torn)  # noqa: S101  told apart by the one caller; for the type checker
    try:
        again = render(file.parsed.record, file.parsed.layout)
    except RecordError as error:
        return Checked(path=file.path, outcome=Outcome.TORN, line=1, reason=str(error))
    missing = tuple(sorted(file.parsed.layout.absent))
    if again == file.data:
        return Checked(path=file.path, outcome=Outcome.IDENTICAL, missing=missing)
    return Checked(
        path=file.path,
        outcome=Outcome.FOREIGN if file.parsed.is_foreign else Outcome.DIFFERING,
        difference=_first_difference(again, file.data),
        lost=file.parsed.unknown,
        missing=missing,
    )


def _first_difference(expected: bytes, found: bytes) -> Difference:
    ours, theirs = expected.split(b"\n"), found.split(b"\n")
    longest = max(len(ours), len(theirs))
    at = next(number for number in range(longest) if _ended(ours, number) != _ended(theirs, number))
    return Difference(line=at + 1, expected=_shown(ours, at), found=_shown(theirs, at))


def _ended(rows: Sequence[bytes], number: int) -> tuple[bytes, bool] | None:
    """A line and whether it has an end; None past the last."""
    return (rows[number], number < len(rows) - 1) if number < len(rows) else None


def _shown(rows: Sequence[bytes], number: int) -> str | None:
    row = _ended(rows, number)
    if row is None or row == (b"", False):
        return None
    text = row[0].decode(errors="replace").replace("\r", "\\r")
    return text + "\\n" if row[1] else text


def _plain(file: Checked) -> dict[str, object]:
    plain: dict[str, object] = {"path": str(file.path), "outcome": file.outcome.value}
    if file.difference is not None:
        plain["line"] = file.difference.line
        plain["expected"] = file.difference.expected
        plain["found"] = file.difference.found
        plain["lost"] = list(file.lost)
    if file.reason:
        plain["line"] = file.line
        plain["reason"] = file.reason
    return plain


def _told(file: Checked) -> Iterator[str]:
    place = f"{file.path}:{file.line}" if file.line else str(file.path)
    if file.difference is None:
        yield f"{place}: {file.outcome}" + (f": {file.reason}" if file.reason else "")
        return
    yield f"{file.path}:{file.difference.line}: {file.outcome}"
    yield f"  expected {_or_end(file.difference.expected)}"
    yield f"  found    {_or_end(file.difference.found)}"
    if file.lost:
        yield f"  a record cannot hold: {', '.join(file.lost)}"


def _or_end(text: str | None) -> str:
    return "the end of the file" if text is None else text


def _rest(report: CheckReport) -> str:
    told = [f"{count} {outcome}" for outcome in Outcome if (count := report.count(outcome))]
    return "".join(f", {text}" for text in told if not text.endswith(f" {Outcome.IDENTICAL}"))
