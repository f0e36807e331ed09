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
    from newsloom.flows.publish import judge_stories
    from newsloom.wiring import criteria_of

    with reading(args) as (settings, store):
        newest = store.articles.newest()
        since = None if newest is None else newest - timedelta(days=args.days)
        stories = [] if newest is None else store.stories.since(since)
        judged = [] if newest is None else judge_stories(store, stories, criteria=criteria_of(settings), at=newest)
        slots = store.records.slots()
    known = {story for story, slot in slots.items() if slot.shown}
    shown = [story for story in judged if args.all or story.published or story.story.id in known]
    shown.sort(key=lambda story: (-story.heat.value, -story.lead.quality.value, story.story.id))
    if args.json:
        print_json([story_data(story, slots.get(story.story.id)) for story in shown[: args.limit]])
        return Exit.OK
    if not judged:
        print("no stories yet; `newsloom run` visits the sources")
        return Exit.OK
    if shown:
        print_stories(shown[: args.limit], zone=settings.zone)
    hidden = len(judged) - len(shown)
    rest = f"; {hidden} below the threshold (--all shows them)" if hidden else ""
    print(
        f"{counted(len(shown), 'story', 'stories')}{rest}. `newsloom explain ID` says why one stands where it stands."
    )
    return Exit.OK
