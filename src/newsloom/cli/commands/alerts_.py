"""`newsloom alerts list|test|replay|log|retry`."""

import argparse

from newsloom.cli.exits import Exit
from newsloom.cli.numbers import back, count, patience

#: What may be done, and the words it takes.
ACTIONS = {
    "list": "",
    "test": "[CHANNEL …]",
    "replay": "[--since 7d] [--alert NAME]",
    "log": "[--limit N]",
    "retry": "[MESSAGE …] [--channel NAME]",
}
#: Options, and the action each belongs to.
OPTIONS = {"since": "replay", "alert": "replay", "limit": "log", "channel": "retry"}


def arguments(parser: argparse.ArgumentParser) -> None:
    """An action and what it takes."""
    parser.add_argument(
        "action",
        nargs="?",
        default="list",
        choices=ACTIONS,
        metavar="ACTION",
        help="list: views, alerts, channels, dead letters (default); test: send a marked sample by each channel; "
        "replay: what would have been told, sending nothing; log: what was told and what became of it; "
        "retry: try dead letters again and open a closed channel",
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="test: channels; retry: ids of messages")
    parser.add_argument("--since", type=back, metavar="TIME", help="replay: as 36h, 7d or 2w (default: 7d)")
    parser.add_argument("--alert", metavar="NAME", help="replay: this alert alone")
    parser.add_argument("--limit", type=count, metavar="N", help="log: so many, newest first (default: 50)")
    patience(parser)
    parser.add_argument("--channel", metavar="NAME", help="retry: what was to leave by this channel")


def run(args: argparse.Namespace) -> int:
    """Show how alerts stand, or do one of the other things."""
    _refuse_words(args)
    does = {"list": show, "test": test, "replay": replay, "log": log, "retry": retry}
    return does[args.action](args)


def show(args: argparse.Namespace) -> int:
    """Print views, alerts, channels and what was given up."""
    from newsloom.cli.alertstold import print_standing, standing_data
    from newsloom.cli.desk import reading
    from newsloom.cli.output import print_json
    from newsloom.flows.alertdesk import alerts_health, channels_health, given_up
    from newsloom.wiring import alerting_of, criteria_of, fetcher_of

    with reading(args) as (settings, store), fetcher_of(settings.fetch, settings.desk) as fetcher:
        alerting = alerting_of(settings, criteria_of(settings), fetcher)
        alerts, channels = alerts_health(store, alerting), channels_health(store, alerting)
        dead = given_up(store, alerting)
    if args.json:
        print_json(standing_data(alerting.views, alerts, channels, dead))
    else:
        print_standing(alerting.views, alerts, channels, dead, zone=settings.zone)
    return Exit.OK


def test(args: argparse.Namespace) -> int:
    """Send a sample by each channel; exit code 1 if one did not take it."""
    from newsloom.cli.desk import settings_of
    from newsloom.cli.output import print_json
    from newsloom.flows.alertdesk import try_channels
    from newsloom.model.alert import Fate
    from newsloom.wiring import alerting_of, clock, criteria_of, fetcher_of

    settings = settings_of(args)
    with fetcher_of(settings.fetch, settings.desk) as fetcher:
        alerting = alerting_of(settings, criteria_of(settings), fetcher)
        answers = dict(try_channels(alerting, args.names, now=clock().now()))
    if args.json:
        print_json(answers)
    else:
        for name, answer in answers.items():
            print(f"{'ok   ' if answer.fate is Fate.SENT else 'FAULT'}  {name}: {answer.detail}")
    return Exit.OK if all(answer.fate is Fate.SENT for answer in answers.values()) else Exit.FOUND


def replay(args: argparse.Namespace) -> int:
    """Print what would have been told; nothing is sent or kept."""
    from dataclasses import replace
    from datetime import timedelta

    from newsloom.cli.alertstold import print_notices
    from newsloom.cli.desk import reading
    from newsloom.cli.output import counted, print_json
    from newsloom.errors import UsageError
    from newsloom.flows.alertreplay import replay_alerts
    from newsloom.wiring import alerting_of, clock, criteria_of, fetcher_of

    with reading(args) as (settings, store), fetcher_of(settings.fetch, settings.desk) as fetcher:
        criteria, now = criteria_of(settings), clock().now()
        alerting = alerting_of(settings, criteria, fetcher)
        rules = [rule for rule in alerting.rules if args.alert in {None, rule.name}]
        if not rules:
            known = ", ".join(rule.name for rule in alerting.rules)
            raise UsageError(
                f"no alert `{args.alert}`; there are: {known}" if known else "newsloom.toml has no [[alert]]"
            )
        alerting, since = replace(alerting, rules=tuple(rules)), now - (args.since or timedelta(days=7))
        found = list(replay_alerts(store, criteria, alerting, since=since, until=now))
    if args.json:
        print_json(found)
        return Exit.OK
    print_notices(found, {}, zone=settings.zone)
    print(f"{counted(len(found), 'notice')} would have been given; nothing was sent")
    return Exit.OK


def log(args: argparse.Namespace) -> int:
    """Print what was told, newest first, and what became of it."""
    from newsloom.cli.alertstold import fates_of, print_notices
    from newsloom.cli.desk import reading
    from newsloom.cli.output import print_json

    with reading(args) as (settings, store):
        found = store.alerts.log(limit=args.limit or 50)
        fates = fates_of(store.alerts.messages())
    if args.json:
        print_json([{"notice": one, "messages": fates.get(one.id, [])} for one in found])
    else:
        print_notices(found, fates, zone=settings.zone)
    return Exit.OK


def retry(args: argparse.Namespace) -> int:
    """Try again what was given up; exit code 1 if something failed again."""
    from newsloom.cli.alertstold import report_line
    from newsloom.cli.desk import writing
    from newsloom.cli.output import print_json
    from newsloom.curate.packing import SendRules
    from newsloom.flows.alertdesk import retry as try_again

    with writing(args) as (_, engine):
        now = engine.clock.now()
        report = try_again(engine, args.names, channel=args.channel, now=now, rules=SendRules())
    if args.json:
        print_json(report)
    else:
        print("\n".join(report_line(report)))
    return Exit.FOUND if report.problems else Exit.OK


def _refuse_words(args: argparse.Namespace) -> None:
    from newsloom.errors import UsageError

    if args.names and args.action not in {"test", "retry"}:
        usage = f"newsloom alerts {args.action} {ACTIONS[args.action]}".strip()
        raise UsageError(f"`{args.names[0]}` is one word too many: {usage}")
    for option, action in OPTIONS.items():
        if getattr(args, option) is not None and args.action != action:
            raise UsageError(f"--{option} belongs to `newsloom alerts {action}`")
