"""`newsloom publish`."""

import argparse

from newsloom.cli.exits import Exit
from newsloom.cli.numbers import seconds


def arguments(parser: argparse.ArgumentParser) -> None:
    """How to publish."""
    parser.add_argument("--full", action="store_true", help="render everything, whatever is known of what stands")
    parser.add_argument("--dry-run", action="store_true", help="say what would be written; write nothing")
    parser.add_argument("--git", action="store_true", help="commit what changed in the output; nothing is pushed")
    parser.add_argument("--wait", type=seconds, default=0, metavar="SECONDS", help="wait for another run to end")


def run(args: argparse.Namespace) -> int:
    """Judge, render what changed, deliver it."""
    from newsloom.cli.beyondtold import beyond_lines
    from newsloom.cli.desk import opened, settings_of
    from newsloom.cli.output import counted, print_json
    from newsloom.errors import UsageError
    from newsloom.flows.committing import message_of
    from newsloom.flows.publish import publish
    from newsloom.wiring import history_of

    if args.git and args.dry_run:
        raise UsageError("`--git` commits and `--dry-run` changes nothing; choose one")
    settings = settings_of(args)
    with opened(args, settings, wait=args.wait, dry_run=args.dry_run) as engine:
        done = publish(engine, now=engine.clock.now(), full=args.full)
        commit = None
        if args.git:
            history = history_of(settings)
            commit = history.commit(lambda changes: message_of(engine.store, changes), leaving=done.strays)
    if args.json:
        print_json({"publish": done, "commit": commit})
        return Exit.OK
    verb = "would be written" if args.dry_run else "written"
    print(f"{settings.output}: {counted(done.records, 'record')}, {done.shown} shown;", end=" ")
    print(f"{counted(len(done.written), 'file')} {verb}, {len(done.removed)} removed")
    for stray in done.strays[:5]:
        print(f"  {stray}: not made by newsloom, left in place")
    for line in beyond_lines(done):
        print(line)
    if commit is not None:
        print(f"committed {commit.name[:12]}: {counted(len(commit.changes), 'file')}" if commit.name else "no commit")
    return Exit.OK
