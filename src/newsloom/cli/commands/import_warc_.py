"""`newsloom import-warc FILE|FOLDER`."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from newsloom.cli.exits import Exit
from newsloom.cli.numbers import count


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which files, and what of them."""
    parser.add_argument(
        "place", type=Path, metavar="FILE|FOLDER", help="a WARC file, or a folder of them, at any depth"
    )
    parser.add_argument(
        "--since", type=_day, metavar="DATE", help="take what was crawled from then on, as 2026-03-01 (UTC)"
    )
    parser.add_argument("--hosts", default="", metavar="A,B", help="take pages of these hosts and those below them")
    parser.add_argument(
        "--limit", type=count, metavar="N", help="add so many articles at most; the next import goes on"
    )
    parser.add_argument("--wait", type=float, default=0, metavar="SECONDS", help="wait for a run to end")


def run(args: argparse.Namespace) -> int:
    """Take the articles of WARC files into the desk's store."""
    from newsloom.cli.desk import opened, settings_of
    from newsloom.cli.output import counted, print_json
    from newsloom.flows.warc import warc_files
    from newsloom.flows.warcimport import Wanted, import_warc
    from newsloom.wiring import ingest_rules

    settings = settings_of(args)
    files = warc_files(args.place)
    hosts = tuple(sorted({one.strip().lower().removeprefix("www.") for one in args.hosts.split(",") if one.strip()}))
    with opened(args, settings, wait=args.wait) as engine:
        report = import_warc(
            engine,
            files,
            wanted=Wanted(hosts=hosts, since=args.since),
            rules=ingest_rules(settings),
            now=engine.clock.now(),
            limit=args.limit,
        )
    if args.json:
        print_json(report)
        return Exit.OK
    read = f"{counted(report.files, 'file')}, {counted(report.records, 'record')}"
    print(f"{read}: {counted(report.added, 'article')} added")
    for number, what in (
        (report.known, "known before"),
        (report.unwanted, "of other hosts or days"),
        (report.damaged, "damaged, passed over"),
        *((number, why) for why, number in sorted(report.passed_over.items())),
    ):
        if number:
            print(f"  {number:,} {what}")
    if report.added:
        print("next: newsloom run")
    return Exit.OK


def _day(word: str) -> datetime:
    try:
        moment = datetime.fromisoformat(word)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"`{word}` is no date; one is written as 2026-03-01") from error
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
