"""`newsloom edition show|pin|kill|edit|undo|log`."""

import argparse
from typing import TYPE_CHECKING

from newsloom.cli.exits import Exit
from newsloom.cli.numbers import count, patience

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from newsloom.curate.orders import Signed
    from newsloom.keeping import Store
    from newsloom.model.intervention import Intervention

#: What may be done, and the words it takes: how they are written, and how many.
ACTIONS = {
    "show": ("", 0),
    "pin": ("STORY [--place N] [--until TIME]", 1),
    "kill": ("STORY", 1),
    "edit": ("STORY --headline TEXT --excerpt TEXT", 1),
    "undo": ("ID", 1),
    "log": ("", 0),
}
#: Options, and the action each belongs to.
OPTIONS = {"place": "pin", "until": "pin", "headline": "edit", "excerpt": "edit"}


def arguments(parser: argparse.ArgumentParser) -> None:
    """An action, the story it is about, and what it takes."""
    parser.add_argument(
        "action",
        choices=ACTIONS,
        metavar="ACTION",
        help="show: the front, and what was left out and why; pin: a story stands on the front; kill: its record is "
        "not published; edit: its record says what you write; undo: withdraw one of these; log: who did what and when",
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="a story's id, how it begins, or its record's path")
    parser.add_argument(
        "--place", type=int, metavar="N", help="pin: at this place, from 1 (default: before all others)"
    )
    parser.add_argument("--until", metavar="TIME", help="pin: until then, as 2026-03-01T18:00 in the desk's time zone")
    parser.add_argument("--headline", metavar="TEXT", help="edit: the record's title")
    parser.add_argument("--excerpt", metavar="TEXT", help="edit: the record's excerpt")
    parser.add_argument("--by", default="", metavar="NAME", help="who says so (default: you, by your login)")
    parser.add_argument("--reason", default="", metavar="TEXT", help="why; kept in the log")
    parser.add_argument("--limit", type=count, default=20, metavar="N", help="show: left out, at most (default: 20)")
    patience(parser)


def run(args: argparse.Namespace) -> int:
    """Show the front or the log, or carry out an editor's order."""
    _refuse_words(args)
    match args.action:
        case "show":
            return show(args)
        case "log":
            return log(args)
    return order(args)


def show(args: argparse.Namespace) -> int:
    """Print the front, with the reason each story has or lacks a place."""
    from newsloom.cli.desk import reading
    from newsloom.cli.editiontold import front_data, front_seen, print_front
    from newsloom.cli.output import print_json
    from newsloom.flows.edition import headlines_of
    from newsloom.wiring import criteria_of, front_rules_of

    with reading(args) as (settings, store):
        criteria = criteria_of(settings)
        rules, fronted = front_rules_of(settings, criteria.topics), front_seen(store, settings, criteria)
        left = fronted.front.left[: args.limit]
        headlines = headlines_of(store, fronted, left)
    if args.json:
        print_json(front_data(fronted, rules, headlines, left))
    else:
        print_front(fronted, rules, headlines, left, zone=settings.zone)
    return Exit.OK


def log(args: argparse.Namespace) -> int:
    """Print every order, oldest first, those that were undone among them."""
    from newsloom.cli.desk import reading
    from newsloom.cli.editiontold import print_log
    from newsloom.cli.output import print_json

    with reading(args) as (settings, store):
        found = store.interventions.all()
    if args.json:
        print_json(found)
    else:
        print_log(found, settings.zone)
    return Exit.OK


def order(args: argparse.Namespace) -> int:
    """Keep an editor's word, publish what it changes, and tell."""
    from newsloom.cli.desk import signed, writing
    from newsloom.cli.editiontold import order_lines
    from newsloom.cli.output import print_json
    from newsloom.flows.publish import publish

    with writing(args) as (settings, engine):
        now = engine.clock.now()
        made = _made(args, engine.store, settings.zone, signed(args, settings.desk.title, now), engine.front.size)
        report = publish(engine, now=now)
    if args.json:
        print_json({"intervention": made, "written": report.written, "removed": report.removed})
    else:
        print("\n".join(order_lines(made, settings.zone)))
    return Exit.OK


def _made(args: argparse.Namespace, store: "Store", zone: "ZoneInfo", hand: "Signed", size: int) -> "Intervention":
    from newsloom.flows import intervene

    match args.action:
        case "pin":
            until = None if args.until is None else _moment(args.until, zone)
            return intervene.pin(store, args.names[0], hand, until=until, place=args.place, size=size)
        case "kill":
            return intervene.kill(store, args.names[0], hand)
        case "edit":
            return intervene.edit(store, args.names[0], hand, headline=args.headline, excerpt=args.excerpt)
    return intervene.undo(store, args.names[0], hand)


def _moment(word: str, zone: "ZoneInfo") -> "datetime":
    """A time as typed, in the desk's zone where it names none; UTC."""
    from datetime import UTC, datetime

    from newsloom.errors import UsageError

    try:
        moment = datetime.fromisoformat(word.strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise UsageError(f"--until `{word}` is no time; one is wanted as 2026-03-01T18:00 or 2026-03-02") from error


def _refuse_words(args: argparse.Namespace) -> None:
    from newsloom.errors import UsageError

    form, wanted = ACTIONS[args.action]
    usage = f"newsloom edition {args.action} {form}".strip()
    if len(args.names) < wanted:
        raise UsageError(f"`newsloom edition {args.action}` wants more words: {usage}")
    if len(args.names) > wanted:
        raise UsageError(f"`{args.names[wanted]}` is one word too many: {usage}")
    for option, action in OPTIONS.items():
        if getattr(args, option) is not None and args.action != action:
            raise UsageError(f"--{option} belongs to `newsloom edition {action}`")
