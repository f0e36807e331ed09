"""The verb `records score`: are the scores in records those their desk's profile gives?"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from newsloom.errors import UsageError
from newsloom.flows.recordfiles import FoundFile, OtherFile, UnreadableFile, found_files
from newsloom.flows.topics import read_topics
from newsloom.model.judgement import Score, Topic
from newsloom.model.record import DEMOTED, Record
from newsloom.records.codec import Torn
from newsloom.records.profiles.smartable import Demotion, Expected, Smartable, expected
from newsloom.seams import Profile

SMARTABLE = Smartable()
TOPICS = Path("_data", "topics")

Shown = int | bool | str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreDifference:
    """A field whose stored value is not the computed one, or None where the file has none.

    `field` is quality, heat, published or demotion.
    """

    field: str
    stored: Shown
    computed: Shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Rescored:
    """One scored record, or one that has only some of quality, heat and published.

    `undecidable` tells that a related report has the same quality, so that the file alone cannot say who leads:
    both sets of values are right then. `missing_topics` are topics without a topic file; each counts as one without
    keywords. `missing_fields` are those the score is made of and the file lacks; each counts as empty.
    """

    path: Path
    differences: tuple[ScoreDifference, ...] = ()
    undecidable: bool = False
    missing_topics: tuple[str, ...] = ()
    missing_fields: tuple[str, ...] = ()
    quality: Score


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A file without scores to compare: torn, or not to be opened."""

    path: Path
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreReport:
    """Every scored record, and what was passed over: `unscored` stubs are counted, other Markdown is not mentioned."""

    profile: str = SMARTABLE.name
    records: tuple[Rescored, ...] = ()
    unscored: int = 0
    torn: tuple[Skipped, ...] = ()
    unreadable: tuple[Skipped, ...] = ()

    @property
    def differences(self) -> int:
        """How many fields differ, over all records."""
        return sum(len(record.differences) for record in self.records)

    @property
    def differing(self) -> tuple[Rescored, ...]:
        """The records with a difference."""
        return tuple(record for record in self.records if record.differences)

    @property
    def ok(self) -> bool:
        """Whether nothing differs and every file could be opened."""
        return not self.differing and not self.unreadable

    def as_json(self) -> dict[str, object]:
        """Plain data: counts, every difference with the computed quality's receipt, and what is undecidable."""
        return {
            "profile": self.profile,
            "scored": len(self.records),
            "exact": len(self.records) - len(self.differing),
            "unscored": self.unscored,
            "ok": self.ok,
            "differing": [_plain(record) for record in self.differing],
            "undecidable": [str(record.path) for record in self.records if record.undecidable],
            "missing_topics": {str(r.path): list(r.missing_topics) for r in self.records if r.missing_topics},
            "missing_fields": {str(r.path): list(r.missing_fields) for r in self.records if r.missing_fields},
            "torn": [{"path": str(file.path), "reason": file.reason} for file in self.torn],
            "unreadable": [{"path": str(file.path), "reason": file.reason} for file in self.unreadable],
        }


@dataclass(slots=True)
class _Tally:
    """By which profile, what has been seen so far, and topics by folder, each read once."""

    profile: Smartable
    records: list[Rescored] = field(default_factory=list)
    unscored: int = 0
    torn: list[Skipped] = field(default_factory=list)
    unreadable: list[Skipped] = field(default_factory=list)
    topics: dict[Path, dict[str, Topic]] = field(default_factory=dict)


def score(
    paths: Iterable[Path],
    tiers: Mapping[str, int],
    *,
    profile: Profile = SMARTABLE,
    topics_dir: Path | None = None,
) -> ScoreReport:
    """Recompute quality, heat, published and demotion of every record at or below the paths; writes nothing.

    Args:
        paths: records, or folders with records below.
        tiers: points by host, the desk's `[tiers]`.
        profile: the desk's; only `smartable`, and an owner's that starts from it, can be computed from records alone.
        topics_dir: the folder of topic files; else the nearest `_data/topics` at or above each record.

    Raises UsageError for a missing path or topics folder, a broken topic file, or another profile.
    """
    if not isinstance(profile, Smartable):
        raise UsageError(
            f"scores of profile {profile.name!r} need the stories, not only records; 'smartable' can be recomputed"
        )
    if topics_dir is not None and not topics_dir.is_dir():
        raise UsageError(f"no folder at {topics_dir}; --topics names one with topic files, as _data/topics")
    tally = _Tally(profile)
    for file in found_files(paths):
        _count(file, tally, tiers, topics_dir)
    return ScoreReport(
        profile=profile.name,
        records=tuple(tally.records),
        unscored=tally.unscored,
        torn=tuple(tally.torn),
        unreadable=tuple(tally.unreadable),
    )


