"""`newsloom stories`."""

import argparse

from newsloom.cli.exits import Exit
from newsloom.cli.numbers import count, days


def arguments(parser: argparse.ArgumentParser) -> None:
    """Which stories."""
    parser.add_argument("--limit", type=count, default=20, metavar="N", help="at most so many (default: 20)")
    parser.add_argument(
        "--days", type=days, default=7, metavar="N", help="with news in the last days stored (default: 7)"
    )
    parser.add_argument("--all", action="store_true", help="those below the threshold too")


def run(args: argparse.Namespace) -> int:
    """List the stories, hottest first."""
    from datetime import timedelta

    from newsloom.cli.desk import reading
    from newsloom.cli.output import counted, print_json
    from newsloom.cli.storytable import print_stories, story_data
    from newsloom.flows.listing import top_stories
    from newsloom.wiring import criteria_of

    with reading(args) as (settings, store):
        newest = store.articles.newest()
        slots = store.records.slots()
        found = newest and top_stories(
            store,
            criteria_of(settings),
            at=newest,
            since=newest - timedelta(days=args.days),
            limit=args.limit,
            shown=None if args.all else {story for story, slot in slots.items() if slot.shown},
        )
    listed, off = (found.stories, found.killed) if found else ([], frozenset())
    if args.json:
        print_json([story_data(one, slots.get(one.story.id), is_killed=one.story.id in off) for one in listed])
        return Exit.OK
    if not found or not found.known:
        print("no stories yet; `newsloom run` visits the sources")
        return Exit.OK
    if listed:
        print_stories(listed, zone=settings.zone)
    hidden = found.known - found.shown
    rest = f"; {hidden} below the threshold{' or killed' if off else ''} (--all shows them)" if hidden else ""
    print(
        f"{counted(found.shown, 'story', 'stories')}{rest}. `newsloom explain ID` says why one stands where it stands."
    )
    return Exit.OK
