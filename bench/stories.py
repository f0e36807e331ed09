"""How well and how fast streams of articles become stories.

    ./run bench stories FILE… [--json] [--assignments OUT.jsonl]

Each FILE holds one JSON object a line (gzip or plain): title, text, and where known id, date, lang, source, url and
label, the event it tells of. The articles of a file go, in its order, through the store and the curate flow of a desk
of their own. One policy serves all files. Printed for each: BCubed and pairwise precision, recall and F1 of the settled
stories over the labelled articles, with a 95 % bootstrap interval over events; the F1 of the provisional ones, as
placed on arrival; stories; articles per CPU-second of curation.

Exit code 0 if every file reaches its figure, 1 if one does not, 2 if one could not be read. A file named in `FIGURES`
has the figure given there; for any other, stories must agree with the labels better than every article standing alone.
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from newsloom.flows.backfill import backfill
from newsloom.flows.curate import Shards, curate
from newsloom.testing.metrics import Agreement, bcubed, interval, pairwise
from newsloom.testing.streams import ARCHIVE, Labelled, desk_in, read_stream

# Settled BCubed F1 and pairwise F1 to pass, by file: what plain TF-IDF with the best threshold for each set reaches.
FIGURES = {
    "stream-a": (0.89, 0.0),
    "stream-b": (0.86, 0.0),
    "stream-c": (0.76, 0.0),
    "events-d": (0.84, 0.0),
    "events-e": (0.90, 0.0),
    "stream-f": (0.862, 0.556),
    "stream-g": (0.930, 0.492),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What one file gave."""

    file: str
    articles: int
    labelled: int
    events: int
    stories: int
    bcubed: Agreement
    bcubed_interval: tuple[float, float]
    pairwise: Agreement
    provisional: Agreement
    alone: float
    per_cpu_second: float
    figure: tuple[float, float]
    reached: bool


def main() -> int:
    """Measure the files and print a row for each."""
    parser = argparse.ArgumentParser(description="Measure how well streams of articles become stories.")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--assignments", type=Path, metavar="OUT.jsonl", help="write each article's settled story")
    args = parser.parse_args()
    if args.assignments and not args.assignments.absolute().parent.is_dir():
        print(f"stories: {args.assignments}: its folder is not there; make it first", file=sys.stderr)
        return 2
    rows: list[dict[str, str]] = []
    results = []
    for file in args.files:
        try:
            stream = list(read_stream(file))
        except (OSError, EOFError, ValueError) as error:
            print(f"stories: {file}: cannot be read: {error}", file=sys.stderr)
            return 2
        if not stream:
            print(f"stories: {file}: holds no articles; one JSON object a line was expected", file=sys.stderr)
            return 2
        result, stories = measure(file, stream)
        results.append(result)
        rows += [{"id": one.id, "story": stories[one.article.id]} for one in stream]
    if args.assignments:
        args.assignments.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    report(results, as_json=args.json)
    return 0 if all(result.reached for result in results) else 1


def measure(file: Path, stream: Sequence[Labelled]) -> tuple[Result, Mapping[str, str]]:
    """Send a stream through a desk's flow; returns how it went and each article's settled story."""
    with tempfile.TemporaryDirectory(prefix="newsloom-stories-") as folder, desk_in(Path(folder)) as engine:
        backfill(engine.store, (one.article for one in stream), archive=ARCHIVE)
        began = time.process_time()
        curate(engine, shards=Shards())
        spent = time.process_time() - began
        settled = {article: story.id for story in engine.store.stories.since(None) for article in story.articles}
        first: dict[str, str] = {}
        for change in engine.store.stories.changes():
            for article in change.articles:
                first.setdefault(article, change.story)
    judged = [one for one in stream if one.label is not None]
    labels = [str(one.label) for one in judged]
    groups: list[str] = [settled[one.article.id] for one in judged]
    agreement, pairs = bcubed(labels, groups), pairwise(labels, groups)
    alone = bcubed(labels, list(range(len(labels)))).f1
    figure = FIGURES.get(file.name.partition(".")[0], (alone, 0.0))
    return Result(
        file=file.name,
        articles=len(stream),
        labelled=len(judged),
        events=len(set(labels)),
        stories=len(set(settled.values())),
        bcubed=agreement,
        bcubed_interval=interval(labels, groups),
        pairwise=pairs,
        provisional=bcubed(labels, [first[one.article.id] for one in judged]),
        alone=alone,
        per_cpu_second=len(stream) / spent if spent else 0.0,
        figure=figure,
        reached=not judged or agreement.f1 == 1.0 or (agreement.f1 > figure[0] and pairs.f1 >= figure[1]),
    ), {str(article): str(story) for article, story in settled.items()}


def as_data(result: Result) -> dict[str, object]:
    """A result as plain data, F1 included."""
    agreements = {
        name: asdict(value) | {"f1": value.f1}
        for name, value in (
            ("bcubed", result.bcubed),
            ("pairwise", result.pairwise),
            ("provisional", result.provisional),
        )
    }
    return asdict(result) | agreements


def report(results: Sequence[Result], *, as_json: bool) -> None:
    """Print the rows."""
    if as_json:
        files = [as_data(result) for result in results]
        print(json.dumps({"reached": all(result.reached for result in results), "files": files}, indent=2))
        return
    head = (
        "file",
        "articles",
        "labelled",
        "stories",
        "B3 P",
        "B3 R",
        "B3 F1",
        "95 %",
        "pair F1",
        "on arrival",
        "alone",
    )
    print("".join(f"{name:>12}" for name in (*head, "per CPU-s", "")))
    for one in results:
        low, high = one.bcubed_interval
        cells = (
            one.file.partition(".")[0],
            f"{one.articles}",
            f"{one.labelled}",
            f"{one.stories}",
            f"{one.bcubed.precision:.3f}",
            f"{one.bcubed.recall:.3f}",
            f"{one.bcubed.f1:.3f}",
            f"{low:.3f}–{high:.3f}",
            f"{one.pairwise.f1:.3f}",
            f"{one.provisional.f1:.3f}",
            f"{one.alone:.3f}",
            f"{one.per_cpu_second:.0f}",
            "" if one.reached else f"  below {one.figure[0]:.3f} / {one.figure[1]:.3f}",
        )
        print("".join(f"{cell:>12}" for cell in cells))


if __name__ == "__main__":
    raise SystemExit(main())
