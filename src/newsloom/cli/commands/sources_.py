"""`newsloom sources`."""

import argparse

from newsloom.cli.exits import Exit
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
    """Print a row a source."""
    from newsloom.cli.desk import reading
    from newsloom.cli.output import local, print_json, print_table
    from newsloom.flows.health import health_of
    from newsloom.flows.lists import scheduled

    with reading(args) as (settings, store):
        rows = health_of(scheduled(settings.sources, store), store)
    if args.json:
        print_json(rows)
        return Exit.OK
    if not rows:
        print("no sources yet; `newsloom add URL` or `newsloom import FILE.opml` brings some")
        return Exit.OK
    columns = ("source", "health", "articles", "pages not read", "newest article", "last visit", "next visit", "advice")
    zone = settings.zone
    print_table(
        columns,
        [
            (
                row.id,
                row.health,
                str(row.articles),
                f"{row.unread} of {row.pages}: {row.unread_reason}" if row.unread else "",
                local(row.newest, zone),
                local(row.last_visit, zone),
                local(row.next_visit, zone),
                row.advice,
            )
            for row in rows
        ],
        right=("articles",),
        whole=("source",),
    )
    return Exit.OK
