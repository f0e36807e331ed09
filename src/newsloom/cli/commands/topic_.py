"""`newsloom topic`."""

import argparse
from datetime import timedelta
from pathlib import Path

from newsloom.cli.exits import Exit
from newsloom.cli.numbers import back, count

ACTIONS = ("list", "test", "check")
MONTH = timedelta(days=30)


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to do with topics, and what to try."""
    parser.add_argument(
        "action",
        choices=ACTIONS,
        metavar="ACTION",
        help="list: the topics and how many articles have them; test ID: what a topic finds, or what a change of it"
        " would catch and lose; check: what is doubtful about any",
    )
    parser.add_argument(
        "id", nargs="?", metavar="ID", help="test: the topic; one that is not there yet is tried as new"
    )
    window = parser.add_argument_group("over which articles")
    window.add_argument("--since", type=back, default=MONTH, metavar="TIME", help="as 36h, 30d, 8w (default: 30d)")
    window.add_argument("--limit", type=count, default=20_000, metavar="N", help="the newest N (default: 20,000)")
    change = parser.add_argument_group("what to try, with test; nothing is saved")
    change.add_argument("--with", dest="file", type=Path, metavar="FILE", help="a TOML file with the topic's new table")
    for name, what in (
        ("any", "a term that counts, beside those it has"),
        ("all", "a term that must be there for --any to count"),
        ("none", "a term that must not be there"),
        ("exclude", "a term in whose places nothing counts"),
    ):
        change.add_argument(f"--{name}", action="append", default=[], metavar="TERM", help=what)
    change.add_argument("--threshold", type=count, metavar="N", help="points from which an article has the topic")
    change.add_argument(
        "--samples", type=count, default=5, metavar="N", help="articles shown of each kind (default: 5)"
    )


def run(args: argparse.Namespace) -> int:
    """List, try or check topics."""
    from newsloom.errors import UsageError

    if args.action == "test" and args.id is None:
        raise UsageError("`newsloom topic test ID`: which topic? `newsloom topic list` names them")
    if args.action != "test" and args.id is not None:
        raise UsageError(f"`{args.id}` is one word too many; see `newsloom topic --help`")
    match args.action:
        case "test":
            return test(args)
        case "check":
            return check(args)
    return listing(args)


def listing(args: argparse.Namespace) -> int:
    """Print a row a topic."""
    from newsloom.cli.desk import reading
    from newsloom.cli.output import print_json
    from newsloom.cli.topicview import print_list
    from newsloom.flows.topictrial import Window, listed

    with reading(args) as (settings, store):
        rows = listed(settings, store, window=Window(back=args.since, most=args.limit))
    if args.json:
        print_json(rows)
    else:
        print_list(rows)
    return Exit.OK


def test(args: argparse.Namespace) -> int:
    """Print what a topic finds, or what a change would catch and lose."""
    from newsloom.cli.desk import reading
    from newsloom.cli.output import print_json
    from newsloom.cli.topicview import print_trial
    from newsloom.flows.topictrial import Change, Window, tried

    change = Change(
        file=args.file,
        any=tuple(args.any),
        all=tuple(args.all),
        none=tuple(args.none),
        exclude=tuple(args.exclude),
        threshold=args.threshold,
    )
    with reading(args) as (settings, store):
        window = Window(back=args.since, most=args.limit)
        found = tried(settings, store, args.id, change, window=window, samples=args.samples)
        articles = store.articles.get(
            sample.article for sample in (*found.samples_caught, *found.samples_lost, *found.samples_kept)
        )
    if args.json:
        print_json(found)
    else:
        print_trial(found, articles, is_change=not change.is_none)
    return Exit.OK


def check(args: argparse.Namespace) -> int:
    """Print what is doubtful; faults have stopped us before."""
    from newsloom.cli.desk import reading
    from newsloom.cli.output import counted, print_json
    from newsloom.flows.topics import desk_topics
    from newsloom.flows.topictrial import Window, checked

    with reading(args) as (settings, store):
        topics = len(desk_topics(settings))
        found = checked(settings, store, window=Window(back=args.since, most=args.limit))
    doubtful = sum(bool(one.hints) for one in found)
    if args.json:
        print_json({"topics": topics, "found": found})
    else:
        for one in found:
            for line in (*(f"! {hint}" for hint in one.hints), *one.notes):
                print(f"{one.topic}: {line}")
        print(f"{counted(topics, 'topic')}, {doubtful} of them doubtful")
    return Exit.FOUND if doubtful else Exit.OK
