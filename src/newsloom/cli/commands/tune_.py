"""`newsloom tune`."""

import argparse
from datetime import timedelta
from pathlib import Path

from newsloom.cli.exits import Exit
from newsloom.cli.numbers import back, count

MONTH, SIX_HOURS = timedelta(days=30), timedelta(hours=6)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Over which stretch to show the difference, and where to write the proposal."""
    parser.add_argument("--since", type=back, default=MONTH, metavar="TIME", help="as 36h, 30d, 8w (default: 30d)")
    parser.add_argument("--front", type=count, metavar="N", help="stories on a front (default: as set)")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the weights as a profile; else none is kept")


def run(args: argparse.Namespace) -> int:
    """Propose weights and show what last month would have been by them."""
    from contextlib import closing

    from newsloom.cli.desk import settings_of
    from newsloom.cli.output import print_json
    from newsloom.cli.replaytold import print_replay, replay_data
    from newsloom.cli.tunetold import print_proposal, proposal_data
    from newsloom.errors import UsageError
    from newsloom.flows.replayreport import fronting_of, moments_of, replay_report
    from newsloom.flows.tuning import as_toml, proposal, tuned
    from newsloom.wiring import clock, criteria_of, front_rules_of, replay_sharing, store_to_read

    if args.write and args.write.exists():
        raise UsageError(f"{args.write} is there already; name a file that is not")
    settings = settings_of(args)
    live, now = criteria_of(settings), clock().now()
    with closing(store_to_read(settings)) as store:
        found = proposal(store, live)
        moments = moments_of(store, back=args.since, every=SIX_HOURS, now=now)
        other, rules = tuned(live, found), front_rules_of(settings, live.topics)
        fronts = fronting_of(live, rules, size=args.front), fronting_of(other, rules, size=args.front)
        sharing = replay_sharing(settings)
        past = replay_report(store, live=live, changed=other, moments=moments, rules=fronts, sharing=sharing)
    if args.write:
        note = f"Fitted to {found.good} stories marked good and {found.bad} marked bad, {now:%Y-%m-%d}."
        args.write.write_text(as_toml(found.weights, note=note), encoding="utf-8")
    if args.json:
        print_json(proposal_data(found, live) | {"replay": replay_data(past)})
        return Exit.OK
    print_proposal(found, live)
    print_replay(past, zone=settings.zone, changed="the proposal")
    if args.write:
        print(f'written; `[profile] file = "{args.write.name}"` in newsloom.toml puts it in force')
    return Exit.OK
