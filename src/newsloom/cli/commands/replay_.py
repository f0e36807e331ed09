"""`newsloom replay`."""

import argparse
from datetime import timedelta
from pathlib import Path

from newsloom.cli.exits import Exit
from newsloom.cli.numbers import back, count

MONTH, SIX_HOURS = timedelta(days=30), timedelta(hours=6)
FEWEST = timedelta(minutes=5)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which stretch, by which settings, and how to show it."""
    parser.add_argument("--since", type=back, default=MONTH, metavar="TIME", help="as 36h, 30d, 8w (default: 30d)")
    parser.add_argument(
        "--with",
        dest="file",
        type=Path,
        metavar="FILE",
        help="a newsloom.toml, or only its tables that are to differ; without it what was is shown as it was",
    )
    parser.add_argument("--every", type=back, default=SIX_HOURS, metavar="TIME", help="between editions (default: 6h)")
    parser.add_argument("--front", type=count, metavar="N", help="stories on a front (default: as set)")
    parser.add_argument("--html", type=Path, metavar="FILE", help="write a page with charts")


def run(args: argparse.Namespace) -> int:
    """Judge the past anew and tell what differs; the desk is only read."""
    from contextlib import closing

    from newsloom.cli.desk import settings_of
    from newsloom.cli.output import print_json
    from newsloom.cli.replaytold import print_replay, replay_data
    from newsloom.errors import UsageError
    from newsloom.flows.replayreport import fronting_of, moments_of, replay_report
    from newsloom.publish.replaypage import replay_page
    from newsloom.settings import read_changed
    from newsloom.wiring import clock, criteria_of, front_rules_of, replay_sharing, store_to_read

    if args.every < FEWEST or args.front == 0:
        raise UsageError("--every wants 5 minutes or more (as 1h), --front 1 or more")
    settings = settings_of(args)
    changed = read_changed(settings.path, args.file) if args.file else settings
    both = [(one, criteria_of(one)) for one in (settings, changed)]
    live, other = (
        fronting_of(criteria, front_rules_of(one, criteria.topics), size=args.front) for one, criteria in both
    )
    with closing(store_to_read(settings)) as store:
        found = replay_report(
            store,
            live=both[0][1],
            changed=both[1][1],
            moments=moments_of(store, back=args.since, every=args.every, now=clock().now()),
            rules=(live, other),
            sharing=replay_sharing(settings),
        )
    if args.html:
        page = replay_page(replay_data(found), zone=settings.zone, title=settings.desk.title, changed=_name(args))
        args.html.write_text(page, encoding="utf-8")
    if args.json:
        print_json(replay_data(found))
        return Exit.OK
    print_replay(found, zone=settings.zone, changed=_name(args))
    if changed.stories != settings.stories:
        print("[stories] differs: articles are not grouped anew, so its part in this is not seen")
    return Exit.OK


def _name(args: argparse.Namespace) -> str:
    return args.file.name if args.file else "no changes"
