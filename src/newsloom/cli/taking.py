"""`newsloom import FOLDER`: existing records as articles of this desk."""

import argparse
from pathlib import Path

from newsloom.cli.exits import Exit


def take_records(args: argparse.Namespace) -> int:
    """Take a folder's records into the store; those there already stay as they are."""
    from newsloom.cli.desk import opened, settings_of
    from newsloom.cli.output import counted, print_json
    from newsloom.flows.recordimport import import_records, records_in
    from newsloom.wiring import ingest_rules

    settings = settings_of(args)
    if args.dry_run:
        found = records_in(Path(args.file))
        told = {"records": len(found.records), "unreadable": found.unreadable, "added": 0}
        if args.json:
            print_json(told)
        else:
            told_of = counted(len(found.records), "record")
            print(f"{args.file}: {told_of}, {found.unreadable} unreadable; nothing was added")
        return Exit.OK
    with opened(args, settings, wait=args.wait) as engine:
        report = import_records(engine, Path(args.file), now=engine.clock.now(), rules=ingest_rules(settings).admit)
    if args.json:
        print_json(report)
        return Exit.OK
    print(f"{args.file}: {counted(report.records, 'record')}, {counted(report.added, 'article')} added")
    for number, what in (
        (report.known, "known before"),
        (report.unreadable, "torn or unreadable"),
        (report.refused, "refused"),
    ):
        if number:
            print(f"  {number:,} {what}")
    if report.added:
        print("next: newsloom run")
    return Exit.OK
