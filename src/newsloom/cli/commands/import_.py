"""`newsloom import FILE.opml`."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from newsloom.cli.exits import Exit

if TYPE_CHECKING:
    from newsloom.flows.subscriptions import Found
    from newsloom.model.source import Source

UNASKED = 500  # feeds that are added without a word; more are shown first
SHOWN = 10


def arguments(parser: argparse.ArgumentParser) -> None:
    """An OPML file, or a folder of records."""
    parser.add_argument(
        "file",
        metavar="FILE.opml",
        help="subscriptions as another reader exports them, or their address; or a folder of records",
    )
    parser.add_argument("--dry-run", action="store_true", help="show what would be added, and add nothing")
    parser.add_argument("--yes", action="store_true", help=f"add more than {UNASKED} feeds without showing them first")
    parser.add_argument("--wait", type=float, default=0, metavar="SECONDS", help="for records: wait for a run to end")


def run(args: argparse.Namespace) -> int:
    """Append the feeds of an OPML file to newsloom.toml, or take a folder's records into the store."""
    if not _is_address(args.file) and Path(args.file).is_dir():
        from newsloom.cli.taking import take_records

        return take_records(args)
    return _subscriptions(args)


def _subscriptions(args: argparse.Namespace) -> int:
    from newsloom.cli.desk import settings_of
    from newsloom.flows.subscriptions import keep_shape
    from newsloom.settings.edit import add_sources

    settings = settings_of(args)
    found = _found(args)
    watched = {source.url for source in settings.sources}
    fresh = [source for source in found.sources if source.url not in watched]
    preview = args.dry_run or (len(fresh) > UNASKED and not args.yes)
    added = fresh if preview else add_sources(settings.path, fresh)
    if not preview:
        keep_shape(settings.root, found.opml)
    _tell(args, found, added, settings.path, preview=preview)
    return Exit.FOUND if preview and not args.dry_run else Exit.OK


def _found(args: argparse.Namespace) -> "Found":
    from newsloom.cli.visiting import fetched, visiting
    from newsloom.flows.subscriptions import listed, read_subscriptions

    if not _is_address(args.file):
        return read_subscriptions(Path(args.file))
    with visiting(args) as fetcher:
        page = fetched(fetcher, args.file)
    return listed(page.body, args.file)


def _tell(args: argparse.Namespace, found: "Found", added: "list[Source]", path: Path, *, preview: bool) -> None:
    from newsloom.cli.output import counted, print_json

    if args.json:
        rows = [{"id": one.id, "url": one.url, "title": one.title} for one in added]
        told = {"would_add" if preview else "added": rows, "problems": list(found.opml.problems)}
        print_json({"found": len(found.sources), **({"added": []} if preview else {}), **told})
        return
    groups = f" in {counted(found.groups, 'group')}" if found.groups else ""
    done = "would be added" if preview else "added"
    print(f"{args.file}: {counted(len(found.sources), 'feed')}{groups}, {len(added)} {done} to {path}")
    if len(found.sources) > len(added):
        print(f"{counted(len(found.sources) - len(added), 'feed')} watched already")
    for problem in found.opml.problems:
        print(f"  {problem}")
    if preview:
        for one in added[:SHOWN]:
            print(f"  {one.title or '(no title)'}  {one.url}")
        if len(added) > SHOWN:
            print(f"  … and {len(added) - SHOWN:,} more")
        if not args.dry_run:
            print("nothing was added; --yes adds them")


def _is_address(word: str) -> bool:
    return word.startswith(("http://", "https://"))
