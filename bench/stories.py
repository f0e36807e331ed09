"""How well and how fast streams of articles become stories.

    ./run bench stories FILE… [--json] [--assignments OUT.jsonl] [--peers] [--guards] [--speed [--active N] [--older N]]
                              [--most N] [--table PAGE.md]

Each FILE holds one JSON object a line (gzip or plain): title, text, and where known id, date, lang, source, url and
label, the event it tells of. The articles of a file go, in its order, through the store and the curate flow of a desk
of their own. One policy serves all files. Printed for each: BCubed and pairwise F1 of the settled stories over the
labelled articles and of the provisional ones, as placed on arrival, with 95 % bootstrap intervals over events; stories;
articles per CPU-second of curation.

--peers    others group the same stream in the same run, their knobs tuned on it; newsloom must be ahead of each.
--guards   the stream disturbed in eight ways; no disturbance may cost more than .02, no flood may be tied together.
--speed    articles per CPU-second, p99, growth, memory and reload, on a long stream made from the first FILE.
--active   the active articles that --speed fills the window with (15,000 unless told).
--older    articles from before the window that the store holds when --speed reloads it (none unless told).
--most     peers and guards for streams of at most N articles (all unless told): a stream is played once, nine times
           with guards.
--table    writes all that was measured as a page of the documentation.

Exit code 0 if every figure is reached, 1 if one is not (they are named), 2 if a file could not be read. A file named in
`FIGURES` (`bench/storybench/quality.py`) has the figures given there; for any other, stories must agree with the labels
better than every article standing alone.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from newsloom.testing.storyplay import Played
from newsloom.testing.streams import Labelled, read_stream
from storybench import guards, page, peers, quality, speed

WARM_UP = 20  # articles placed before anything is timed: code is loaded when it is first used


@dataclass(slots=True)
class Measured:
    """Everything that was measured in this run, part by part."""

    results: list[quality.Result] = field(default_factory=list)
    others: list[peers.Peer] = field(default_factory=list)
    disturbed: list[guards.Guard] = field(default_factory=list)
    lines: list[speed.Line] = field(default_factory=list)

    def missed(self) -> Iterator[str]:
        """What is not reached, by name."""
        for one in self.results:
            yield from (f"{quality.name_of(Path(one.file))}: {what}" for what in one.missed)
        ours = {quality.name_of(Path(one.file)): one.settled.bcubed.f1 for one in self.results}
        for peer in self.others:
            if not peer.note and peer.bcubed >= ours[peer.file]:
                yield f"{peer.file}: {peer.name} has BCubed F1 {peer.bcubed:.4f}, newsloom {ours[peer.file]:.4f}"
        for guard in self.disturbed:
            if guard.missed:
                yield f"{guard.file}: {guard.disturbance} {guard.missed}"
        for line in self.lines:
            if line.reached is False:
                yield f"speed: {line.what}: {line.value}"


def main() -> int:
    """Measure what is asked, print it, and judge it."""
    args = arguments()
    for path in filter(None, (args.assignments, args.table)):
        if not path.absolute().parent.is_dir():
            print(f"stories: {path}: its folder is not there; make it first", file=sys.stderr)
            return 2
    try:
        streams = {file: stream_of(file) for file in args.files}
    except (OSError, EOFError, ValueError) as error:
        print(f"stories: {error}", file=sys.stderr)
        return 2
    quality.played(next(iter(streams.values()))[:WARM_UP])
    measured = Measured()
    stories: list[dict[str, str]] = []
    for file, stream in streams.items():
        stories += measure(file, stream, measured, args)
    if args.speed:
        measured.lines += speed.speed(next(iter(streams.values())), active=args.active, older=args.older)
    if args.assignments:
        args.assignments.write_text("".join(f"{json.dumps(row)}\n" for row in stories))
    report(measured, args)
    return 1 if any(measured.missed()) else 0


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description="Measure how well and how fast streams of articles become stories.")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--assignments", type=Path, metavar="OUT.jsonl", help="write each article's settled story")
    parser.add_argument("--peers", action="store_true", help="ask others too")
    parser.add_argument("--guards", action="store_true", help="disturb the streams")
    parser.add_argument("--speed", action="store_true", help="measure speed, memory and reload")
    parser.add_argument("--active", type=int, default=speed.ACTIVE, metavar="N", help="active articles for --speed")
    parser.add_argument("--older", type=int, default=0, metavar="N", help="older articles stored for --speed")
    parser.add_argument("--most", type=int, metavar="N", help="peers and guards for streams of at most N articles")
    parser.add_argument("--table", type=Path, metavar="PAGE.md", help="write the page of the documentation")
    return parser.parse_args()


def options(args: argparse.Namespace) -> str:
    """What was asked beyond quality, as it is typed."""
    asked = [f"--{name}" for name in ("peers", "guards", "speed") if getattr(args, name)]
    return " ".join([*asked, *([] if args.most is None else [f"--most {args.most}"])])


def stream_of(file: Path) -> list[Labelled]:
    """A file's articles; ValueError naming the file if it is none."""
    try:
        stream = list(read_stream(file))
    except (OSError, EOFError, ValueError) as error:
        raise ValueError(f"{file}: cannot be read: {error}") from error
    if not stream:
        raise ValueError(f"{file}: holds no articles; one JSON object a line was expected")
    return stream


