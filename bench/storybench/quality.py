"""How well one stream becomes stories, settled beside provisional, and whether that is what it must be."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from newsloom.testing.metrics import Agreement, bcubed, interval, pairwise, pairwise_interval
from newsloom.testing.storyplay import Played, play
from newsloom.testing.streams import Labelled


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What the settled stories of a file must reach. `near` bounds how far provisional and settled may be apart.

    Where `near` is given, settling must not lower a figure either.
    """

    bcubed: float
    pairwise: float = 0.0
    near: float | None = None


FIGURES = {
    "stream-a": Figure(bcubed=0.91),
    "stream-b": Figure(bcubed=0.90),
    "stream-c": Figure(bcubed=0.82),
    "events-d": Figure(bcubed=0.88),
    "events-e": Figure(bcubed=0.97),
    "stream-f": Figure(bcubed=0.89, pairwise=0.72, near=0.02),
    "stream-g": Figure(bcubed=0.945, pairwise=0.65, near=0.02),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """A grouping of the labelled articles beside their labels; intervals are 95 %, by bootstrap over events."""

    bcubed: Agreement
    bcubed_interval: tuple[float, float]
    pairwise: Agreement
    pairwise_interval: tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What one file gave; `alone` is the BCubed F1 of every article by itself, `missed` what is not reached."""

    file: str
    articles: int
    labelled: int
    events: int
    stories: int
    settled: Scores
    provisional: Scores
    alone: float
    per_cpu_second: float
    missed: tuple[str, ...]


def name_of(file: Path) -> str:
    """The name by which a file's figure is known."""
    return file.name.partition(".")[0]


def measured(file: Path, stream: Sequence[Labelled], played: Played) -> Result:
    """The figures of a stream that was played."""
    labels = [str(one.label) for one in stream if one.label is not None]
    judged = [one.article.id for one in stream if one.label is not None]
    settled = scores(labels, [played.settled[article] for article in judged])
    provisional = scores(labels, [played.provisional[article] for article in judged])
    alone = bcubed(labels, range(len(labels))).f1
    return Result(
        file=file.name,
        articles=len(stream),
        labelled=len(judged),
        events=len(set(labels)),
        stories=len(set(played.settled.values())),
        settled=settled,
        provisional=provisional,
        alone=alone,
        per_cpu_second=len(stream) / played.cpu_seconds if played.cpu_seconds else 0.0,
        missed=tuple(missed(settled, provisional, FIGURES.get(name_of(file)), alone=alone)) if judged else (),
    )


def labelled_f1(stream: Sequence[Labelled], played: Played) -> tuple[float, float]:
    """Settled BCubed and pairwise F1 of the labelled articles."""
    judged = [one for one in stream if one.label is not None]
    labels, groups = [one.label for one in judged], [played.settled[one.article.id] for one in judged]
    return bcubed(labels, groups).f1, pairwise(labels, groups).f1


def scores(labels: Sequence[str], groups: Sequence[str]) -> Scores:
    """A grouping beside the labels."""
    return Scores(
        bcubed=bcubed(labels, groups),
        bcubed_interval=interval(labels, groups),
        pairwise=pairwise(labels, groups),
        pairwise_interval=pairwise_interval(labels, groups),
    )


def missed(settled: Scores, provisional: Scores, figure: Figure | None, *, alone: float) -> list[str]:
    """What a file does not reach, each with the figure it has and the one it must have."""
    b3, pairs = settled.bcubed.f1, settled.pairwise.f1
    if figure is None:
        standing = b3 > alone or b3 == 1.0
        return [] if standing else [f"BCubed F1 {b3:.3f}: no better than every article alone ({alone:.3f})"]
    found = []
    if b3 < figure.bcubed:
        found.append(f"BCubed F1 {b3:.4f} of {figure.bcubed}")
    if pairs < figure.pairwise:
        found.append(f"pairwise F1 {pairs:.4f} of {figure.pairwise}")
    if figure.near is not None:
        first = provisional.bcubed.f1
        if abs(b3 - first) > figure.near:
            found.append(f"provisional {first:.4f} is more than {figure.near} from settled {b3:.4f}")
        if b3 < first:
            found.append(f"settling lowers BCubed F1 from {first:.4f} to {b3:.4f}")
    return found


def as_data(result: Result) -> dict[str, object]:
    """A result as plain data, F1 included."""
    return asdict(result) | {
        "settled": _with_f1(result.settled),
        "provisional": _with_f1(result.provisional),
        "reached": not result.missed,
    }


def _with_f1(scores: Scores) -> dict[str, object]:
    return {
        "bcubed": asdict(scores.bcubed) | {"f1": scores.bcubed.f1, "interval": scores.bcubed_interval},
        "pairwise": asdict(scores.pairwise) | {"f1": scores.pairwise.f1, "interval": scores.pairwise_interval},
    }


HEAD = (
    *("file", "articles", "labelled", "events", "stories", "settled B3", "95 %", "settled pairs", "95 %"),
    *("arrival B3", "arrival pairs", "alone", "per CPU-s"),
)


def row(result: Result) -> tuple[str, ...]:
    """A result as cells below `HEAD`."""
    one, first = result.settled, result.provisional
    return (
        name_of(Path(result.file)),
        *(f"{count:,}" for count in (result.articles, result.labelled, result.events, result.stories)),
        f"{one.bcubed.f1:.3f}",
        "{:.3f}–{:.3f}".format(*one.bcubed_interval),
        f"{one.pairwise.f1:.3f}",
        "{:.3f}–{:.3f}".format(*one.pairwise_interval),
        f"{first.bcubed.f1:.3f}",
        f"{first.pairwise.f1:.3f}",
        f"{result.alone:.3f}",
        f"{result.per_cpu_second:,.0f}",
    )


def played(stream: Sequence[Labelled], *, batch: int = 0) -> Played:
    """A stream's articles, played."""
    return play([one.article for one in stream], batch=batch)
