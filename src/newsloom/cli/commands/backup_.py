"""`newsloom backup FILE`."""

import argparse
from pathlib import Path

from newsloom.cli.exits import Exit


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where to."""
    parser.add_argument("file", type=Path, metavar="FILE", help="the file to write; it must not exist")


def run(args: argparse.Namespace) -> int:
    """Copy the desk's memory to a file while others read and write."""
    from newsloom.cli.desk import reading
    from newsloom.cli.output import print_json
    from newsloom.errors import UsageError

    if args.file.exists():
        raise UsageError(f"{args.file}: is there already; a backup never overwrites: name a new file")
    if not args.file.parent.is_dir():
        raise UsageError(f"{args.file.parent}: no such folder; make it first or name another place for the backup")
    with reading(args) as (_, store):
        store.backup(args.file)
        count = store.articles.count()
    size = args.file.stat().st_size
    if args.json:
        print_json({"file": args.file, "bytes": size, "articles": count})
    else:
        print(f"{args.file}: {count:,} articles, {size:,} bytes. Keep newsloom.toml with it: the sources are there.")
    return Exit.OK