def measure(
    file: Path, stream: Sequence[Labelled], measured: Measured, args: argparse.Namespace
) -> list[dict[str, str]]:
    """Measure one file; returns each article's settled story."""
    name = quality.name_of(file)
    whole: Played = quality.played(stream)
    measured.results.append(quality.measured(file, stream, whole))
    is_short = args.most is None or len(stream) <= args.most
    if args.peers and is_short:
        measured.others += peers.peers(name, stream)
    if args.guards and is_short:
        measured.disturbed += guards.guards(name, stream, whole)
    return [{"id": one.id, "story": whole.settled[one.article.id]} for one in stream]


def report(measured: Measured, args: argparse.Namespace) -> None:
    """Print everything, and write the page where one is asked for."""
    missed = list(measured.missed())
    if args.json:
        data: dict[str, Any] = {
            "reached": not missed,
            "missed": missed,
            "files": [quality.as_data(one) for one in measured.results],
        }
        parts: dict[str, Sequence[Any]] = {
            "peers": measured.others,
            "guards": measured.disturbed,
            "speed": measured.lines,
        }
        data |= {name: [asdict(one) for one in found] for name, found in parts.items() if found}
        print(json.dumps(data, indent=2))
    else:
        for section in sections(measured):
            print(page.printed(section))
        print("\n".join(f"not reached: {what}" for what in missed) or "every figure is reached")
    if args.table:
        day = datetime.now(UTC).date().isoformat()  # noqa: TID251  the page says when it was made
        page.written(list(sections(measured)), path=args.table, day=day, options=options(args))


def sections(measured: Measured) -> Iterator[page.Section]:
    """A table for each part that was measured."""
    yield page.Section(
        title="Quality",
        about="Settled stories beside those on arrival, over the labelled articles. `alone`: every article by itself.",
        head=quality.HEAD,
        rows=[quality.row(one) for one in measured.results],
    )
    if measured.others:
        yield page.Section(
            title="Beside others",
            about="The same streams in the same run. The others' knobs were tuned on the very labels that judge them.",
            head=peers.HEAD,
            rows=list(_beside(measured)),
        )
    if measured.disturbed:
        yield page.Section(
            title="Guards",
            about="What is left of the original articles' figures when their stream is disturbed (+ is a loss).",
            head=guards.HEAD,
            rows=[guards.row(one) for one in measured.disturbed],
        )
    if measured.lines:
        yield page.Section(
            title="Speed",
            about="From title and 600 characters of text, on one core.",
            head=speed.HEAD,
            rows=[speed.row(one) for one in measured.lines],
        )


def _beside(measured: Measured) -> Iterator[Sequence[str]]:
    asked = {peer.file for peer in measured.others}
    for one in [one for one in measured.results if quality.name_of(Path(one.file)) in asked]:
        name = quality.name_of(Path(one.file))
        spent = one.articles / one.per_cpu_second if one.per_cpu_second else 0.0
        scores = (f"{one.settled.bcubed.f1:.3f}", f"{one.settled.pairwise.f1:.3f}")
        yield (name, "**newsloom**", *scores, f"{spent:.1f}", "the same for every stream")
        yield from (peers.row(peer) for peer in measured.others if peer.file == name)


if __name__ == "__main__":
    raise SystemExit(main())
