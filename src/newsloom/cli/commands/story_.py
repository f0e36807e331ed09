"""`newsloom story merge|split|move|keep|part|undo|history|show`."""

import argparse
from typing import TYPE_CHECKING

from newsloom.cli.exits import Exit
from newsloom.cli.numbers import patience

if TYPE_CHECKING:
    from newsloom.curate.orders import Signed, Verdict
    from newsloom.keeping import Store

#: What may be done, and the words it takes: how they are written, the fewest, the most (0: any number).
ACTIONS = {
    "merge": ("STORY STORY…", 2, 0),
    "split": ("STORY --articles ARTICLE,ARTICLE…", 1, 1),
    "move": ("ARTICLE STORY", 2, 2),
    "keep": ("ARTICLE ARTICLE…", 2, 0),
    "part": ("ARTICLE ARTICLE", 2, 2),
    "undo": ("RULING", 1, 1),
    "history": ("[STORY]", 0, 1),
    "show": ("STORY", 1, 1),
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """An action and what it is about."""
    parser.add_argument(
        "action",
        choices=ACTIONS,
        metavar="ACTION",
        help="merge: stories become the first named; split: articles of a story become one of their own; move: an "
        "article goes to a story; keep: articles share a story from now on, that of the first; part: two articles "
        "never do; undo: withdraw one of these; history: what happened, by whom; show: a story's life",
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="ids of stories or articles, or how they begin")
    parser.add_argument("--articles", default="", metavar="A,B", help="split: those that leave")
    parser.add_argument("--by", default="", metavar="NAME", help="who says so (default: you, by your login)")
    parser.add_argument("--reason", default="", metavar="TEXT", help="why; kept with the ruling")
    parser.add_argument("--dry-run", action="store_true", help="say what would change; change nothing")
    patience(parser)


def run(args: argparse.Namespace) -> int:
    """Carry out an editor's order, or show what happened."""
    _refuse_words(args)
    match args.action:
        case "history":
            return history(args)
        case "show":
            return show(args)
    return order(args)


def order(args: argparse.Namespace) -> int:
    """Decide what an order does, do it unless it is a rehearsal, and tell."""
    from newsloom.cli.desk import reading, signed, writing
    from newsloom.cli.output import print_json
    from newsloom.cli.storylog import order_lines
    from newsloom.flows.correct import carry_out
    from newsloom.wiring import clock

    if args.dry_run:
        with reading(args) as (settings, store):
            verdict = _decided(args, store, signed(args, settings.desk.title, clock().now()))
            said = order_lines(store, verdict, dry_run=True)
    else:
        with writing(args) as (settings, engine):
            verdict = _decided(args, engine.store, signed(args, settings.desk.title, engine.clock.now()))
            carry_out(engine.store, verdict)
            said = order_lines(engine.store, verdict, dry_run=False)
    if args.json:
        stayed = list(verdict.stayed)
        print_json({"ruling": verdict.ruling, "changes": verdict.changes, "stayed": stayed, "dry_run": args.dry_run})
    else:
        print("\n".join(said))
    return Exit.OK


def show(args: argparse.Namespace) -> int:
    """Print a story's life, its receipts and its articles, as `newsloom explain` does."""
    from newsloom.cli.commands import explain_
    from newsloom.cli.desk import reading
    from newsloom.flows.naming import story_named

    with reading(args) as (_, store):
        story = story_named(store, args.names[0]).id
    return explain_.run(argparse.Namespace(**vars(args), id=story))


def history(args: argparse.Namespace) -> int:
    """Print what happened to a story, or what editors did."""
    from newsloom.cli.desk import reading
    from newsloom.cli.output import print_json
    from newsloom.cli.storylog import print_history
    from newsloom.flows.storyhistory import history as history_of

    with reading(args) as (settings, store):
        found = history_of(store, args.names[0] if args.names else None)
    if args.json:
        print_json(found)
    else:
        print_history(found, settings.zone)
    return Exit.OK


def _decided(args: argparse.Namespace, store: "Store", signed: "Signed") -> "Verdict":
    from newsloom.flows import correct

    match args.action:
        case "merge":
            return correct.merge(store, args.names, signed)
        case "split":
            return correct.split(store, args.names[0], _listed(args.articles), signed)
        case "move":
            return correct.move(store, args.names[0], args.names[1], signed)
        case "keep":
            return correct.keep(store, args.names, signed)
        case "part":
            return correct.part(store, args.names[0], args.names[1], signed)
    return correct.undo(store, args.names[0], signed)


def _refuse_words(args: argparse.Namespace) -> None:
    from newsloom.errors import UsageError

    form, fewest, most = ACTIONS[args.action]
    if len(args.names) < fewest or (args.action == "split" and not _listed(args.articles)):
        raise UsageError(f"`newsloom story {args.action}` wants more words: newsloom story {args.action} {form}")
    if most and len(args.names) > most:
        raise UsageError(f"`{args.names[most]}` is one word too many: newsloom story {args.action} {form}")
    if args.articles and args.action != "split":
        raise UsageError("--articles belongs to `newsloom story split`")


def _listed(words: str) -> list[str]:
    return [word for word in words.replace(",", " ").split() if word]
