"""`newsloom forget ID`."""

import argparse
from typing import TYPE_CHECKING

from newsloom.cli.exits import Exit
from newsloom.cli.numbers import patience

if TYPE_CHECKING:
    from newsloom.flows.forget import Forgetting
    from newsloom.keeping import Store


def arguments(parser: argparse.ArgumentParser) -> None:
    """What to take back."""
    parser.add_argument("id", nargs="?", metavar="ID", help="an article's id or address, or a source's id")
    parser.add_argument("--reason", default="", metavar="TEXT", help="why; kept with the fact that it was removed")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument("--dry-run", action="store_true", help="say what would be removed; change nothing")
    patience(parser)
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--list", action="store_true", help="show what was removed, and when")
    mode.add_argument("--undo", action="store_true", help="let a removed article come back when it is polled")


def run(args: argparse.Namespace) -> int:
    """Remove articles and every output of them for good, show what was removed, or lift a removal."""
    from newsloom.errors import UsageError

    if args.list:
        return _list(args)
    if args.id is None:
        raise UsageError("which article or source? `newsloom forget ID`; `newsloom search` shows ids")
    if args.undo:
        return _undo(args)
    if args.dry_run:
        return _rehearse(args)
    return _forget(args)


def _forget(args: argparse.Namespace) -> int:
    from newsloom.cli.desk import writing
    from newsloom.cli.output import counted, print_json
    from newsloom.flows.forget import forget, meant

    with writing(args) as (settings, engine):
        found = meant(engine.store, args.id)
        if found.articles and not _agreed(args, engine.store, found):
            print("nothing was removed")
            return Exit.OK
        report = forget(engine, found.articles, now=engine.clock.now(), reason=args.reason)
    if args.json:
        print_json(report)
        return Exit.OK
    if report.removed:
        print(f"removed {counted(len(report.removed), 'article')}, and whatever told of it")
    else:
        print(f"{args.id} was removed before; what was left to do is done")
    written, gone = len(report.publish.written), len(report.publish.removed)
    print(f"{settings.output}: {counted(written, 'file')} written, {gone} removed")
    if not report.scrubbed:
        print("somebody reads the database now; the next run overwrites what is left of it in free places")
    print("backups made before still hold it, and so do copies of the output elsewhere: they are yours to delete")
    if any(source.id == args.id for source in settings.sources):
        print(f"`{args.id}` is still watched and brings new articles; `newsloom sources remove {args.id}` ends that")
    return Exit.OK


def _agreed(args: argparse.Namespace, store: "Store", found: "Forgetting") -> bool:
    """Whether the owner says yes, on a terminal; elsewhere only `--yes` does."""
    import sys

    from newsloom.cli.output import counted
    from newsloom.errors import UsageError

    if args.yes:
        return True
    if not sys.stdin.isatty():
        raise UsageError("nobody is here to ask; `--yes` removes without asking, `--dry-run` shows what")
    for line in _lines(store, found):
        print(line)
    question = f"remove {counted(len(found.articles), 'article')} for good? [y/N] "
    return input(question).strip().lower() in {"y", "yes"}


def _rehearse(args: argparse.Namespace) -> int:
    from newsloom.cli.desk import reading
    from newsloom.cli.output import counted, print_json
    from newsloom.flows.forget import meant

    with reading(args) as (_, store):
        found = meant(store, args.id)
        lines = list(_lines(store, found))
    if args.json:
        print_json(found)
        return Exit.OK
    for line in lines:
        print(line)
    print(f"{counted(len(found.articles), 'article')} would be removed; nothing was changed")
    return Exit.OK


def _lines(store: "Store", found: "Forgetting") -> list[str]:
    """The first articles that are meant, for people."""
    stored = store.articles.get(found.articles[:20])
    lines = [f"  {id_}  {stored[id_].title}" if id_ in stored else f"  {id_}" for id_ in found.articles[:20]]
    more = len(found.articles) - len(lines)
    return [*lines, f"  and {more:,} more"] if more > 0 else lines


def _list(args: argparse.Namespace) -> int:
    from newsloom.cli.desk import reading
    from newsloom.cli.output import local, print_json, print_table

    with reading(args) as (settings, store):
        removals = store.removals.all()
    if args.json:
        print_json(removals)
    elif removals:
        rows = [[r.id, local(r.at, settings.zone), r.source, r.reason] for r in removals]
        print_table(["id", "removed", "source", "reason"], rows, whole=["id"])
    else:
        print("nothing was ever removed")
    return Exit.OK


def _undo(args: argparse.Namespace) -> int:
    from newsloom.cli.desk import writing
    from newsloom.cli.output import counted, print_json
    from newsloom.errors import UsageError

    with writing(args) as (_, engine):
        removed = engine.store.removals.before(args.id)
        if not removed:
            raise UsageError(f"`{args.id}` was not removed; `newsloom forget --list` shows what was")
        for id_ in removed:
            engine.store.removals.lift(id_)
    if args.json:
        print_json({"lifted": removed})
    else:
        print(f"{counted(len(removed), 'article')} may come back when polled; no text of it is kept here")
    return Exit.OK
