"""`newsloom metrics`."""

import argparse
from pathlib import Path

from newsloom.cli.exits import Exit


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to."""
    parser.add_argument("--file", type=Path, metavar="PATH", help="write them to this file, whole or not at all")


def run(args: argparse.Namespace) -> int:
    """Print the desk's figures as OpenMetrics text."""
    from newsloom.cli.desk import reading
    from newsloom.cli.metricsfile import write_whole
    from newsloom.cli.output import print_json
    from newsloom.flows.metrics import metrics
    from newsloom.text.openmetrics import openmetrics
    from newsloom.wiring import clock, ingest_rules

    with reading(args) as (settings, store):
        found = metrics(settings.sources, store, now=clock().now(), rules=ingest_rules(settings).schedule)
    if args.file is not None:
        write_whole(args.file, openmetrics(found))
    elif args.json:
        print_json(found)
    else:
        print(openmetrics(found), end="")
    return Exit.OK
