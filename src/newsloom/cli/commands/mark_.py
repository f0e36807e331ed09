"""`newsloom mark`."""

import argparse

from newsloom.cli.exits import Exit
from newsloom.cli.numbers import patience


def arguments(parser: argparse.ArgumentParser) -> None:
    """What was good or bad."""
    parser.add_argument("id", nargs="?", metavar="ID", help="a story, an article or a record; without it: all marks")
    parser.add_argument("verdict", nargs="?", choices=("good", "bad"), help="whether it was worth its place")
    parser.add_argument("--undo", action="store_true", help="forget what you said of it")
    parser.add_argument("--by", default="", metavar="NAME", help="who says so (default: you, by your login)")
    patience(parser)


def run(args: argparse.Namespace) -> int:
    """Keep a word, forget one, or list all."""
    from os import environ

    from newsloom.cli.desk import noting
    from newsloom.cli.output import print_json
    from newsloom.errors import UsageError
    from newsloom.flows.tuning import mark, unmark
    from newsloom.wiring import clock

    if args.id is None:
        return listed(args)
    if (args.verdict is None) != args.undo:
        raise UsageError("`newsloom mark ID good` or `newsloom mark ID bad`; `newsloom mark ID --undo` forgets it")
    now = clock().now()
    with noting(args) as (settings, store):
        by = args.by or environ.get("USER") or environ.get("LOGNAME") or settings.desk.title
        if args.undo:
            article, story = unmark(store, args.id, by=by)
            data: dict[str, object] = {"article": article, "story": story.id, "undone": True}
            said = f"{story.id}: not marked any more"
        else:
            kept = mark(store, args.id, is_good=args.verdict == "good", by=by, at=now)
            data, said = {"marked": kept}, f"{kept.story}: marked {args.verdict} by {by}"
    if args.json:
        print_json(data)
    else:
        print(said)
    return Exit.OK


def listed(args: argparse.Namespace) -> int:
    """Print every mark, oldest first."""
    from newsloom.cli.desk import reading
    from newsloom.cli.output import local, print_json, print_table

    with reading(args) as (settings, store):
        found = store.feedback.all()
        articles = store.articles.get([one.article for one in found])
    if args.json:
        print_json({"marks": found})
        return Exit.OK
    rows = [
        (local(one.at, settings.zone), one.by, "good" if one.is_good else "bad", one.story, articles[one.article].title)
        for one in found
    ]
    if rows:
        print_table(("when", "by", "mark", "story", "headline"), rows, whole=("story",))
    else:
        print("no marks yet; `newsloom mark STORY good` or `bad` makes one")
    return Exit.OK
