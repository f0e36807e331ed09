"""`newsloom export --opml`, `newsloom export --format parquet|csv|ndjson|ninjs DIR`."""

import argparse
from pathlib import Path

from newsloom.cli.exits import Exit
from newsloom.cli.numbers import back

FORMATS = ("parquet", "csv", "ndjson", "ninjs")


def arguments(parser: argparse.ArgumentParser) -> None:
    """The shape and a place."""
    shape = parser.add_mutually_exclusive_group(required=True)
    shape.add_argument("--opml", action="store_true", help="write the sources as OPML 2.0")
    shape.add_argument("--format", choices=FORMATS, help="write articles, stories and all else as data into a folder")
    parser.add_argument("--since", type=back, metavar="TIME", help="data: as 36h, 30d or 2w (default: all)")
    parser.add_argument("--text", action="store_true", help="data: articles with their whole text")
    parser.add_argument("file", type=Path, nargs="?", metavar="PLACE", help="OPML: a file; data: a folder")


def run(args: argparse.Namespace) -> int:
    """Write the watched feeds as OPML, or a desk's data."""
    from newsloom.errors import UsageError

    if args.format is None and (args.since is not None or args.text):
        raise UsageError("`--since` and `--text` belong to `newsloom export --format`")
    if args.format is None:
        return opml(args)
    if args.file is None:
        raise UsageError(f"where to? `newsloom export --format {args.format} DIR`")
    if args.format == "ninjs" and args.text:
        raise UsageError("ninjs documents have no texts; leave `--text` out")
    from newsloom.cli.dataexport import export_data

    return export_data(args)


def opml(args: argparse.Namespace) -> int:
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
