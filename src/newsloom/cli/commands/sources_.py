"""`newsloom sources`."""

import argparse

from newsloom.cli.exits import Exit
from newsloom.cli.numbers import count
from newsloom.cli.tryout import options, try_source

ACTIONS = ("disable", "enable", "mute", "unmute", "remove")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing, or an action and a source."""
    parser.add_argument(
        "action",
        nargs="?",
        choices=(*ACTIONS, "try"),
        metavar="ACTION",
        help=f"what to do with one source: {', '.join(ACTIONS)}; or try a page as one (default: show all)",
    )
    parser.add_argument("source", nargs="?", metavar="ID_OR_URL", help="the source; for `try` a page")
    parser.add_argument("--health", metavar="WORD", help="only those whose health this is; `ill` is all that fail")
    parser.add_argument("--source", dest="only", metavar="ID", help="only this source")
    parser.add_argument("--limit", type=count, metavar="N", help="at most so many, those first that need you most")
    options(parser)


def run(args: argparse.Namespace) -> int:
    """Show how the sources are doing, or change one in newsloom.toml."""
    from newsloom.errors import UsageError

    if args.action is None:
        return show(args)
    if args.source is None:
        raise UsageError(f"`newsloom sources {args.action} ID`: which source? `newsloom sources` lists them")
    return try_source(args) if args.action == "try" else change(args)


def change(args: argparse.Namespace) -> int:
    """Change one source's block in newsloom.toml."""
    from newsloom.cli.desk import settings_of
    from newsloom.cli.output import print_json
    from newsloom.settings.edit import remove_source, set_flag

    settings = settings_of(args)
    match args.action:
        case "remove":
            remove_source(settings.path, args.source)
        case "disable" | "enable":
            set_flag(settings.path, args.source, "disabled", value=args.action == "disable")
        case _:
            set_flag(settings.path, args.source, "muted", value=args.action == "mute")
    if args.json:
        print_json({"source": args.source, "action": args.action})
    else:
        rest = "; its articles and stories stay" if args.action == "remove" else ""
        print(f"{args.source}: {args.action}d in {settings.path}{rest}")
    return Exit.OK


def show(args: argparse.Namespace) -> int:
    """Print a row a source, those first that need their owner."""
    from newsloom.cli.desk import reading
    from newsloom.cli.output import print_json
    from newsloom.cli.sourcetable import chosen, show_table
    from newsloom.flows.health import by_need, health_of
    from newsloom.flows.lists import scheduled
    from newsloom.wiring import clock

    with reading(args) as (settings, store):
        rows = by_need(health_of(scheduled(settings.sources, store), store, now=clock().now()))
    wanted = chosen(rows, args)
    if args.json:
        print_json(wanted)
        return Exit.OK
    if not rows:
        print("no sources yet; `newsloom add URL` or `newsloom import FILE.opml` brings some")
        return Exit.OK
    show_table(wanted, of=rows, zone=settings.zone)
    return Exit.OK
