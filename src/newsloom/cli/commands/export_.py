"""`newsloom export --opml`."""

import argparse
from pathlib import Path

from newsloom.cli.exits import Exit


def arguments(parser: argparse.ArgumentParser) -> None:
    """The shape and a file."""
    parser.add_argument("--opml", action="store_true", required=True, help="write the sources as OPML 2.0")
    parser.add_argument("file", type=Path, nargs="?", metavar="FILE", help="where to (default: standard output)")


def run(args: argparse.Namespace) -> int:
    """Write the watched feeds as OPML."""
    import sys

    from newsloom.cli.desk import settings_of
    from newsloom.cli.output import counted, print_json
    from newsloom.errors import UsageError
    from newsloom.flows.subscriptions import subscriptions

    settings = settings_of(args)
    data = subscriptions(settings.desk.title, settings.sources, folder=settings.root)
    if args.file is None and args.json:
        raise UsageError("OPML is no JSON: name a FILE, or leave out --json")
    if args.file is None:
        sys.stdout.buffer.write(data)
        return Exit.OK
    try:
        args.file.write_bytes(data)
    except OSError as error:
        raise UsageError(f"{args.file}: cannot be written: {error.strerror}") from error
    if args.json:
        print_json({"file": args.file, "sources": len(settings.sources)})
    else:
        print(f"{args.file}: {counted(len(settings.sources), 'source')}")
    return Exit.OK
