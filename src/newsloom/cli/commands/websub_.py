"""`newsloom websub`."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from newsloom.cli.exits import Exit

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


def arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing, or where to listen."""
    parser.add_argument("action", nargs="?", choices=("show", "serve"), default="show", help="`serve` hears hubs")
    parser.add_argument(
        "--listen", default="127.0.0.1:8031", metavar="HOST:PORT", help="where `serve` is to be reached"
    )


def run(args: argparse.Namespace) -> int:
    """Show the subscriptions at hubs, or hear what hubs say."""
    from newsloom.cli.desk import settings_of
    from newsloom.cli.hubserver import listen
    from newsloom.errors import UsageError
    from newsloom.wiring import websub_of

    settings = settings_of(args)
    desk = websub_of(settings)
    if desk is None:
        raise UsageError(
            'no `callback` in [websub]; write the address hubs reach this desk at, as "https://desk.example/websub"'
        )
    if args.action == "serve":
        host, _, port = args.listen.rpartition(":")
        if not host or not port.isdecimal() or int(port) > 65_535:  # noqa: PLR2004  the highest port
            raise UsageError(f"--listen {args.listen}: HOST:PORT is wanted, as 127.0.0.1:8031")
        listen(desk.folder, host.strip("[]"), int(port), as_json=args.json)
        return Exit.OK
    return _show(args, desk.folder, settings.zone)


def _show(args: argparse.Namespace, folder: Path, zone: "ZoneInfo") -> int:
    from newsloom.cli.output import local, print_json, print_table
    from newsloom.flows.websub import hooks_of

    hooks = hooks_of(folder)
    if args.json:
        names = ("source", "topic", "hub", "asked", "tries", "until", "pushed", "denied")
        print_json([{name: getattr(hook, name) for name in names} for hook in hooks])
        return Exit.OK
    if not hooks:
        print("no subscriptions; they are made by runs, of feeds that name a hub")
        return Exit.OK
    rows = [
        (
            hook.source,
            "denied" if hook.denied else f"until {local(hook.until, zone)}" if hook.until else "asked",
            local(hook.pushed, zone),
            hook.hub,
        )
        for hook in hooks
    ]
    print_table(("source", "subscription", "last push", "hub"), rows)
    return Exit.OK
