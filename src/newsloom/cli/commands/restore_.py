"""`newsloom restore FILE`."""

import argparse
from pathlib import Path

from newsloom.cli.exits import Exit


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which backup."""
    parser.add_argument("file", type=Path, metavar="FILE", help="a file made by `newsloom backup`")


def run(args: argparse.Namespace) -> int:
    """Bring a backup back; the database it replaces is kept beside it."""
    from newsloom.cli.desk import settings_of
    from newsloom.cli.output import print_json
    from newsloom.errors import UsageError
    from newsloom.wiring import restore

    settings = settings_of(args)
    if not args.file.is_file():
        raise UsageError(f"{args.file}: no such file; name one made by `newsloom backup`")
    aside = restore(settings, args.file)
    if args.json:
        print_json({"database": settings.database, "replaced": aside})
        return Exit.OK
    print(f"{settings.database}: restored from {args.file}" + (f"; the old one is kept as {aside}" if aside else ""))
    print("next: newsloom run   (publishes what was restored)")
    return Exit.OK
