"""`newsloom topic`."""

import argparse
import re
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from newsloom.cli.exits import Exit
from newsloom.cli.numbers import back, count, patience

ACTIONS = ("list", "test", "check", "correct", "suggest")
MONTH = timedelta(days=30)
LEARNT_FROM = 1_500  # articles a model is trained on at most
_NOT = "\u2212"  # stands for the hyphen of `-sport`, which would be an option
_REMOVED = re.compile("-[a-z0-9][a-z0-9._-]*")


def typed(words: Sequence[str]) -> list[str]:
    """The words as argparse can read them: behind `correct` a `-topic` is no option."""
    if "correct" not in words:
        return list(words)
    at = words.index("correct") + 1
    rest = (f"{_NOT}{w[1:]}" if _REMOVED.fullmatch(w) and w not in {"-v", "-h"} else w for w in words[at:])
    return [*words[:at], *rest]


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to do with topics, and what to try."""
    parser.add_argument(
        "action",
        choices=ACTIONS,
        metavar="ACTION",
        help="list: the topics and how many articles have them; test ID: what a topic finds, or what a change of it"
        " would catch and lose; check: what is doubtful about any; correct ARTICLE +ai -sport: say which topics an"
        " article has and has not; suggest [ID]: what that teaches about a topic's words",
    )
    parser.add_argument("id", nargs="?", metavar="ID", help="test, suggest: the topic; correct: an article or address")
    parser.add_argument("topics", nargs="*", metavar="±TOPIC", help="correct: `+ai` has it, `-sport` has it not")
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
    patience(parser)


def run(args: argparse.Namespace) -> int:
    """List, try or check topics."""
    from newsloom.errors import UsageError

    if args.action == "test" and args.id is None:
        raise UsageError("`newsloom topic test ID`: which topic? `newsloom topic list` names them")
    few = {"list": 0, "check": 0, "test": 1, "suggest": 1, "correct": None}[args.action]
    extra = [word for word in (args.id, *args.topics) if word is not None][few:] if few is not None else []
    if extra:
        raise UsageError(f"`{extra[0]}` is one word too many; see `newsloom topic --help`")
    match args.action:
        case "correct":
            return correct(args)
        case "suggest":
            return suggest(args)
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


def correct(args: argparse.Namespace) -> int:
    """Keep the owner's word on an article's topics."""
    from newsloom.cli.desk import noting
    from newsloom.cli.output import print_json
    from newsloom.errors import UsageError
    from newsloom.flows.topicsuggest import correct as keep
    from newsloom.wiring import clock

    said = {word[1:]: word[0] == "+" for word in args.topics}
    if args.id is None or not said or not all(word[0] in f"+{_NOT}" for word in args.topics):
        raise UsageError("`newsloom topic correct ARTICLE +ai -sport`: an article, and topics with + or -")
    now = clock().now()
    with noting(args) as (settings, store):
        kept = keep(settings, store, args.id, said, at=now)
    if args.json:
        print_json(kept)
        return Exit.OK
    for one in kept:
        print(f"{one.article}: {'about' if one.is_about else 'not about'} {one.topic}")
    return Exit.OK


def suggest(args: argparse.Namespace) -> int:
    """Print what the corrections suggest."""
    from newsloom.cli.desk import reading
    from newsloom.cli.output import print_json
    from newsloom.cli.topicview import print_suggestions
    from newsloom.curate.suggest import TrainRules
    from newsloom.flows.topicsuggest import suggested
    from newsloom.flows.topictrial import Window

    with reading(args) as (settings, store):
        window = Window(back=args.since, most=min(args.limit, LEARNT_FROM))
        found = suggested(settings, store, only=args.id, window=window, samples=args.samples, rules=TrainRules())
    if args.json:
        print_json(found)
    else:
        print_suggestions(found)
    return Exit.OK