def lines(report: ScoreReport) -> Iterator[str]:
    """The report for people: differences, then what was noted, then the sum."""
    for record in report.records:
        for difference in record.differences:
            stored = "missing" if difference.stored is None else difference.stored
            yield f"{record.path}: {difference.field} is {stored}, computed {difference.computed}"
        if record.differences:
            yield f"  quality {record.quality.value} = {_receipt(record.quality)}"
        for topic in record.missing_topics:
            yield f"{record.path}: no topic file for {topic!r}; counted as a topic without keywords"
        for name in record.missing_fields:
            yield f"{record.path}: no {name}; counted as empty"
        if record.undecidable:
            yield f"{record.path}: undecidable: a related report has the same quality"
    for file in (*report.torn, *report.unreadable):
        yield f"{file.path}: passed over: {file.reason}"
    exact = len(report.records) - len(report.differing)
    undecidable = sum(record.undecidable for record in report.records)
    yield (
        f"{exact} of {len(report.records)} scored records exact, {undecidable} ties undecidable, "
        f"{report.unscored} unscored, {len(report.torn)} torn"
    )


def _count(file: FoundFile, tally: _Tally, tiers: Mapping[str, int], topics_dir: Path | None) -> None:
    if isinstance(file, OtherFile):
        return
    if isinstance(file, UnreadableFile):
        tally.unreadable.append(Skipped(path=file.path, reason=file.reason))
    elif isinstance(file.parsed, Torn):
        tally.torn.append(Skipped(path=file.path, reason=f"line {file.parsed.line}: {file.parsed.reason}"))
    elif _is_stub(file.parsed.record):
        tally.unscored += 1
    else:
        topics = _topics_for(file.path, topics_dir, tally.topics)
        want = expected(file.parsed.record, topics, tiers, profile=tally.profile)
        tally.records.append(_rescored(file.path, file.parsed.record, want, topics))


def _is_stub(record: Record) -> bool:
    return record.quality is None and record.heat is None and record.published is None


def _rescored(path: Path, record: Record, want: Expected, topics: Mapping[str, Topic]) -> Rescored:
    undecidable = want.demotion is Demotion.UNDECIDABLE
    return Rescored(
        path=path,
        differences=tuple(_differences(record, want)),
        undecidable=undecidable,
        missing_topics=tuple(name for name in record.topics if name not in topics),
        missing_fields=tuple(_missing(record)),
        quality=want.quality,
    )


def _missing(record: Record) -> Iterator[str]:
    if not record.title:
        yield "title"
    if not (record.web_url or record.original_url):
        yield "webUrl"
    if not record.topics:
        yield "topics"


def _differences(record: Record, want: Expected) -> Iterator[ScoreDifference]:
    """What is stored otherwise; where a tie leaves open who leads, the stored heat says which side to judge by."""
    tie = want.demotion is Demotion.UNDECIDABLE
    demoted = record.heat == DEMOTED
    heat, published = (DEMOTED, False) if tie and demoted else (want.shown_heat, want.published)
    if record.quality != want.quality.value:
        yield ScoreDifference(field="quality", stored=record.quality, computed=want.quality.value)
    if record.heat != heat:
        yield ScoreDifference(field="heat", stored=record.heat, computed=heat)
    if record.published != published:
        yield ScoreDifference(field="published", stored=record.published, computed=published)
    if record.heat is not None and not tie and demoted != (heat == DEMOTED):
        stored = Demotion.DEMOTED if demoted else Demotion.LEADS
        yield ScoreDifference(field="demotion", stored=stored.value, computed=want.demotion.value)


def _topics_for(path: Path, given: Path | None, known: dict[Path, dict[str, Topic]]) -> dict[str, Topic]:
    folder = given or _nearest(path.resolve().parent)
    if folder is None:
        raise UsageError(f"no _data/topics at or above {path}; name the folder of topic files with --topics DIR")
    if folder not in known:
        known[folder] = {topic.name: topic for topic in read_topics(folder)}
    return known[folder]


def _nearest(folder: Path) -> Path | None:
    return next((at / TOPICS for at in (folder, *folder.parents) if (at / TOPICS).is_dir()), None)


def _receipt(receipt: Score) -> str:
    return " ".join(f"{part.points:+d} ({part.reason})" for part in receipt.parts) or "0"


def _plain(record: Rescored) -> dict[str, object]:
    return {
        "path": str(record.path),
        "differences": [
            {"field": difference.field, "stored": difference.stored, "computed": difference.computed}
            for difference in record.differences
        ],
        "quality": [{"name": part.name, "points": part.points, "reason": part.reason} for part in record.quality.parts],
    }
