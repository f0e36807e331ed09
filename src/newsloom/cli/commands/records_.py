"""`newsloom records check|score PATH…`."""

import argparse
from pathlib import Path

from newsloom.cli.exits import Exit


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to do with which records."""
    parser.add_argument(
        "what",
        choices=("check", "score"),
        metavar="check|score",
        help="check: read and write again; score: compute anew",
    )
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="records, or folders that hold some")
    parser.add_argument(
        "--topics", type=Path, metavar="DIR", help="score: the topic files (default: the nearest _data/topics)"
    )


def run(args: argparse.Namespace) -> int:
    """Check or score published records; exit code 1 on any difference."""
    return check(args) if args.what == "check" else score(args)


def check(args: argparse.Namespace) -> int:
    """Parse and write again, byte for byte."""
    from newsloom.cli.output import print_json
    from newsloom.flows import records

    report = records.check(args.paths)
    if args.json:
        print_json(report.as_json())
    else:
        print("\n".join(records.lines(report)))
    return Exit.OK if report.ok else Exit.FOUND


def score(args: argparse.Namespace) -> int:
    """Compute quality, heat, published and demotion anew."""
    from newsloom.cli.desk import settings_of
    from newsloom.cli.output import print_json
    from newsloom.flows import recordscores
    from newsloom.wiring import profile_of

    settings = settings_of(args)
    report = recordscores.score(args.paths, tiers=settings.tiers, profile=profile_of(settings), topics_dir=args.topics)
    if args.json:
        print_json(report.as_json())
    else:
        print("\n".join(recordscores.lines(report)))
    return Exit.OK if report.ok else Exit.FOUND
