"""`newsloom import FILE.opml`."""

import argparse
from pathlib import Path

from newsloom.cli.exits import Exit


def arguments(parser: argparse.ArgumentParser) -> None:
    """An OPML file."""
    parser.add_argument("file", type=Path, metavar="FILE.opml", help="subscriptions as another reader exports them")


def run(args: argparse.Namespace) -> int:
    """Append the feeds of an OPML file to newsloom.toml."""
    from newsloom.cli.desk import settings_of
    from newsloom.cli.output import counted, print_json
    from newsloom.flows.subscriptions import read_subscriptions
    from newsloom.settings.edit import add_sources

    settings = settings_of(args)
    found = read_subscriptions(args.file)
    added = add_sources(settings.path, found)
    if args.json:
        print_json(
            {"found": len(found), "added": [{"id": one.id, "url": one.url, "title": one.title} for one in added]}
        )
        return Exit.OK
    print(f"{args.file}: {counted(len(found), 'feed')}, {len(added)} added to {settings.path}")
    if len(found) > len(added):
        print(f"{counted(len(found) - len(added), 'feed')} watched already")
    return Exit.OK
